"""What is handed out of what LibreOffice wrote: level, title and date, and whether it can be read."""

from __future__ import annotations

import io

import pikepdf
import pytest

from docgen.errors import TemplateError
from docgen.pdf.soffice.archive import archived
from tests.unit.pdf.word import docx, paragraph

LETTER = docx(paragraph("x"))  # dated 2026-01-02T03:04:05Z
CMAP = b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n1 beginbfchar\n<01> <1780>\nendbfchar\nendcmap\n"


def written(*, tagged: bool = True, cmap: bytes | None = CMAP, title: str = "A <paper>") -> bytes:
    """A page as LibreOffice writes it, with a font of three codes, one of them mapped."""
    with pikepdf.new() as document:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, FirstChar=1, LastChar=3)
        if cmap is not None:
            font.ToUnicode = document.make_stream(cmap)
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        document.add_blank_page().obj.Resources = resources
        if tagged:
            document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
            document.Root.StructTreeRoot = pikepdf.Dictionary()
            document.Root.Lang = pikepdf.String("x")
        document.trailer.Info = document.make_indirect(
            pikepdf.Dictionary(Title=title, Author="Somebody", Producer="LibreOffice", CreationDate="D:20991231235959Z")
        )
        document.trailer.DocChecksum = pikepdf.Name("/ABC")
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def read(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def xmp(pdf: bytes) -> str:
    with read(pdf) as document:
        return document.Root.Metadata.read_bytes().decode()


def test_a_tagged_file_whose_codes_all_have_a_value_is_level_a() -> None:
    pdf = archived(written(), LETTER)
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp(pdf)
    assert "pdfuaid" not in xmp(pdf)
    with read(pdf) as document:
        cmap = document.pages[0].Resources.Font.F1.ToUnicode.read_bytes()
    assert cmap.count(b"<01>") == 1
    assert b"<02> <200B>\n<03> <200B>" in cmap
    assert cmap.endswith(b"endcmap\n")


@pytest.mark.parametrize(
    "pdf", [written(tagged=False), written(cmap=None), written(cmap=b"beginbfrange endcmap")],
    ids=["untagged", "a font without values", "a font whose values are not understood"],
)  # fmt: skip
def test_anything_less_is_level_b(pdf: bytes) -> None:
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp(archived(pdf, LETTER))


def test_the_title_stays_and_the_author_goes() -> None:
    pdf = archived(written(), LETTER)
    assert "A &lt;paper&gt;" in xmp(pdf)
    with read(pdf) as document:
        assert set(document.docinfo.keys()) == {"/Title", "/Producer", "/CreationDate", "/ModDate"}
    assert "dc:title" not in xmp(archived(written(title=""), LETTER))


def test_it_is_dated_as_the_word_file_is() -> None:
    pdf = archived(written(), LETTER)
    with read(pdf) as document:
        assert str(document.docinfo["/CreationDate"]) == str(document.docinfo["/ModDate"]) == "D:20260102030405Z"
        assert "/DocChecksum" not in document.trailer
    assert "<xmp:CreateDate>2026-01-02T03:04:05Z</xmp:CreateDate>" in xmp(pdf)
    assert archived(written(), LETTER) == pdf


def test_a_pdf_without_a_page_is_none() -> None:
    with pikepdf.new() as empty:
        out = io.BytesIO()
        empty.save(out)
    with pytest.raises(TemplateError, match="could not turn"):
        archived(out.getvalue(), LETTER)


@pytest.mark.parametrize("cut", [0, 9, 200, -60])
def test_a_pdf_that_breaks_off_is_none(cut: int) -> None:
    with pytest.raises(TemplateError, match="could not turn"):
        archived(written()[:cut], LETTER)
