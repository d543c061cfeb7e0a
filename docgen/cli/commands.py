"""The commands: thin, results on stdout, progress and messages on stderr, exit codes of the contract."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from docgen.case import Case
from docgen.check import blocking
from docgen.check import check as check_document
from docgen.cli.audit import audit
from docgen.cli.batch import batch
from docgen.cli.batch_template import make_template
from docgen.cli.console import (
    INTERRUPTED,
    REFUSED,
    CaseFile,
    Types,
    as_row,
    open_library,
    print_json,
    read_case,
    reader,
    tell_error,
)
from docgen.cli.convert import convert
from docgen.cli.date import date
from docgen.cli.form import form
from docgen.cli.keys import keys
from docgen.cli.lint import print_findings
from docgen.cli.name import print_name
from docgen.cli.number import number
from docgen.cli.purge import print_purged
from docgen.cli.render import render
from docgen.cli.serve import serve
from docgen.cli.sign import print_signed
from docgen.cli.templates import templates
from docgen.cli.users import users
from docgen.cli.verify import print_verdicts
from docgen.cli.worker import worker
from docgen.documents import document_type, document_types, example, example_of_all
from docgen.documents.schema import schema_of
from docgen.docx.text import text as text_of_docx
from docgen.errors import DocgenError, Finding, InputRefused
from docgen.pdf.extract import text as text_of_pdf
from docgen.press import Press

app = typer.Typer(
    name="docgen",
    help="The official papers of the Cambodia-Thailand SOP against trafficking in persons, from one case.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(audit, name="audit")
app.command("batch-template")(make_template)
app.command()(batch)
app.command("convert")(convert)
app.command("date")(date)
app.add_typer(form, name="form")
app.add_typer(keys, name="keys")
app.command("lint")(print_findings)
app.command("name")(print_name)
app.command("number")(number)
app.command("purge")(print_purged)
app.command()(render)
app.command("serve")(serve)
app.command("sign")(print_signed)
app.add_typer(templates, name="templates")
app.add_typer(users, name="users")
app.command("verify")(print_verdicts)
app.command()(worker)


def main() -> None:
    """Run a command; a DocgenError becomes its message on stderr and its exit code, Ctrl-C becomes 130."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    try:
        app()
    except DocgenError as error:
        tell_error(error)
        sys.exit(error.exit_code)


@app.command("types")
def list_types(as_json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> None:
    """Print id, title, SOP clauses and languages of every document type."""
    library = open_library()
    words = reader()
    for type_id, tags in library.types():
        kind = document_types()[type_id]
        row = {"id": type_id, "title": words.translate(kind.title), "clauses": list(kind.clauses), "languages": tags}
        print_json(row) if as_json else typer.echo(
            f"{type_id:24} {row['title']}  (SOP {', '.join(kind.clauses)}; {' '.join(tags)})"
        )


@app.command()
def schema(
    type_id: Annotated[str, typer.Argument(metavar="TYPE")], lang: Annotated[str | None, typer.Option()] = None
) -> None:
    """Print the JSON Schema (2020-12) of a type, titles and descriptions in the language of --lang."""
    words = open_library().locale(lang).catalogue if lang else reader()
    typer.echo(json.dumps(schema_of(document_type(type_id), words.translate), indent=2, ensure_ascii=False))


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
    words = reader()
    press = Press.open()
    found: list[Finding] = []
    try:
        case = read_case(case_file)
        for type_id in types or sorted(case.documents):
            found += _findings(case, type_id, press)
    except InputRefused as refused:
        found += refused.findings
    for finding in found:
        print_json(as_row(finding, words))
    if blocking(found):
        raise typer.Exit(REFUSED)


@app.command()
def text(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Print the text of a Word or PDF file, clause anchors shown (a git textconv)."""
    data = file.read_bytes()
    typer.echo(text_of_pdf(data) if data.startswith(b"%PDF-") else text_of_docx(data))


def _findings(case: Case, type_id: str, press: Press) -> list[Finding]:
    try:
        document = document_type(type_id).of(case)
    except InputRefused as refused:
        return list(refused.findings)
    locales = [press.library.locale(tag) for tag in press.library.languages_of(type_id)]
    return check_document(document, locales, press.uncovered)
