import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.batch.journal import BatchChanged, Entry, Journal, Problem, remove_journal
from docgen.batch.row import Outcome, Output, State
from docgen.errors import Finding, Message, Severity
from docgen.verification.key import StoreUnusable

OUTPUT = Output("note.xx.docx", "ab12", "cd34", 5, "note", "xx", "docx", "t", "draft", "", "CODE")
DONE = Entry(1, "1", State.DONE, (OUTPUT,))
INNER = Message.counted("{count} day", "{count} days", 3)
FINDING = Finding(Severity.ERROR, "some.code", "/person/name", Message("wrong for {time}", {"time": INNER}), "4.7")
FAILED = Entry(2, "2", State.FAILED, problems=(Problem(FINDING, "C: Name"),))


def test_what_was_kept_is_read_again_by_another_run_as_it_was(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.add([FAILED, DONE])
    with Journal(tmp_path / "j") as journal:
        assert list(journal.entries()) == [DONE, FAILED]
        assert list(journal.entries(State.FAILED)) == [FAILED]
        assert journal.counts() == {State.DONE: 1, State.FAILED: 1}


def test_a_row_kept_twice_is_there_once_and_as_it_was_first(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.add([DONE])
        journal.add([replace(DONE, state=State.FAILED)])
        assert list(journal.entries()) == [DONE]


def test_rows_that_ended_are_found_between_two_numbers(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.add([replace(DONE, number=number) for number in (1, 5, 9)])
        assert journal.ended(2, 9) == {5, 9}


def test_another_order_is_refused_until_the_journal_is_removed(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.begin("one")
        journal.begin("one")
        with pytest.raises(BatchChanged, match="--restart"):
            journal.begin("two")
    remove_journal(tmp_path / "j")
    with Journal(tmp_path / "j") as journal:
        journal.begin("two")


def test_a_batch_that_is_being_removed_is_not_resumed(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.begin("one")
        journal.abandon()
        with pytest.raises(BatchChanged):
            journal.begin("one")


def test_the_commit_is_on_disk_before_it_is_told(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        ((mode,),) = journal._base.execute("PRAGMA journal_mode").fetchall()
        ((synchronous,),) = journal._base.execute("PRAGMA synchronous").fetchall()
    assert (mode, synchronous) == ("wal", 2)


def test_a_full_disk_keeps_what_was_kept_and_is_said(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.add([DONE])
        ((pages,),) = journal._base.execute("PRAGMA page_count").fetchall()
        journal._base.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnusable, match="make room"):
            journal.add([replace(FAILED, number=number) for number in range(2, 500)])
        assert list(journal.entries()) == [DONE]


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(b"something else entirely, long enough to be looked at" * 20)
    with pytest.raises(StoreUnusable):
        Journal(tmp_path / "j")


def test_a_finding_is_kept_with_the_column_of_its_field_or_of_what_holds_it() -> None:
    outcome = Outcome(3, State.FAILED, findings=(FINDING, replace(FINDING, pointer="/agency")))
    entry = Entry.of(outcome, "3", {"/person": "B: Person"})
    assert [problem.column for problem in entry.problems] == ["B: Person", ""]


def test_a_journal_holds_no_more_than_one_file_when_it_is_closed(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.add([DONE])
    assert [path.name for path in tmp_path.iterdir()] == ["j"]
    assert sqlite3.connect(tmp_path / "j").close() is None
