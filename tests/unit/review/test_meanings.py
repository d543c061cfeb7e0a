"""What marks of a template stand for."""

from __future__ import annotations

import pytest

from docgen.documents import document_type
from docgen.library import Library
from docgen.review.meanings import asked, meaning
from docgen.review.subject import Subject

KIND = document_type("interpreter_waiver")


@pytest.mark.parametrize(
    ("said", "paths"),
    [
        ("if person.child", ["person.child"]),
        ("if not a.b and (c == 'd.e' or superior[].name)", ["a.b", "c", "superior[].name"]),
        ("for letterhead.superior", ["letterhead.superior"]),
    ],
)
def test_the_paths_of_a_condition_are_found_and_no_word_of_it(said: str, paths: list[str]) -> None:
    assert asked(said) == paths


def test_a_path_has_the_models_captions_and_the_value_of_the_example(library: Library) -> None:
    views = Subject.of(KIND, library.locales).views
    told = {tag: meaning("assessment.date", KIND, view) for tag, view in views.items()}
    for tag, each in told.items():
        assert each.captions == ("Assessment", "Date of the assessment")
        assert each.values == (views[tag]["assessment"]["date"],)
    assert len({each.values for each in told.values()}) == len(told)


def test_of_a_list_the_first_items_are_told_and_that_there_are_more() -> None:
    view = {"units": [{"name": each} for each in "abcd"]}
    found = meaning("units[].name", None, view)
    assert found.values == ("a", "b", "c") and found.more
    assert meaning("units", None, {"units": ["a"]}).values == ("a",)


def test_what_is_asked_is_told_as_yes_or_no() -> None:
    assert meaning("person.child", None, {"person": {"child": False}}).values == (False,)


def test_a_path_that_the_view_has_not_has_no_value_and_no_guessed_caption() -> None:
    found = meaning("no.such", KIND, {})
    assert (found.values, found.captions, found.description) == ((), (), "")
