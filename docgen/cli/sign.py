"""docgen sign: a digital signature, seen or unseen, on a PDF that was issued."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.bundle import write_atomically
from docgen.cli.console import print_json
from docgen.cli.forms import reader_of
from docgen.cli.verify import REGISTER
from docgen.library import Library
from docgen.locale import Locale
from docgen.pdf.fonts import FontBook
from docgen.settings import Settings
from docgen.verification.register import FileRegister, timestamp

FilePath = Annotated[Path, typer.Argument(metavar="FILE.pdf", exists=True, dir_okay=False)]


def print_signed(
    file: FilePath,
    p12: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="PKCS#12 file: key and certificate.")],
    password_file: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Its first line is the password.")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="The signed file.")],
    stamp: Annotated[bool, typer.Option("--stamp", help="A visible stamp on the last page.")] = False,
    reason: Annotated[str, typer.Option(help="Why it is signed; shown with the signature.")] = "",
    lang: Annotated[str | None, typer.Option(help="Language of the stamp; default: that of the paper.")] = None,
) -> None:
    """Sign a PDF (PAdES B-B); prints one JSON line. A paper issued here is registered as signed."""
    # Cryptography and PDF libraries would take a tenth of the start of every other command.
    from docgen.pdf.signing.certificate import load
    from docgen.pdf.signing.sign import Signing, sign

    settings, now = Settings.read(), datetime.now().astimezone()
    library, register = Library.load(*settings.templates), FileRegister(settings.data / REGISTER)
    pdf, reader = file.read_bytes(), reader_of(library)
    issued = register.with_hash(hashlib.sha256(pdf).hexdigest())
    signer = load(p12.read_bytes(), password_file.read_bytes().partition(b"\n")[0].rstrip(b"\r"), now)
    language = library.locale(lang or (issued.language if issued else reader.tag))
    seen = _drawn(_lines(language, signer.name, now, reason), settings) if stamp else None
    data = sign(pdf, signer, Signing(now, reason, seen))
    sha256 = hashlib.sha256(data).hexdigest()
    if issued:
        register.add([replace(issued, sha256=sha256, at=timestamp(now), signed=True)])
    else:
        typer.echo(reader.term("signed, but not registered: this installation did not issue the file"), err=True)
    write_atomically(out, data)
    row = {"file": str(out), "signer": signer.name, "registered": issued is not None, "sha256": sha256}
    print_json(row)


def _drawn(lines: list[str], settings: Settings) -> bytes:
    from docgen.pdf.coding.runs import FontChoice
    from docgen.pdf.signing.stamp import stamp

    return stamp(lines, FontChoice.house(FontBook.find(settings.fonts)))


def _lines(locale: Locale, signer: str, now: datetime, reason: str) -> list[str]:
    """What the stamp says: that it is a digital signature, whose, when, and why."""
    lines = [locale.term("Digitally signed"), signer, locale.moment(now.date(), now.time())]
    return [*lines, reason] if reason else lines
