"""The commands: thin, results on stdout, progress and messages on stderr, exit codes of the contract."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from docgen.bundle import Bundle
from docgen.case import Case
from docgen.check import blocking
from docgen.check import check as check_document
from docgen.cli.date import date
from docgen.cli.name import print_name
from docgen.cli.number import number
from docgen.documents import document_type, document_types, example, example_of_all
from docgen.docx.text import text as text_of_docx
from docgen.errors import DocgenError, Finding, InputRefused, Message, RuleViolated, Severity, UnknownName
from docgen.gallery import INDEX, index_page
from docgen.generate import FORMATS, generate
from docgen.library import Library
from docgen.locale.catalogue import Catalogue
from docgen.pdf.extract import text as text_of_pdf
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter
from docgen.press import ENGINES, Press
from docgen.review.lint import lint as lint_library
from docgen.review.lint import lint_fragments
from docgen.settings import Settings

SOME_FAILED, REFUSED, INTERRUPTED = 3, 4, 130

app = typer.Typer(
    name="docgen",
    help="The official papers of the Cambodia-Thailand SOP against trafficking in persons, from one case.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Languages = Annotated[list[str] | None, typer.Option("--lang", help="Language tag; may be repeated. Default: all.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="Document type; may be repeated.")]
CaseFile = Annotated[Path, typer.Argument(metavar="CASE.json", dir_okay=False, allow_dash=True)]

app.command("date")(date)
app.command("name")(print_name)
app.command("number")(number)


def main() -> None:
    """Run a command; a DocgenError becomes its message on stderr and its exit code, Ctrl-C becomes 130."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    try:
        app()
    except DocgenError as error:
        _tell_error(error)
        sys.exit(error.exit_code)


@app.command("types")
def list_types(as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> None:
    """Print id, title, SOP clauses and languages of every document type."""
    library = _library()
    words = _reader()
    for type_id, tags in library.types():
        kind = document_types()[type_id]
        row = {"id": type_id, "title": words.translate(kind.title), "clauses": list(kind.clauses), "languages": tags}
        _print_json(row) if as_json else typer.echo(
            f"{type_id:24} {row['title']}  (SOP {', '.join(kind.clauses)}; {' '.join(tags)})"
        )


@app.command()
def schema(
    type_id: Annotated[str, typer.Argument(metavar="TYPE")], lang: Annotated[str | None, typer.Option()] = None
) -> None:
    """Print the JSON Schema (2020-12) of a type, titles and descriptions in the language of --lang."""
    words = _library().locale(lang).catalogue if lang else _reader()
    tree = document_type(type_id).model_json_schema()
    tree = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_translated(tree, words)}
    typer.echo(json.dumps(tree, indent=2, ensure_ascii=False))


@app.command("example")
def print_example(
    type_id: Annotated[str | None, typer.Argument(metavar="TYPE")] = None,
    everything: Annotated[bool, typer.Option("--all", help="One case that satisfies every type.")] = False,
) -> None:
    """Print a complete example case for one type, or for all."""
    if (type_id is None) == (not everything):
        raise typer.BadParameter("name one TYPE, or give --all")
    tree = example_of_all() if everything else example(document_type(str(type_id)))
    typer.echo(json.dumps(tree, indent=2, ensure_ascii=False))


@app.command()
def check(case_file: CaseFile, types: Types = None) -> None:
    """Print the findings of a case as JSON lines; exit 0 when nothing blocks, 4 when something does."""
    words = _reader()
    press = Press.open()
    found: list[Finding] = []
    try:
        case = _case(case_file)
        for type_id in types or sorted(case.documents):
            found += _findings(case, type_id, press)
    except InputRefused as refused:
        found += refused.findings
    for finding in found:
        _print_json(_as_row(finding, words))
    if blocking(found):
        raise typer.Exit(REFUSED)


@app.command()
def render(
    case_file: CaseFile,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files and their manifest.")],
    types: Types = None,
    languages: Languages = None,
    formats: Annotated[list[str] | None, typer.Option("--format", help="docx or pdf; may be repeated.")] = None,
    engine: Annotated[str, typer.Option(help=f"PDF engine: {' or '.join(ENGINES)}.")] = ENGINES[0],
    override: Annotated[list[str] | None, typer.Option(metavar="CODE=REASON", help="Go on despite a warning.")] = None,
    index: Annotated[bool, typer.Option("--index", help="Write index.html beside the files, to look at them.")] = False,
) -> None:
    """Render a case into Word and PDF; prints one JSON line per file."""
    case = _case(case_file)
    wanted = types or _types_of(case)
    overrides = _overrides(override or [])
    press = Press.open(engine=engine)
    make = partial(generate, case, press=press, languages=languages, formats=formats or FORMATS, overrides=overrides)
    done = []
    with _progress(len(wanted)) as advance:
        for type_id in wanted:
            try:
                done.append(make(types=[type_id]))
            except UnknownName:
                raise
            except DocgenError as error:
                _tell_error(error, type_id)
            advance()
    if done:
        _write(done[0].joined(done[1:]), out, press.library if index else None)
    if len(done) < len(wanted):
        raise typer.Exit(SOME_FAILED if done else REFUSED)


