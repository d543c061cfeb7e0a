import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.batch.journal import Journal
from docgen.batch.landing import FolderLanding
from docgen.batch.options import Options
from docgen.batch.recorder import Ended, Recorder, restart
from docgen.batch.row import Order, Outcome, Output, State
from docgen.verification.key import StoreUnusable
from docgen.verification.register import Issued, MemoryRegister

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DATA = b"an output"


@pytest.fixture
def options(tmp_path: Path) -> Options:
    made = Options(tmp_path / "rows.jsonl", tmp_path / "out", Order())
    made.own.mkdir(parents=True)
    return made


@pytest.fixture
def recorder(options: Options) -> Recorder:
    journal, landing = Journal(options.journal), FolderLanding(options.objects)
    landing.prepare()
    return Recorder(options.out, landing, journal, MemoryRegister(), lambda: MOMENT)


def ended(recorder: Recorder, number: int = 7) -> Ended:
    address = recorder.landing.put(DATA)
    output = Output("note.xx.docx", address, address, len(DATA), "note", "xx", "docx", "t", "draft", "", "CODE")
    issued = Issued("CODE", "note", "xx", "docx", "t", "draft", "", address)
    return Ended(Outcome(number, State.DONE, (output,), issued=(issued,)), str(number), {})


def test_an_output_is_linked_into_its_row_registered_with_its_moment_and_then_done(recorder: Recorder) -> None:
    with recorder.journal:
        row = ended(recorder)
        recorder.record([row])
        (output,) = row.outcome.outputs
        assert (recorder.out / "7" / output.name).samefile(recorder.landing.path(output.address))
        issued = recorder.register.with_hash(output.sha256)
        assert issued is not None
        assert issued.at == "2026-01-02T03:04:05Z"
        assert recorder.journal.ended(1, 9) == {7}


def test_writing_down_again_changes_nothing(recorder: Recorder) -> None:
    with recorder.journal:
        recorder.record([ended(recorder)])
        before = [(path, path.stat().st_ino) for path in sorted(recorder.out.rglob("*.docx"))]
        recorder.record([ended(recorder)])
        assert before == [(path, path.stat().st_ino) for path in sorted(recorder.out.rglob("*.docx"))]
        assert recorder.journal.counts()[State.DONE] == 1


def test_a_damaged_file_in_the_place_of_an_output_is_replaced(recorder: Recorder) -> None:
    with recorder.journal:
        path = recorder.out / "7" / "note.xx.docx"
        path.parent.mkdir()
        path.write_bytes(b"half")
        recorder.record([ended(recorder)])
        assert path.read_bytes() == DATA


def test_where_no_link_can_be_made_there_is_a_copy(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise OSError(errno.EMLINK, "Too many links")

    with recorder.journal:
        row = ended(recorder)
        monkeypatch.setattr(os, "link", no_link)
        recorder.record([row])
    path = recorder.out / "7" / "note.xx.docx"
    assert path.read_bytes() == DATA
    assert path.stat().st_nlink == 1


def test_a_full_disk_leaves_the_row_undone(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with recorder.journal:
        row = ended(recorder)
        monkeypatch.setattr(os, "link", full)
        with pytest.raises(StoreUnusable, match="make room"):
            recorder.record([row])
        assert recorder.journal.ended(1, 9) == set()


def test_beginning_anew_removes_what_the_batch_made_and_nothing_else(recorder: Recorder, options: Options) -> None:
    with recorder.journal:
        recorder.record([ended(recorder, 7), ended(recorder, 8)])
    mine = options.out / "8" / "mine.txt"
    mine.write_bytes(b"kept")
    restart(options)
    assert sorted(path.name for path in options.out.rglob("*") if path.is_file()) == ["mine.txt"]
    assert not (options.out / "7").exists()
