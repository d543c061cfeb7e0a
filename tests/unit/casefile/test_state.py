"""What a document lacks and what stands in its way, at the places where it is entered; on any draft."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.case import Case
from docgen.casefile.assembly import case_of
from docgen.casefile.draft import Draft
from docgen.casefile.places import SHARED, Place, node_at, path_of
from docgen.casefile.state import NOT_UNDERSTOOD, DocumentState, Status, state_of, to_do
from docgen.check import check
from docgen.documents import document_type, document_types, example_of_all
from docgen.errors import Severity
from docgen.locale import Locale
from docgen.sop import clause
from tests.conftest import open_press, type_ids

WAIVER = "interpreter_waiver"
NOTICE = "termination_notice"


def locales() -> tuple[Locale, ...]:
    return tuple(open_press().library.locales.values())


def draws(text: str) -> Iterable[str]:
    return ()


def looked_at(draft: Draft, type_id: str) -> DocumentState:
    return state_of(draft, type_id, locales(), draws)


def whole() -> Draft:
    return Draft(values=example_of_all())


def at(type_id: str, *steps: str | int) -> Place:
    return ("documents", type_id, *steps)


def pointers(state: DocumentState) -> set[str]:
    return {finding.pointer for finding in state.findings}


@pytest.mark.parametrize("type_id", type_ids())
def test_a_whole_draft_is_ready_and_finds_what_the_check_of_its_document_finds(type_id: str, case: Case) -> None:
    state = looked_at(whole(), type_id)
    assert state.status is Status.READY and not state.missing
    assert state.answered == state.asked > 10
    found = check(document_type(type_id).of(case), locales(), draws)
    assert [finding.code for finding in state.findings] == [finding.code for finding in found]


@pytest.mark.parametrize("type_id", type_ids())
def test_an_empty_draft_lacks_every_question_that_must_be_answered(type_id: str) -> None:
    state = looked_at(Draft(), type_id)
    assert state.status is Status.NOT_STARTED
    assert state.answered == 0 and state.asked == len(state.missing) == len(set(state.missing)) > 10
    assert ("reference",) in state.missing and at(type_id, "number") in state.missing
    assert not state.findings
    assert all(node_at(place) for place in state.missing)


@pytest.mark.parametrize("type_id", type_ids())
def test_without_any_one_answer_that_must_be_given_exactly_that_is_missing(type_id: str) -> None:
    draft = whole()
    for name in SHARED:
        draft = draft.put(at(type_id, name), None)  # what the document restates would stand in for what is missing
    for place in looked_at(Draft(), type_id).missing:
        if draft.at(place) is not None:
            state = looked_at(draft.put(place, None), type_id)
            assert place in state.missing, place
            assert state.status is Status.INCOMPLETE


def test_what_is_missing_names_the_clause_of_the_rule_about_it_else_those_of_the_document() -> None:
    state = looked_at(Draft(), WAIVER)
    assert state.clauses_of(at(WAIVER, "informed_of_right")) == ("4.4",)
    assert state.clauses_of(at(WAIVER, "assessment", "language")) == ("4.5",)
    assert state.clauses_of(("reference",)) == document_type(WAIVER).clauses


@pytest.mark.parametrize("type_id", type_ids())
def test_every_clause_that_is_named_is_in_the_sop(type_id: str) -> None:
    state = looked_at(Draft(), type_id)
    numbers = {number for place in state.missing for number in state.clauses_of(place)}
    assert numbers and all(clause(number).number == number for number in numbers)


def test_a_rule_that_is_broken_blocks_at_the_place_of_the_answer() -> None:
    state = looked_at(whole().put(at(WAIVER, "informed_of_right"), False), WAIVER)
    (finding,) = [each for each in state.findings if each.severity is Severity.ERROR]
    assert state.status is Status.BLOCKED
    assert (finding.pointer, finding.clause) == (f"/{path_of(at(WAIVER, 'informed_of_right'))}", "4.4")


def test_a_rule_about_what_is_shared_points_at_what_is_shared() -> None:
    state = looked_at(whole().put(("interview", "purpose"), "criminal_procedure"), WAIVER)
    assert "/interview/purpose" in pointers(state)


def test_a_rule_about_what_the_directory_fills_points_at_the_entry() -> None:
    entry = {**whole().at(("interpreter",)), "accompanied_person": True}
    draft = whole().put(("interpreter",), None).with_person("p", "interpreter", entry).using(("interpreter",), "p")
    state = looked_at(draft, WAIVER)
    assert state.status is Status.WARNED
    assert "/people/p/accompanied_person" in pointers(state)


def test_what_an_entry_of_the_directory_lacks_is_missing_there() -> None:
    draft = whole().with_person("p", "official", {"sex": "male"}).put(at(WAIVER, "assessment", "official"), None)
    state = looked_at(draft.using(at(WAIVER, "assessment", "official"), "p"), WAIVER)
    assert set(state.missing) == {("people", "p", name) for name in ("names", "position", "agency")}


def test_a_text_that_was_not_understood_stands_in_the_way_where_it_was_typed_and_nothing_else_there() -> None:
    for place in (at(WAIVER, "date"), ("interview", "date"), ("person", "birth", "date"), at(WAIVER, "remarks")):
        state = looked_at(whole().mistyped(place, "some day"), WAIVER)
        known = node_at(place) is not None
        assert state.status is (Status.BLOCKED if known else Status.READY)
        assert [each.pointer for each in state.findings if each.code == NOT_UNDERSTOOD] == [
            f"/{path_of(place)}"
        ] * known
        assert not state.missing


def test_a_text_in_the_directory_that_was_not_understood_stands_in_the_way_of_who_uses_it() -> None:
    entry = whole().at(at(WAIVER, "assessment", "official"))
    draft = whole().with_person("p", "official", entry).mistyped(("people", "p", "telephone"), "none")
    used = draft.using(at(WAIVER, "assessment", "official"), "p")
    assert pointers(looked_at(used, WAIVER)) == {"/people/p/telephone"}
    assert looked_at(draft, WAIVER).status is Status.READY
    assert looked_at(used, NOTICE).status is Status.READY


def test_a_text_that_another_document_alone_asks_for_stands_not_in_the_way() -> None:
    draft = whole().mistyped(("person", "guardian", "sex"), "?").mistyped(at(NOTICE, "date"), "?")
    assert looked_at(draft, WAIVER).status is Status.READY
    assert looked_at(draft, NOTICE).status is Status.BLOCKED


def test_a_value_that_the_model_refuses_blocks_and_is_not_shown() -> None:
    state = looked_at(whole().put(at(NOTICE, "number"), "x" * 81), NOTICE)
    assert state.status is Status.BLOCKED
    (finding,) = state.findings
    assert finding.pointer == f"/{path_of(at(NOTICE, 'number'))}" and "xxx" not in str(finding.message)


def test_words_missing_in_one_of_the_languages_warn() -> None:
    draft = whole().put(("interview", "place", "name"), {"en": "Bangkok"})
    state = looked_at(draft, WAIVER)
    assert state.status is Status.WARNED
    assert "/interview/place/name" in pointers(state)
    assert state_of(draft, WAIVER, [each for each in locales() if each.tag == "en"], draws).status is Status.READY


def test_characters_that_no_font_draws_block() -> None:
    state = state_of(whole(), NOTICE, locales(), lambda text: set(text) & {"0"})
    assert state.status is Status.BLOCKED


def test_a_row_that_was_begun_lacks_the_rest_under_its_own_number() -> None:
    place = at("meeting_minutes", "agenda")
    draft = whole().put(place, [{}, *whole().at(place), {"title": {"en": "More"}}])
    missing = looked_at(draft, "meeting_minutes").missing
    assert missing and {each[: len(place) + 1] for each in missing} == {(*place, len(whole().at(place)) + 1)}


def test_all_types_are_looked_at() -> None:
    assert list(to_do(Draft(), locales(), draws)) == list(document_types())


TEXTS = ["", "x", "\ud800", "9999-12-31", "0001-01-01"]
KEYS = st.sampled_from(["en", "km", "0", "a/b", "date", "names", "kind"])
odd = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**20) | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
MORE: list[Place] = [
    ("documents",), ("person",), ("agency",), ("interview", "official"), ("people", "p"), ("people", "p", "names"),
    at(WAIVER), at(NOTICE), at(WAIVER, "nowhere", 3), at("meeting_minutes", "agenda", 0),
    at("meeting_minutes", "delegations"),
]  # fmt: skip
PLACES = sorted({*MORE, *(place for type_id in type_ids() for place in looked_at(Draft(), type_id).missing)}, key=str)


@settings(max_examples=150)
@given(
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(PLACES), odd), max_size=4),
    st.dictionaries(st.sampled_from(PLACES).map(path_of), st.text(max_size=3), max_size=3),
    st.dictionaries(st.sampled_from(PLACES).map(path_of), st.sampled_from(["p", "q", "gone"]), max_size=3),
    odd,
    odd,
)
def test_no_draft_is_too_odd(
    full: bool, puts: list[tuple[Place, Any]], typed: dict[str, str], uses: dict[str, str], entry: Any, kind: Any
) -> None:
    values: dict[str, Any] = json.loads(json.dumps(example_of_all())) if full else {}
    for place, value in puts:
        _set(values, place, value)
    people = {"p": {"kind": "official", "value": entry}, "q": {"kind": kind, "value": {"names": entry}}}
    draft = Draft(values, typed, people, uses)
    for state in to_do(draft, locales(), draws).values():
        assert (state.status is Status.READY) <= (not state.missing)
        assert 0 <= state.answered <= state.asked
        assert all(finding.pointer.startswith("/") for finding in state.findings)
        assert all(state.clauses_of(place) for place in state.missing)


def _set(tree: Any, place: Place, value: Any) -> None:
    *above, last = place
    for step in above:
        if not isinstance(tree, dict):
            return
        tree = tree.setdefault(str(step), {})
    if isinstance(tree, dict):
        tree[str(last)] = value


@pytest.mark.parametrize("type_id", type_ids())
def test_what_is_ready_can_be_made(type_id: str) -> None:
    draft = whole()
    assert looked_at(draft, type_id).status is Status.READY
    assert document_type(type_id).of(Case.from_tree(case_of(draft, [type_id]))).type_id == type_id
