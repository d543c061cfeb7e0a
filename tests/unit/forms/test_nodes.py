"""A document type as a tree of fields."""

from __future__ import annotations

import pytest

from docgen.documents import document_type
from docgen.forms.nodes import Kind, shown, steps_of, tree_of, value_at
from docgen.forms.plan import Block, Entry, Heading, plan
from tests.conftest import languages, open_press, type_ids
from tests.unit.forms.papers import document


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("number", Kind.LINE),
        ("person", Kind.GROUP),
        ("person/names", Kind.NAMES),
        ("person/names/Latn", Kind.LINE),
        ("person/birth/date", Kind.PARTIAL_DATE),
        ("person/languages", Kind.LIST),
        ("person/languages/0", Kind.LANGUAGE),
        ("person/literate", Kind.YES_NO),
        ("person/sex", Kind.CHOICE),
        ("person/nationality/country", Kind.COUNTRY),
        ("met_on", Kind.DAY),
        ("met_at", Kind.TIME),
        ("urgent_needs/2/action", Kind.WORDS),
        ("urgent_needs/2/action/km", Kind.PARAGRAPHS),
    ],
)
def test_every_field_has_its_kind(path: str, kind: Kind) -> None:
    node = tree_of(document_type("rights_statement")).at(steps_of(path))
    assert node is not None and node.kind is kind and node.path == path


def test_a_path_that_the_type_does_not_declare_is_no_field() -> None:
    tree = tree_of(document_type("rights_statement"))
    assert [tree.at(steps_of(path)) for path in ("mother", "person/aliases", "person/names/Latn/x")] == [None] * 3


@pytest.mark.parametrize("type_id", type_ids())
def test_every_field_of_every_type_has_a_caption_in_every_language(type_id: str) -> None:
    tree = tree_of(document_type(type_id))
    english = {_words(block) for block in plan(tree, open_press().library.locale("en"))}
    for tag in languages():
        translated = {_words(block) for block in plan(tree, open_press().library.locale(tag))}
        assert translated and (tag == "en" or not translated & english)


def _words(block: Block) -> str:
    return block.text if isinstance(block, Heading) else " / ".join([block.label, *_options(block)])


def _options(entry: Entry) -> list[str]:
    return list(entry.options.values()) if entry.node.kind is Kind.CHOICE else []


def test_a_fact_that_the_paper_holds_back_is_in_no_form() -> None:
    told = {"identity": False, "birth": True, "documents": False, "circumstances": False}
    tree = shown(document("embassy_notification", disclose=told))
    held = [
        value_at(tree, steps_of(path)) for path in ("person/names", "person/sex", "person/documents", "circumstances")
    ]
    assert held == [None] * 4
    assert value_at(tree, ("person", "birth", "date")) == "2004-03-14"
    assert value_at(tree, ("decision", "reason")) is None
