"""What documents take of a draft is what they take of the case, however it was entered."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from docgen.case import Case
from docgen.casefile.asking import asked
from docgen.casefile.assembly import assembled, assembly_of, case_of
from docgen.casefile.draft import Draft
from docgen.casefile.people import kind_for
from docgen.casefile.places import DOCUMENTS, SHARED, Place
from docgen.casefile.using import keep
from docgen.documents import document_type, document_types, example_of_all
from docgen.forms.nodes import Kind, Node, tree_of, tree_of_case
from tests.conftest import type_ids

SHARED_OFFICIAL: Place = ("interview", "official")


def entered() -> Draft:
    """The example of every type, typed in."""
    draft = Draft()
    for name, value in example_of_all().items():
        draft = draft.put((name,), value)
    return draft


def fillable(node: Node, tree: Any, place: Place) -> Iterator[tuple[Node, Place]]:
    """The groups of a tree of answers that the directory could fill."""
    if node.kind is Kind.GROUP and isinstance(tree, dict):
        if kind_for(node):
            yield node, place
            return
        for member in node.members:
            yield from fillable(member, tree.get(str(member.steps[-1])), (*place, str(member.steps[-1])))
    elif node.kind is Kind.LIST and isinstance(tree, list):
        for index, row in enumerate(tree):
            yield from fillable(node.item(index), row, (*place, index))


def entered_once() -> Draft:
    """The same with each group that the directory can fill filled from an entry of its own."""
    draft, values = entered(), example_of_all()
    for name in SHARED:
        node = tree_of_case().at((name,))
        assert node is not None
        for group, place in list(fillable(node, values.get(name), (name,))):
            draft = keep(draft, group, place, f"entry{len(draft.people)}")
    for type_id, kind in document_types().items():
        for group, place in list(fillable(tree_of(kind), values[DOCUMENTS][type_id], (DOCUMENTS, type_id))):
            draft = keep(draft, group, place, f"entry{len(draft.people)}")
    return draft


def not_asked(type_id: str) -> list[str]:
    """Particulars of the example that a form does not ask for, as its other answers stand; the model lets them be."""
    root, given = tree_of(document_type(type_id)), example_of_all()[DOCUMENTS][type_id]
    return [str(each.steps[-1]) for each in root.members if each.steps[-1] in given and not asked(root, given, each)]


@pytest.mark.parametrize("type_id", type_ids())
@pytest.mark.parametrize("draft", [entered(), entered_once()], ids=["typed", "entered once"])
def test_a_draft_makes_the_document_that_its_case_makes(draft: Draft, type_id: str, case: Case) -> None:
    kind = document_type(type_id)
    expected = kind.of(case).model_dump() | dict.fromkeys(not_asked(type_id))
    assert kind.model_validate(assembled(draft, type_id)).model_dump() == expected
    assert kind.of(Case.from_tree(case_of(draft, [type_id]))).model_dump() == expected


def test_the_directory_fills_shared_groups_and_groups_in_rows() -> None:
    uses = entered_once().uses
    assert {"agency", "counterpart", "interpreter", "interview/official"} <= set(uses)
    assert [path for path in uses if path.startswith("documents/meeting_minutes/delegations/1/")]
    assert len(uses) > 15


def test_a_case_with_every_document_is_a_case() -> None:
    made = Case.from_tree(json.loads(json.dumps(case_of(entered_once(), type_ids()))))
    assert list(made.documents) == type_ids()


def test_a_correction_of_an_entry_corrects_every_paper_that_uses_it() -> None:
    draft = entered_once()
    place = ("documents", "interpreter_waiver", "assessment", "official")
    person = draft.uses["/".join(place)]
    draft = draft.using(SHARED_OFFICIAL, person).put(("people", person, "names", "Latn"), "Corrected Name")
    tree = assembled(draft, "interpreter_waiver")
    assert tree["interview"]["official"]["names"]["Latn"] == "Corrected Name"
    assert tree["assessment"]["official"]["names"]["Latn"] == "Corrected Name"


def test_what_a_group_has_beyond_the_entry_stays_its_own_and_the_entry_gives_the_rest() -> None:
    place = ("documents", "return_victim_finding", "suspects", 0)
    draft = Draft().with_person("p", "official", {"names": {"Latn": "Entry"}, "sex": "male", "telephone": "+66 2"})
    draft = draft.add_row(place[:-1], {"names": {"Latn": "Own"}, "note": {"en": "beyond"}}).using(place, "p")
    tree = assembled(draft, "return_victim_finding")
    (row,) = tree["suspects"]
    assert row["names"] == {"Latn": "Entry"}
    assert row["note"] == {"en": "beyond"}
    assert "telephone" not in row


def test_an_entry_that_is_not_there_any_more_fills_nothing() -> None:
    draft = entered().using(SHARED_OFFICIAL, "gone")
    assert assembled(draft, "interpreter_waiver") == assembled(entered(), "interpreter_waiver")


def test_empty_answers_groups_and_rows_are_left_out_and_the_rows_behind_them_known_by_their_own_number() -> None:
    agenda = ("documents", "meeting_minutes", "agenda")
    draft = Draft().put(("documents", "meeting_minutes", "number"), "")
    for row in ({}, {"title": {"en": ""}}, {"title": {"en": "A point"}}):
        draft = draft.add_row(agenda, row)
    assembly = assembly_of(draft, "meeting_minutes")
    assert assembly.tree == {"agenda": [{"title": {"en": "A point"}}]}
    assert assembly.place(("agenda", 0, "title")) == (*agenda, 2, "title")
    assert assembly.steps((*agenda, 2, "title")) == ("agenda", 0, "title")


def test_a_row_of_which_only_a_text_not_understood_is_there_is_there() -> None:
    place = ("documents", "meeting_minutes", "agenda")
    draft = Draft().add_row(place, {}).mistyped((*place, 0, "kind"), "?")
    assert assembled(draft, "meeting_minutes") == {"agenda": [{}]}


def test_what_a_document_restates_is_taken_from_it_and_not_from_the_case() -> None:
    draft = entered().put(("documents", "termination_notice", "agency"), {"party": "KH"})
    assert assembled(draft, "termination_notice")["agency"] == {"party": "KH"}
    assert assembled(draft, "meeting_minutes")["agency"]["party"] == "TH"
    restated = entered_once().put(("documents", "termination_notice", "agency"), None)
    (other, *_) = [person for path, person in restated.uses.items() if path == "counterpart"]
    filled = assembled(restated.using(("documents", "termination_notice", "agency"), other), "termination_notice")
    assert filled["agency"]["party"] == "KH"


def test_a_document_whose_own_agency_is_complete_does_not_wait_for_that_of_the_case() -> None:
    own = entered().at(("agency",))
    draft = entered().put(("agency",), {"party": "KH"}).put(("documents", "termination_notice", "agency"), own)
    made = Case.from_tree(case_of(draft, ["termination_notice"]))
    assert document_type("termination_notice").of(made).agency == made.agency


def test_an_answer_to_a_question_that_is_no_longer_asked_is_kept_and_left_out() -> None:
    reason = ("documents", "meeting_minutes", "ad_hoc_reason")
    draft = entered().put(reason, {"en": "An urgent case"}).put((*reason[:2], "kind"), "ad_hoc")
    assert assembled(draft, "meeting_minutes")["ad_hoc_reason"] == {"en": "An urgent case"}
    regular = draft.put((*reason[:2], "kind"), "regular")
    assert "ad_hoc_reason" not in assembled(regular, "meeting_minutes")
    assert regular.at(reason) == {"en": "An urgent case"}
