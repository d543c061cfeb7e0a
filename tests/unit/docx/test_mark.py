"""The mark stands behind every page, in the font of its script."""

from __future__ import annotations

import pytest

from docgen.docx import Template
from docgen.docx.scripts import ScriptFont
from docgen.errors import TemplateError
from tests.unit.docx.builder import DEFAULT_SECTION, FONTS, docx, element, members, p, r, tbl, tr, zipped
from tests.unit.docx.reading import paragraphs, parts, root

TITLED = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/><w:headerReference w:type="first" '
    'r:id="rIdHeader2"/>'
    '<w:headerReference w:type="even" r:id="rIdHeader3"/><w:titlePg/></w:sectPr>'
)
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"


def three_headers(section: str = TITLED, settings: str = "<w:evenAndOddHeaders/>", body: str = "") -> bytes:
    names = ["header2.xml", "header3.xml"]
    return zipped(
        members(
            body + p("a"),
            section=section,
            settings=settings,
            extra_relationships=[("rIdHeader2", "header", names[0]), ("rIdHeader3", "header", names[1])],
            overrides={f"word/{name}": HEADER for name in names},
            parts={f"word/{name}": element("hdr", p("h")) for name in names},
        )
    )


def marked(data: bytes, mark: str | None) -> bytes:
    return Template.compile(data, name="t.docx", fonts=FONTS).render({}, title="T", language="km", mark=mark)


def textpaths(data: bytes, part: str) -> list[tuple[str, str]]:
    return [
        (each.get("string", ""), each.get("style", ""))
        for each in root(data, part).iter("{*}textpath")
        if each.get("string")
    ]


@pytest.mark.parametrize(
    ("mark", "font"),
    [
        ("DRAFT", "Tinos"),
        ("ร่าง", "Laksaman"),
        ("សេចក្តីព្រាង", "Battambang"),
        ("ร่าง (draft 1)", "Tinos"),
        ("1234", "Tinos"),
    ],
)
def test_every_header_carries_the_mark_in_the_font_of_its_script(mark: str, font: str) -> None:
    data = marked(three_headers(), mark)
    for number in (1, 2, 3):
        part = f"word/header{number}.xml"
        assert textpaths(data, part) == [(mark, f'font-family:"{font}";font-size:1pt')]
        (shape,) = root(data, part).iter("{urn:schemas-microsoft-com:vml}shape")
        assert shape.get("type") == "#_x0000_t136"
        style = shape.get("style", "")
        assert "rotation:315" in style and "z-index:-" in style and "mso-position-horizontal-relative:margin" in style


def test_shape_ids_differ_between_headers() -> None:
    data = marked(three_headers(), "DRAFT")
    shapes = [
        next(root(data, f"word/header{number}.xml").iter("{urn:schemas-microsoft-com:vml}shape"))
        for number in (1, 2, 3)
    ]
    assert len({shape.get("id") for shape in shapes}) == 3


def test_without_a_mark_no_header_has_one() -> None:
    data = marked(three_headers(), None)
    assert not any(b"textpath" in part for part in parts(data).values())


def test_the_signs_of_markup_in_a_mark_are_literal() -> None:
    assert textpaths(marked(docx(p("a")), 'a"<b>&{{ x }}'), "word/header1.xml")[0][0] == 'a"<b>&{{ x }}'


@pytest.mark.parametrize("mark", ["", "  ", "a\nb", "a\tb", "x" * 81, "\x00"])
def test_a_mark_is_one_short_line(mark: str) -> None:
    with pytest.raises(TemplateError, match="one line"):
        marked(docx(p("a")), mark)


def test_a_longer_mark_is_wider_and_lower() -> None:
    def size(mark: str) -> tuple[float, float]:
        (shape,) = root(marked(docx(p("a")), mark), "word/header1.xml").iter("{urn:schemas-microsoft-com:vml}shape")
        style = dict(each.split(":") for each in shape.get("style", "").split(";"))
        return float(style["width"][:-2]), float(style["height"][:-2])

    short, long = size("DRAFT"), size("DRAFT FOR REVIEW")
    assert short[0] < long[0] and short[1] > long[1]
    assert sum(short) == pytest.approx(600, abs=0.2)


@pytest.mark.parametrize(
    ("section", "settings", "kind"),
    [
        ("<w:sectPr/>", "", "ordinary pages"),
        ("", "", "section with a header"),
        (DEFAULT_SECTION.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>"), "", "first"),
        (DEFAULT_SECTION, "<w:evenAndOddHeaders/>", "even"),
    ],
)
def test_a_section_without_a_header_is_an_error_that_says_what_to_do(section: str, settings: str, kind: str) -> None:
    with pytest.raises(TemplateError, match=f"{kind}.*insert") as caught:
        Template.compile(docx(p("a"), section=section, settings=settings), name="t.docx", fonts=FONTS)
    assert str(caught.value).startswith("t.docx, word/document.xml: ")


def test_a_later_section_inherits_the_headers_of_the_one_before() -> None:
    first = f"<w:p><w:pPr>{DEFAULT_SECTION}</w:pPr></w:p>"
    assert textpaths(marked(docx(first + p("a"), section="<w:sectPr/>"), "DRAFT"), "word/header1.xml")


def test_the_mark_does_not_depend_on_a_condition_in_the_header() -> None:
    header = p("{%p if x %}") + p("a") + p("{%p endif %}") + tbl(tr("t", "u")) + p("b")
    template = Template.compile(docx(p("a"), header=header), name="t.docx", fonts=FONTS)
    data = template.render({"x": False}, title="T", language="km", mark="DRAFT")
    assert textpaths(data, "word/header1.xml")
    assert paragraphs(data, "word/header1.xml") == ["t", "u", "b"]


def test_a_header_whose_every_paragraph_is_conditional_is_an_error() -> None:
    header = p("{%p if x %}") + p("a") + p("{%p endif %}")
    with pytest.raises(TemplateError, match="always printed"):
        Template.compile(docx(p("a"), header=header), name="t.docx", fonts=FONTS)


def test_a_header_keeps_its_own_text() -> None:
    data = marked(docx(p("a"), header=p(r("head"), style="Header")), "DRAFT")
    assert paragraphs(data, "word/header1.xml") == ["head"]
    assert root(data, "word/header1.xml")[0][0].tag.endswith("}pPr")


def test_without_fonts_the_mark_falls_back() -> None:
    template = Template.compile(docx(p("a")), name="t.docx", fonts={})
    assert (
        "sans-serif" in textpaths(template.render({}, title="T", language="km", mark="ร่าง"), "word/header1.xml")[0][1]
    )
    template = Template.compile(docx(p("a")), name="t.docx", fonts={"Thai": ScriptFont("Laksaman", "th-TH")})
    assert "Laksaman" in textpaths(template.render({}, title="T", language="km", mark="ร่าง"), "word/header1.xml")[0][1]
