"""From Word to XLIFF and back: nothing is lost, and only what a translator changed is changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from docgen.compare.xliff import Wording, applied, exported
from docgen.compare.xliff.inline import base_form, pieces, rewrite
from docgen.compare.xliff.wording import placed
from docgen.docx import Template
from docgen.docx.fragments import Fragment
from docgen.docx.ooxml import Element, w
from docgen.docx.passages import passages
from docgen.docx.tags import TAG
from docgen.errors import TranslationRefused
from docgen.library import Library
from tests.conftest import open_press
from tests.unit.compare.xliff.rules import CORE, check


def _wordings() -> Iterator[tuple[str, Wording, Wording]]:
    """Every template and fragment of ours, from English into the other languages and back."""
    library = open_press().library
    for files, folder in ((library.files, ""), (library.fragments, "fragments/")):
        found = {
            key: Wording(key[0], key[1], f"{key[1]}/{folder}{path.name}", path.read_bytes())
            for key, path in files.items()
        }
        for (name, tag), wording in found.items():
            for other in library.locales:
                if other != tag and (name, other) in found:
                    yield f"{folder}{name}-{other}-{tag}", found[name, other], wording


PAIRS = [pytest.param(source, target, id=name) for name, source, target in _wordings()]


def _export(source: Wording, target: Wording) -> bytes | None:
    """The file; None for the few fragments that hold nothing but tags in one of the languages."""
    try:
        return exported(source, target)
    except TranslationRefused:
        held = [each.content for wording in (source, target) for each in placed(wording)]
        assert target.file.find("fragments/") > 0 and len(held) < 40
        return None


def _compiles(library: Library, wording: Wording, data: bytes) -> None:
    if "/fragments/" in wording.file:
        Fragment.read(data, wording.file, library.fonts())
        return
    fragments = {name: path.read_bytes() for (name, tag), path in library.fragments.items() if tag == wording.language}
    Template.compile(data, name=wording.file, fonts=library.fonts(), fragments=fragments)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_an_export_keeps_the_rules_and_taken_back_unchanged_changes_no_byte(source: Wording, target: Wording) -> None:
    data = _export(source, target)
    if data is not None:
        check(data)
        assert applied(data, source, target) == target.data


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_word_put_before_every_translation_stands_there_and_all_else_stays(
    library: Library, source: Wording, target: Wording
) -> None:
    data = _export(source, target)
    if data is None:
        return
    root = etree.fromstring(data)
    touched = set()
    for unit in root.iter(f"{CORE}unit"):
        for written in unit.iter(f"{CORE}target"):
            written.text = "ៗๆ " + (written.text or "")
            touched.add(unit.get("name"))
    made = applied(etree.tostring(root), source, target)
    before, after = passages(target.data, "x"), passages(made, "x")
    assert [each.anchor for each in after] == [each.anchor for each in before]
    assert [each.clauses for each in after] == [each.clauses for each in before]
    for old, new in zip(before, after, strict=True):
        assert new.text == ("ៗๆ " if old.anchor in touched else "") + old.text
    # A tag of control that stands alone has no translation, so the order of tags is what it was.
    for old_place, new_place in zip(placed(target), placed(_as(target, made)), strict=True):
        codes = [piece.text for piece in old_place.content if piece.code]
        assert [piece.text for piece in new_place.content if piece.code] == codes
        assert base_form(new_place.content) == base_form(old_place.content) or not old_place.content
        assert _properties(new_place.paragraph) == _properties(old_place.paragraph)
    _compiles(library, target, made)


def _as(wording: Wording, data: bytes) -> Wording:
    return Wording(wording.type_id, wording.language, wording.file, data)


def _properties(paragraph: Element) -> bytes:
    found = paragraph.find(w("pPr"))
    return b"" if found is None else etree.tostring(found, method="c14n", exclusive=True)


@pytest.mark.parametrize(("name", "tag"), sorted(open_press().library.files))
def test_a_paragraph_written_anew_from_its_own_pieces_reads_and_looks_the_same(
    library: Library, name: str, tag: str
) -> None:
    path = library.files[name, tag]
    for place in placed(Wording(name, tag, path.name, path.read_bytes())):
        before = list(place.content)
        marks = [each.get(w("name")) for each in place.paragraph.iter(w("bookmarkStart"))]
        rewrite(place.paragraph, before)
        assert pieces(place.paragraph) == before
        assert [each.get(w("name")) for each in place.paragraph.iter(w("bookmarkStart"))] == marks


def test_every_passage_with_words_that_both_languages_have_is_a_unit() -> None:
    counted = 0
    for _, source, target in _wordings():
        data = _export(source, target)
        if data is None:
            continue
        names = {unit.get("name") for unit in check(data).iter(f"{CORE}unit")}
        wordy = [
            each
            for each in passages(target.data, "x")
            if each.clauses and any(map(str.isalpha, TAG.sub("", each.text)))
        ]
        shared = {clause for each in passages(source.data, "x") for clause in each.clauses}
        assert {each.anchor for each in wordy if each.anchor in shared} <= names
        counted += len(names)
    assert counted > 2_500
