"""Workbooks that would take the machine's memory are refused before they are opened."""

from __future__ import annotations

import io
import zipfile

import pytest

from docgen.batch.sources import excel_gate
from docgen.batch.sources.excel_gate import check_workbook
from docgen.errors import InputRefused
from tests.unit.batch.sources.tables import as_xlsx, rows_of

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def with_sheet(rows: bytes) -> bytes:
    """A workbook whose sheet has these rows."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([["a"]]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            made.writestr(name, SHEET % rows if name.endswith("sheet1.xml") else source.read(name))
    return out.getvalue()


def code(data: bytes) -> str:
    with pytest.raises(InputRefused) as refused:
        rows_of(data, "xlsx")
    (found,) = refused.value.findings
    return found.code


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
        b'<row r="1"><c t="s" note=">" r = \'XFD1\'/></row><row r="1048576"/>',
        b'<x:row r="1"><x:c r="XFD1"/></x:row><x:row r="1048576"/>',
        b"<row>" + b"<c/>" * 4000 + b"</row>" + b"<row/>" * 4000,
    ],
)
def test_a_cell_in_a_far_corner_is_refused_however_it_is_written(rows: bytes) -> None:
    assert code(with_sheet(rows)) == "source.too_large"


def test_a_place_that_is_none_is_refused() -> None:
    assert code(with_sheet(b'<row r="1"><c r="&#88;FD1"/></row>')) == "source.not_a_workbook"


def test_what_inflates_a_thousandfold_is_refused() -> None:
    assert code(with_sheet(b" " * 30_000_000)) == "source.too_large"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 an old one", as_xlsx([["a"]])[:-40]])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert code(data) == "source.not_a_workbook"


def test_a_word_file_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w/>")
    assert code(out.getvalue()) == "source.not_a_workbook"


def test_a_cell_across_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_gate, "_PIECE", 7)
    monkeypatch.setattr(excel_gate, "MAX_CELLS", 20)
    with pytest.raises(InputRefused):
        check_workbook(io.BytesIO(with_sheet(b'<row r="3"><c r="G3"/></row>')))


def test_an_ordinary_workbook_passes() -> None:
    file = io.BytesIO(as_xlsx([["a", "b"], [1, 2]]))
    check_workbook(file)
    assert file.tell() == 0
