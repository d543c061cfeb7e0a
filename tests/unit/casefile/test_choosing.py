"""Answers taken over from one draft into another, with what was typed and which entries are used."""

from __future__ import annotations

from docgen.casefile.choosing import chosen, taken_over
from docgen.casefile.draft import Draft

BASE = Draft(values={"reference": "1", "person": {"code": "P", "sex": "male"}})


def test_of_what_both_changed_each_is_taken_from_whom_it_was_chosen_of() -> None:
    theirs = BASE.put(("reference",), "2").put(("person", "code"), "Q").put(("person", "sex"), "female")
    mine = BASE.put(("reference",), "3").put(("person", "code"), "R")
    draft = chosen(BASE, theirs, mine, {("reference",)})
    assert draft.values == {"reference": "2", "person": {"code": "R", "sex": "female"}}


def test_a_text_that_was_not_understood_is_taken_over_as_it_was_typed() -> None:
    theirs = BASE.mistyped(("interview", "date"), {"day": "soon"})
    mine = BASE.put(("interview", "date"), "2026-11-25")
    draft = chosen(BASE, theirs, mine, {("interview", "date")})
    assert draft.typed == {"interview/date": {"day": "soon"}} and draft.at(("interview",)) is None


def test_a_list_is_taken_over_with_what_was_typed_and_used_in_it() -> None:
    place = ("documents", "meeting_minutes", "actions")
    source = BASE.add_row(place, {"item": 1}).mistyped((*place, 0, "due"), "soon")
    other = BASE.add_row(place, {}).mistyped((*place, 0, "item"), "x").using((*place, 0), "p9")
    assert taken_over(other, source, place) == source


def test_an_entry_of_the_directory_is_taken_over_or_gone() -> None:
    with_entry = BASE.with_person("p1", "official", {"sex": "male"})
    assert taken_over(BASE, with_entry, ("people", "p1")) == with_entry
    assert taken_over(with_entry, BASE, ("people", "p1")) == BASE
    assert taken_over(BASE, with_entry, ("people", "p1", "sex")) == BASE, "no entry, no answer in it"
