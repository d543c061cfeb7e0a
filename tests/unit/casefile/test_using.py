"""Groups filled from an entry: the entry gives what it has, the group keeps what it has beyond it."""

from __future__ import annotations

from docgen.casefile.draft import Draft
from docgen.casefile.using import covered, keep, use
from docgen.documents import document_type, example
from docgen.forms.nodes import Node, tree_of

PLACE = ("documents", "meeting_minutes", "delegations", 0, "chair")
DRAFT = Draft(values=example(document_type("meeting_minutes")))


def chair() -> Node:
    found = tree_of(document_type("meeting_minutes")).at(PLACE[2:])
    assert found is not None
    return found


def test_an_entry_covers_the_fields_that_it_shares_with_the_group() -> None:
    assert {"names", "sex", "position", "agency"} <= covered(chair()) and "online" not in covered(chair())


def test_answers_become_an_entry_and_the_rest_stays_with_the_group() -> None:
    before = DRAFT.put((*PLACE, "online"), True)
    draft = keep(before, chair(), PLACE, "p1")
    assert draft.people["p1"]["kind"] == "official"
    assert draft.people["p1"]["value"] == {name: DRAFT.at(PLACE)[name] for name in DRAFT.at(PLACE) if name != "online"}
    assert draft.at(PLACE) == {"online": True} and draft.uses == {"/".join(map(str, PLACE)): "p1"}


def test_another_entry_takes_the_place_of_the_first() -> None:
    draft = keep(DRAFT, chair(), PLACE, "p1").with_person("p2", "official", {})
    assert list(use(draft, chair(), PLACE, "p2").uses.values()) == ["p2"]
