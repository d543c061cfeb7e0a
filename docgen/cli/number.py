"""`docgen number`: every official form of a number or a sum of money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated

import typer
from pydantic import ValidationError

from docgen.case import Money, Refused, findings_of
from docgen.cli.forms import locales_of, print_form, reader_of
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.locale import Locale
from docgen.locale.reading import ReadNumber, read_number

_MAX_DIGITS = 15


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
    """Print every official form of a number, or with --currency of a sum: language, form, text.

    How a number with grouping or decimal signs was understood goes to standard error.
    """
    locales, library = locales_of(languages)
    reader = reader_of(library)
    read = _read(written, reader, list(library.locales.values()))
    forms = list(_sum(read.value, currency, locales) if currency else _number(read.value, locales))
    if not written.isalnum():
        typer.echo(reader.catalogue.translate(read.message), err=True)
    for locale, form, text in forms:
        print_form(locale, form, text, as_json=as_json)


def _read(written: str, reader: Locale, locales: list[Locale]) -> ReadNumber:
    try:
        return read_number(written, reader, locales)
    except Refused as refused:
        found = [Finding(Severity.ERROR, problem.code, "/number", problem.message) for problem in refused.problems]
    raise InputRefused(found)


def _number(value: Decimal, locales: Iterable[Locale]) -> Iterator[tuple[Locale, str, str]]:
    if value != value.to_integral_value() or value >= 10**_MAX_DIGITS:
        message = Message(
            "not a whole number of at most 15 digits; shorten it, or name the currency of a sum with decimals"
        )
        raise InputRefused([Finding(Severity.ERROR, "number.form", "/number", message)])
    for locale in locales:
        yield from ((locale, form, text) for form, text in locale.numbers.forms(int(value)))


def _sum(value: Decimal, currency: str, locales: Iterable[Locale]) -> Iterator[tuple[Locale, str, str]]:
    try:
        money = Money.model_validate({"amount": f"{value:f}", "currency": currency})
    except ValidationError as error:
        raise InputRefused(findings_of(error)) from None
    for locale in locales:
        yield from ((locale, form, text) for form, text in locale.numbers.money_forms(money))
