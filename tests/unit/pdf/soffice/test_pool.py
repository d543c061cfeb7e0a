"""The pool and its supervision, held against something that stands where LibreOffice does and misbehaves."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from docgen.errors import DocgenError, EngineBusy, EngineUnavailable, TemplateError, TemplateRefused
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import Limits, Program, SofficePool
from tests.unit.pdf.reading import page_count
from tests.unit.pdf.soffice.processes import Started, eventually, running
from tests.unit.pdf.word import docx, paragraph

STAND_IN = Path(__file__).with_name("stand_in.py")
Pools = Callable[..., SofficePool]


def saying(text: str) -> bytes:
    return docx(paragraph(text))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the private folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pikepdf.new() as good:
        good.add_blank_page()
        good.save(tmp_path / "good.pdf")
    return tmp_path


@pytest.fixture
def pools(fonts: FontBook, room: Path, started: Started) -> Iterator[Pools]:
    """Makes pools over the stand-in, and closes them."""
    made: list[SofficePool] = []

    def make(**settings: object) -> SofficePool:
        limits = settings.pop("limits", Limits(start_seconds=30, document_seconds=30))
        program = Program(Path("/nowhere/program/soffice.bin"), Path(sys.executable), STAND_IN)
        made.append(SofficePool(fonts, program=program, limits=limits, **settings))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for pool in made:
        pool.close()
    assert started() == {}


def hanging_pair(started: Started) -> dict[int, str]:
    """The stand-in and the child it has started."""
    return eventually(lambda: found if len(found := started()) == 2 else {})


def works(pool: SofficePool) -> bool:
    return page_count(pool.pdf(saying("all is well"))) == 1


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("crash", EngineUnavailable, "ended while it worked"),
        ("babble", EngineUnavailable, "ended while it worked"),
        ("rubbish", TemplateError, "could not turn"),
        ("half", TemplateError, "could not turn"),
        ("strange", TemplateError, "could not turn"),
        ("full", EngineUnavailable, "had no room"),
    ],
)
def test_what_goes_wrong_costs_one_document_and_the_next_ones_succeed(
    text: str, error: type[DocgenError], says: str, pools: Pools
) -> None:
    pool = pools()
    assert works(pool)
    with pytest.raises(error, match=says):
        pool.pdf(saying(text))
    assert works(pool)
    assert works(pool)


def test_a_process_that_hangs_is_killed_with_all_it_started_and_the_next_document_gets_a_new_one(
    pools: Pools, started: Started
) -> None:
    pool = pools(processes=1, limits=Limits(document_seconds=5))
    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(pool.pdf, saying("hang"))
        group = hanging_pair(started)
        with pytest.raises(EngineUnavailable, match="did not finish within 5 seconds"):
            hanging.result()
    eventually(lambda: not running(group))
    assert works(pool)


def test_a_process_killed_in_the_midst_of_work_is_one_error(pools: Pools, started: Started) -> None:
    pool = pools(processes=1)
    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(pool.pdf, saying("hang"))
        group = hanging_pair(started)
        os.kill(min(group), signal.SIGKILL)
        with pytest.raises(EngineUnavailable, match="ended while it worked"):
            hanging.result()
    eventually(lambda: not running(group))
    assert works(pool)


def test_a_process_killed_between_two_documents_is_no_error(pools: Pools, started: Started) -> None:
    pool = pools(processes=1)
    assert works(pool)
    (first,) = started()
    os.kill(first, signal.SIGKILL)
    eventually(lambda: not running([first]))
    assert works(pool)


def test_a_process_that_never_becomes_ready_is_killed_with_all_it_started(
    pools: Pools, room: Path, started: Started
) -> None:
    pool = pools(processes=1, limits=Limits(start_seconds=5))
    (room / "never").touch()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(pool.pdf, saying("all is well"))
        group = hanging_pair(started)
        with pytest.raises(EngineUnavailable, match="was not ready within 5 seconds"):
            waiting.result()
    eventually(lambda: not running(group))
    assert works(pools(processes=1))


def test_a_process_that_ends_at_once_is_one_error(pools: Pools, room: Path) -> None:
    pool = pools()
    (room / "fails").touch()
    with pytest.raises(EngineUnavailable, match="could not be started"):
        pool.pdf(saying("all is well"))
    assert works(pool)


def test_a_program_that_cannot_be_run_is_a_clear_error(fonts: FontBook, room: Path) -> None:
    with (
        SofficePool(fonts, program=Program(room / "office", room / "python", STAND_IN)) as pool,
        pytest.raises(EngineUnavailable, match="could not be started"),
    ):
        pool.pdf(saying("all is well"))


def test_nothing_is_started_before_it_is_needed_and_no_more_than_is_needed(pools: Pools, started: Started) -> None:
    pool = pools(processes=2)
    assert started() == {}
    assert works(pool)
    assert works(pool)
    assert len(started()) == 1


def test_two_documents_at_a_time_are_converted_by_two_processes(pools: Pools, started: Started) -> None:
    pool = pools(processes=2, limits=Limits(document_seconds=20))
    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(pool.pdf, saying("hang"))
        hanging_pair(started)
        assert works(pool)  # beside it
        pool.close()
        with pytest.raises(EngineUnavailable):
            hanging.result()


def test_a_process_is_renewed_after_its_share_of_documents(pools: Pools, started: Started) -> None:
    pool = pools(processes=1, limits=Limits(documents=2))
    seen = []
    for _ in range(5):
        assert works(pool)
        seen += list(started())
    assert [seen.index(pid) for pid in seen] == [0, 0, 2, 2, 4]


def test_a_full_queue_is_one_clear_error_with_http_503(pools: Pools, started: Started) -> None:
    pool = pools(processes=1, waiting=1)
    with ThreadPoolExecutor(2) as threads:
        hanging = [threads.submit(pool.pdf, saying("hang")) for _ in range(2)]
        hanging_pair(started)

        eventually(lambda: pool._threads._work_queue.qsize() == 1)
        with pytest.raises(EngineBusy, match="more documents to convert") as refused:
            pool.pdf(saying("all is well"))
        assert (refused.value.http_status, refused.value.code) == (503, "engine_busy")
        pool.close()
        for each in hanging:
            with pytest.raises(EngineUnavailable):
                each.result()


def test_closing_ends_work_that_hangs_and_tells_who_waits(pools: Pools, room: Path, started: Started) -> None:
    pool = pools(processes=1)
    with ThreadPoolExecutor(2) as threads:
        hanging = [threads.submit(pool.pdf, saying("hang")) for _ in range(2)]
        group = hanging_pair(started)
        eventually(lambda: pool._threads._work_queue.qsize() == 1)
        pool.close()
        for each in hanging:
            with pytest.raises(EngineUnavailable):
                each.result()
    eventually(lambda: not running(group))
    assert list(room.glob("docgen-soffice-*")) == []
    with pytest.raises(EngineUnavailable, match="has been stopped"):
        pool.pdf(saying("all is well"))
    pool.close()


def test_a_hostile_file_is_refused_before_anything_is_started(pools: Pools, started: Started) -> None:
    pool = pools()
    with pytest.raises(TemplateRefused):
        pool.pdf(b"<html><body>not Word</body></html>")
    with pytest.raises(TemplateRefused, match="altChunk"):
        pool.pdf(docx(paragraph("x") + '<w:altChunk r:id="rId9"/>'))
    assert started() == {}


def test_many_threads_share_a_pool(pools: Pools, started: Started) -> None:
    pool = pools(processes=2)
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: works(pool), range(24)))
    assert len(started()) <= 2
