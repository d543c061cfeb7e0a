"""`docgen date`: every official form of a day, or of a date that is known only in part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from docgen.case import PartialDate, Refused
from docgen.cli.forms import locales_of, print_form, reader_of
from docgen.errors import Finding, InputRefused, Severity
from docgen.locale import Locale
from docgen.locale.reading import read_date

_EDTF = re.compile(r"(19|20|21)[0-9]{2}(-[0-9]{2}){0,2}~?")


def date(
    written: Annotated[
        str,
        typer.Argument(
            metavar="DATE",
            help="2022-08-25; known in part: 2008-05, 2008; ~ at the end: about. Or as people type it, in quotes.",
        ),
    ],
    languages: Annotated[
        list[str] | None, typer.Option("--lang", help="Language tag; may be repeated. Default: all.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
) -> None:
    """Print every official form of a date: language, form, text, and what an almanac may print otherwise.

    What was understood of a date typed in words or in the Buddhist Era goes to standard error.
    """
    locales, library = locales_of(languages)
    parsed = _parsed(written, reader_of(library), list(library.locales.values()))
    for locale in locales:
        exact = parsed.exact
        for form in locale.day_forms(exact) if exact else locale.partial_forms(parsed):
            # A note is in the language of its line: whoever reads the line reads the note.
            notes = [locale.catalogue.translate(message) for message in form.notes]
            print_form(locale, form.name, form.text, as_json=as_json, notes=notes)


def _parsed(written: str, reader: Locale, locales: Sequence[Locale]) -> PartialDate:
    try:
        if _EDTF.fullmatch(written):
            return PartialDate.parse(written)
        read = read_date(written, reader, locales)
    except Refused as refused:
        found = [Finding(Severity.ERROR, problem.code, "/date", problem.message) for problem in refused.problems]
    else:
        for message in read.messages:
            typer.echo(reader.catalogue.translate(message), err=True)
        return read.date
    raise InputRefused(found)
