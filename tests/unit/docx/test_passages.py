"""Passages of templates: anchors that align languages."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from docgen.docx.passages import passages
from tests.conftest import languages, open_press, type_ids


def _word(*paragraphs: tuple[str, str]) -> bytes:
    """A Word file of paragraphs, each with the bookmark it carries or ""."""
    document = docx.Document()
    for number, (text, bookmark) in enumerate(paragraphs):
        paragraph = document.add_paragraph(text)
        if bookmark:
            start = OxmlElement("w:bookmarkStart")
            start.set(qn("w:id"), str(number))
            start.set(qn("w:name"), bookmark)
            paragraph._p.insert(0, start)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_paragraph_is_named_by_its_clause_or_counted_from_the_last_one() -> None:
    data = _word(("Title", ""), ("First", "c_4_7_a"), ("{{ name }}", ""), ("Next", ""), ("Second", "c_5_1a_b"))
    found = passages(data, "letter.docx")
    assert [each.anchor for each in found] == ["body+1", "c_4_7_a", "c_4_7_a+1", "c_4_7_a+2", "c_5_1a_b"]
    assert [each.text for each in found] == ["Title", "First", "{{ name }}", "Next", "Second"]
    assert found[1].clauses == ("c_4_7_a",)


def test_a_fragment_stands_in_place_of_its_include_line() -> None:
    data = _word(("Title", ""), ("{%p include foot %}", ""), ("End", ""))
    found = passages(data, "letter.docx", {"foot": _word(("Plain", ""), ("Bound", "c_6_1_a"))})
    assert [(each.anchor, each.fragment, each.text) for each in found] == [
        ("body+1", "", "Title"),
        ("body/foot+1", "foot", "Plain"),
        ("c_6_1_a", "foot", "Bound"),
        ("body+3", "", "End"),
    ]


def test_an_include_of_a_fragment_that_is_not_given_stays() -> None:
    assert [each.text for each in passages(_word(("{%p include foot %}", "")), "letter.docx")] == [
        "{%p include foot %}"
    ]


@pytest.mark.parametrize("type_id", type_ids())
def test_anchors_of_our_templates_are_unique(type_id: str) -> None:
    library = open_press().library
    for tag in languages():
        path = library.files[type_id, tag]
        fragments = {name: at.read_bytes() for (name, language), at in library.fragments.items() if language == tag}
        found = [each.anchor for each in passages(path.read_bytes(), path.name, fragments)]
        assert len(found) == len(set(found)) > 10
