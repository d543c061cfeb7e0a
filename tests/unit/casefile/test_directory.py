"""The directory of a case: what an entry is called, where it is used, and what could be entered once."""

from __future__ import annotations

import pytest

from docgen.casefile.assembly import assembled
from docgen.casefile.directory import entered_once, entries, new_id, repeated, title_of
from docgen.casefile.draft import Draft
from docgen.casefile.people import KINDS
from docgen.casefile.places import Place, path_of, place_of
from docgen.documents import document_types, example_of_all
from docgen.library import Library

OFFICIAL = example_of_all()["interview"]["official"]
INTERVIEWER: Place = ("interview", "official")
IN_CHARGE: Place = ("documents", "embassy_notification", "officer")


def test_the_id_of_an_entry_is_one_step_of_a_path_and_no_row_of_a_list() -> None:
    place: Place = ("people", new_id(), "names")
    assert place_of(path_of(place)) == place


def test_an_entry_is_called_by_its_name_and_told_from_others_by_post_and_agency(library: Library) -> None:
    for locale in library.locales.values():
        name, hint = title_of("official", OFFICIAL, locale)
        assert name == locale.name(OFFICIAL["names"])
        assert hint == f"{locale.text(OFFICIAL['position'])} · {locale.text(OFFICIAL['agency'])}"


def test_an_interpreter_is_called_by_the_code(library: Library) -> None:
    interpreter = example_of_all()["interpreter"]
    for locale in library.locales.values():
        assert title_of("interpreter", interpreter, locale)[0] == interpreter["code"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_which_nothing_is_known_has_no_name(kind: str, library: Library) -> None:
    for locale in library.locales.values():
        assert title_of(kind, {}, locale) == ("", "")


def test_entries_are_listed_by_kind_with_the_groups_that_they_fill(library: Library) -> None:
    draft = Draft().with_person("p2", "interpreter", {}).with_person("p1", "official", OFFICIAL)
    found = entries(draft.using(INTERVIEWER, "p1"), next(iter(library.locales.values())))
    assert [(entry.id, entry.uses) for entry in found] == [("p1", (INTERVIEWER,)), ("p2", ())]


def test_the_same_official_in_two_places_is_found_and_another_one_is_not() -> None:
    other = {**OFFICIAL, "names": {"Latn": "SOMEBODY Else"}}
    draft = Draft().put(INTERVIEWER, OFFICIAL).put(IN_CHARGE, OFFICIAL)
    (found,) = repeated(draft.put(("documents", "meeting_minutes", "minute_taker"), other))
    assert (found.kind, found.places, found.value) == ("official", (INTERVIEWER, IN_CHARGE), OFFICIAL)


def test_officials_who_differ_in_what_both_places_ask_for_are_two() -> None:
    promoted = {**OFFICIAL, "telephone": "+855 23 000 000"}
    assert repeated(Draft().put(INTERVIEWER, OFFICIAL).put(IN_CHARGE, promoted)) == []


def test_half_an_official_is_nobody_s_twin() -> None:
    half = {name: value for name, value in OFFICIAL.items() if name != "position"}
    assert repeated(Draft().put(INTERVIEWER, half).put(IN_CHARGE, half)) == []


def test_a_group_with_a_text_that_was_not_understood_is_left_alone() -> None:
    draft = Draft().put(INTERVIEWER, OFFICIAL).put(IN_CHARGE, OFFICIAL)
    assert repeated(draft.mistyped((*IN_CHARGE, "telephone"), "ask reception")) == []


def test_what_the_directory_has_already_is_offered_where_it_is_written_out_once() -> None:
    draft = Draft().with_person("p1", "official", OFFICIAL).put(INTERVIEWER, OFFICIAL)
    (found,) = repeated(draft)
    assert (found.entry, found.places) == ("p1", (INTERVIEWER,))
    used = entered_once(draft, found, "p1")
    assert (used.people, used.uses) == (draft.people, {path_of(INTERVIEWER): "p1"})
    assert repeated(used) == []


def test_what_a_group_has_beyond_the_entry_stays_in_the_group() -> None:
    """Delegates of a meeting, rows of a list, are officials with more to say."""
    draft = Draft(example_of_all())
    for found in repeated(draft):
        draft = entered_once(draft, found, new_id())
    for type_id in document_types():
        assert assembled(draft, type_id) == assembled(Draft(example_of_all()), type_id)
    assert repeated(draft) == []
