"""The code and its QR stand in a frame in the left margin at the foot of every kind of page."""

from __future__ import annotations

import pytest

from docgen.docx import Template, gate
from docgen.docx.text import text
from docgen.docx.verification import Verification
from docgen.errors import TemplateError
from docgen.verification import qr
from tests.unit.docx.builder import DEFAULT_SECTION, FONTS, W, docx, p
from tests.unit.docx.reading import parts, root
from tests.unit.docx.test_mark import three_headers

CODE = "TKY4-T17Z-7PDJ-NGMQ"
PRINTED = Verification(CODE, "លេខកូដផ្ទៀងផ្ទាត់", qr.png(CODE.replace("-", ""), "DOCGEN: "), 'QR "<&>')
LANDSCAPE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/><w:pgSz w:w="16838" w:h="11906"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="{left}" w:header="500" w:footer="400" w:gutter="0"/>'
    "</w:sectPr>"
)


def rendered(data: bytes, printed: Verification | None = PRINTED, mark: str | None = None) -> bytes:
    template = Template.compile(data, name="t.docx", fonts=FONTS)
    return template.render({}, title="T", language="km", mark=mark, verification=printed)


def frames(data: bytes, part: str = "word/header1.xml") -> list[dict[str, str]]:
    found = root(data, part).iter(f"{{{W}}}framePr")
    return [{str(key).partition("}")[2]: str(value) for key, value in each.attrib.items()} for each in found]


def test_every_header_carries_code_caption_and_qr_with_its_alternative_text() -> None:
    data = rendered(three_headers(), mark="DRAFT")
    for number in (1, 2, 3):
        part = f"word/header{number}.xml"
        shown = "".join(str(each.text) for each in root(data, part).iter(f"{{{W}}}t"))
        assert shown.startswith("លេខកូដផ្ទៀងផ្ទាត់TKY4-T17Z7PDJ-NGMQ")
        (properties,) = root(data, part).iter("{*}docPr")
        assert properties.get("descr") == 'QR "<&>'
    assert list(parts(data).values()).count(PRINTED.qr) == 1
    assert "TKY4-T17Z\n7PDJ-NGMQ" in text(data)


def test_the_file_is_still_one_that_the_gate_lets_in() -> None:
    package = gate.read(rendered(three_headers()), "t.docx")
    assert package.targets("word/header2.xml", "image") == ["word/media/docgen_verification.png"]


def test_the_frame_ends_beside_the_text_and_above_the_edge_of_the_paper() -> None:
    first, second = frames(rendered(docx(p("a"), section=LANDSCAPE.format(left="2000"))))
    assert first == second
    x, y, width, height = (int(first[name]) for name in ("x", "y", "w", "h"))
    assert x + width == 2000 - 170
    assert y + height == 11906 - 400
    assert (first["hAnchor"], first["vAnchor"], first["hRule"]) == ("page", "page", "exact")


def test_a_left_margin_without_room_is_refused_with_the_width_it_needs() -> None:
    with pytest.raises(TemplateError, match=r"left margin.*2\.5 cm"):
        rendered(docx(p("a"), section=LANDSCAPE.format(left="1416")))
    assert frames(rendered(docx(p("a"), section=LANDSCAPE.format(left="1417"))))


def test_without_a_code_no_header_has_a_frame_nor_a_picture() -> None:
    data = rendered(docx(p("a"), section=DEFAULT_SECTION), None)
    assert frames(data) == []
    assert not [name for name in parts(data) if "media" in name]


def test_the_templates_own_pictures_are_not_confused_with_the_qr() -> None:
    template = Template.compile(docx(p("a")), name="t.docx", fonts=FONTS)
    assert template.images == frozenset() and template.placeholders == frozenset()


def test_the_mark_stands_beside_the_code_and_without_it() -> None:
    for printed in (PRINTED, None):
        assert b"textpath" in parts(rendered(docx(p("a")), printed, mark="DRAFT"))["word/header1.xml"]


def test_the_same_code_gives_the_same_bytes_and_another_code_others() -> None:
    other = Verification("0000-0000-0000-0000", PRINTED.caption, PRINTED.qr, PRINTED.alternative)
    assert rendered(docx(p("a"))) == rendered(docx(p("a"))) != rendered(docx(p("a")), other)
