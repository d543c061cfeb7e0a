"""Where the rows of a batch come from: JSON lines, CSV and Excel workbooks, each row one case.

    row.py         a row, and a record of plain cells
    lines.py       JSON lines
    delimited.py   CSV → records
    excel.py       .xlsx → records; excel_gate.py looks at the file before
    table.py       records under a heading → rows; binding.py: what the heading means for a type
    rejects.py     rows that were refused, in the format of their source

JSON lines and CSV are read as a stream, whatever their size. A sheet of a workbook lies in memory as a whole while it
is read (about 32 bytes a cell and its text), so workbooks have a limit, and what is larger comes as CSV.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from docgen.batch.sources.delimited import csv_records, dialect_of
from docgen.batch.sources.excel import open_workbook
from docgen.batch.sources.lines import json_rows
from docgen.batch.sources.row import Row, refused
from docgen.batch.sources.table import table_rows
from docgen.errors import Message
from docgen.library import Library

__all__ = ["KINDS", "Row", "count", "kind_of", "open_source", "open_stream"]

JSON_LINES: Final = "jsonl"
CSV: Final = "csv"
EXCEL: Final = "xlsx"
KINDS: Final = (JSON_LINES, CSV, EXCEL)
"""The kinds of source, each called as its files end."""
_PIECE: Final = 1 << 20


def kind_of(path: Path) -> str:
    """The kind of source that a file is by its name. Raises InputRefused."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        message = Message("this kind of file is not read; give JSON lines (.jsonl), CSV (.csv) or Excel (.xlsx)")
        raise refused("source.kind", message)
    return kind


@contextmanager
def open_source(path: Path, library: Library, *, type_id: str | None = None) -> Iterator[Iterator[Row]]:
    """The rows of a file, in order, read while they are asked for.

    `type_id` is for tables that do not say their document type. Raises InputRefused for a file that is not what its
    ending says or has no heading that is understood, UnknownName for a type that does not exist.
    """
    kind = kind_of(path)
    with path.open("rb") as file, open_stream(file, kind, library, type_id=type_id) as rows:
        yield rows


def open_stream(
    file: BinaryIO, kind: str, library: Library, *, type_id: str | None = None
) -> AbstractContextManager[Iterator[Row]]:
    """The same from an open file that can be rewound; `kind` is one of KINDS."""
    return _opened(file, kind, library, type_id)


@contextmanager
def _opened(file: BinaryIO, kind: str, library: Library, type_id: str | None) -> Iterator[Iterator[Row]]:
    if kind == JSON_LINES:
        yield json_rows(file)
    elif kind == CSV:
        yield table_rows(csv_records(file, dialect_of(file)), library, type_id, None)
    elif kind == EXCEL:
        with open_workbook(file) as book:
            yield table_rows(book.records(), library, type_id or book.type_id, book.tag)
    else:
        kind_of(Path(f"source.{kind}"))


def count(path: Path) -> int | None:
    """About how many rows a file has, for showing progress: lines, less a heading; None where that is not cheap."""
    kind = kind_of(path)
    if kind == EXCEL:
        return None
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            lines, last = lines + piece.count(b"\n"), piece[-1:]
    lines += last != b"\n"
    return max(lines - 1, 0) if kind == CSV else lines
