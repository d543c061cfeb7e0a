"""`docgen form`: fields, fill, read, map and blank of PDF forms."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.case import strict_json
from docgen.cli.forms import reader_of
from docgen.documents import document_type
from docgen.errors import Finding, Message, UnknownName
from docgen.forms.blank import blank
from docgen.forms.draft import draft_map
from docgen.forms.filled import map_of, with_mark
from docgen.forms.foreign import ForeignFields, foreign_fields, foreign_fill, values_of
from docgen.forms.map import FormMap
from docgen.forms.reading import Identity, Reading, given_by, identity_of, read
from docgen.library import Library
from docgen.locale import Locale
from docgen.pdf.acroform import FieldPolicy, Overflow
from docgen.pdf.coding.runs import FontChoice
from docgen.press import Press
from docgen.settings import Settings

SOME_FAILED = 3

form = typer.Typer(no_args_is_help=True, help="PDF forms: list their fields, fill, read, map, and make blanks.")

FormFile = Annotated[Path, typer.Argument(metavar="FORM.pdf", exists=True, dir_okay=False)]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", exists=True, dir_okay=False, help="File with the form's password.")
]
Language = Annotated[str | None, typer.Option("--lang", help="Language of the form. Default: that of the messages.")]
Type = Annotated[str | None, typer.Option("--type", help="Document type. Default: what the blank says of itself.")]


@form.command("fields")
def list_fields(form_file: FormFile, password_file: PasswordFile = None) -> None:
    """Print each field as a JSON line: name, kind, options, limits, pages."""
    found = foreign_fields(form_file.read_bytes(), _password(password_file))
    _tell_findings(found.findings, reader_of(_library()))
    for each in found.fields:
        row = asdict(each)
        del row["value"]  # a filled form's values are nobody's business here
        typer.echo(json.dumps(row, ensure_ascii=False))


@form.command("fill")
def fill_form(
    form_file: FormFile,
    data_file: Annotated[Path, typer.Argument(metavar="DATA.json", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", help="The filled form.")],
    flatten: Annotated[bool, typer.Option("--flatten", help="Make the fields part of the page.")] = False,
    password_file: PasswordFile = None,
    overflow: Annotated[Overflow, typer.Option(help="What becomes of a text that is too long.")] = Overflow.REFUSE,
    lang: Language = None,
) -> None:
    """Fill a form from JSON: field name → text, true, false or a list of texts."""
    press = Press.open()
    locale = _locale(press.library, lang)
    values = values_of(strict_json.load(data_file.read_bytes()))
    done = foreign_fill(
        form_file.read_bytes(), values, press, locale,
        default=FieldPolicy(overflow), flatten=flatten, password=_password(password_file),
    )  # fmt: skip
    out.write_bytes(done.filled.pdf)
    reader = reader_of(press.library)
    _tell_findings(done.findings, reader)
    for note in done.filled.notes:
        typer.echo(reader.catalogue.translate(note), err=True)
    typer.echo(json.dumps({"file": str(out), "continued": list(done.filled.continued)}, ensure_ascii=False))


@form.command("read")
def read_form(
    form_file: FormFile,
    type_id: Type = None,
    lang: Language = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the case goes. Default: standard output.")] = None,
    password_file: PasswordFile = None,
) -> None:
    """Read a filled form back into a case; what is not understood is left out and named (exit 3)."""
    library = _library()
    found = foreign_fields(form_file.read_bytes(), _password(password_file))
    reader = reader_of(library)
    _tell_findings(found.findings, reader)
    result = _read(found, type_id, lang, library)
    for name, message in result.echoes:
        typer.echo(f"{name}: {reader.catalogue.translate(message)}", err=True)
    _tell_findings(result.findings, reader)
    text = json.dumps(result.case, ensure_ascii=False, indent=2)
    typer.echo(text) if out is None else out.write_text(text + "\n", encoding="utf-8")
    if result.findings:
        raise typer.Exit(SOME_FAILED)


def _read(found: ForeignFields, type_id: str | None, lang: str | None, library: Library) -> Reading:
    identity = identity_of(found.fields)
    kind = document_type(type_id or _said(identity).type_id)
    locale = library.locale(lang or (identity.tag if identity else _said(identity).tag))
    locales = list(library.locales.values())
    form_map = None if identity else _map(library, kind.type_id, locale.tag)
    return read(kind, given_by(found.fields), locale, locales, form_map)


def _map(library: Library, type_id: str, tag: str) -> FormMap:
    files = library.forms.get((type_id, tag))
    if files is None:
        slots = {"type": type_id, "language": tag}
        raise UnknownName(
            Message("there is no {language} form with a map for {type}; add both to the templates", slots)
        )
    return map_of(files)


def _said(identity: Identity | None) -> Identity:
    if identity is None:
        raise UnknownName(Message("the form does not say which one it is; name its document type and language"))
    return identity


@form.command("map")
def draft(
    form_file: FormFile,
    type_id: Annotated[str, typer.Option("--type", help="Document type.")],
    lang: Language = None,
    password_file: PasswordFile = None,
) -> None:
    """Print a draft map of a form, to be edited and kept beside it; what was not placed is named on standard error."""
    library = _library()
    found = foreign_fields(form_file.read_bytes(), _password(password_file))
    reader = reader_of(library)
    drafted = draft_map(document_type(type_id), found.fields, _locale(library, lang))
    _tell_findings(found.findings, reader)
    for name in drafted.unplaced:
        slots = {"field": name}
        typer.echo(
            reader.catalogue.translate(Message("no field of the document is like {field}; place it by hand", slots)),
            err=True,
        )
    typer.echo(drafted.text, nl=False)


@form.command("blank")
def make_blank(
    type_id: Annotated[str, typer.Argument(metavar="TYPE")],
    out: Annotated[Path, typer.Option("--out", help="The blank.")],
    lang: Language = None,
) -> None:
    """Make the fillable blank of a document type, for an office without a network; it can be printed, too."""
    press = Press.open()
    locale = _locale(press.library, lang)
    made = blank(document_type(type_id), locale, press.compiler, FontChoice.house(press.fonts))
    out.write_bytes(with_mark(made.pdf, made.fingerprint, locale, press))
    row: dict[str, Any] = {"file": str(out), "type": type_id, "language": locale.tag, "template": made.fingerprint}
    typer.echo(json.dumps(row, ensure_ascii=False))


def _library() -> Library:
    return Library.load(*Settings.read().templates)


def _locale(library: Library, lang: str | None) -> Locale:
    return library.locale(lang) if lang else reader_of(library)


def _password(file: Path | None) -> str | None:
    return None if file is None else file.read_text(encoding="utf-8").rstrip("\r\n")


def _tell_findings(findings: tuple[Finding, ...] | list[Finding], reader: Locale) -> None:
    for finding in findings:
        typer.echo(f"{finding.pointer}: {finding.code}: {reader.catalogue.translate(finding.message)}", err=True)
