"""A packet's navigation: links, named destinations, bookmarks and page labels lead to the right pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Array, String

from docgen.errors import InputRefused, TemplateError
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.pdf.packet import bind, lay_out
from tests.acceptance.reading import by_pdfium
from tests.unit.pdf.packet.handmade import Handmade, bound, part

THREE = [Handmade("one", pages=2), Handmade("two"), Handmade("three")]
FIRST = (1, 3, 4)
"""Where the three begin, counted from 0, behind a cover of one page."""


@pytest.fixture
def packet(fonts: FontBook) -> Iterator[pikepdf.Pdf]:
    with bound(fonts, THREE) as pdf:
        yield pdf


def index_of(pdf: pikepdf.Pdf, page: pikepdf.Object) -> int:
    return [each.obj.objgen for each in pdf.pages].index(page.objgen)


def test_each_line_of_the_contents_is_a_link_to_its_document(packet: pikepdf.Pdf) -> None:
    links = [each for each in packet.pages[0].Annots if "/Dest" in each and isinstance(each.Dest, Array)]
    assert [index_of(packet, each.Dest[0]) for each in links] == list(FIRST)
    assert [str(each.Contents) for each in links] == ["to one", "to two", "to three"]
    rectangles = [[float(side) for side in each.Rect] for each in links]
    assert all(a[1] > b[3] for a, b in pairwise(rectangles)), "rows, from the top down"
    assert all(int(each.F) == 4 for each in links)


def test_a_cover_without_a_row_for_each_document_is_refused(fonts: FontBook) -> None:
    cover, documents = part(Handmade("cover", rows=2)), [part(each) for each in THREE]
    with pytest.raises(TemplateError, match="no table with one row for each document"):
        bind(cover, documents, lay_out(1, [2, 1, 1]), FontChoice.house(fonts))


def test_a_destination_that_all_documents_call_alike_leads_each_to_its_own_page(packet: pikepdf.Pdf) -> None:
    names = {bytes(String(key)): value for key, value in pikepdf.NameTree(packet.Root.Names.Dests).items()}
    assert len(names) == 4
    led = []
    for page in packet.pages:
        for annotation in page.obj.get("/Annots", ()):
            if "/A" in annotation:
                led.append(index_of(packet, names[bytes(annotation.A.D)][0]))
    assert led == [0, *FIRST]


def test_a_destination_written_as_before_pdf_1_2_leads_to_its_page_too(fonts: FontBook) -> None:
    with bound(fonts, [Handmade("old", pages=2, legacy=True), Handmade("new")]) as packet:
        assert "/Dests" not in packet.Root
        names = {bytes(String(key)): value for key, value in pikepdf.NameTree(packet.Root.Names.Dests).items()}
        assert index_of(packet, names[bytes(packet.pages[2].Annots[0].A.D)][0]) == 1
        with packet.open_outline() as outline:
            item = outline.root[1].children[0].children[0]
        destination = item.destination if item.destination is not None else item.action.D
        assert index_of(packet, names[bytes(destination)][0]) == 1


def test_bookmarks_group_the_documents_and_keep_their_own_below(packet: pikepdf.Pdf) -> None:
    with packet.open_outline() as outline:
        cover, group = outline.root
        assert (cover.title, group.title) == ("Packet", "group")
        assert [each.title for each in group.children] == ["one", "two", "three"]
        assert [[own.title for own in each.children] for each in group.children] == [
            ["one own"], ["two own"], ["three own"],
        ]  # fmt: skip
        led = [(each.destination[0], each.children[0].destination[0]) for each in group.children]
    assert [(index_of(packet, one), index_of(packet, own)) for one, own in led] == [(at, at) for at in FIRST]
    # Cover, group and three documents show; the documents' own bookmarks are folded.
    assert int(packet.Root.Outlines.Count) == 5
    assert int(packet.Root.Outlines.First.Next.First.Count) == -1


def test_labels_are_roman_on_the_cover_and_then_count_on(packet: pikepdf.Pdf) -> None:
    assert [page.label for page in packet.pages] == ["i", "2", "3", "4", "5"]


def test_every_page_says_which_of_how_many_it_is_and_still_says_all_it_said(packet: pikepdf.Pdf) -> None:
    out = io.BytesIO()
    packet.save(out)
    pages = by_pdfium(out.getvalue())
    for number, text in enumerate(pages, 1):
        assert text.count(f"page {number} of 5") == 1
    assert all(words in pages[at] for at, words in zip(FIRST, ("one 0", "two 0", "three 0"), strict=True))
    assert "one 1" in pages[2] and "one cell 0" in pages[2]


def test_with_duplex_each_document_begins_on_a_right_hand_page_behind_a_numbered_blank(fonts: FontBook) -> None:
    with bound(fonts, THREE, duplex=True) as packet:
        out = io.BytesIO()
        packet.save(out)
        pages = [text.split() for text in by_pdfium(out.getvalue())]
    assert len(pages) == 7
    blank = [number for number, words in enumerate(pages, 1) if words == ["page", str(number), "of", "7"]]
    assert blank == [2, 6]
    begin = [
        number for number, words in enumerate(pages, 1) if words[:2] in (["one", "0"], ["two", "0"], ["three", "0"])
    ]
    assert begin == [3, 5, 7]


def test_the_same_parts_give_the_same_packet(fonts: FontBook) -> None:
    def once() -> bytes:
        return bind(
            part(Handmade("cover", rows=1)), [part(THREE[1])], lay_out(1, [1]), FontChoice.house(fonts)
        ).data  # fmt: skip

    assert once() == once()


def test_a_full_margin_is_refused_by_the_documents_name(fonts: FontBook) -> None:
    with pikepdf.open(io.BytesIO(THREE[1].pdf())) as pdf:
        pdf.pages[0].contents_add(b"0 0 420 595 re f")
        out = io.BytesIO()
        pdf.save(out)
    full = part(THREE[1], title="Full")
    full = type(full)(out.getvalue(), full.title, full.language, full.stamp, full.group, full.entry)
    with pytest.raises(TemplateError, match="no margin of “Full” has room"):
        bind(part(Handmade("cover")), [full], lay_out(1, [1]), FontChoice.house(fonts))


# Password


def secured(fonts: FontBook, password: str) -> bytes:
    return bind(
        part(Handmade("cover")), [part(THREE[1])], lay_out(1, [1]), FontChoice.house(fonts), secret=password
    ).data  # fmt: skip


def test_a_password_is_asked_for_and_lets_read_print_and_listen_but_not_change(fonts: FontBook) -> None:
    data = secured(fonts, "correct horse")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password="correct horse") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.user_password_matched and not pdf.owner_password_matched
        assert pdf.allow.accessibility and pdf.allow.print_highres and pdf.allow.extract
        assert not (pdf.allow.modify_other or pdf.allow.modify_form or pdf.allow.modify_assembly)
        assert len(pdf.pages) == 2


@pytest.mark.parametrize("password", ["", "x" * 128, "รหัสผ่าน", "two\tparts"])
def test_a_password_that_programs_read_differently_is_refused_without_being_repeated(
    fonts: FontBook, password: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        secured(fonts, password)
    (finding,) = refused.value.findings
    assert finding.code == "packet.password"
    assert not password or password not in str(finding.message)
