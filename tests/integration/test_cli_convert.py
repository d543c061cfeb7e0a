"""The convert command: somebody else's Word file becomes a PDF, or is refused; and LibreOffice as engine of render."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from docgen.documents import document_type, example
from tests.conftest import require, type_ids
from tests.integration.cli import Shell
from tests.unit.pdf.reading import by_pdfium, squeezed
from tests.unit.pdf.soffice.processes import Started
from tests.unit.pdf.word import docx, paragraph

HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>CANARYx7Q9</w:t></w:r>"
# What the typeset engine does not set and LibreOffice does.
TWO_COLUMNS = '<w:cols w:num="2"/>'


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("DOCGEN_LANG", "en")
    return Shell(monkeypatch, capsys)


def letter(folder: Path, content: str, **settings: str) -> Path:
    path = folder / "CANARYx7Q9.docx"
    path.write_bytes(docx(paragraph(content), **settings))
    return path


@pytest.mark.soffice
def test_somebody_elses_word_file_becomes_a_pdf_and_no_process_is_left(shell: Shell, tmp_path: Path) -> None:
    require("soffice")
    out, started = tmp_path / "letter.pdf", Started()
    ran = shell("convert", letter(tmp_path, "A letter in two columns", section=TWO_COLUMNS), "--out", out)
    assert (ran.code, ran.err) == (0, "")
    assert squeezed(by_pdfium(out.read_bytes())) == "Aletterintwocolumns"
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert ran.rows == [{"file": str(out), "engine": "soffice", "sha256": digest}]
    assert started() == {}


def test_the_typeset_engine_can_be_asked_for(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "letter.pdf"
    ran = shell("convert", letter(tmp_path, "A letter"), "--out", out, "--engine", "typeset")
    assert (ran.code, ran.err) == (0, "")
    assert squeezed(by_pdfium(out.read_bytes())) == "Aletter"


@pytest.mark.soffice
@pytest.mark.parametrize("engine", ["soffice", "typeset"])
def test_a_file_that_hides_something_is_refused_by_either_engine(engine: str, shell: Shell, tmp_path: Path) -> None:
    require("soffice")
    out = tmp_path / "letter.pdf"
    ran = shell("convert", letter(tmp_path, HIDDEN), "--out", out, "--engine", engine)
    assert (ran.code, ran.out) == (4, "")
    assert "document.docx, word/document.xml: it has hidden text" in ran.err
    assert "CANARY" not in ran.err
    assert not out.exists()


def test_without_libreoffice_the_message_says_what_to_do(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = shell("convert", letter(tmp_path, "A letter"), "--out", tmp_path / "letter.pdf")
    assert ran.code == 1
    assert "install libreoffice-writer" in ran.err


def test_an_engine_that_does_not_exist_is_a_usage_error(shell: Shell, tmp_path: Path) -> None:
    ran = shell("convert", letter(tmp_path, "A letter"), "--out", tmp_path / "letter.pdf", "--engine", "quill")
    assert ran.code == 2
    assert "typeset, soffice" in ran.err


@pytest.mark.soffice
def test_render_by_libreoffice_says_so_in_the_manifest_and_leaves_no_process(shell: Shell, tmp_path: Path) -> None:
    require("soffice")
    case, out, type_id = tmp_path / "case.json", tmp_path / "out", type_ids()[0]
    started = Started()
    case.write_text(json.dumps(example(document_type(type_id))), encoding="utf-8")
    ran = shell("render", case, "--out", out, "--type", type_id, "--format", "pdf", "--engine", "soffice")
    assert (ran.code, ran.err) == (0, "")
    engines = {file["engine"] for file in json.loads((out / "manifest.json").read_text())["files"]}
    assert engines == {"soffice"}
    assert started() == {}
