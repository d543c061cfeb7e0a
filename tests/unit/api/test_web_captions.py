"""Places of a case in words, as the pages name them."""

from __future__ import annotations

import pytest

from api.web.captions import Words, words_of
from docgen.casefile.draft import Draft
from docgen.casefile.places import Place
from docgen.documents import document_types

KIND = next(iter(document_types().values()))
DRAFT = Draft().with_person("p1", "official", {})


def texts(words: Words) -> list[str]:
    return [caption.text for caption in words.captions]


def test_what_all_papers_share_is_named_with_its_group_and_question() -> None:
    words = words_of(("interview", "official", "position"), DRAFT)
    assert (words.where, texts(words)[:2]) == ("All papers", ["Interview", "Interviewing official"])
    assert words.path == "interview/official/position"


def test_a_row_of_a_list_is_named_with_its_number() -> None:
    words = words_of(("documents", "meeting_minutes", "agenda", 1, "title"), DRAFT)
    assert [(caption.text, caption.row) for caption in words.captions] == [("Agenda", 2), ("Agenda item", 0)]


def test_what_one_paper_asks_is_named_after_the_paper() -> None:
    words = words_of(("documents", KIND.type_id), DRAFT)
    assert (words.where, list(words.captions), words.path) == (KIND.title, [], f"documents/{KIND.type_id}")


def test_an_entry_of_the_directory_is_named_by_its_kind() -> None:
    words = words_of(("people", "p1", "position"), DRAFT)
    assert (words.where, texts(words), words.path) == ("Directory", ["Official", "Position"], "people/p1/position")


@pytest.mark.parametrize(
    "place", [("people", "gone"), ("people",), ("documents",), ("documents", "no_such_type", "x"), ("nothing",)]
)
def test_a_place_that_is_not_there_any_more_has_a_name_and_no_page(place: Place) -> None:
    words = words_of(place, DRAFT)
    assert words.where and words.path == ""
