"""The pool over LibreOffice itself: what it sets, what it may not reach, and what happens when it is shot at."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.errors import EngineUnavailable, TemplateError
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import Limits, Program, SofficePool
from docgen.pdf.soffice.process import ManagedProcess
from tests.conftest import require
from tests.unit.pdf.reading import by_pdfium, page_count, squeezed, tags
from tests.unit.pdf.soffice.processes import Started, descendants, eventually, running
from tests.unit.pdf.word import docx, paragraph

pytestmark = pytest.mark.soffice

LETTER = docx(paragraph("A letter"))
OFFICE = "soffice.bin"


@pytest.fixture(scope="module")
def program() -> Program:
    require("soffice")
    return Program.find()


# Both pools ask for `started`, so that it knows what was there before them.
@pytest.fixture
def pool(program: Program, fonts: FontBook, started: Started) -> Iterator[SofficePool]:
    with SofficePool(fonts, program=program, processes=1) as pool:
        yield pool


@pytest.fixture
def open_pool(
    program: Program, fonts: FontBook, started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SofficePool]:
    """One unconfined process, its private folder below `tmp_path`, that has converted a document."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    unconfined = replace(program, bubblewrap=None)
    with SofficePool(fonts, program=unconfined, processes=1, limits=Limits(document_seconds=20)) as pool:
        assert page_count(pool.pdf(LETTER)) == 1
        yield pool


def require_cage(program: Program) -> None:
    if program.bubblewrap is None:
        pytest.skip("bubblewrap is not installed, or may do nothing here; .ci/system ci installs it")


def office_of(group: dict[int, str]) -> int:
    (pid,) = (pid for pid, name in group.items() if name == OFFICE)
    return pid


def test_a_word_file_becomes_a_tagged_pdf_with_the_same_text_in_our_fonts(pool: SofficePool) -> None:
    text = "ព្រះរាជាណាចក្រកម្ពុជា"
    pdf = pool.pdf(docx(paragraph(text), family="Battambang"))
    assert squeezed(by_pdfium(pdf)) == text
    assert "Document" in tags(pdf)


def test_without_a_cage_it_is_the_same_pdf(pool: SofficePool, open_pool: SofficePool) -> None:
    assert open_pool.pdf(LETTER) == pool.pdf(LETTER)


def test_the_bytes_do_not_depend_on_the_hour(program: Program, fonts: FontBook, pool: SofficePool) -> None:
    with SofficePool(fonts, program=program, processes=1) as another:
        assert another.pdf(LETTER) == pool.pdf(LETTER)


def test_html_is_not_opened_even_behind_the_gate(program: Program, fonts: FontBook) -> None:
    process = ManagedProcess(program, fonts, Limits())
    try:
        with pytest.raises(TemplateError, match="could not turn"):
            process.convert(b"<html><body>not Word</body></html>")
        assert process.healthy
        assert process.convert(LETTER).startswith(b"%PDF-")
    finally:
        process.stop()
    assert not process.healthy


