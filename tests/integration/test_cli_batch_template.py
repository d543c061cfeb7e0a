"""`docgen batch-template` as a clerk's colleague runs it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from docgen.batch.sources import open_source
from docgen.library import Library
from tests.integration.cli import Shell


@pytest.fixture
def docgen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


def test_a_workbook_is_made_in_the_language_that_is_named(docgen: Shell, tmp_path: Path, library: Library) -> None:
    out = tmp_path / "cases.xlsx"
    ran = docgen("batch-template", "termination_notice", "--out", out, "--lang", "km", "--repeat", "2")
    assert ran.code == 0 and ran.rows == [{"file": str(out), "type": "termination_notice", "language": "km"}]
    assert openpyxl.load_workbook(out).worksheets[0].title == library.locale("km").term("Cases")
    with open_source(out, library) as rows:
        assert list(rows) == []


def test_what_does_not_exist_is_refused(docgen: Shell, tmp_path: Path) -> None:
    out = tmp_path / "cases.xlsx"
    assert docgen("batch-template", "nothing", "--out", out).code == 2
    assert docgen("batch-template", "termination_notice", "--out", out, "--lang", "xx").code == 2
    assert docgen("batch-template", "termination_notice", "--out", tmp_path / "cases.ods").code == 2
    assert not out.exists()
