"""The text of a document in reading order."""

from __future__ import annotations

import pytest

from docgen.docx.text import paragraphs, text
from docgen.errors import TemplateRefused
from tests.unit.docx.builder import bookmarked, content_types, docx, members, p, r, tbl, tr, zipped

SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/><w:footerReference '
    'w:type="default" r:id="rIdFooter1"/></w:sectPr>'
)
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice "
    "Requires='wps'><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_everything_that_is_read_stands_in_order() -> None:
    note = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">'
        + p("the note")
        + "</w:footnote>"
    )
    body = (
        bookmarked("c_4_7_a", p("first", r("bold", "<w:b/>")))
        + '<w:bookmarkStart w:id="5" w:name="c_9"/>'
        + tbl(tr("a", "b"), tr("c", "d"))
        + '<w:bookmarkEnd w:id="5"/>'
        + p("with box", BOX.format(p("inside")))
        + p('<w:r><w:t>note</w:t><w:footnoteReference w:id="2"/></w:r>')
    )
    assert text(docx(body, header=p("head"), footer=p("foot"), footnotes=note, section=SECTION)).splitlines() == [
        "head",
        "[c_4_7_a] firstbold",
        "[c_9] a",
        "b",
        "c",
        "d",
        "with box",
        "inside",
        "note[^2]",
        "[^2] the note",
        "foot",
    ]


def test_tabs_breaks_fields_and_symbols() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )
    run = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym "
        'w:font="W" w:char="2611"/></w:r>'
    )
    link = '<w:hyperlink w:anchor="x">' + r("link") + "</w:hyperlink>"
    control = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + r("control") + "</w:sdtContent></w:sdt>"
    assert paragraphs(docx(p(run) + p(field) + p(link, control))) == [
        "",
        "a\tb\nc\u2011\u00ad\u2611",
        "3",
        "linkcontrol",
    ]


def test_a_template_shows_its_tags() -> None:
    assert "{{ x }}\n" in text(docx(p("{{ x }}")))


def test_a_header_used_by_no_section_is_not_read() -> None:
    assert paragraphs(docx(p("a"), header=p("head"), section="<w:sectPr/>")) == ["a"]


@pytest.mark.parametrize(
    "data", [b"", zipped({"a": b""}), zipped(members("") | {"[Content_Types].xml": content_types({})[:-9]})]
)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(TemplateRefused):
        text(data, "x.docx")
