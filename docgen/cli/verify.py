"""docgen verify: whether files, or a code printed on a paper, are what this installation issued."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.cli.console import REFUSED, SOME_FAILED, print_json, reader
from docgen.errors import DocgenError
from docgen.locale.catalogue import Catalogue
from docgen.pdf.confined import Confinement
from docgen.pdf.signing.signatures import Trust
from docgen.settings import DATABASE, Settings
from docgen.verification.reading import confined_reader
from docgen.verification.register import FileRegister, Register
from docgen.verification.verify import Verdict, verify, verify_code

REGISTER = "issued.jsonl"


def print_verdicts(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", exists=True, dir_okay=False)] = None,
    codes: Annotated[list[str] | None, typer.Option("--code", help="A code as printed; may be repeated.")] = None,
    trust: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="PEM file of trusted certificates.")
    ] = None,
) -> None:
    """Print, as JSON lines, whether files or codes are what this installation issued.

    Exit 0 when all are, 3 when some are not, 4 when none is.
    """
    if not files and not codes:
        raise typer.BadParameter("name a file, or a code with --code")
    for library in ("pyhanko", "pyhanko_certvalidator"):
        # What it finds wrong with a signature is in the verdict; its own words about it are for programmers.
        logging.getLogger(library).setLevel(logging.CRITICAL)
    settings = Settings.read()
    words = reader()
    trusted = Trust(datetime.now(UTC), [path.read_bytes() for path in trust or ()])
    genuine = []
    with _opened_register(settings) as register, Confinement() as child:
        for path in files or ():
            verdict = verify(path.read_bytes(), register, trusted, read=confined_reader(child))
            print_json({"file": str(path), **_row(verdict, words)})
            genuine.append(verdict.genuine)
        genuine += [_print_code(typed, register, words) for typed in codes or ()]
    if not all(genuine):
        raise typer.Exit(SOME_FAILED if any(genuine) else REFUSED)


@contextmanager
def _opened_register(settings: Settings) -> Iterator[Register]:
    """What the service issued and, taken over from their file, the commands; the file alone where there is no store."""
    from docgen.store import Store

    if not settings.database_url and not (settings.data / DATABASE).exists():
        yield FileRegister(settings.data / REGISTER)
        return
    with Store.open(settings) as store:
        yield store.register


def _print_code(typed: str, register: Register, words: Catalogue) -> bool:
    try:
        verdict = verify_code(typed, register)
    except DocgenError as error:
        print_json({"status": "malformed", "message": words.translate(error.message)})
        return False
    print_json(_row(verdict, words))
    return verdict.genuine


def _row(verdict: Verdict, words: Catalogue) -> dict[str, Any]:
    row: dict[str, Any] = {"status": verdict.status.value, "message": words.translate(verdict.message)}
    row |= {"code": verdict.code} if verdict.code else {}
    if verdict.issued:
        row["issued"] = asdict(verdict.issued)
    if verdict.signatures:
        row["signatures"] = [
            asdict(each) | {"valid": each.valid, "message": words.translate(each.message)}
            for each in verdict.signatures
        ]
    return row
