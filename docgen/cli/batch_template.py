"""`docgen batch-template`: the Excel workbook in which an office lists its cases, one a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from docgen.batch.columns import REPEAT
from docgen.batch.workbook import workbook
from docgen.cli.console import open_library
from docgen.cli.forms import reader_of
from docgen.documents import document_type


def make_template(
    type_id: Annotated[str, typer.Argument(metavar="TYPE")],
    out: Annotated[Path, typer.Option("--out", help="The workbook (.xlsx).", dir_okay=False)],
    lang: Annotated[str | None, typer.Option("--lang", help="Its language. Default: that of the messages.")] = None,
    repeat: Annotated[int, typer.Option("--repeat", min=1, max=20, help="Columns of each list.")] = REPEAT,
) -> None:
    """Make the workbook for a batch of one document type: a row is a case, with captions, help and choices."""
    library = open_library()
    locale = library.locale(lang) if lang else reader_of(library)
    if out.suffix.lower() != ".xlsx":
        raise typer.BadParameter("the name of the workbook ends in .xlsx")
    out.write_bytes(workbook(document_type(type_id), locale, library, repeat))
    typer.echo(json.dumps({"file": str(out), "type": type_id, "language": locale.tag}, ensure_ascii=False))
