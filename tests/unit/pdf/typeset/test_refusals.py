"""What is not set is refused by name; what means nothing to the page is let through."""

from __future__ import annotations

import pytest

from docgen.errors import LayoutUnsupported
from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.word import SECTION, cell, docx, paragraph, row, run, styles, table

REFUSED = {
    "w:ins": paragraph('<w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>'),
    "w:del": paragraph('<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>'),
    "w:hyperlink": paragraph('<w:hyperlink w:anchor="a"><w:r><w:t>x</w:t></w:r></w:hyperlink>'),
    "w:sym": paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'),
    "w:object": paragraph("<w:r><w:object/></w:r>"),
    "w:commentReference": paragraph('<w:r><w:commentReference w:id="1"/></w:r>'),
    "w:endnoteReference": paragraph('<w:r><w:endnoteReference w:id="1"/></w:r>'),
    "w:ptab": paragraph('<w:r><w:ptab w:alignment="right"/></w:r>'),
    "w:vanish": paragraph(run("x", "<w:vanish/>")),
    "w:rtl": paragraph(run("x", "<w:rtl/>")),
    "w:smallCaps": paragraph(run("x", "<w:smallCaps/>")),
    "w:framePr": paragraph("x", '<w:framePr w:w="100"/>'),
    "w:bidi": paragraph("x", "<w:bidi/>"),
    "w:altChunk": '<w:altChunk r:id="x"/>' + paragraph("x"),
    "w:tblpPr": table([1000], row(cell("x"))).replace("<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="1"/>'),
    "w:textDirection": table([1000], row(cell("x", '<w:textDirection w:val="btLr"/>'))),
    "w:rFonts/@w:asciiTheme": paragraph(run("x", '<w:rFonts w:asciiTheme="minorHAnsi"/>')),
    "paragraph border w:left": paragraph("x", '<w:pBdr><w:left w:val="single"/></w:pBdr>'),
    'w:u "wave"': paragraph(run("x", '<w:u w:val="wave"/>')),
    'w:br "column"': paragraph('<w:r><w:br w:type="column"/></w:r>'),
    "field TOC": paragraph('<w:fldSimple w:instr=" TOC \\o "/>').replace(" TOC \\o ", " TOC "),
    "field inside a field": paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 2 + "<w:r><w:t>x</w:t></w:r>"),
    "floating picture or shape (wp:anchor)": paragraph("<w:r><w:drawing><wp:anchor/></w:drawing></w:r>"),
    "picture that is not an embedded PNG or JPEG": paragraph(
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    ),
    "content control with w:docPartObj": (
        "<w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    ),
    "right-to-left text": paragraph("שלום"),
    "footnote reference without its note": paragraph('<w:r><w:footnoteReference w:id="9"/></w:r>'),
}
SECTIONS = {
    "text in columns": '<w:cols w:num="2"/>',
    "w:pgBorders": "<w:pgBorders/>",
    "w:lnNumType": '<w:lnNumType w:countBy="1"/>',
    "vertical alignment of a page (w:sectPr/w:vAlign)": '<w:vAlign w:val="center"/>',
    'page numbers in "upperRoman"': '<w:pgNumType w:fmt="upperRoman"/>',
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_construct_that_is_not_set_is_named(typesetter: Typesetter, name: str) -> None:
    data = docx(REFUSED[name])
    assert name in typesetter.unsupported(data)
    with pytest.raises(LayoutUnsupported):
        typesetter.pdf(data)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_property_that_is_not_set_is_named(typesetter: Typesetter, name: str) -> None:
    assert typesetter.unsupported(docx(paragraph("x"), section=SECTION + SECTIONS[name])) == [name]


def test_every_construct_is_named_once_and_in_document_order(typesetter: Typesetter) -> None:
    body = REFUSED["w:sym"] + REFUSED["w:object"] + REFUSED["w:sym"]
    with pytest.raises(LayoutUnsupported) as caught:
        typesetter.pdf(docx(body))
    assert caught.value.constructs == ("w:sym", "w:object")


def test_a_construct_is_named_again_when_its_paragraph_comes_from_the_cache(typesetter: Typesetter) -> None:
    data = docx(REFUSED["w:sym"])
    assert typesetter.unsupported(data) == typesetter.unsupported(data) == ["w:sym"]


def test_a_construct_in_a_style_is_named_where_the_style_is_used(typesetter: Typesetter) -> None:
    style = '<w:style w:type="paragraph" w:styleId="Odd"><w:name w:val="Odd"/><w:rPr><w:emboss/></w:rPr></w:style>'
    sheet = styles("Tinos", style)
    assert typesetter.unsupported(docx(paragraph("x"), style_sheet=sheet)) == []
    assert typesetter.unsupported(docx(paragraph("x", '<w:pStyle w:val="Odd"/>'), style_sheet=sheet)) == ["w:emboss"]


def test_harmless_markup_is_let_through(typesetter: Typesetter) -> None:
    body = (
        '<w:p w:rsidR="00A1"><w:pPr><w:suppressAutoHyphens/></w:pPr><w:bookmarkStart w:id="1" '
        'w:name="c_4_7_a"/><w:proofErr/>'
        '<w:r w:rsidRPr="00A2"><w:rPr><w:noProof/><w:kern '
        'w:val="2"/></w:rPr><w:lastRenderedPageBreak/><w:t>x</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/></w:p>'
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert typesetter.unsupported(docx(body)) == []
