"""Excel workbooks (.xlsx) through python-calamine: the first sheet that is not hidden, every cell as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from docgen.batch.sources.excel_gate import check_workbook, not_a_workbook
from docgen.batch.sources.row import Record

IDENTITY: Final = "docgen"
"""The hidden sheet of docgen's own workbooks: in its first two rows the names and values of type and language."""


@dataclass(frozen=True)
class Workbook:
    """The rows of the first visible sheet, and what docgen's own workbook says of itself."""

    sheet: CalamineSheet
    type_id: str | None
    tag: str | None

    def records(self) -> Iterator[Record]:
        """Every row from the first, empty ones included."""
        start = self.sheet.start
        before = [""] * (start[1] if start else 0)  # rows begin at the first column that is filled anywhere
        for number, cells in enumerate(self.sheet.iter_rows(), 1):
            yield Record(number, before + [as_text(cell) for cell in cells])


@contextmanager
def open_workbook(file: BinaryIO) -> Iterator[Workbook]:
    """Read a workbook; formulas have the values that were saved with them. Raises InputRefused."""
    check_workbook(file)
    try:
        book = CalamineWorkbook.from_filelike(file)
        shown = [each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible]
        identity = _identity(book)
        sheet = book.get_sheet_by_name(shown[0]) if shown else None
    except (CalamineError, ValueError):
        sheet = None
    if sheet is None:
        raise not_a_workbook()
    with book:
        yield Workbook(sheet, identity.get("type"), identity.get("language"))


def _identity(book: CalamineWorkbook) -> dict[str, str]:
    if IDENTITY not in book.sheet_names:
        return {}
    rows = book.get_sheet_by_name(IDENTITY).to_python(nrows=2)
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1}


def as_text(cell: object) -> str:
    """What a cell holds as somebody would have typed it: whole numbers without decimals, dates as ISO 8601."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
        case dt.time():
            return cell.strftime("%H:%M")
        case dt.timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case dt.date():
            return cell.isoformat()
    return str(cell)
