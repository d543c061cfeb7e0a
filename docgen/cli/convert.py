"""`docgen convert`: a Word file that somebody else wrote, as PDF."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated

import typer

from docgen.press import ENGINES, Press


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", dir_okay=False, help="Where the PDF goes.")],
    engine: Annotated[str, typer.Option(help=f"PDF engine: {' or '.join(ENGINES)}.")] = ENGINES[1],
) -> None:
    """Convert a Word file by another hand to PDF; prints one JSON line.

    The file is checked first and refused when it is unsafe or hides something. LibreOffice sets what Word can hold;
    the typeset engine only what this system's own templates use.
    """
    with Press.open(engine=engine) as press:
        pdf = press.convert(file.read_bytes())
    out.write_bytes(pdf)
    typer.echo(json.dumps({"file": str(out), "engine": engine, "sha256": hashlib.sha256(pdf).hexdigest()}))