def test_libreoffice_killed_in_the_midst_of_work_is_one_error(
    open_pool: SofficePool, tmp_path: Path, started: Started
) -> None:
    group = started()
    os.kill(office_of(group), signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        stopped = threads.submit(open_pool.pdf, LETTER)
        eventually(lambda: list(tmp_path.glob("*/document.docx")))
        os.kill(office_of(group), signal.SIGKILL)
        with pytest.raises(EngineUnavailable, match="ended while it worked"):
            stopped.result()
    assert page_count(open_pool.pdf(LETTER)) == 1
    eventually(lambda: not running(group))


def test_a_stale_lock_does_not_matter(open_pool: SofficePool, tmp_path: Path) -> None:
    (folder,) = tmp_path.glob("docgen-soffice-*")
    (folder / ".~lock.document.docx#").write_text(",somebody,elsewhere,25.11.2026 10:00,file:///elsewhere;")
    assert page_count(open_pool.pdf(LETTER)) == 1


def test_libreoffice_that_hangs_is_killed_and_the_next_document_succeeds(
    open_pool: SofficePool, started: Started
) -> None:
    group = started()
    os.kill(office_of(group), signal.SIGSTOP)
    with pytest.raises(EngineUnavailable, match="did not finish within 20 seconds"):
        open_pool.pdf(LETTER)
    eventually(lambda: not running(group))
    assert page_count(open_pool.pdf(LETTER)) == 1


def test_libreoffice_killed_in_its_cage_between_two_documents_is_no_error(pool: SofficePool, started: Started) -> None:
    assert page_count(pool.pdf(LETTER)) == 1
    group = started()
    os.kill(office_of(group), signal.SIGKILL)
    eventually(lambda: not running(group))
    assert page_count(pool.pdf(LETTER)) == 1


@pytest.mark.parametrize("spare_bytes", [0, 6 << 20], ids=["quite full", "nearly full"])
def test_a_full_temporary_folder_is_one_error_and_never_a_pdf_without_its_pictures(
    spare_bytes: int, program: Program, fonts: FontBook, started: Started
) -> None:
    require_cage(program)
    limits = Limits(room_bytes=8 << 20, spare_bytes=spare_bytes)
    with SofficePool(fonts, program=program, processes=1, limits=limits) as pool:
        assert page_count(pool.pdf(LETTER)) == 1
        folder = Path(f"/proc/{office_of(started())}/root/office")
        fill(folder / "filler", (8 << 20) - spare_bytes)
        with pytest.raises(EngineUnavailable, match="had no room"):
            pool.pdf(LETTER)
        assert page_count(pool.pdf(LETTER)) == 1


def fill(path: Path, size: int) -> None:
    """Write `size` bytes, or as many as there is room for."""
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        for _ in range(size >> 12):
            file.write(bytes(1 << 12))


@pytest.mark.parametrize("confined", [True, False])
def test_when_python_is_killed_nothing_of_libreoffice_survives_and_no_document_stays(
    confined: bool, program: Program, tmp_path: Path
) -> None:
    if confined:
        require_cage(program)
    script = """
        import sys, tempfile
        from dataclasses import replace
        from pathlib import Path
        from docgen.pdf.fonts import FontBook
        from docgen.pdf.soffice import Program, SofficePool
        from docgen.settings import Settings
        program = Program.find() if sys.argv[1] == "True" else replace(Program.find(), bubblewrap=None)
        pool = SofficePool(FontBook.find(Settings.read().fonts), program=program)
        pool.pdf(Path(sys.argv[2]).read_bytes())
        print("ready", flush=True)
        sys.stdin.read()
    """
    (tmp_path / "letter.docx").write_bytes(LETTER)
    command = [sys.executable, "-c", textwrap.dedent(script), str(confined), str(tmp_path / "letter.docx")]
    room = tmp_path / "room"
    room.mkdir()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(room)}
    ) as python:
        assert python.stdout is not None
        assert python.stdout.readline() == b"ready\n"
        group = descendants(python.pid)
        assert OFFICE in group.values()
        python.kill()
    eventually(lambda: not running(group))
    eventually(lambda: not [path for path in room.rglob("*") if path.is_file()])


def test_a_python_that_forgets_to_close_the_pool_ends_without_a_word(tmp_path: Path, program: Program) -> None:
    script = """
        import sys
        from pathlib import Path
        from docgen.pdf.fonts import FontBook
        from docgen.pdf.soffice import SofficePool
        from docgen.settings import Settings
        pool = SofficePool(FontBook.find(Settings.read().fonts))
        print(len(pool.pdf(Path(sys.argv[1]).read_bytes())) > 0)
    """
    (tmp_path / "letter.docx").write_bytes(LETTER)
    command = [sys.executable, "-X", "dev", "-c", textwrap.dedent(script), str(tmp_path / "letter.docx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def test_a_profile_that_never_becomes_ready_is_tried_three_times(
    program: Program, fonts: FontBook, tmp_path: Path
) -> None:
    count, office = tmp_path / "count", tmp_path / "program" / OFFICE
    office.parent.mkdir()
    office.write_text(f"#!/bin/sh\necho >> {count}\nexit 81\n")
    office.chmod(0o700)
    process = ManagedProcess(replace(program, office=office, bubblewrap=None), fonts, Limits())
    with pytest.raises(EngineUnavailable, match="could not be started"):
        process.start()
    assert count.read_text() == "\n\n\n"


def test_libreoffice_that_never_answers_is_killed(
    program: Program, fonts: FontBook, tmp_path: Path, started: Started
) -> None:
    office = tmp_path / "program" / OFFICE
    office.parent.mkdir()
    office.write_text("#!/bin/sh\nsleep 600 &\nsleep 600\n")
    office.chmod(0o700)
    process = ManagedProcess(replace(program, office=office, bubblewrap=None), fonts, Limits(start_seconds=5))
    with ThreadPoolExecutor(1) as threads:
        starting = threads.submit(process.start)
        group = eventually(lambda: {pid: name for pid, name in started().items() if name == "sleep"})
        with pytest.raises(EngineUnavailable, match=r"was not ready|could not be started"):
            starting.result()
    eventually(lambda: not running(group))
