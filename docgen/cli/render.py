"""`docgen render`: the documents of a case as Word and PDF files, bound as a packet or packed as a ZIP if asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from docgen.binding import COVER, FORMAT, Binding, bound, rendered
from docgen.bundle import Bundle
from docgen.case import Case
from docgen.cli.console import (
    REFUSED,
    SOME_FAILED,
    CaseFile,
    Languages,
    Types,
    overrides_of,
    print_json,
    progress,
    read_case,
    reader,
    tell_error,
)
from docgen.cli.verify import REGISTER
from docgen.errors import DocgenError, Finding, InputRefused, Message, Severity, UnknownName
from docgen.gallery import INDEX, index_page
from docgen.generate import DEFAULT_FORMATS, FORMATS, generate
from docgen.pdf.packet import checked_password
from docgen.press import ENGINES, Press
from docgen.settings import Settings
from docgen.verification.issuer import Issuer
from docgen.verification.key import ensured_key
from docgen.verification.register import FileRegister, records

PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help="File whose first line is the password that the packet shall ask for."),
]


def render(  # one option for each decision
    case_file: CaseFile,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files and their manifest.")],
    types: Types = None,
    languages: Languages = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; may be repeated.")
    ] = None,
    engine: Annotated[str, typer.Option(help=f"PDF engine: {' or '.join(ENGINES)}.")] = ENGINES[0],
    override: Annotated[list[str] | None, typer.Option(metavar="CODE=REASON", help="Go on despite a warning.")] = None,
    duplex: Annotated[
        bool, typer.Option("--duplex", help="In a packet begin each document on a right-hand page.")
    ] = False,
    packet_lang: Annotated[
        str | None, typer.Option(help="Language of the packet's cover. Default: the first of the documents.")
    ] = None,
    password_file: PasswordFile = None,
    as_zip: Annotated[
        bool, typer.Option("--zip", help="Write the files and their manifest as one bundle.zip.")
    ] = False,
    index: Annotated[bool, typer.Option("--index", help="Write index.html beside the files, to look at them.")] = False,
    code: Annotated[bool, typer.Option("--code/--no-code", help="Print verification codes.")] = True,
) -> None:
    """Render a case into Word, PDF and filled forms; prints one JSON line per file."""
    asked = list(formats or DEFAULT_FORMATS)
    binding = Binding(packet_lang, duplex, _password(password_file))
    _check(asked, binding, as_zip=as_zip, index=index)
    case = read_case(case_file)
    wanted = types or _types_of(case)
    overrides = overrides_of(override or [])
    settings = Settings.read()
    issuer = Issuer(ensured_key(settings.key_file), settings.verify_url) if code else None
    with replace(Press.open(settings, engine=engine), issuer=issuer) as press:
        if packet_lang:
            press.library.template(COVER, press.library.locale(packet_lang).tag)
        make = partial(generate, case, press=press, languages=languages, formats=rendered(asked), overrides=overrides)
        bundle, complete = _made(wanted, make)
        if FORMAT in asked and bundle.files:
            bundle, complete = _bound(bundle, case, press, asked, binding, complete=complete)
        if bundle.files:
            FileRegister(settings.data / REGISTER).add(records(bundle, datetime.now(UTC)))
            _write_zip(bundle, out) if as_zip else _write(bundle, out, press if index else None)
    if not complete:
        raise typer.Exit(SOME_FAILED if bundle.files else REFUSED)


def _check(asked: Sequence[str], binding: Binding, *, as_zip: bool, index: bool) -> None:
    """Whether options fit together; raises BadParameter."""
    if binding != Binding() and FORMAT not in asked:
        raise typer.BadParameter("--duplex, --packet-lang and --password-file are for a packet; add --format packet")
    if as_zip and index:
        raise typer.BadParameter("--index is a page beside the files; leave it or --zip out")


def _made(wanted: Sequence[str], make: partial[Bundle]) -> tuple[Bundle, bool]:
    """The files of the types that could be made, and whether that is all; standard error says of the others why."""
    done: list[Bundle] = []
    with progress(len(wanted)) as advance:
        for type_id in wanted:
            try:
                done.append(make(types=[type_id]))
            except UnknownName:
                raise
            except DocgenError as error:
                tell_error(error, type_id)
            advance()
    return Bundle([]).joined(done), len(done) == len(wanted)


def _bound(
    bundle: Bundle, case: Case, press: Press, asked: Sequence[str], binding: Binding, *, complete: bool
) -> tuple[Bundle, bool]:
    """The files with the packet, and whether there is one: of a packet nothing that was asked for may be missing."""
    if complete:
        try:
            return bound(bundle, case, press, asked, binding), True
        except DocgenError as error:
            tell_error(error, FORMAT)
    else:
        message = Message("no packet was bound, since a document is missing; correct it, or leave its type out")
        typer.echo(f"{FORMAT}: {reader().translate(message)}", err=True)
    return Bundle([file for file in bundle.files if file.format in asked]), False


def _types_of(case: Case) -> list[str]:
    if not case.documents:
        message = Message("the case has no particulars of any document; add them under “documents”")
        raise InputRefused([Finding(Severity.ERROR, "document.absent", "/documents", message)])
    return sorted(case.documents)


def _write(bundle: Bundle, out: Path, press: Press | None) -> None:
    """Write the files, and with a press the page to look at them; one JSON line a file."""
    for path, file in zip(bundle.write(out), bundle.files, strict=True):
        print_json({"file": str(path), "type": file.type, "language": file.language, "sha256": file.sha256})
    if press:
        (out / INDEX).write_text(index_page(bundle, press.library, press.fonts), encoding="utf-8")


def _write_zip(bundle: Bundle, out: Path) -> None:
    """Write the archive; one JSON line names it and what is in it."""
    path = bundle.write_zip(out)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print_json({"file": str(path), "files": list(bundle.members()), "sha256": digest})


def _password(path: Path | None) -> str | None:
    """The first line of a file. A password on the command line could be read by everybody on the machine."""
    if path is None:
        return None
    if not path.is_file():
        raise typer.BadParameter("there is no such password file; name a file with the password in its first line")
    return checked_password(path.read_bytes().decode("utf-8", "replace").partition("\n")[0].rstrip("\r"))
