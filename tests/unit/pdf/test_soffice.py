"""LibreOffice behind the typesetter's seam."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docgen.errors import EngineUnavailable, TemplateError
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import Soffice, find_program, fontconfig
from tests.conftest import require
from tests.unit.pdf.reading import by_pdfium, squeezed
from tests.unit.pdf.word import docx, paragraph


@pytest.fixture
def office(fonts: FontBook) -> Soffice:
    require("soffice")
    return Soffice(fonts)


def _program(folder: Path, script: str) -> Path:
    """Something that stands where LibreOffice does and runs a Python script."""
    path = folder / "office"
    path.write_text(f"#!{sys.executable}\n{script}")
    path.chmod(0o700)
    return path


@pytest.mark.soffice
def test_a_word_file_becomes_a_pdf_with_the_same_text_in_our_fonts(office: Soffice) -> None:
    text = "ព្រះរាជាណាចក្រកម្ពុជា"
    pdf = office.pdf(docx(paragraph(text), family="Battambang"))
    assert squeezed(by_pdfium(pdf)) == text
    assert b"Battambang" in pdf


@pytest.mark.soffice
def test_html_under_the_name_of_a_word_file_is_not_opened(office: Soffice) -> None:
    with pytest.raises(TemplateError, match="could not turn"):
        office.pdf(b"<html><body>not Word</body></html>")


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="libreoffice-writer"):
        find_program()


def test_an_office_that_hangs_is_killed_with_all_it_started(fonts: FontBook, tmp_path: Path) -> None:
    note = tmp_path / "child"
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    with pytest.raises(EngineUnavailable, match="did not finish within 2 seconds"):
        Soffice(fonts, _program(tmp_path, script), timeout=2).pdf(docx(paragraph("x")))
    child = int(note.read_text())
    until = time.monotonic() + 5
    while time.monotonic() < until and _runs(child):
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return not state.stdout.strip().startswith("Z") and bool(state.stdout.strip())


def test_an_office_that_ends_well_without_a_pdf_has_failed(fonts: FontBook, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        Soffice(fonts, _program(tmp_path, "raise SystemExit(0)")).pdf(docx(paragraph("x")))


def test_what_is_no_pdf_is_not_taken_for_one(fonts: FontBook, tmp_path: Path) -> None:
    script = "import sys\nopen(sys.argv[-1].replace('.docx', '.pdf'), 'w').write('%PDF-1.7 but not really')\n"
    with pytest.raises(TemplateError):
        Soffice(fonts, _program(tmp_path, script)).pdf(docx(paragraph("x")))


def test_a_profile_that_was_not_ready_is_tried_once_more(fonts: FontBook, tmp_path: Path) -> None:
    count = tmp_path / "count"
    script = f"open({str(count)!r}, 'a').write('x')\nraise SystemExit(81)\n"
    with pytest.raises(TemplateError):
        Soffice(fonts, _program(tmp_path, script)).pdf(docx(paragraph("x")))
    assert count.read_text() == "xx"


def test_libreoffice_is_shown_our_font_folders_and_no_others(fonts: FontBook, tmp_path: Path) -> None:
    config = fontconfig(fonts, tmp_path)
    assert config.count("<dir>") == len(fonts.directories)
    assert all(f"<dir>{folder}</dir>" in config for folder in fonts.directories)
