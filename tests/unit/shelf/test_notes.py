"""What reviewers write beside a version: waivers, comments, back-translations."""

from __future__ import annotations

import pytest

from docgen.errors import UnknownName
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import State
from docgen.store.clause_comments import text_hash
from tests.unit.shelf.office import TAG, TYPE, Office, finding


def test_a_comment_is_open_until_it_is_resolved_and_can_be_opened_again(office: Office) -> None:
    notes, version = office.shelf.notes, office.added("Second wording")
    first = notes.comment(version.id, "c_1_1", "ភាគីណា? คู่ภาคีใด", office.reviewer, office.now())
    second = notes.comment(version.id, "c_1_1+1", "a comma is missing", office.writer, office.now())
    assert [each.text for each in notes.comments(TYPE, TAG)] == [first.text, second.text]
    resolved = notes.resolve(first.id, office.writer, office.now())
    assert (resolved.resolved_by, resolved.resolved) == (office.writer.id, office.at)
    assert notes.resolve(first.id, office.reviewer, office.now()) == resolved
    opened = notes.reopen(first.id, office.reviewer, office.now())
    assert (opened.resolved_by, opened.resolved) == ("", None)
    assert notes.comments(TYPE, TAG) == [opened, second]
    assert notes.comments("rights_statement", TAG) == []


def test_who_waives_again_gives_a_new_reason_and_a_waiver_can_be_withdrawn(office: Office) -> None:
    notes, version = office.shelf.notes, office.added("Second wording")
    old = notes.waive(version.id, finding(), office.reviewer, "first reason", office.now())
    new = notes.waive(version.id, finding(), office.writer, "second reason", office.now())
    assert [(each.reason, each.withdrawn) for each in notes.waivers(version.id)] == [
        ("first reason", new.at),
        ("second reason", None),
    ]
    gone = notes.withdraw(new.id, office.reviewer, office.now())
    assert gone.withdrawn == office.at
    assert notes.withdraw(new.id, office.reviewer, office.now()) == gone
    assert old.finding == new.finding
    assert office.shelf.version(version.id).state is State.DRAFT


def test_what_a_passage_says_is_known_by_its_text_wherever_it_stands(office: Office) -> None:
    notes, version = office.shelf.notes, office.added("c_1_1: ผู้เสียหาย")
    notes.translate_back(version.id, "c_1_1", "ผู้เสียหาย", "the injured person", office.writer, office.now())
    last = notes.translate_back(version.id, "c_1_1", "ผู้เสียหาย", "the victim", office.reviewer, office.now())
    notes.translate_back(version.id, "c_1_1", "another text", "something else", office.writer, office.now())
    found = notes.back_translations(TYPE, TAG)
    assert found["c_1_1", text_hash("ผู้เสียหาย")] == last
    assert len(found) == 2


@pytest.mark.parametrize("text", ["", "   ", "a\0b", "a\u202eb", "x" * 4001])
def test_a_note_that_is_no_text_is_refused(small: Office, text: str) -> None:
    notes, version = small.shelf.notes, small.added("Second wording")
    for work in (
        lambda: notes.comment(version.id, "c_1_1", text, small.reviewer, small.now()),
        lambda: notes.waive(version.id, finding(), small.reviewer, text, small.now()),
        lambda: notes.translate_back(version.id, "c_1_1", "said", text, small.reviewer, small.now()),
        lambda: small.shelf.chain.retire(version.id, small.approver, text, small.now()),
    ):
        with pytest.raises(NoteRefused) as refused:
            work()
        assert not text.strip() or text not in str(refused.value)
    assert notes.comments(TYPE, TAG) == notes.waivers(version.id) == []


def test_what_there_is_not_is_said_so(small: Office) -> None:
    notes, version = small.shelf.notes, small.added("Second wording")
    for work in (
        lambda: notes.resolve("none", small.reviewer, small.now()),
        lambda: notes.reopen("none", small.reviewer, small.now()),
        lambda: notes.withdraw("none", small.reviewer, small.now()),
        lambda: notes.comment("none", "c_1_1", "which?", small.reviewer, small.now()),
    ):
        with pytest.raises(UnknownName):
            work()
    for anchor in ("", "a" * 201, "c_1\n"):
        with pytest.raises(NoteRefused):
            notes.comment(version.id, anchor, "which?", small.reviewer, small.now())
