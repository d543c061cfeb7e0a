"""Reading a number with the grouping and decimal signs of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from docgen.case import Problem, Refused
from docgen.errors import Message
from docgen.locale.digits import ascii_digits, writers
from docgen.locale.locale import Locale
from docgen.locale.reading.clean import cleaned

UNREADABLE = Problem(
    "number.unreadable", Message("not a number that can be read; write digits, with at most one decimal sign")
)
_SIGNS = "-\u2212"
_SHORTEST = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number understood: its value, the sentence to echo, and what another language would have read in its place."""

    value: Decimal
    message: Message
    otherwise: Decimal | None
    """Not None means: ask before acting on it."""


def read_number(text: str, reader: Locale, locales: Iterable[Locale] = (), *, signed: bool = False) -> ReadNumber:
    """The integer or decimal that somebody typed, in the digits of any of the languages.

    The signs are those of the language whose digits are used, and for ASCII digits those of `reader`: "1.500" is 1500
    in Khmer and 1.5 in English, and the message says how it was read. What that language cannot have written, such as
    "1,500.00" in Khmer, is read as another language here writes it. Groups may also be set apart by spaces. A minus is
    read only if `signed`.

    Raises Refused, never showing the text: `number.unreadable`, `number.mixed_digits`, `number.digits`,
    `number.sign`, `number.ambiguous` (languages disagree and none comes first), and `text.*`.
    """
    known = tuple(dict.fromkeys((reader, *locales)))
    clean = cleaned(text, UNREADABLE)
    writing = writers(clean, known)
    digits = ascii_digits(clean, known, "number")
    negative = digits[0] in _SIGNS
    if (negative and not signed) or digits[0] == "+":
        raise Refused(Problem("number.sign", Message("a sign is not allowed here; write the number without it")))
    digits = digits[1:] if negative else digits
    first = (reader,) if not writing or reader in writing else writing
    own = _values(digits, first)
    others = _values(digits, known) - own
    value = _only(own or others)
    otherwise = next(iter(sorted(others)), None) if own else None
    sign = -1 if negative else 1
    otherwise = None if otherwise is None else sign * otherwise
    return ReadNumber(sign * value, _echo(sign * value, otherwise, reader), otherwise)


def _only(values: set[Decimal]) -> Decimal:
    if not values:
        raise Refused(UNREADABLE)
    if len(values) > 1:
        raise Refused(
            Problem(
                "number.ambiguous",
                Message("the sign may group thousands or begin the decimals; write the number without grouping"),
            )
        )
    return next(iter(values))


def _values(digits: str, locales: Iterable[Locale]) -> set[Decimal]:
    """What the number is by the signs of these languages; empty if none of them writes so."""
    signs = {(locale.settings.numbers.grouping, locale.settings.numbers.decimal) for locale in locales}
    return {value for pair in signs if (value := _value(digits, *pair)) is not None}


def _value(digits: str, grouping: str, decimal: str) -> Decimal | None:
    whole, sign, fraction = digits.partition(decimal)
    if sign and not _SHORTEST.fullmatch(fraction):
        return None
    for separator in (grouping, " "):
        # A number in groups begins with no zero: 0.500 is no way to write five hundred.
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(separator)}[0-9]{{3}})+", whole):
            whole = whole.replace(separator, "")
    if not _SHORTEST.fullmatch(whole):
        return None
    return Decimal(f"{whole}.{fraction}" if sign else whole)


def _echo(value: Decimal, otherwise: Decimal | None, reader: Locale) -> Message:
    if otherwise is None:
        return Message("understood as {number}", {"number": _written(value, reader)})
    return Message(
        "understood as {number}, not as {other}; correct it if the other was meant",
        {"number": _written(value, reader), "other": _written(otherwise, reader)},
    )


def _written(value: Decimal, reader: Locale) -> str:
    whole, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0")  # "1.500" would look like the other reading
    decimals = reader.settings.numbers.decimal + reader.digits(fraction) if fraction else ""
    minus = "-" if value < 0 else ""
    return minus + reader.number(int(whole)) + decimals
