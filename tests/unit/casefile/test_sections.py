"""Pages from the tree of fields: each question stands on one of them, and one leads to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS, PEOPLE, SHARED, Place
from docgen.casefile.sections import (
    MOST,
    Section,
    before,
    is_rows,
    next_after,
    page_of,
    sections_of,
    tree_for,
    weight,
)
from docgen.documents import document_types, example_of_all
from docgen.errors import UnknownName
from docgen.forms.nodes import Kind, Node

DRAFT = Draft(values=example_of_all()).with_person("p1", "official", {})
ROOTS: list[Place] = [(), *((DOCUMENTS, type_id) for type_id in document_types()), (PEOPLE, "p1")]
MINUTES = (DOCUMENTS, "meeting_minutes")


def fields(root: Place, node: Node) -> Iterator[Place]:
    """The questions below a field, rows as far as the draft has them."""
    place = (*root, *node.steps)
    if node.kind is Kind.GROUP:
        for member in node.members:
            if place or member.steps[-1] != DOCUMENTS:
                yield from fields(root, member)
    elif is_rows(node):
        for row in range(DRAFT.rows(place)):
            yield from fields(root, node.item(row))
    else:
        yield place


def all_sections(root: Place) -> Iterator[Section]:
    for section in sections_of(root, DRAFT):
        yield section
        for row in range(DRAFT.rows(section.place)) if section.rows else ():
            yield from all_sections((*section.place, row))


@pytest.mark.parametrize("root", ROOTS, ids=str)
def test_every_question_stands_on_one_page_and_is_found_there(root: Place) -> None:
    pages = list(all_sections(root))
    count = 0
    for place in fields(root, tree_for(root, DRAFT)):
        holding = [page for page in pages if page.holds(place)]
        found = page_of(place, DRAFT)
        assert found is not None and len(holding) <= 1, place
        if holding:
            assert (found.place, found.part) == (holding[0].place, holding[0].part), place
            count += 1
        else:
            assert root[:1] == (DOCUMENTS,) and place[2] in SHARED, f"{place} is entered for all papers"
    assert count > 3


@pytest.mark.parametrize("root", ROOTS, ids=str)
def test_no_page_is_endless(root: Place) -> None:
    for section in all_sections(root):
        assert sum(map(weight, section.members)) <= MOST or len(section.members) == 1, section.path


@pytest.mark.parametrize("root", ROOTS, ids=str)
def test_one_page_leads_to_the_next_and_back_until_the_end(root: Place) -> None:
    pages = sections_of(root, DRAFT)
    for one, other in pairwise(pages):
        following = next_after(one, DRAFT)
        assert following and following.path == other.path
        previous = before(other, DRAFT)
        assert previous and previous.path == one.path
    assert next_after(pages[-1], DRAFT) is None and before(pages[0], DRAFT) is None
    assert len({page.path for page in pages}) == len(pages)


def test_behind_the_last_page_of_a_row_comes_its_list() -> None:
    row = sections_of((*MINUTES, "delegations", 0), DRAFT)
    assert [section.place[-1] for section in row] == [0, "chair", "members", "absent", "in_attendance"]
    after = next_after(row[-1], DRAFT)
    assert after and after.place == (*MINUTES, "delegations")


def test_what_the_case_shares_is_no_question_of_a_document_unless_it_is_restated() -> None:
    first = sections_of((DOCUMENTS, "interpreter_waiver"), DRAFT)[0]
    assert "agency" in [node.steps[-1] for node in first.shared]
    place = (DOCUMENTS, "interpreter_waiver", "agency")
    own = page_of(place, DRAFT)
    assert own is not None and own.place == place, "where another is entered for this paper"
    restated = DRAFT.put((*place, "telephone"), "+855 23 555 0100")
    sections = sections_of((DOCUMENTS, "interpreter_waiver"), restated)
    assert place in [section.place for section in sections]
    assert "agency" not in [node.steps[-1] for node in sections[0].shared]


def test_a_place_that_no_model_has_has_no_page() -> None:
    assert page_of((*MINUTES, "nothing"), DRAFT) is None
    assert page_of(("person", "names", "Latn", "x"), DRAFT) is None
    for place in ((DOCUMENTS,), (DOCUMENTS, "nothing"), (PEOPLE, "nobody")):
        with pytest.raises(UnknownName):
            page_of(place, DRAFT)
