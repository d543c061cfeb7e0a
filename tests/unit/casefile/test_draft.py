"""The draft: rows keep the texts and uses in them wherever they move; every change is a copy."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docgen.casefile.draft import Draft

LIST = ("documents", "meeting_minutes", "agenda")


def lettered(letters: str) -> Draft:
    """A list with a row for each letter; every other row holds a text not understood and a use that tell its letter."""
    draft = Draft().put(("reference",), "A-1").mistyped(("person", "birth", "date"), "some day")
    draft = draft.with_person("p", "official", {}).using(("documents", "meeting_minutes", "minute_taker"), "p")
    for letter in letters:
        draft = draft.add_row(LIST, {"title": {"en": letter}})
    for index, letter in enumerate(letters):
        if index % 2 == 0:
            draft = draft.mistyped((*LIST, index, "kind"), letter).with_person(letter, "official", {})
            draft = draft.using((*LIST, index, "chair"), letter)
    return draft


def held_together(draft: Draft) -> list[tuple[str, Any, str | None]]:
    """Letter, text and use of each row."""
    return [
        (
            draft.at((*LIST, index, "title", "en")),
            draft.typed_at((*LIST, index, "kind")),
            draft.uses.get("/".join(map(str, (*LIST, index, "chair")))),
        )
        for index in range(draft.rows(LIST))
    ]


def elsewhere(draft: Draft) -> tuple[Any, ...]:
    taker = draft.uses["documents/meeting_minutes/minute_taker"]
    return draft.at(("reference",)), draft.typed_at(("person", "birth", "date")), taker


letters = st.lists(st.sampled_from("abcdefghijklmnopq"), min_size=1, max_size=8, unique=True).map("".join)


@given(letters, st.data())
def test_a_row_that_moves_takes_its_texts_and_uses_along(letters: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(letters) - 1))
    to = data.draw(st.integers(0, len(letters) - 1))
    before = lettered(letters)
    after = before.move_row(LIST, index, to)
    expected = held_together(before)
    expected.insert(to, expected.pop(index))
    assert held_together(after) == expected
    assert elsewhere(after) == elsewhere(before)
    assert len(after.typed) == len(before.typed) and len(after.uses) == len(before.uses)


@given(letters, st.data())
def test_a_row_that_goes_takes_only_its_own_texts_and_uses_along(letters: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(letters) - 1))
    before = lettered(letters)
    after = before.remove_row(LIST, index)
    expected = held_together(before)
    gone = expected.pop(index)
    assert held_together(after) == expected
    assert elsewhere(after) == elsewhere(before)
    assert len(before.typed) - len(after.typed) == len(before.uses) - len(after.uses) == (gone[1] is not None)


@given(letters, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_however_often_rows_move_each_keeps_what_is_its_own(letters: str, moves: list[tuple[int, int]]) -> None:
    draft = lettered(letters)
    expected = sorted(held_together(draft), key=str)
    for index, to in moves:
        draft = draft.move_row(LIST, index % len(letters), to % len(letters))
    assert sorted(held_together(draft), key=str) == expected


def test_a_draft_is_the_same_after_it_was_kept() -> None:
    draft = lettered("abc").put(("person", "names", "Khmr"), "សុខា")
    assert Draft.from_json(draft.to_json()) == draft


def test_a_change_leaves_the_draft_before_it_as_it_was() -> None:
    draft = lettered("abc")
    kept = draft.to_json()
    draft.remove_row(LIST, 0).put(("reference",), None).without_person("p").move_row(LIST, 0, 1)
    assert draft.to_json() == kept


def test_an_answer_takes_the_place_of_the_text_that_was_not_understood() -> None:
    draft = Draft().mistyped(("documents", "termination_notice", "date"), "soon")
    assert draft.at(("documents", "termination_notice", "date")) is None
    answered = draft.put(("documents", "termination_notice", "date"), "2026-11-25")
    assert answered.typed == {}


def test_who_leaves_the_directory_fills_nothing_any_more() -> None:
    draft = lettered("a").mistyped(("people", "a", "telephone"), "none")
    left = draft.without_person("a")
    assert "a" not in left.uses.values() and "a" not in left.people
    assert left.typed_at(("people", "a", "telephone")) is None
