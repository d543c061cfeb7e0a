"""A frame of a header stands where it says, on every page, and moves nothing; other frames are refused by name."""

from __future__ import annotations

import pytest

from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.reading import lines, page_count, tags
from tests.unit.pdf.word import SECTION, docx, paragraph, run

PLACE = {"w": "1000", "h": "1400", "hRule": "exact", "wrap": "around", "vAnchor": "page", "hAnchor": "page",
         "x": "300", "y": "14000"}  # fmt: skip
HEADED = f'<w:headerReference w:type="default" r:id="rId_header1"/>{SECTION}'
BODY = paragraph("Body")


def framed(text: str, **changed: str | None) -> str:
    attributes = " ".join(f'w:{name}="{value}"' for name, value in (PLACE | changed).items() if value is not None)
    return paragraph(text, f'<w:framePr {attributes}/><w:spacing w:before="0" w:after="0"/>')


def paper(header: str, body: str = BODY) -> bytes:
    return docx(body, section=HEADED, parts={"header1": header})


def test_a_frame_stands_at_its_place_on_the_page(typesetter: Typesetter) -> None:
    found = lines(typesetter.pdf(paper(framed("Code") + framed("Second") + paragraph("Head"))))
    assert found["Code"][0] == pytest.approx(15, abs=0.1)
    assert 700 < found["Code"][1] < 715
    assert found["Second"][1] == pytest.approx(found["Code"][1] + 13.8, abs=0.3)


def test_a_frame_may_be_placed_from_the_margin(typesetter: Typesetter) -> None:
    found = lines(typesetter.pdf(paper(framed("Code", hAnchor="margin", x="100") + paragraph("Head"))))
    assert found["Code"][0] == pytest.approx((1134 + 100) / 20, abs=0.1)


def test_header_and_text_stay_where_they_are_without_a_frame(typesetter: Typesetter) -> None:
    without = lines(typesetter.pdf(paper(paragraph("Head"))))
    with_one = lines(typesetter.pdf(paper(framed("Code") + paragraph("Head"))))
    assert {name: with_one[name] for name in without} == without


def test_a_frame_is_on_every_page_and_no_part_of_the_tag_tree(typesetter: Typesetter) -> None:
    break_ = paragraph('<w:r><w:br w:type="page"/></w:r>')
    pdf = typesetter.pdf(paper(framed("Code") + paragraph("Head"), BODY + break_ + BODY))
    assert page_count(pdf) == 2
    assert all("Code" in lines(pdf, number) for number in range(2))
    assert tags(pdf) == tags(typesetter.pdf(paper(paragraph("Head"), BODY + break_ + BODY)))


def test_a_text_longer_than_a_line_wraps_inside_the_frame(typesetter: Typesetter) -> None:
    found = lines(typesetter.pdf(paper(framed("Verification of this paper") + paragraph("Head"))))
    assert "Verification of this paper" not in found
    assert all(left + 1 < (300 + 1000) / 20 for text, (left, *_) in found.items() if text in "Verification of this")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"vAnchor": "text"}, 'w:framePr with w:vAnchor "text"'),
        ({"hAnchor": None}, 'w:framePr with w:hAnchor "text"'),
        ({"x": None, "xAlign": "center"}, "w:framePr with w:xAlign"),
        ({"w": None}, "w:framePr with no w:w"),
        ({"dropCap": "drop"}, "w:framePr with w:dropCap"),
    ],
)
def test_a_frame_placed_otherwise_is_refused_by_name(
    typesetter: Typesetter, changed: dict[str, str | None], named: str
) -> None:
    assert named in typesetter.unsupported(paper(framed("Code", **changed) + paragraph("Head")))


def test_a_frame_in_the_text_is_refused(typesetter: Typesetter) -> None:
    assert "w:framePr" in typesetter.unsupported(docx(framed("Code") + paragraph(run("x"))))
