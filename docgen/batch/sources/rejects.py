"""Rows that were refused, in the format of their source: to be corrected and given as a source again.

JSON lines stay as they were. A table keeps its heading and has one column more, with what is to be corrected, which
`open_source` passes over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Final, Protocol, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from docgen.batch.sources import CSV, EXCEL, JSON_LINES
from docgen.batch.sources.delimited import csv_records, dialect_of
from docgen.batch.sources.excel import IDENTITY, open_workbook
from docgen.batch.sources.lines import json_records
from docgen.batch.sources.row import Record, Row
from docgen.batch.sources.table import PROBLEMS, PROBLEMS_OVER_CAPTIONS
from docgen.errors import Finding, Key
from docgen.locale.catalogue import Catalogue

CAPTION: Final[Key] = "What is to be corrected"


class _Writer(Protocol):
    """Writes one kind of file."""

    def write(self, number: int, problems: str) -> None:
        """Write the source's row with this number."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


class Rejects:
    """A file of refused rows; it stays empty when nothing was refused.

    Both files are open already and need no name, so what a clerk sent need not lie on a disk. Rows are given by
    ascending number: the source is read along, row by row, and never kept. One that comes before another that was
    given is found too, by reading the source anew.
    """

    def __init__(self, kind: str, source: BinaryIO, out: BinaryIO) -> None:
        self._kind = kind
        self._source = source
        self._out = out
        self._writer: _Writer | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if self._writer is not None:
                self._writer.close()

    def add(self, row: Row, findings: Sequence[Finding], reader: Catalogue) -> None:
        """Write one row with the sentences of its findings, each after the column it concerns."""
        if self._writer is None:
            self._writer = _WRITERS[self._kind](self._source, self._out, self._stack, reader)
        lines = dict.fromkeys(_line(each, row, reader) for each in findings)
        self._writer.write(row.number, "\n".join(lines))


def _line(finding: Finding, row: Row, reader: Catalogue) -> str:
    column = row.column(finding.pointer)
    words = reader.translate(finding.message)
    return f"{column}: {words}" if column else words


class _Along:
    """The records of a source by ascending number."""

    def __init__(self, start: Callable[[], Iterator[tuple[int, Any]]]) -> None:
        self._start = start
        self._records = start()
        self._at = 0

    def find(self, number: int) -> Any:
        """The record with this number; None where the source has none."""
        if number <= self._at:
            self._records, self._at = self._start(), 0
        for found, record in self._records:
            self._at = found
            if found == number:
                return record
        return None


class _JsonLines:
    def __init__(self, source: BinaryIO, out: BinaryIO, stack: ExitStack, reader: Catalogue) -> None:
        self._along = _Along(lambda: json_records(_rewound(source)))
        self._out = out

    def write(self, number: int, problems: str) -> None:
        line = self._along.find(number)
        self._out.write((line or b"") + b"\n")

    def close(self) -> None:
        """Each line was written as it came."""


class _Csv:
    """In UTF-8 with a byte order mark, as spreadsheets expect it, whatever the source was in."""

    def __init__(self, source: BinaryIO, out: BinaryIO, stack: ExitStack, reader: Catalogue) -> None:
        dialect = dialect_of(_rewound(source))
        head = _Head.of(csv_records(_rewound(source), dialect), reader)
        self._along = _Along(lambda: _numbered(csv_records(_rewound(source), dialect)))
        self._out = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._out, delimiter=dialect.delimiter)
        self._writer.writerows(head.rows)
        self._place = head.place

    def write(self, number: int, problems: str) -> None:
        self._writer.writerow(_with(self._along.find(number), self._place, problems))

    def close(self) -> None:
        self._out.detach()  # written out; the file itself stays open


class _Excel:
    """All cells as text; a row of JSON Pointers stays hidden, and what the workbook says of itself is kept.

    openpyxl writes the sheet to a temporary file that is the user's own, and gone when the workbook is saved.
    """

    def __init__(self, source: BinaryIO, out: BinaryIO, stack: ExitStack, reader: Catalogue) -> None:
        book = stack.enter_context(open_workbook(_rewound(source)))
        head = _Head.of(book.records(), reader)
        self._along = _Along(lambda: _numbered(book.records()))
        self._place = head.place
        self._out, self._book = out, Workbook(write_only=True)
        self._book.properties.creator = ""
        self._sheet = self._book.create_sheet()
        self._sheet.freeze_panes = f"A{len(head.rows) + 1}"
        self._sheet.row_dimensions[1].hidden = len(head.rows) > 1
        self._sheet.column_dimensions[get_column_letter(head.place + 1)].width = 60
        for row in head.rows:
            self._append(self._sheet, row)
        told = {"type": book.type_id, "language": book.tag}
        if any(told.values()):
            hidden = self._book.create_sheet(IDENTITY)
            hidden.sheet_state = "hidden"
            for pair in told.items():
                self._append(hidden, [text or "" for text in pair])

    def write(self, number: int, problems: str) -> None:
        self._append(self._sheet, _with(self._along.find(number), self._place, problems))

    def _append(self, sheet: Any, texts: Sequence[str]) -> None:
        cells = []
        for text in texts:
            cell = WriteOnlyCell(sheet, text or None)
            cell.data_type = "s" if text else "n"  # what begins with “=” is no formula
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)

    def close(self) -> None:
        self._book.save(self._out)


@dataclass(frozen=True)
class _Head:
    """The heading with the column of problems, and that column's place from 0."""

    rows: Sequence[Sequence[str]]
    place: int

    @classmethod
    def of(cls, records: Iterator[Record], reader: Catalogue) -> _Head:
        """The first row that holds anything and, where a row of captions is said to follow, that."""
        first = next((list(record.cells) for record in records if not record.blank), [])
        names = [name.strip() for name in first]
        if PROBLEMS_OVER_CAPTIONS in names:
            place = names.index(PROBLEMS_OVER_CAPTIONS)
            second = next(records, None)
            return cls([first, _with(second, place, reader.translate(CAPTION))], place)
        place = names.index(PROBLEMS) if PROBLEMS in names else len(first)
        return cls([_with(Record(1, first), place, PROBLEMS)], place)


def _with(record: Record | None, place: int, text: str) -> list[str]:
    """The cells with a text in the column of problems."""
    cells = list(record.cells) if record else []
    cells += [""] * (place + 1 - len(cells))
    cells[place] = text
    return cells


def _numbered(records: Iterator[Record]) -> Iterator[tuple[int, Record]]:
    return ((record.number, record) for record in records)


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


_WRITERS: Final[Mapping[str, Callable[[BinaryIO, BinaryIO, ExitStack, Catalogue], _Writer]]] = {
    JSON_LINES: _JsonLines,
    CSV: _Csv,
    EXCEL: _Excel,
}
