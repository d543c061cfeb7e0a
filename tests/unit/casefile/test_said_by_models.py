"""What models say of their questions beside kind and caption: it names questions and answers that there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.casefile.asking import asked, conditions
from docgen.casefile.assembly import assembled
from docgen.casefile.draft import Draft
from docgen.documents import document_type, document_types, example
from docgen.forms.nodes import Kind, Node, leaves, tree_of, tree_of_case


def groups(node: Node) -> Iterator[Node]:
    if node.kind is Kind.LIST:
        node = node.item(0)
    if node.kind is Kind.GROUP:
        yield node
        for member in node.members:
            yield from groups(member)


ALL = [group for tree in (tree_of_case(), *map(tree_of, document_types().values())) for group in groups(tree)]


def test_conditions_name_questions_and_answers_that_there_are() -> None:
    seen = 0
    for group in ALL:
        for member in group.members:
            for path, answers in conditions(group, member).items():
                other = group.at(tuple(path.split("/")))
                assert other is not None, (group.path, path)
                allowed = [True, False] if other.kind is Kind.YES_NO else list(other.options)
                assert answers and set(answers) <= set(allowed), (group.path, path)
                seen += 1
    assert seen >= 7


def test_alternatives_name_members_and_a_province_fills_texts_by_language() -> None:
    for group in ALL:
        names = {str(member.steps[-1]) for member in group.members}
        assert all(set(each) <= names for each in group.one_of)
        for member in group.members:
            assert member.named_by in ("", "province")
            assert not member.named_by or member.kind is Kind.WORDS
    assert any(group.one_of for group in ALL) and any(m.named_by for group in ALL for m in group.members)


@pytest.mark.parametrize("type_id", list(document_types()))
def test_every_answer_of_an_example_is_asked_for(type_id: str) -> None:
    values = example(document_type(type_id))
    tree, document = tree_of(document_type(type_id)), assembled(Draft(values=values), type_id)
    given = {node.path for node, _ in leaves(tree, values["documents"][type_id])}
    assert given - {node.path for node, _ in leaves(tree, document)} == set()


def test_a_question_may_depend_on_an_answer_below_a_field_beside_it() -> None:
    tree = tree_of(document_type("embassy_notification"))
    circumstances = tree.at(("circumstances",))
    assert circumstances is not None
    assert asked(tree, {"disclose": {"circumstances": True}}, circumstances)
    for values in ({"disclose": {"circumstances": False}}, {"disclose": {}}, {"disclose": None}, {}):
        assert not asked(tree, values, circumstances)