def _types_of(case: Case) -> list[str]:
    if not case.documents:
        message = Message("the case has no particulars of any document; add them under “documents”")
        raise InputRefused([Finding(Severity.ERROR, "document.absent", "/documents", message)])
    return sorted(case.documents)


def _write(bundle: Bundle, out: Path, library: Library | None) -> None:
    """Write the files, and the page to look at them when a library names the languages; one JSON line a file."""
    for path, file in zip(bundle.write(out), bundle.files, strict=True):
        _print_json({"file": str(path), "type": file.type, "language": file.language, "sha256": file.sha256})
    if library:
        (out / INDEX).write_text(index_page(bundle, library), encoding="utf-8")


@app.command()
def text(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Print the text of a Word or PDF file, clause anchors shown (a git textconv)."""
    data = file.read_bytes()
    typer.echo(text_of_pdf(data) if data.startswith(b"%PDF-") else text_of_docx(data))


@app.command()
def lint(
    types: Annotated[list[str] | None, typer.Argument(metavar="[TYPE]...")] = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Print what is wrong with the templates; exit 3 when something is."""
    if form not in ("text", "json"):
        raise typer.BadParameter("text or json")
    words = _reader()
    settings = Settings.read()
    library, unsupported = _library(), Typesetter(FontBook.find(settings.fonts)).unsupported
    kinds = [document_type(type_id) for type_id in types or document_types()]
    found = [finding for kind in kinds for finding in lint_library(library, kind, unsupported)]
    found += lint_fragments(library, kinds if types else None, unsupported)
    for finding in found:
        row = _as_row(finding, words)
        _print_json(row) if form == "json" else typer.echo(
            f"{row['pointer']}: {row['severity']} {row['code']}: {row['message']}"
        )
    if found:
        raise typer.Exit(SOME_FAILED)


def _findings(case: Case, type_id: str, press: Press) -> list[Finding]:
    try:
        document = document_type(type_id).of(case)
    except InputRefused as refused:
        return list(refused.findings)
    locales = [press.library.locale(tag) for tag in press.library.languages_of(type_id)]
    return check_document(document, locales, press.uncovered)


def _case(path: Path) -> Case:
    if str(path) == "-":
        return Case.load(sys.stdin.buffer.read())
    if not path.is_file():
        raise typer.BadParameter("there is no such file; name a JSON file, or - for standard input")
    return Case.load(path.read_bytes())


def _library() -> Library:
    return Library.load(*Settings.read().templates)


def _reader() -> Catalogue:
    """Words of whoever reads the messages: DOCGEN_LANG, else the language of LANG, else the English keys."""
    tag = os.environ.get("DOCGEN_LANG") or os.environ.get("LANG", "").split("_")[0]
    locale = _library().locales.get(tag)
    return locale.catalogue if locale else Catalogue({})


def _overrides(pairs: Iterable[str]) -> dict[str, str]:
    overrides = dict(pair.partition("=")[::2] for pair in pairs)
    if not all(reason.strip() for reason in overrides.values()):
        raise typer.BadParameter("--override takes CODE=REASON; a reason is required")
    return overrides


def _translated(tree: Any, words: Catalogue) -> Any:
    if isinstance(tree, Mapping):
        return {
            key: words.translate(value)
            if key in ("title", "description") and isinstance(value, str)
            else _translated(value, words)
            for key, value in tree.items()
        }
    return [_translated(item, words) for item in tree] if isinstance(tree, list) else tree


def _as_row(finding: Finding, words: Catalogue) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "pointer": finding.pointer,
        "clause": finding.clause,
        "message": words.translate(finding.message),
    }


def _tell_error(error: DocgenError, item: str = "") -> None:
    words = _reader()
    head = f"{item}: " if item else ""
    typer.echo(head + words.translate(error.message), err=True)
    if isinstance(error, InputRefused | RuleViolated):
        for finding in error.findings:
            clause = f" (SOP {finding.clause})" if finding.clause else ""
            typer.echo(f"  {finding.pointer}: {finding.code}: {words.translate(finding.message)}{clause}", err=True)


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # ASCII only: terminals get the width of Khmer wrong.
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("documents", total=total)
        yield lambda: progress.advance(task)


def _print_json(row: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False))
