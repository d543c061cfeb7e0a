"""Every type in every language, Word and PDF, judged by readers that are not docgen's own."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from lxml import etree

from docgen.case import Case
from docgen.documents import document_type, example
from docgen.generate import generate
from docgen.library import APPROVED, Library, NothingApproved
from docgen.press import Press
from docgen.settings import Settings
from tests.acceptance.papers import PAPERS, made, paper
from tests.acceptance.reading import (
    READERS,
    body_text,
    by_pdfium,
    leaves,
    part_text,
    parts,
    running_text,
    squeezed,
    values_printed,
    word_text,
    wording,
)

pytestmark = pytest.mark.parametrize(("type_id", "tag"), PAPERS, ids=lambda value: str(value))

# Latin words that a Khmer or Thai page may carry: acronyms that the official glossaries print in brackets.
ACRONYMS = {"SOP", "MOU", "ASEAN", "ACTIP", "COMMIT"}
LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")


def test_a_second_rendering_gives_the_same_bytes(type_id: str, tag: str) -> None:
    first = paper(type_id, tag)
    assert made(type_id, tag) == (first.docx, first.pdf)


def test_word_prints_every_value_that_no_condition_hides_in_order(type_id: str, tag: str) -> None:
    """The oracle is stock Jinja run over the template's tags alone: what it prints must stand in the Word file."""
    own = paper(type_id, tag)
    expected = values_printed(own.template, own.fragments, own.view)
    found = {name: part_text(root) for name, root in parts(own.docx).items()}
    assert sum(map(len, expected.values())) > 10
    for name, values in expected.items():
        at = 0
        for number, value in enumerate(values):
            at = found[name].find(value, at)
            assert at >= 0, f"{name}: value {number} of {len(values)} is not where its tag stands"
            at += len(value)


def test_every_leaf_of_the_view_is_printed_or_asked_for(type_id: str, tag: str, library: Library) -> None:
    """With the test above: a leaf that is not on the paper was hidden by a condition, not forgotten."""
    template = library.template(type_id, tag)
    paths = {path for path, _ in leaves(paper(type_id, tag).view)}
    forgotten = paths - template.placeholders - template.conditions
    # Of the letterhead, which every view has, each genre prints what it prints.
    assert {path for path in forgotten if not path.startswith(("letterhead.", "emblem_"))} == set()


@pytest.mark.parametrize("reader", READERS)
def test_the_pdf_has_every_value_that_word_prints(type_id: str, tag: str, reader: str) -> None:
    own = paper(type_id, tag)
    pages = READERS[reader](own.pdf)
    found = running_text(own.docx, pages) + squeezed(pages[0])
    printed = squeezed(word_text(own.docx))
    values = {squeezed(value) for _, value in leaves(own.view) if isinstance(value, str)} - {""}
    on_paper = {value for value in values if value in printed}
    assert len(on_paper) > 10
    assert {value for value in on_paper if value not in found} == set()


@pytest.mark.parametrize("reader", READERS)
def test_the_pdf_has_every_paragraph_of_word(type_id: str, tag: str, reader: str) -> None:
    own = paper(type_id, tag)
    found = running_text(own.docx, READERS[reader](own.pdf))
    lines = {squeezed(piece) for piece in re.split(r"[\n\t]", body_text(own.docx))} - {""}
    assert {line for line in lines if line not in found} == set()


def test_no_english_word_is_left_on_a_khmer_or_thai_page(type_id: str, tag: str, library: Library) -> None:
    own = paper(type_id, tag)
    if library.locale(tag).script == "Latn":
        assert LATIN_WORD.search(word_text(own.docx)), "an English page is written in Latin letters"
        return
    given = {word for text in neutral_texts(example(document_type(type_id)), tag) for word in LATIN_WORD.findall(text)}
    assert set(LATIN_WORD.findall(word_text(own.docx))) - given - ACRONYMS == set()


