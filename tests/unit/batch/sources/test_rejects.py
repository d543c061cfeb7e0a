"""Refused rows in the format of their source: corrected, they are a source again."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from docgen.batch.sources import Row, kind_of, open_source
from docgen.batch.sources.rejects import Rejects
from docgen.batch.workbook import FIRST_ROW, workbook
from docgen.documents import document_type
from tests.unit.batch.sources.tables import (
    LIBRARY,
    TYPE,
    as_csv,
    as_xlsx,
    captions,
    cells,
    columns,
    document_of,
    example_of,
)

WORDS = LIBRARY.locale("th").catalogue


def read(path: Path, type_id: str | None = TYPE) -> list[Row]:
    with open_source(path, LIBRARY, type_id=type_id) as rows:
        return list(rows)


@contextmanager
def rejecting(source: Path, out: Path) -> Iterator[Rejects]:
    with (
        source.open("rb") as given,
        out.open("wb") as written,
        Rejects(kind_of(source), given, written) as rejects,
    ):
        yield rejects


def reject(source: Path, out: Path, type_id: str | None = TYPE) -> list[Row]:
    """Write every row that has problems; they are returned."""
    bad = [row for row in read(source, type_id) if row.problems]
    with rejecting(source, out) as rejects:
        for row in bad:
            rejects.add(row, row.problems, WORDS)
    return bad


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rejected_rows_of_a_table_say_why_and_are_a_source_again(tmp_path: Path, ending: str) -> None:
    make = as_csv if ending == "csv" else as_xlsx
    source, out, again = (tmp_path / f"{name}.{ending}" for name in ("cases", "rejects", "again"))
    source.write_bytes(make([captions("th"), cells("th"), cells("th", date="?"), cells("th"), cells("th", date="!")]))
    assert [row.number for row in reject(source, out)] == [3, 5]
    assert len(reject(out, again)) == 2
    table = make_rows(out)
    place = [column.node.path for column in columns()].index("date")
    assert len(table) == 3 and all(captions("th")[place] in row[-1] for row in table[1:])
    table[1][place] = table[2][place] = cells("th")[place]
    out.write_bytes(make(table))
    assert [document_of(row) for row in read(out)] == [example_of(TYPE)] * 2


def make_rows(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        import csv

        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_rejects_of_the_workbook_keep_its_headings_type_and_language(tmp_path: Path) -> None:
    source, out = tmp_path / "cases.xlsx", tmp_path / "rejects.xlsx"
    source.write_bytes(workbook(document_type(TYPE), LIBRARY.locale("km"), LIBRARY))
    book = openpyxl.load_workbook(source)
    for cell in book.worksheets[1][FIRST_ROW]:
        book.worksheets[0].cell(FIRST_ROW, cell.column, cell.value)
    book.worksheets[0].cell(FIRST_ROW, 1, "=1+1")
    book.worksheets[0].cell(FIRST_ROW, 1).data_type = "s"
    book.save(source)
    (row,) = read(source, None)
    with rejecting(source, out) as rejects:
        rejects.add(row, [], WORDS)
    made = openpyxl.load_workbook(out)
    assert made.worksheets[0].row_dimensions[1].hidden and made["docgen"].sheet_state == "hidden"
    assert made.worksheets[0].cell(FIRST_ROW, 1).data_type == "s"
    (again,) = read(out, None)
    assert again.data == row.data


def test_rejected_lines_stay_as_they_were(tmp_path: Path) -> None:
    source, out = tmp_path / "cases.jsonl", tmp_path / "rejects.jsonl"
    source.write_bytes(b'{"a": 1}\n\n{"b":  2}\n{"c": 3}\n')
    rows = read(source)
    with rejecting(source, out) as rejects:
        for row in (rows[2], rows[1]):  # in whatever order
            rejects.add(row, [], WORDS)
    assert out.read_bytes() == b'{"c": 3}\n{"b":  2}\n'


def test_nothing_refused_leaves_the_file_empty(tmp_path: Path) -> None:
    source, out = tmp_path / "cases.jsonl", tmp_path / "rejects.jsonl"
    source.write_bytes(b"{}\n")
    with rejecting(source, out):
        pass
    assert out.read_bytes() == b""


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_no_file_is_left_where_temporary_files_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    table = [captions("th"), cells("th", date="?")]
    given = {"csv": as_csv, "xlsx": as_xlsx, "jsonl": lambda _: b"{}\n{}\n"}[ending](table)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    out = io.BytesIO()
    with Rejects(ending, io.BytesIO(given), out) as rejects:
        rejects.add(Row(2, None), [], WORDS)
        sheets = [path.name for path in tmp_path.iterdir()]
        assert len(sheets) == (ending == "xlsx"), "only the sheet that openpyxl writes"
    assert out.getvalue() and list(tmp_path.iterdir()) == []
