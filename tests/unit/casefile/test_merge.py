"""Two clerks on one case: no edit is lost, none lands elsewhere, and only what both changed differently is asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.casefile.draft import Draft
from docgen.casefile.merge import Merged, changed, merged
from docgen.casefile.places import Place, path_of, place_of

AGENDA: Place = ("documents", "meeting_minutes", "agenda")
ROWS = 3
Edit = Callable[[Draft], Draft]


def base() -> Draft:
    """Small, so that a failure can be read: a few questions of each sort, three rows, two entries of the directory."""
    draft = Draft().put(("reference",), "A-1").put(("person",), {"code": "c", "names": {"Khmr": "ក", "Latn": "Ka"}})
    draft = draft.put(("documents", "termination_notice"), {"number": "n", "addressee": {"name": {"en": "Agency"}}})
    draft = draft.put(("documents", "meeting_minutes", "minute_taker"), {"sex": "male", "names": {"Latn": "Kept"}})
    draft = draft.put(AGENDA, [{"title": {"en": f"Point {number}"}, "kind": "other"} for number in range(ROWS)])
    draft = draft.with_person("p", "official", {"sex": "female", "names": {"Latn": "Invented"}})
    draft = draft.with_person("q", "agency", {"party": "TH"}).using(("interview", "official"), "p")
    return draft.mistyped(("person", "birth", "date"), "some day").mistyped((*AGENDA, 1, "kind"), "?")


BASE = base()


def leaves(tree: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    if isinstance(tree, dict) and tree:
        for step, each in tree.items():
            yield from leaves(each, (*place, step))
    elif isinstance(tree, list):
        yield place, len(tree)
        for index, each in enumerate(tree):
            yield from leaves(each, (*place, index))
    else:
        yield place, tree


def told(draft: Draft) -> dict[tuple[str, str], Any]:
    """All that a draft says, one by one."""
    found = {("value", path_of(place)): each for place, each in leaves(draft.values)}
    found |= {("typed", path): text for path, text in draft.typed.items()}
    found |= {("use", path): person for path, person in draft.uses.items()}
    for person, entry in draft.people.items():
        found["kind", f"people/{person}"] = entry["kind"]
        found |= {("value", path_of(("people", person, *place))): each for place, each in leaves(entry["value"])}
    return found


def changes(before: Draft, after: Draft) -> dict[tuple[str, str], Any]:
    old, new = told(before), told(after)
    return {key: new.get(key) for key in {*old, *new} if old.get(key) != new.get(key)}


def within(path: str, places: tuple[Place, ...]) -> bool:
    steps = place_of(path)
    return any(steps[: len(place)] == place or place[: len(steps)] == steps for place in places)


def on_rows(change: Callable[[Draft], Draft]) -> Edit:
    return lambda draft: change(draft) if draft.rows(AGENDA) > 1 else draft


QUESTIONS = sorted(
    (place for place, _ in leaves(BASE.values) if place[:3] != AGENDA and isinstance(BASE.at(place), str)), key=str
)
questions = st.sampled_from(QUESTIONS)
texts = st.sampled_from(["one", "two", "three"])
row = st.integers(0, ROWS - 2)
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda place, text: lambda draft: draft.put(place, text), questions, texts),
    st.builds(lambda place: lambda draft: draft.put(place, None), questions),
    st.builds(lambda place, text: lambda draft: draft.mistyped(place, text), questions, texts),
    st.builds(lambda index, text: on_rows(lambda draft: draft.put((*AGENDA, index, "title", "en"), text)), row, texts),
    st.builds(lambda index, text: on_rows(lambda draft: draft.mistyped((*AGENDA, index, "kind"), text)), row, texts),
    st.builds(lambda index, to: on_rows(lambda draft: draft.move_row(AGENDA, index, to)), row, row),
    st.builds(lambda index: on_rows(lambda draft: draft.remove_row(AGENDA, index)), row),
    st.builds(lambda text: lambda draft: draft.add_row(AGENDA, {"title": {"en": text}}), texts),
    st.builds(
        lambda text: lambda draft: draft.put(("people", "p", "sex"), text) if "p" in draft.people else draft, texts
    ),
    st.just(lambda draft: draft.without_person("p")),
    st.just(lambda draft: draft.with_person("new", "official", {"sex": "male"})),
    st.just(lambda draft: draft.using(("interview", "official"), None)),
    st.just(
        lambda draft: (
            draft.using(("documents", "meeting_minutes", "minute_taker"), "p") if "p" in draft.people else draft
        )
    ),
)


def edited(made: list[Edit]) -> Draft:
    draft = BASE
    for edit in made:
        draft = edit(draft)
    return draft


drafts = st.lists(edits, max_size=6).map(edited)


def places(found: Merged) -> tuple[Place, ...]:
    return tuple(clash.place for clash in found.conflicts)


@given(drafts, drafts)
def test_each_edit_is_in_the_merged_draft_or_asked_about(theirs: Draft, mine: Draft) -> None:
    found = merged(BASE, theirs, mine)
    now = told(found.draft)
    for side in (theirs, mine):
        for (what, path), each in changes(BASE, side).items():
            assert now.get((what, path)) == each or within(path, places(found)), (what, path)


@given(drafts, drafts)
def test_nothing_changes_that_nobody_changed(theirs: Draft, mine: Draft) -> None:
    found = merged(BASE, theirs, mine)
    assert set(changes(BASE, found.draft)) <= {*changes(BASE, theirs), *changes(BASE, mine)}


@given(drafts, drafts)
def test_it_does_not_matter_who_saved_first_unless_something_is_asked(theirs: Draft, mine: Draft) -> None:
    one, other = merged(BASE, theirs, mine), merged(BASE, mine, theirs)
    assert set(places(one)) == set(places(other))
    if not one.conflicts:
        assert one.draft == other.draft


@given(drafts, drafts)
def test_told_to_prefer_mine_it_keeps_each_edit_of_mine(theirs: Draft, mine: Draft) -> None:
    now = told(merged(BASE, theirs, mine, prefer_mine=True).draft)
    lost = {key for key, each in changes(BASE, mine).items() if now.get(key) != each}
    assert {path.split("/")[:2] == ["people", "p"] for _, path in lost} <= {True}, "only who is still used stays"


@given(drafts)
def test_who_changed_nothing_gets_what_the_other_made(theirs: Draft) -> None:
    assert merged(BASE, theirs, BASE) == Merged(theirs)
    assert merged(BASE, BASE, theirs) == Merged(theirs)
    assert merged(BASE, theirs, theirs) == Merged(theirs)


@given(drafts, drafts)
def test_without_a_base_whatever_differs_is_asked(theirs: Draft, mine: Draft) -> None:
    found = merged(None, theirs, mine)
    assert bool(found.conflicts) == (theirs != mine)
    assert all(within(path, places(found)) for _, path in changes(theirs, mine))


@given(drafts, drafts)
def test_what_changed_is_told_place_by_place(before: Draft, after: Draft) -> None:
    found = changed(before, after)
    assert bool(found) == (before != after)
    assert all(within(path, tuple(found)) for _, path in changes(before, after))
    assert all(any(within(path, (place,)) for _, path in changes(before, after)) for place in found)


@given(drafts, st.lists(edits, max_size=4))
def test_a_page_whose_base_is_gone_is_asked_about_what_was_changed_since_alone(theirs: Draft, made: list[Edit]) -> None:
    mine = theirs
    for edit in made:  # a page puts its answers on the newest draft where its own is gone
        mine = edit(mine)
    touched = changed(BASE, theirs)
    found = merged(None, theirs, mine, touched=touched)
    now = told(found.draft)
    for (what, path), each in changes(theirs, mine).items():
        assert now.get((what, path)) == each or within(path, places(found)), (what, path)
    assert all(within(path_of(place), tuple(touched)) for place in places(found) if place[:1] != ("people",))


def test_two_languages_of_one_text_are_two_answers() -> None:
    place = ("documents", "termination_notice", "addressee", "name")
    found = merged(BASE, BASE.put((*place, "km"), "ក"), BASE.put((*place, "th"), "ข"))
    assert not found.conflicts
    assert (found.draft.at((*place, "km")), found.draft.at((*place, "th"))) == ("ក", "ข")


def test_what_both_changed_is_shown_with_both_answers() -> None:
    place = ("person", "code")
    (clash,) = merged(BASE, BASE.put(place, "one"), BASE.mistyped(place, "two?")).conflicts
    assert (clash.place, clash.theirs, clash.mine) == (place, "one", "two?")


def test_a_text_that_was_corrected_and_one_that_was_typed_anew_are_asked_about() -> None:
    place = ("person", "birth", "date")
    (clash,) = merged(BASE, BASE.put(place, "2008-02-03"), BASE.mistyped(place, "3 Feb")).conflicts
    assert (clash.theirs, clash.mine) == ("2008-02-03", "3 Feb")


def test_edits_of_different_rows_are_no_conflict() -> None:
    mine, theirs = ((*AGENDA, index, "title", "en") for index in (0, 2))
    found = merged(BASE, BASE.put(theirs, "theirs"), BASE.put(mine, "mine"))
    assert not found.conflicts
    assert (found.draft.at(mine), found.draft.at(theirs)) == ("mine", "theirs")


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: draft.move_row(AGENDA, 0, 2),
        lambda draft: draft.remove_row(AGENDA, 0),
        lambda draft: draft.add_row(AGENDA, {"title": {"en": "More"}}),
    ],
)
def test_an_edit_of_a_row_does_not_land_on_another_one(change: Edit) -> None:
    found = merged(BASE, BASE.put((*AGENDA, 0, "note"), {"en": "of the first"}), change(BASE))
    assert places(found) == (AGENDA,)


def test_who_was_taken_into_use_by_one_and_removed_by_the_other_stays_and_is_asked_about() -> None:
    using = BASE.using(("agency",), "q")
    for theirs, mine in ((using, BASE.without_person("q")), (BASE.without_person("q"), using)):
        found = merged(BASE, theirs, mine)
        assert places(found) == (("people", "q"),)
        assert found.draft.uses["agency"] == "q" and found.draft.people["q"] == BASE.people["q"]


def test_a_group_that_one_filled_from_the_directory_and_the_other_edited_is_asked_about_as_one() -> None:
    place = ("documents", "meeting_minutes", "minute_taker")
    found = merged(BASE, BASE.put((*place, "sex"), "female"), BASE.using(place, "p"))
    (clash,) = found.conflicts
    assert clash.place == place
    assert clash.mine["names"] == {"Latn": "Invented"}


def test_what_is_in_no_row_any_more_is_no_trouble() -> None:
    odd = replace(BASE, typed={**BASE.typed, path_of((*AGENDA, 99, "kind")): "lost", "reference/deep": "odd"})
    assert merged(BASE, odd, BASE.put(("reference",), "B-2")).draft.typed[path_of((*AGENDA, 99, "kind"))] == "lost"
