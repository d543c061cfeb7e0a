"""A duplicate is for another person: what is about the first one does not come along."""

import json
from typing import Any

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import place_of
from docgen.casefile.sibling import sibling, with_agency_of
from docgen.casefile.state import Status, to_do
from docgen.documents import document_type, example_of_all
from docgen.forms.nodes import Kind, leaves, tree_of
from tests.conftest import open_press, type_ids


def example() -> Draft:
    draft = Draft(values=example_of_all())
    draft = draft.with_person("i", "interpreter", draft.at(("interpreter",)))
    draft = draft.with_person("o", "official", draft.at(("interview", "official")))
    draft = draft.using(("interpreter",), "i").using(("interview", "official"), "o")
    draft = draft.using(("documents", "interpreter_waiver", "assessment", "official"), "o")
    draft = draft.mistyped(("person", "birth", "date"), "some day").mistyped(("interview", "start"), "early")
    return draft.mistyped(("documents", "termination_notice", "date"), "soon").mistyped(("agency", "email"), "at")


KEPT = [("agency", "name"), ("counterpart",), ("embassy",), ("interview", "place"), ("interpreter", "languages")]
GONE = [("person",), ("interview", "date"), ("interview", "start"), ("interpreter", "accompanied_person"),
        ("people", "i", "accompanied_person")]  # fmt: skip


@pytest.mark.parametrize("keep_documents", [False, True])
def test_agencies_officials_embassy_and_place_stay_and_the_person_goes(keep_documents: bool) -> None:
    made = sibling(example(), "B-2", keep_documents=keep_documents)
    assert made.at(("reference",)) == "B-2"
    for place in KEPT:
        assert made.at(place) == example().at(place) is not None, place
    for place in GONE:
        assert made.at(place) is None, place
    assert made.people["o"] == example().people["o"]
    assert made.typed == {"agency/email": "at"}
    assert {"interpreter": "i", "interview/official": "o"}.items() <= made.uses.items()


def test_no_document_comes_along_unless_it_is_wanted() -> None:
    made = sibling(example(), "B-2")
    assert "documents" not in made.values
    assert not any(place_of(path)[0] == "documents" for path in (*made.typed, *made.uses))


def test_nothing_of_the_person_is_in_a_duplicate_with_documents() -> None:
    text = json.dumps(sibling(example(), "B-2", keep_documents=True).values, ensure_ascii=False)
    person: dict[str, Any] = example().at(("person",))
    for name in (person["code"], *person["names"].values()):
        assert name not in text


@pytest.mark.parametrize("type_id", type_ids())
def test_of_a_document_people_agencies_and_words_stay_and_no_number_day_or_choice(type_id: str) -> None:
    made = sibling(example(), "B-2", keep_documents=True)
    kept = made.at(("documents", type_id))
    assert kept
    facts = (Kind.DAY, Kind.PARTIAL_DATE, Kind.TIME, Kind.INTEGER, Kind.AMOUNT)
    for node, _ in leaves(tree_of(document_type(type_id)), kept):
        named = any(str(step) in ("suspects", "representative", "guardian") for step in node.steps)
        assert named or node.kind not in facts, node.path
    assert "number" not in kept and "reference" not in kept


def test_every_document_of_a_duplicate_still_asks_for_something() -> None:
    for keep in (False, True):
        states = to_do(
            sibling(example(), "B-2", keep_documents=keep), open_press().library.locales.values(), lambda _: ()
        )
        assert {state.status for state in states.values()} == {Status.INCOMPLETE if keep else Status.NOT_STARTED}


def test_a_duplicate_may_wait_for_its_number() -> None:
    assert sibling(example(), "").at(("reference",)) is None


def test_a_new_case_begins_with_the_agency_of_the_last_one() -> None:
    assert with_agency_of(Draft().put(("reference",), "B"), example()).at(("agency", "party")) == "TH"
    begun = Draft().put(("person", "code"), "c")
    assert with_agency_of(begun, example()) == begun
    entry = example().with_person("a", "agency", {"party": "KH"}).put(("agency",), None).using(("agency",), "a")
    made = with_agency_of(Draft(), entry)
    assert (made.uses, list(made.people)) == ({"agency": "a"}, ["a"])
