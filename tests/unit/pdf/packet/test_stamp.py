"""The packet's page number stands at the foot of the page as it is shown, where nothing else is."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pymupdf
import pytest

from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.pdf.packet import Part, bind, lay_out
from tests.unit.pdf.packet.handmade import A5, Handmade, part

STAMP = "page 2 of 2"


def changed(content: bytes = b"", rotation: int = 0, crop: tuple[int, ...] = ()) -> Part:
    """A document of one page with more drawn on it, turned or cropped."""
    own = part(Handmade("one"))
    with pikepdf.open(io.BytesIO(own.pdf)) as pdf:
        page = pdf.pages[0]
        page.contents_add(content)
        if rotation:
            page.Rotate = rotation
        if crop:
            page.CropBox = pikepdf.Array(crop)
        out = io.BytesIO()
        pdf.save(out)
    return replace(own, pdf=out.getvalue())


def stamped(document: Part, fonts: FontBook) -> tuple[pymupdf.Rect, pymupdf.Rect]:
    """Where the stamp stands on the page as shown, measured from its left top corner; and that page."""
    made = bind(part(Handmade("cover")), [document], lay_out(1, [1]), FontChoice.house(fonts))
    with pymupdf.open(stream=made.data) as pdf:
        page = pdf[1]
        (found,) = page.search_for(STAMP)
        return found * page.rotation_matrix, page.rect


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_it_stands_upright_in_the_left_bottom_corner_however_the_page_is_turned(fonts: FontBook, rotation: int) -> None:
    found, page = stamped(changed(rotation=rotation), fonts)
    assert found.width > found.height
    assert (page.width > page.height) == (rotation in (90, 270))
    assert 14 <= found.x0 < page.width / 4 and page.height - 45 < found.y1 < page.height - 20


def test_a_cropped_page_has_it_inside_what_is_shown(fonts: FontBook) -> None:
    found, page = stamped(changed(crop=(40, 100, 400, 560)), fonts)
    assert (page.width, page.height) == (360, 460)
    assert page.contains(found) and page.height - 45 < found.y1


def test_it_moves_below_what_stands_on_its_line(fonts: FontBook) -> None:
    usual, _ = stamped(changed(), fonts)
    found, page = stamped(changed(b"q 0.4 g 0 26 420 20 re f Q"), fonts)
    assert found.y0 > usual.y0 and found.y1 < page.height


def test_it_moves_to_the_middle_when_the_left_is_full(fonts: FontBook) -> None:
    found, _ = stamped(changed(b"q 0 0 100 90 re f Q"), fonts)
    assert (found.x0 + found.x1) / 2 == pytest.approx(A5[0] / 2, abs=2)


def test_it_moves_to_the_head_when_the_foot_is_full(fonts: FontBook) -> None:
    found, page = stamped(changed(b"q 0 0 420 90 re f Q"), fonts)
    assert found.y1 < 70 < page.height / 2


def test_a_draft_mark_behind_it_does_not_count_as_something_that_stands_there(fonts: FontBook) -> None:
    usual, _ = stamped(changed(), fonts)
    found, _ = stamped(changed(b"q 0.93 g 0 0 420 595 re f Q"), fonts)
    assert found == usual


def test_it_is_an_artifact_and_no_part_of_the_structure(fonts: FontBook) -> None:
    made = bind(part(Handmade("cover")), [changed()], lay_out(1, [1]), FontChoice.house(fonts))
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        kinds = [
            (str(each.operands[0]), each.operands[1].get("/Type"), each.operands[1].get("/Subtype"))
            for each in pikepdf.parse_content_stream(pdf.pages[1])
            if str(each.operator) == "BDC" and str(each.operands[0]) == "/Artifact"
        ]
    assert kinds == [("/Artifact", "/Pagination", "/Footer")]
