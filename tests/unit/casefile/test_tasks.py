"""How far the groups are that the papers of a case share."""

from __future__ import annotations

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import SHARED
from docgen.casefile.tasks import ABOUT, Progress, referenced, shared_groups
from docgen.documents import example_of_all
from docgen.errors import InputRefused

FULL = Draft({name: value for name, value in example_of_all().items() if name in SHARED})


def progress(draft: Draft) -> dict[str, Progress]:
    return {str(group.place[0]): group.progress for group in shared_groups(draft)}


def test_the_groups_come_in_the_order_of_the_model_the_person_among_them() -> None:
    assert [group.place for group in shared_groups(Draft())] == [(name,) for name in SHARED]
    assert ABOUT in [group.place for group in shared_groups(Draft())]


def test_nothing_is_started_in_an_empty_draft_and_all_is_complete_in_a_full_one() -> None:
    assert set(progress(Draft()).values()) == {Progress.NOT_STARTED}
    assert set(progress(FULL).values()) == {Progress.COMPLETE}


def test_a_group_with_a_gap_is_incomplete_and_the_others_are_not() -> None:
    found = progress(FULL.put(("agency", "telephone"), None))
    assert {name for name, each in found.items() if each is Progress.INCOMPLETE} == {"agency"}


def test_a_text_that_was_not_understood_makes_a_group_incomplete() -> None:
    assert progress(Draft().mistyped(("interview", "date"), "soon"))["interview"] is Progress.INCOMPLETE


@pytest.mark.parametrize(("entry", "expected"), [({}, Progress.INCOMPLETE), (None, Progress.COMPLETE)])
def test_a_group_that_the_directory_fills_is_as_complete_as_the_entry(entry: object, expected: Progress) -> None:
    value = FULL.values["counterpart"] if entry is None else {}
    draft = FULL.put(("counterpart",), None).with_person("p1", "agency", value).using(("counterpart",), "p1")
    assert progress(draft)["counterpart"] is expected


def test_a_number_is_taken_over_and_one_that_cannot_be_one_is_refused_with_the_reason() -> None:
    assert referenced(Draft(), "KH-1").reference == "KH-1"
    with pytest.raises(InputRefused) as refused:
        referenced(Draft(), "x" * 81)
    assert {finding.pointer for finding in refused.value.findings} == {"/reference"}


def test_a_number_that_was_not_understood_is_still_the_number_that_was_entered() -> None:
    assert Draft().mistyped(("reference",), "KH 1?").reference == "KH 1?"
    assert Draft().reference == ""
