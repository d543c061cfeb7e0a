"""What the commands that print the forms of a value share: whose languages, and one line for each form."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import typer

from docgen.library import Library
from docgen.locale import Locale
from docgen.settings import Settings


def locales_of(tags: Sequence[str] | None) -> tuple[list[Locale], Library]:
    """The languages that were named, each once, or all; raises UnknownName."""
    library = Library.load(*Settings.read().templates)
    return [library.locale(tag) for tag in dict.fromkeys(tags or library.locales)], library


def reader_of(library: Library) -> Locale:
    """The language of whoever types and reads: DOCGEN_LANG, else that of LANG, else the library's first."""
    tag = os.environ.get("DOCGEN_LANG") or os.environ.get("LANG", "").split("_")[0]
    return library.locales.get(tag) or next(iter(library.locales.values()))


def print_form(locale: Locale, form: str, text: str, *, as_json: bool, notes: Sequence[str] | None = None) -> None:
    """One form on standard output: language, name, text; as a JSON line with `notes` where the command has any."""
    if as_json:
        row = {"language": locale.tag, "form": form, "text": text} | ({} if notes is None else {"notes": list(notes)})
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    remark = f"  ({'; '.join(notes)})" if notes else ""
    typer.echo(f"{locale.tag:8} {form:14} {text}{remark}")
