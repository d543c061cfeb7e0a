"""Boxes of a question: what stands in them, and what is understood of them."""

from __future__ import annotations

import pytest

from api.web.fields import boxes
from docgen.case import Refused
from docgen.forms.nodes import Kind, Node
from docgen.library import Library


def node(kind: str) -> Node:
    return Node(("date",), {"type": "string", "format": kind}, {}, "Date", True)


@pytest.mark.parametrize(
    "value", ["2026-11-25", "2026-11", "2026", "2026-11-25~", "1940-02-01", "1940-02", "1912-03-31"]
)
def test_a_date_that_is_shown_is_understood_as_the_same_in_every_language(library: Library, value: str) -> None:
    for locale in library.locales.values():
        shown = boxes.shown(node("edtf"), value, None, locale)
        read = boxes.read(node("edtf"), shown, locale, library.locales.values())
        assert read is not None and read.value == value, locale.tag


def test_a_whole_date_needs_all_three_boxes(library: Library) -> None:
    locale = library.locales["en"]
    with pytest.raises(Refused, match="whole date"):
        boxes.read(node("date"), {".month": "11", ".year": "2026"}, locale, library.locales.values())
    assert boxes.read(node("date"), {".day": " ", ".month": "", ".year": ""}, locale, library.locales.values()) is None


def test_a_year_of_the_buddhist_era_without_its_country_is_refused_where_they_differ(library: Library) -> None:
    khmer = library.locales["km"]
    with pytest.raises(Refused, match="count this Buddhist year differently"):
        boxes.read(node("date"), {".day": "1", ".month": "6", ".year": "2569"}, khmer, library.locales.values())
    posted = {".day": "1", ".month": "6", ".year": "ព.ស. ២៥៧០"}
    read = boxes.read(node("date"), posted, khmer, library.locales.values())
    assert read is not None and read.value == "2026-06-01"


@pytest.mark.parametrize("day", ["3", "៣", "๓"])
def test_each_box_may_have_digits_of_its_own(library: Library, day: str) -> None:
    khmer = library.locales["km"]
    posted = {".day": day, ".month": "១២", ".year": "២០២៦"}
    read = boxes.read(node("date"), posted, khmer, library.locales.values())
    assert read is not None and read.value == "2026-12-03"
    for wrong in ("1៣", "３"):
        with pytest.raises(Refused):
            boxes.read(node("date"), {**posted, ".day": wrong}, khmer, library.locales.values())


def test_what_was_typed_is_shown_again_box_by_box(library: Library) -> None:
    typed = boxes.typed_of(node("date"), {".day": "x", ".month": "", ".year": "2026"})
    assert typed == {"day": "x", "year": "2026"}
    assert boxes.shown(node("date"), None, typed, library.locales["th"]) == {".day": "x", ".year": "2026"}
    assert boxes.shown(node("date"), None, "some day", library.locales["th"]) == {".day": "some day"}


def test_a_value_that_its_field_refuses_is_shown_as_it_is(library: Library) -> None:
    assert boxes.shown(node("date"), "2026-13-45", None, library.locales["th"]) == {".day": "2026-13-45"}


def test_a_text_beyond_all_measure_is_refused_without_being_read(library: Library) -> None:
    line = Node(("x",), {"type": "string", "pattern": "^.*$", "maxLength": 300}, {}, "X", True)
    assert line.kind is Kind.LINE
    with pytest.raises(Refused, match="300"):
        boxes.read(line, {"": "x" * 30_000}, library.locales["en"], ())
