"""JSON lines: each line is a case as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.batch.sources import count, open_source
from docgen.errors import InputRefused
from tests.unit.batch.sources.tables import LIBRARY, rows_of


def test_lines_are_rows_as_they_stand() -> None:
    rows = rows_of(b'\xef\xbb\xbf{"a": 1}\n\n  \r\n{"b": 2}\r\nno json', "jsonl")
    assert [(row.number, row.data) for row in rows] == [(1, b'{"a": 1}'), (4, b'{"b": 2}'), (5, b"no json")]


def test_a_line_beyond_the_limit_is_one_bad_row() -> None:
    first, second = rows_of(b"x" * 2_500_000 + b"\n{}", "jsonl")
    assert first.data is None and [each.code for each in first.problems] == ["source.row_too_long"]
    assert (second.number, second.data) == (2, b"{}")


def test_a_file_is_opened_by_its_ending_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "cases.JSONL"
    path.write_bytes(b"{}\n{}")
    with open_source(path, LIBRARY) as rows:
        assert len(list(rows)) == count(path) == 2
    table = tmp_path / "cases.csv"
    table.write_bytes(b"/reference\na\nb\n")
    assert count(table) == 2 and count(tmp_path / "cases.xlsx") is None


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused), open_source(tmp_path / "cases.ods", LIBRARY):
        pass
    with pytest.raises(InputRefused):
        rows_of(b"", "ods")
