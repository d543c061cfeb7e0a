"""Tables as cases: every type in every language comes back whole, and a cell that is wrong is named."""

from __future__ import annotations

import datetime as dt
import io
import json

import openpyxl
import pytest

from docgen.batch.sources import open_stream
from docgen.batch.workbook import FIRST_ROW, workbook
from docgen.documents import document_type, document_types
from docgen.errors import InputRefused, UnknownName
from tests.conftest import languages
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
    pointers,
    rows_of,
)


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("type_id", document_types())
def test_the_example_comes_back_from_a_row_of_the_workbook(type_id: str, tag: str) -> None:
    made = openpyxl.load_workbook(io.BytesIO(workbook(document_type(type_id), LIBRARY.locale(tag), LIBRARY)))
    cases, shown = made.worksheets[0], made.worksheets[1]
    for cell in shown[FIRST_ROW]:
        cases.cell(FIRST_ROW, cell.column, cell.value)
    out = io.BytesIO()
    made.save(out)
    (row,) = rows_of(out.getvalue(), "xlsx", None)
    assert row.number == FIRST_ROW
    assert document_of(row, type_id) == example_of(type_id)


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("heading", ["pointers", "captions"])
def test_the_example_comes_back_from_a_row_of_csv(tag: str, heading: str) -> None:
    names = pointers() if heading == "pointers" else captions(tag)
    (row,) = rows_of(as_csv([names, cells(tag)]))
    assert document_of(row) == example_of(TYPE) and row.number == 2


def test_a_table_exported_from_the_workbook_has_both_headings_and_needs_no_type() -> None:
    (row,) = rows_of(as_csv([pointers(), captions("th"), cells("th")]), type_id=None)
    assert document_of(row) == example_of(TYPE) and row.number == 3


def test_a_cell_that_is_not_understood_is_named_with_its_column() -> None:
    good, bad = cells("th"), cells("th", date="31/13/2570", person__sex="x")
    first, second = rows_of(as_csv([captions("th"), good, bad]))
    assert first.data is not None and second.data is None and second.number == 3
    found = {each.pointer: each.code for each in second.problems}
    assert sorted(found.values()) == ["date.unreal", "form.choice"]
    paths = [column.node.path for column in columns()]
    for pointer in found:
        letters = second.columns[pointer].partition(":")[0]
        place = openpyxl.utils.column_index_from_string(letters) - 1
        assert pointer.endswith(paths[place])


def test_a_row_that_is_wrong_in_one_cell_says_what_is_missing_too() -> None:
    (row,) = rows_of(as_csv([captions("en"), cells("en", date="never", reference="")]))
    assert {"field.missing"} <= {each.code for each in row.problems if each.pointer == "/reference"}
    assert row.columns["/reference"].startswith("A: ")


def test_no_cell_is_ever_in_a_problem() -> None:
    (row,) = rows_of(as_csv([captions("en"), ["secret"] * len(columns())]))
    assert len(row.problems) > 4
    assert not any("secret" in f"{each.pointer}{each.message}" for each in row.problems)


def test_items_left_empty_are_passed_over_and_keep_their_columns() -> None:
    heading = ["/documents/meeting_minutes/agenda/0/kind", "/documents/meeting_minutes/agenda/2/kind"]
    (row,) = rows_of(as_csv([[*heading], ["", "other"]]), type_id="meeting_minutes")
    assert row.columns["/documents/meeting_minutes/agenda/0/kind"].startswith("B: ")
    assert row.data is not None
    assert json.loads(row.data)["documents"]["meeting_minutes"]["agenda"] == [{"kind": "other"}]


def test_a_column_that_is_no_field_is_named_by_its_letter_where_it_is_filled() -> None:
    without, filled = rows_of(as_csv([[*pointers(), "Mother"], [*cells("en"), ""], [*cells("en"), "secret"]]))
    assert without.data is not None
    assert [each.code for each in filled.problems] == ["source.column"]
    assert "secret" not in str(filled.problems) and "Mother" not in str(filled.problems)


def test_a_cell_may_have_4000_characters() -> None:
    fits, too_long = rows_of(as_csv([["/reference"], ["a" * 4000], ["a" * 4001]]))
    assert fits.data is not None
    assert ("text.too_long", "/reference") in [(each.code, each.pointer) for each in too_long.problems]


def test_each_row_may_say_its_type() -> None:
    data = as_csv([["type", *captions("en")], [TYPE, *cells("en")], ["nothing", *cells("en")]])
    known, unknown = rows_of(data, type_id=None)
    assert document_of(known) == example_of(TYPE)
    assert [each.code for each in unknown.problems] == ["source.type"]


@pytest.mark.parametrize(
    ("rows", "type_id", "code"),
    [
        ([["a", "b"], ["1", "2"]], TYPE, "source.heading"),
        ([["a", "b"], ["1", "2"]], None, "source.type"),
        ([["/reference", "/reference"], ["1", "2"]], TYPE, "source.column_twice"),
    ],
)
def test_a_heading_that_cannot_be_meant_is_refused(rows: list[list[str]], type_id: str | None, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        rows_of(as_csv(rows), type_id=type_id)
    assert [each.code for each in refused.value.findings] == [code]


def test_a_type_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownName):
        rows_of(as_csv([["/reference"], ["1"]]), type_id="nothing")


def test_an_empty_table_has_no_rows() -> None:
    assert rows_of(b"") == [] and rows_of(as_csv([["", ""], []])) == [] and rows_of(as_xlsx([]), "xlsx") == []


def test_numbers_and_dates_that_excel_keeps_are_read_as_typed() -> None:
    paths = [column.node.path for column in columns()]
    row: list[object] = list(cells("en"))
    row[paths.index("reference")] = 5.0
    row[paths.index("date")] = dt.date(2026, 9, 3)
    (read,) = rows_of(as_xlsx([captions("en"), row]), "xlsx")
    document = document_of(read)
    assert document["reference"] == "5" and document["date"] == "2026-09-03"


def test_rows_are_read_while_they_are_asked_for() -> None:
    class Watched(io.BytesIO):
        taken = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size)
            self.taken += len(line)
            return line

    data = as_csv([["/reference"], *([["a" * 100]] * 5000)])
    file = Watched(data)
    with open_stream(file, "csv", LIBRARY, type_id=TYPE) as rows:
        next(rows)
        assert file.taken < len(data) / 100
