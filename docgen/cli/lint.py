"""`docgen lint`: what is wrong with the templates, their forms and the glossary."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated

import typer

from docgen.cli.console import SOME_FAILED, as_row, open_library, print_json, reader, reader_tag
from docgen.documents import document_type, document_types
from docgen.errors import Finding
from docgen.library import Library
from docgen.locale.catalogue import Catalogue
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter
from docgen.review.forms import lint_forms
from docgen.review.lint import lint, lint_cover, lint_fragments
from docgen.review.page import page
from docgen.review.sarif import sarif
from docgen.settings import Settings


def print_findings(
    types: Annotated[list[str] | None, typer.Argument(metavar="[TYPE]...")] = None,
    form: Annotated[str, typer.Option("--format", help="text, json, sarif or html.")] = "text",
) -> None:
    """Print what is wrong with the templates; exit 3 when something is."""
    if form not in _FORMATS:
        raise typer.BadParameter("text, json, sarif or html")
    found = _findings(open_library(), types)
    _FORMATS[form](found, reader())
    if found:
        raise typer.Exit(SOME_FAILED)


def _findings(library: Library, types: Sequence[str] | None) -> list[Finding]:
    """Everything that lint finds, what is found of several types only once."""
    unsupported = Typesetter(FontBook.find(Settings.read().fonts)).unsupported
    kinds = [document_type(type_id) for type_id in types or document_types()]
    found = [finding for kind in kinds for finding in lint(library, kind, unsupported)]
    found += [finding for kind in kinds for finding in lint_forms(library, kind)]
    found += [] if types else lint_cover(library, unsupported)
    found += lint_fragments(library, kinds if types else None, unsupported)
    return list(_each_once(found))


def _each_once(findings: Iterable[Finding]) -> Iterable[Finding]:
    return {(each.code, each.pointer, str(each.message)): each for each in findings}.values()


def _as_text(findings: Sequence[Finding], words: Catalogue) -> None:
    for finding in findings:
        row = as_row(finding, words)
        typer.echo(f"{row['pointer']}: {row['severity']} {row['code']}: {row['message']}")


def _as_json(findings: Sequence[Finding], words: Catalogue) -> None:
    for finding in findings:
        print_json(as_row(finding, words))


def _as_sarif(findings: Sequence[Finding], words: Catalogue) -> None:
    typer.echo(json.dumps(sarif(findings, words), ensure_ascii=False, indent=2))


def _as_html(findings: Sequence[Finding], words: Catalogue) -> None:
    typer.echo(page(findings, words, reader_tag()), nl=False)


_FORMATS: Mapping[str, Callable[[Sequence[Finding], Catalogue], None]] = {
    "text": _as_text,
    "json": _as_json,
    "sarif": _as_sarif,
    "html": _as_html,
}
