"""What commands share: the case they are given, whose words they speak, errors and findings told, lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from docgen.case import Case
from docgen.errors import DocgenError, Finding, InputRefused, RuleViolated, TranslationRefused
from docgen.library import Library
from docgen.locale.catalogue import Catalogue
from docgen.settings import Settings
from docgen.shelf.errors import ApprovalRefused
from docgen.sop import instrument

SOME_FAILED, REFUSED, INTERRUPTED = 3, 4, 130
"""Exit codes beside those of the errors."""

Languages = Annotated[list[str] | None, typer.Option("--lang", help="Language tag; may be repeated. Default: all.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="Document type; may be repeated.")]
CaseFile = Annotated[Path, typer.Argument(metavar="CASE.json", dir_okay=False, allow_dash=True)]


def read_case(path: Path) -> Case:
    """The case in a file, or on standard input for "-". Raises InputRefused."""
    if str(path) == "-":
        return Case.load(sys.stdin.buffer.read())
    if not path.is_file():
        raise typer.BadParameter("there is no such file; name a JSON file, or - for standard input")
    return Case.load(path.read_bytes())


def open_library() -> Library:
    """The library that the settings name."""
    return Library.load(*Settings.read().templates)


def reader() -> Catalogue:
    """Words of whoever reads the messages: DOCGEN_LANG, else the language of LANG, else the English keys."""
    locale = open_library().locales.get(_wanted())
    return locale.catalogue if locale else Catalogue({})


def reader_tag() -> str:
    """The language (BCP 47 tag) of `reader`; without one that of the SOP, in which the keys are."""
    return _wanted() if _wanted() in open_library().locales else instrument().authentic_language


def _wanted() -> str:
    return os.environ.get("DOCGEN_LANG") or os.environ.get("LANG", "").split("_")[0]


def as_row(finding: Finding, words: Catalogue) -> dict[str, Any]:
    """A finding as an object of JSON."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "pointer": finding.pointer,
        "clause": finding.clause,
        "message": words.translate(finding.message),
    }


def tell_error(error: DocgenError, item: str = "") -> None:
    """An error and its findings on standard error."""
    words = reader()
    head = f"{item}: " if item else ""
    typer.echo(head + words.translate(error.message), err=True)
    if isinstance(error, InputRefused | RuleViolated | TranslationRefused | ApprovalRefused):
        for finding in error.findings:
            clause = f" (SOP {finding.clause})" if finding.clause else ""
            typer.echo(f"  {finding.pointer}: {finding.code}: {words.translate(finding.message)}{clause}", err=True)


def overrides_of(pairs: Iterable[str]) -> dict[str, str]:
    """Reasons by the code of a warning, from CODE=REASON; raises BadParameter."""
    overrides = dict(pair.partition("=")[::2] for pair in pairs)
    if not all(reason.strip() for reason in overrides.values()):
        raise typer.BadParameter("--override takes CODE=REASON; a reason is required")
    return overrides


@contextmanager
def progress(total: int) -> Iterator[Any]:
    """A bar on a terminal's standard error; what it yields is called after each document."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # ASCII only: terminals get the width of Khmer wrong.
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("documents", total=total)
        yield lambda: bar.advance(task)


def print_json(row: Mapping[str, Any]) -> None:
    """One line of JSON on standard output."""
    typer.echo(json.dumps(row, ensure_ascii=False))
