"""CSV as offices have it: three delimiters, two encodings, and damage that costs one row."""

from __future__ import annotations

import codecs

import pytest

from docgen.errors import InputRefused
from tests.unit.batch.sources.tables import TYPE, as_csv, captions, cells, document_of, example_of, rows_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_delimiter_and_encoding_are_seen(delimiter: str, encoding: str) -> None:
    (row,) = rows_of(as_csv([captions("km"), cells("km")], encoding, delimiter))
    assert document_of(row) == example_of(TYPE)


def test_thai_windows_is_read() -> None:
    (row,) = rows_of(as_csv([["/reference", "/agency/city/th"], ["ก-1", "กรุงเทพมหานคร"]], "cp874"))
    assert row.data is not None and "กรุงเทพมหานคร" in row.data.decode()


def test_bad_bytes_far_in_the_file_cost_their_row_only() -> None:
    good = [["/reference"], *([["ก" * 50]] * 2000)]
    data = as_csv(good) + b"\xff\xfe\r\n" + as_csv([["last"]])
    *_, bad, last = rows_of(data)
    assert [each.code for each in bad.problems] == ["source.encoding"] and bad.number == 2002
    assert last.data is not None and last.number == 2003


def test_a_quotation_mark_that_is_never_closed_does_not_take_the_file() -> None:
    rows = rows_of(b'/reference\r\n"' + b"a\r\n" * 300_000)
    assert rows[0].data is None and [each.code for each in rows[0].problems] == ["source.row_too_long"]
    assert len(rows) > 1 and rows[-1].data is not None


def test_a_line_beyond_the_limit_is_one_bad_row() -> None:
    first, second = rows_of(b"/reference\r\n" + b"a" * 3_000_000 + b"\r\nb\r\n")
    assert [each.code for each in first.problems] == ["source.row_too_long"]
    assert second.data is not None and second.number == 3


def test_a_nul_in_the_head_is_no_csv() -> None:
    with pytest.raises(InputRefused):
        rows_of(codecs.BOM_UTF16_LE + "/reference".encode("utf-16-le"))


def test_a_line_break_within_quotation_marks_is_part_of_the_text() -> None:
    first, second = rows_of(b'/reference,/agency/address/en\r\nA,"1 Road\r\nTown"\r\nB,x\r\n')
    assert first.data is not None and b"1 Road\\nTown" in first.data
    assert second.number == 3
