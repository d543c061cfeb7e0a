"""Some rows of a source are the rows that the whole source has, and which there are is known without reading them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from docgen.batch.sources import CSV, EXCEL, JSON_LINES, open_stream
from docgen.batch.sources import picking as module
from docgen.batch.sources.picking import picked_rows, surveyed
from docgen.batch.workbook import workbook
from docgen.documents import document_type, example
from docgen.errors import InputRefused, UnknownName
from docgen.library import Library

TYPE, OTHER = "rights_statement", "meeting_minutes"


@pytest.fixture(scope="module")
def sources(library: Library) -> Mapping[str, bytes]:
    """Five rows of each kind, the second of them wrong and one left empty in between."""
    kind, locale = document_type(TYPE), next(iter(library.locales.values()))
    book = load_workbook(io.BytesIO(workbook(kind, locale, library)))
    cases, shown = book.worksheets[:2]
    pointers = [cell.value for cell in cases[1]]
    for number in (3, 4, 6, 7, 8):
        for cell in shown[3]:
            cases.cell(number, cell.column).value = cell.value
    cases.cell(4, pointers.index("/person/birth/date") + 1).value = "no day"
    made = io.BytesIO()
    book.save(made)
    table = io.StringIO()
    csv.writer(table).writerows([[cell.value or "" for cell in row] for row in cases.iter_rows()])
    line = json.dumps(example(kind))
    lines = "\n".join([line, "{", "", line, line, line])
    return {EXCEL: made.getvalue(), CSV: table.getvalue().encode(), JSON_LINES: lines.encode()}


@pytest.mark.parametrize("kind", [EXCEL, CSV, JSON_LINES])
def test_picked_rows_are_those_of_the_whole_source(kind: str, sources: Mapping[str, bytes], library: Library) -> None:
    data = sources[kind]
    with open_stream(io.BytesIO(data), kind, library) as opened:
        whole = list(opened)
    found = surveyed(io.BytesIO(data), kind, library)
    assert found.numbers == tuple(row.number for row in whole)
    assert len(whole) == 5
    assert found.type_id == (None if kind == JSON_LINES else TYPE)
    for wanted in ({whole[1].number}, {whole[0].number, whole[4].number}, {row.number for row in whole}):
        picked = list(picked_rows(io.BytesIO(data), kind, library, None, wanted))
        assert picked == [row for row in whole if row.number in wanted]


def codes(kind: str, data: bytes, library: Library, type_id: str | None = None) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        surveyed(io.BytesIO(data), kind, library, type_id)
    return [each.code for each in refused.value.findings]


def test_what_cannot_be_checked_is_refused_before_any_row_is_read(
    sources: Mapping[str, bytes], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(EXCEL, sources[EXCEL], library, OTHER) == ["source.other_type"]
    assert codes(EXCEL, b"no workbook", library) == ["source.not_a_workbook"]
    assert codes(CSV, b"a,b\n1,2\n", library) == ["source.type"]
    assert codes(CSV, b"a,b\n1,2\n", library, TYPE) == ["source.heading"]
    assert codes(CSV, b"", library) == ["source.empty"]
    assert codes(JSON_LINES, b"\n \n", library) == ["source.empty"]
    assert codes("exe", b"", library) == ["source.kind"]
    with pytest.raises(UnknownName):
        surveyed(io.BytesIO(sources[CSV]), CSV, library, "no_type")
    monkeypatch.setattr(module, "MAX_ROWS", 4)
    assert codes(JSON_LINES, sources[JSON_LINES], library) == ["source.too_many"]
