"""`docgen date`: every official form of a day, or of a date that is known only in part."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from docgen.case import PartialDate, Refused
from docgen.errors import Finding, InputRefused, Severity
from docgen.library import Library
from docgen.locale.dates import Form
from docgen.locale.locale import Locale
from docgen.settings import Settings


def date(
    written: Annotated[
        str, typer.Argument(metavar="DATE", help="2022-08-25, or known in part: 2008-05, 2008; ~ at the end: about.")
    ],
    languages: Annotated[
        list[str] | None, typer.Option("--lang", help="Language tag; may be repeated. Default: all.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
) -> None:
    """Print every official form of a date: language, form, text, and what an almanac may print otherwise."""
    library = Library.load(*Settings.read().templates)
    locales = [library.locale(tag) for tag in languages or library.locales]
    parsed = _parsed(written)
    for locale in locales:
        exact = parsed.exact
        for form in locale.day_forms(exact) if exact else locale.partial_forms(parsed):
            _print(form, locale, as_json)


def _parsed(written: str) -> PartialDate:
    try:
        return PartialDate.parse(written)
    except Refused as refused:
        found = [Finding(Severity.ERROR, problem.code, "/date", problem.message) for problem in refused.problems]
        raise InputRefused(found) from None


def _print(form: Form, locale: Locale, as_json: bool) -> None:
    # A note is in the language of its line: whoever reads the line reads the note.
    remarks = [locale.catalogue.translate(message) for message in form.notes]
    if as_json:
        row = {"language": locale.tag, "form": form.name, "text": form.text, "notes": remarks}
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    remark = f"  ({'; '.join(remarks)})" if remarks else ""
    typer.echo(f"{locale.tag:8} {form.name:14} {form.text}{remark}")
