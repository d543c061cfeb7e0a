"""A document with gaps made whole, whatever is missing or wrong in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.documents import Document, document_type, example
from docgen.forms.nodes import tree_of, value_at
from docgen.preview.filler import filled
from docgen.preview.stand_ins import copied
from tests.conftest import open_press, type_ids

_DAMAGE = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3000), st.text(max_size=8), st.just([]), st.just({}), st.just([None, {}]),
    st.just({"Xxxx": "\u0000"}), st.just({"en": ""}), st.just(" padded "), st.just("…"), st.just("2026-02-30"),
)  # fmt: skip


def _whole(kind: type[Document]) -> dict[str, Any]:
    case = example(kind)
    shared = {name: value for name, value in case.items() if name in kind.model_fields}
    return {**shared, **case["documents"][kind.type_id]}


def _places(tree: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place for step, below in pairs for place in [(*way, step), *_places(below, (*way, step))]]


def _damaged(tree: Any, data: st.DataObject) -> Any:
    """The tree with some places gone and some with nonsense in them."""
    for _ in range(data.draw(st.integers(1, 6))):
        places = _places(tree)
        if not places:
            break
        *above, last = data.draw(st.sampled_from(places))
        holder = value_at(tree, tuple(above))
        if data.draw(st.booleans()):
            del holder[last]
        else:
            holder[last] = copied(data.draw(_DAMAGE))
    return tree


@pytest.mark.parametrize("type_id", type_ids())
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_missing_or_wrong_the_page_can_be_written(type_id: str, data: st.DataObject) -> None:
    kind = document_type(type_id)
    document, gaps = filled(kind, _damaged(_whole(kind), data))
    for locale in open_press().library.locales.values():
        assert document.view(locale)["letterhead"]
    assert all(tree_of(kind).at(steps) for steps in gaps)


@pytest.mark.parametrize("type_id", type_ids())
def test_a_document_without_gaps_stays_as_it_is(type_id: str) -> None:
    kind = document_type(type_id)
    assert filled(kind, _whole(kind)) == (kind.model_validate(_whole(kind)), ())


@pytest.mark.parametrize("type_id", type_ids())
def test_of_nothing_a_whole_document_is_made_with_dots_for_its_texts(type_id: str) -> None:
    kind = document_type(type_id)
    document, gaps = filled(kind, {})
    words = json.dumps(document.model_dump(mode="json"), ensure_ascii=False)
    assert "……" in words and document.reference == "..............."
    assert gaps and ("reference",) not in gaps


@pytest.mark.parametrize("type_id", type_ids())
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_there_and_acceptable_stays_when_something_else_goes(type_id: str, data: st.DataObject) -> None:
    kind = document_type(type_id)
    whole = _whole(kind)
    gone = data.draw(st.sampled_from(sorted(whole)))
    left = {name: value for name, value in whole.items() if name != gone}
    document, gaps = filled(kind, left)
    shown, before = (each.model_dump(mode="json") for each in (document, kind.model_validate(whole)))
    changed = {name for name in shown if shown[name] != before[name]} | {str(steps[0]) for steps in gaps}
    assert changed <= {gone}


def test_a_text_that_is_not_acceptable_becomes_dots_in_its_language_alone() -> None:
    kind = document_type(type_ids()[0])
    whole = _whole(kind)
    words = dict(whole["agency"]["name"])
    spoilt = next(iter(words))
    document, gaps = filled(kind, whole | {"agency": whole["agency"] | {"name": words | {spoilt: "a\u0000b"}}})
    assert document.agency.name == words | {spoilt: "……………"} and gaps == ()


def test_a_date_that_is_missing_comes_from_the_example_and_is_named() -> None:
    kind = document_type(type_ids()[0])
    whole = _whole(kind)
    document, gaps = filled(kind, {name: value for name, value in whole.items() if name != "date"})
    assert gaps == (("date",),) and document.model_dump(mode="json")["date"] == whole["date"]


def test_a_blank_at_the_end_of_what_is_being_typed_does_not_hide_it() -> None:
    kind = document_type(type_ids()[0])
    document, gaps = filled(kind, _whole(kind) | {"reference": "TH-12 "})
    assert document.reference == "TH-12" and gaps == ()
