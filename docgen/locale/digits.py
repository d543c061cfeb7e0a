"""Digits of the scripts: which ones a text uses, and the one way from them to ASCII."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from docgen.case import Problem, Refused
from docgen.errors import Message

if TYPE_CHECKING:
    from docgen.locale.locale import Locale

ZERO = "0"
"""The zero of ASCII, which is everybody's and so says nothing of the language."""

Kind = Literal["date", "number", "time"]
"""What is being read: the first half of the codes of its problems."""


def digits_of(text: str) -> frozenset[str]:
    """The digit scripts that a text uses, each named by its zero: `{"0", "๐"}` for "1๒".

    A digit is what Unicode gives Numeric_Type=Decimal (UAX #44); every such script has its ten in one row from zero.
    """
    return frozenset(chr(ord(digit) - unicodedata.decimal(digit)) for digit in text if digit.isdecimal())


def mixes_digits(text: str) -> bool:
    """Whether digits of more than one script stand in the text; `int` would take them all for one number."""
    return len(digits_of(text)) > 1


def ascii_digits(text: str, locales: Iterable[Locale], kind: Kind) -> str:
    """The text with the digits of one script, ASCII or that of one of the locales, written as ASCII.

    Raises Refused: `<kind>.mixed_digits` when scripts are mixed, `<kind>.digits` for superscripts, full-width and all
    other digits that no locale writes.
    """
    table = {ord(digit): str(value) for locale in locales for value, digit in enumerate(locale.settings.numbers.digits)}
    if mixes_digits(text):
        raise Refused(
            Problem(
                f"{kind}.mixed_digits",
                Message("digits of different scripts are mixed; write all the digits in one script"),
            )
        )
    if any(character.isdigit() and not character.isascii() and ord(character) not in table for character in text):
        raise Refused(
            Problem(
                f"{kind}.digits",
                Message("digits that none of the languages here writes; write 0 to 9 or the digits of the language"),
            )
        )
    return text.translate(table)


def writers(text: str, locales: Iterable[Locale]) -> tuple[Locale, ...]:
    """The locales whose own digits the text uses; none for ASCII digits."""
    zeros = digits_of(text) - {ZERO}
    return tuple(locale for locale in locales if locale.settings.numbers.digits[0] in zeros)
