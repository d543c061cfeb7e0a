"""Tests of expected text: what must, or must not, stand in a document made of an example or of a case of their own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from docgen.documents import document_type, example
from docgen.errors import InputRefused, UnknownName
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import Version
from docgen.shelf.trials import run_tests
from docgen.store.models import SealedRecord
from docgen.store.retention import purge
from docgen.store.template_tests import Expectation, Wanted
from tests.unit.shelf.office import NOW, TAG, TYPE, Office

LATER = NOW.replace(year=2126)
CASE = json.dumps({**example(document_type(TYPE)), "reference": "CANARY-77"}).encode()


def wanted(text: str, anchor: str = "", sort: Wanted = Wanted.PRESENT, language: str = TAG) -> Expectation:
    return Expectation(language, anchor, text, sort)


def passed(office: Office, version: Version, *expectations: Expectation, case: bytes | None = None) -> list[int | None]:
    """The places of the expectations that fail."""
    test = office.shelf.trials.save(TYPE, "test", case, expectations, office.reviewer, office.now())
    results = run_tests(office.library, version, office.shelf.template(version), [test])
    return [failure.expectation for each in results for failure in each.failures]


def test_words_are_looked_for_in_the_whole_document_or_in_a_clause(office: Office) -> None:
    version = office.added(
        "Heading", "c_1_1: The Party   shall inform", "and explain", "c_1_2: The other Party shall answer", "End"
    )
    failing = passed(
        office,
        version,
        wanted("The Party shall inform"),
        wanted("and explain", "c_1_1"),
        wanted("shall answer", "c_1_1"),
        wanted("shall answer", "c_1_2"),
        wanted("and explain", "c_1_2", Wanted.ABSENT),
        wanted("explain", "c_1_1+1", Wanted.ABSENT),
        wanted("anything", "c_9_9"),
        wanted("anything", "c_9_9", Wanted.ABSENT),
    )
    assert failing == [2, 5, 6]


def test_marks_of_line_breaks_and_spaces_do_not_matter(office: Office) -> None:
    version = office.added("ភាគី\u200bទាំង\u200bពីរ ๒๐  มกราคม")
    assert passed(office, version, wanted("ភាគីទាំងពីរ"), wanted("ភាគី\u200bទាំងពីរ ๒๐ มกราคม")) == []


def test_a_test_is_made_of_its_own_case_where_it_has_one(office: Office) -> None:
    version = office.added("Case {{ reference }}")
    template = office.shelf.template(version)
    if "reference" not in template.placeholders:
        pytest.fail("the placeholder is not the one that this test is about")
    shown = [wanted("CANARY-77")]
    assert passed(office, version, *shown, case=CASE) == passed(office, version, wanted("CANARY", sort=Wanted.ABSENT))
    assert passed(office, version, *shown, case=CASE) == []
    assert passed(office, version, *shown) == [0]


def test_the_case_of_a_test_is_sealed_outlives_every_purge_and_goes_with_the_test(office: Office) -> None:
    trials = office.shelf.trials
    test = trials.save(TYPE, "own case", CASE, [wanted("x")], office.reviewer, office.now())
    record = office.store.read(lambda session: session.get(SealedRecord, f"template_test.{test.id}"))
    assert record is not None and b"CANARY-77" not in record.data
    purge(office.store, LATER)
    assert trials.of(TYPE) == [test]
    assert test.case == CASE
    changed = trials.save(TYPE, "own case", None, [wanted("y")], office.writer, office.now())
    assert trials.of(TYPE) == [changed]
    assert changed.id != test.id
    assert office.store.read(lambda session: session.get(SealedRecord, f"template_test.{test.id}")) is None
    trials.remove(changed.id, office.writer, office.now())
    assert trials.of(TYPE) == []
    with pytest.raises(UnknownName):
        trials.remove(changed.id, office.writer, office.now())


def test_a_version_that_cannot_be_filled_fails_its_tests(small: Office) -> None:
    version = small.added("{{ no_such_thing.at_all }}")
    assert passed(small, version, wanted("anything", sort=Wanted.ABSENT)) == [None]


def test_a_test_that_says_nothing_of_a_language_is_not_run_for_it(small: Office) -> None:
    version = small.added("Second wording")
    test = small.shelf.trials.save(TYPE, "test", None, [wanted("x")], small.reviewer, small.now())
    elsewhere = replace(test, expectations=(wanted("x", language="zz"),))
    assert run_tests(small.library, version, small.shelf.template(version), [elsewhere]) == []


def test_a_test_that_could_never_be_run_is_refused(small: Office) -> None:
    save = small.shelf.trials.save
    with pytest.raises(InputRefused):
        save(TYPE, "test", b"{}", [wanted("x")], small.reviewer, small.now())
    with pytest.raises(UnknownName):
        save("no_such_type", "test", None, [wanted("x")], small.reviewer, small.now())
    with pytest.raises(UnknownName):
        save(TYPE, "test", None, [wanted("x", language="zz")], small.reviewer, small.now())
    for name, expectations in (("", [wanted("x")]), ("test", []), ("test", [wanted(" ")]), ("test", [wanted("a\0")])):
        with pytest.raises(NoteRefused):
            save(TYPE, name, None, expectations, small.reviewer, small.now())
    assert small.shelf.trials.of(TYPE) == []
