"""`docgen number`: every official form of a number or a sum of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from pydantic import ValidationError

from docgen.case import Money, findings_of
from docgen.cli.forms import locales_of, print_form
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.locale import Locale

_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")


def number(
    written: Annotated[
        str, typer.Argument(metavar="N", help="0 to 999999999999999, with two decimals for a sum; in one script.")
    ],
    languages: Annotated[
        list[str] | None, typer.Option("--lang", help="Language tag; may be repeated. Default: all.")
    ] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="Currency (ISO 4217): print a sum.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
) -> None:
    """Print every official form of a number, or with --currency of a sum: language, form, text."""
    locales, library = locales_of(languages)
    plain = _in_ascii(written, library.locales.values())
    for locale, form, text in _sum(plain, currency, locales) if currency else _number(plain, locales):
        print_form(locale, form, text, as_json=as_json)


def _number(plain: str, locales: Iterable[Locale]) -> Iterator[tuple[Locale, str, str]]:
    if not _NUMBER.fullmatch(plain):
        message = Message(
            "not a whole number of at most 15 digits; write digits without spaces, commas or sign, all in one script, "
            "and name the currency of a sum with decimals"
        )
        raise InputRefused([Finding(Severity.ERROR, "number.form", "/number", message)])
    for locale in locales:
        yield from ((locale, form, text) for form, text in locale.numbers.forms(int(plain)))


def _sum(plain: str, currency: str, locales: Iterable[Locale]) -> Iterator[tuple[Locale, str, str]]:
    try:
        money = Money.model_validate({"amount": plain, "currency": currency})
    except ValidationError as error:
        raise InputRefused(findings_of(error)) from None
    for locale in locales:
        yield from ((locale, form, text) for form, text in locale.numbers.money_forms(money))


def _in_ascii(written: str, locales: Iterable[Locale]) -> str:
    """The number in ASCII digits where all of its digits are those of one language; else as it was written."""
    for locale in locales:
        digits = locale.settings.numbers.digits
        if set(written) <= {*digits, "."}:
            return written.translate(str.maketrans(digits, "0123456789"))
    return written