def neutral_texts(value: Any, tag: str) -> Iterator[str]:
    """The strings of a case that a page in this language may show: its own words, and what is in no language."""
    if isinstance(value, dict):
        items = [value[tag]] if tag in value else value.values()
        for item in items:
            yield from neutral_texts(item, tag)
    elif isinstance(value, list):
        for item in value:
            yield from neutral_texts(item, tag)
    elif isinstance(value, str):
        yield value


def names_in(value: Any) -> Iterator[str]:
    """Every name of a person in a case, in every script."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if key == "names" and item:
            yield from item.values()
        elif isinstance(item, dict | list):
            yield from names_in(item)


def test_the_templates_digits_are_those_of_its_script(type_id: str, tag: str, library: Library) -> None:
    own = paper(type_id, tag)
    text = wording(own.template, own.fragments)
    foreign = set("0123456789") - set(library.locale(tag).settings.numbers.digits)
    others = {digit for other in library.locales.values() for digit in other.settings.numbers.digits}
    assert {character for character in text if character in foreign} == set()
    assert {character for character in text if character in others} <= set(library.locale(tag).settings.numbers.digits)


def test_the_word_file_names_no_author_and_no_value(type_id: str, tag: str, library: Library) -> None:
    with zipfile.ZipFile(io.BytesIO(paper(type_id, tag).docx)) as archive:
        names = archive.namelist()
        core = etree.fromstring(archive.read("docProps/core.xml"))
        everything = b"".join(archive.read(name) for name in names)
        dates = {info.date_time for info in archive.infolist()}
    properties = {etree.QName(each).localname: each.text for each in core}
    assert set(properties) <= {"title", "language", "subject", "keywords", "category", "created", "modified"}
    assert properties["title"] == library.locale(tag).term(document_type(type_id).title)
    assert properties["language"] == tag
    assert {properties["created"], properties["modified"]} == {"1980-01-01T00:00:00Z"}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if name.startswith("docProps/") and name != "docProps/core.xml"]
    assert b"w:rsid" not in everything and b"lastModifiedBy" not in everything


def test_the_pdf_names_no_author_and_no_value(type_id: str, tag: str, library: Library) -> None:
    own = paper(type_id, tag)
    reader = pypdf.PdfReader(io.BytesIO(own.pdf))
    info = dict(reader.metadata or {})
    assert set(info) <= {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"}
    assert info["/Title"] == library.locale(tag).term(document_type(type_id).title)
    metadata = reader.xmp_metadata
    assert metadata is not None and not metadata.dc_creator
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    values = [*names_in(example(document_type(type_id))), own.view["number"]]
    assert not [value for value in values if value in xmp + str(info)]
    assert reader.trailer["/Root"]["/Lang"].split("-")[0] == tag


def test_the_draft_mark_is_on_every_page(type_id: str, tag: str, library: Library) -> None:
    own = paper(type_id, tag)
    mark = library.locale(tag).settings.draft.mark
    headers = [root for name, root in parts(own.docx).items() if "header" in name]
    strings = [each.get("string") for root in headers for each in root.iter("{urn:schemas-microsoft-com:vml}textpath")]
    assert strings.count(mark) == len(headers) > 0
    assert all(squeezed(mark) in squeezed(page) for page in by_pdfium(own.pdf))


def test_an_approved_template_prints_no_mark(type_id: str, tag: str, press: Press) -> None:
    class Everything(NothingApproved):
        def state(self, fingerprint: str) -> str:
            return APPROVED

    library = Library.load(*Settings.read().templates, shelf=Everything())
    approved = Press(library, press.converter, press.fonts, press.emblems)
    case = Case.load(json.dumps(example(document_type(type_id))))
    word, pdf = generate(case, press=approved, types=[type_id], languages=[tag]).files
    assert {word.approval, pdf.approval} == {APPROVED}
    mark = library.locale(tag).settings.draft.mark
    assert b"textpath" not in zipfile.ZipFile(io.BytesIO(word.data)).read("word/header1.xml")
    before, after = (sum(page.count(mark) for page in by_pdfium(data)) for data in (paper(type_id, tag).pdf, pdf.data))
    assert after < before
