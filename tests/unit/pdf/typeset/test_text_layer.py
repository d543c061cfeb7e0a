"""Typst's text objects recoded: the clusters, their places, and what is not understood."""

from __future__ import annotations

import io
import logging
import re

import pikepdf
import pymupdf
import pytest

from docgen.pdf.coding.clusters import Cluster, shape
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter, compiler
from docgen.pdf.typeset.pdf_objects import NotUnderstood, PdfObjects
from docgen.pdf.typeset.recoded_font import RecodedFont
from docgen.pdf.typeset.text_layer import recode
from docgen.pdf.typeset.text_objects import PageReader
from tests.unit.pdf.reading import READERS, squeezed
from tests.unit.pdf.word import SECTION, docx, paragraph, run
from tests.unit.pdf.word import fonts as font_slots

RAISED = "ครั้งที่ รั้รั้ ทั้งสิ้น น้ำ ญี่ปุ่น ป้ำ ผู้เสียหาย"
STACKED = "ស្ត្រី កើត ខ្ញុំ ម៉្យាង ង៉ែត ញ៉ាំ ក្រ្ត ប៉ុន្តែ"
LATIN = "office fi ffi AVAVA “To” § 4.7 ((a) [b] {c} \\ / )( Ťěšť naïve"


@pytest.fixture
def raw(fonts: FontBook, monkeypatch: pytest.MonkeyPatch) -> Typesetter:
    """A typesetter that leaves Typst's file as it is."""
    monkeypatch.setattr(compiler, "recode", lambda pdf, fonts: pdf)
    return Typesetter(fonts)


def contents(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"\n".join(page.Contents.read_bytes() for page in opened.pages)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("family", ["Sarabun", "Laksaman"])
def test_a_raised_mark_is_given_back_to_its_cluster(typesetter: Typesetter, family: str, reader: str) -> None:
    body = "".join(paragraph(RAISED, f'<w:jc w:val="{jc}"/>') for jc in ("left", "both", "thaiDistribute"))
    found = READERS[reader](typesetter.pdf(docx(body, family=family, language="th")))
    assert [" ".join(line.split()) for line in found.splitlines() if line.strip()] == [RAISED] * 3


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("family", ["Battambang", "Siemreap", "Moul"])
def test_stacked_khmer_is_exact_in_every_font(typesetter: Typesetter, family: str, reader: str) -> None:
    found = READERS[reader](typesetter.pdf(docx(paragraph(STACKED), family=family)))
    assert " ".join(found.split()) == STACKED


@pytest.mark.parametrize("reader", READERS)
def test_latin_ligatures_kerning_and_parentheses_are_exact(typesetter: Typesetter, reader: str) -> None:
    body = paragraph(LATIN) + paragraph(run(LATIN, "<w:b/>") + run(" " + LATIN, "<w:i/>"))
    found = READERS[reader](typesetter.pdf(docx(body, family="Tinos", language="en")))
    assert " ".join(found.split()) == " ".join([LATIN] * 3)


@pytest.mark.parametrize("reader", READERS)
def test_a_font_of_several_hundred_glyphs_is_exact(typesetter: Typesetter, reader: str) -> None:
    """Typst writes codes from 128 on as hexadecimal strings, and parentheses that pair off without a backslash."""
    texts = ["".join(chr(code) for code in range(start, start + 32)) for start in (0xC0, 0x100, 0x120, 0x160, 0x400)]
    found = READERS[reader](typesetter.pdf(docx("".join(map(paragraph, texts)), family="Tinos", language="en")))
    assert squeezed(found) == squeezed("".join(texts))


def test_no_actual_text_is_left_and_marked_content_is_as_it_was(
    typesetter: Typesetter, fonts: FontBook, raw: Typesetter
) -> None:
    before = raw.pdf(docx(paragraph(RAISED) + paragraph(STACKED), family="Sarabun"))
    old, new = contents(before), contents(recode(before, fonts))
    assert b"ActualText" in old and b"ActualText" not in new
    marked = re.compile(rb"/\w+<<(?:(?!ActualText)[^>])*>>BDC")
    assert marked.findall(old) == marked.findall(new) != []
    assert new.count(b"BDC") == new.count(b"EMC")
    assert new.count(b"BT ") == new.count(b"\nET") > 0


def test_a_cluster_is_drawn_with_harfbuzz_s_glyphs_at_its_places(raw: Typesetter, fonts: FontBook) -> None:
    """Typst numbers the glyphs anew; their advances and places tell that they are HarfBuzz's."""
    (shaped,) = [shape(each) for each in runs("ស្ត្រី", FontChoice.house(fonts))]
    pdf = raw.pdf(docx(paragraph("ស្ត្រី"), family="Battambang"))
    (found,) = clusters(pdf, fonts)
    (expected,) = shaped.clusters
    assert (found.text, found.advance) == (expected.text, expected.advance)
    places = [(place, wanted) for part, harfbuzz in zip(found.parts, expected.parts, strict=True)
              for place, wanted in zip(part[1:], harfbuzz[1:], strict=True)]  # fmt: skip
    assert all(place == pytest.approx(wanted, abs=2) for place, wanted in places)


def clusters(pdf: bytes, fonts: FontBook) -> list[Cluster]:
    objects = PdfObjects(pdf)
    (font,) = (
        RecodedFont.read(objects, number, fonts.by_postscript_name) for number in objects.of_kind(b"/Subtype/Type0")
    )
    texts, _ = PageReader({b"f0": font}, {}).read(contents(pdf))
    return [cluster for text in texts for _, cluster in text.clusters]


def test_the_same_file_recoded_twice_gives_the_same_bytes(raw: Typesetter, fonts: FontBook) -> None:
    pdf = raw.pdf(docx(paragraph(RAISED) + paragraph(STACKED), family="Sarabun"))
    first = recode(pdf, fonts)
    recode(raw.pdf(docx(paragraph("another paper"))), fonts)
    assert recode(pdf, fonts) == first


@pytest.mark.parametrize(
    ("known", "strange"),
    [
        (b" 0 Tr", b" 1 Tr"),
        (b" 0 Tr", b" 2 Tc 0 Tr"),
        (b"1 0 0 -1 0 0 Tm", b"1 0 0.2 -1 0 0 Tm"),
        (b"\nET", b" (x)'\nET"),
        (b"/f0 ", b"/f9 "),
        (b"\nBT", b" BT"),
        (b"\nET\n", b"\nET\nBT /f0 9 Tf (x) Tj ET\n"),
    ],
)
def test_what_typst_is_not_known_to_write_is_not_guessed_at(
    raw: Typesetter, fonts: FontBook, known: bytes, strange: bytes
) -> None:
    objects = PdfObjects(raw.pdf(docx(paragraph("office"), family="Tinos", language="en")))
    (page,) = objects.of_kind(b"/Type/Page/")
    number = int(re.search(rb"/Contents (\d+)", objects[page])[1])  # type: ignore[index]
    content = objects.stream(number)
    assert known in content
    objects.replace_stream(number, content.replace(known, strange))
    with pytest.raises(NotUnderstood):
        recode(objects.bytes(), fonts)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\nstartxref\n", b"%PDF-1.7\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF"]
)
def test_a_file_without_a_table_of_objects_is_not_understood(data: bytes, fonts: FontBook) -> None:
    with pytest.raises(NotUnderstood):
        recode(data, fonts)


def test_a_font_that_is_not_installed_is_not_understood(raw: Typesetter) -> None:
    with pytest.raises(NotUnderstood, match="not installed"):
        recode(raw.pdf(docx(paragraph("office"))), FontBook([]))


def test_what_is_not_understood_stays_as_typst_wrote_it_and_the_log_says_so_without_the_text(
    fonts: FontBook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = docx(paragraph("ជនរងគ្រោះ"))

    def strange(pdf: bytes, fonts: FontBook) -> bytes:
        raise NotUnderstood("an unknown operator in a text object")

    typesetter = Typesetter(fonts)
    recoded = Typesetter(fonts).pdf(data)
    monkeypatch.setattr(compiler, "recode", strange)
    with caplog.at_level(logging.WARNING):
        left = typesetter.pdf(data)
    assert left != recoded and left.startswith(b"%PDF")
    assert [record.getMessage() for record in caplog.records] == [
        "the text layer stays as Typst wrote it: an unknown operator in a text object"
    ]
    assert squeezed(READERS["poppler"](left)) == "ជនរងគ្រោះ"


def test_a_raised_mark_of_a_turned_watermark_is_given_back_too(raw: Typesetter, fonts: FontBook) -> None:
    header = (
        '<w:p><w:r><w:pict><v:shape style="width:400pt;height:100pt;rotation:315" fillcolor="silver">'
        '<v:textpath style="font-family:Sarabun" string="ครั้ง"/></v:shape></w:pict></w:r></w:p>'
    )
    section = '<w:headerReference w:type="default" r:id="rId_header1"/>' + SECTION
    before = raw.pdf(docx(paragraph(), section=section, parts={"header1": header}))
    assert contents(before).count(b"BT") > 1
    after = recode(before, fonts)
    assert contents(after).count(b"BT") == contents(before).count(b"BT") - 1
    assert squeezed(READERS["pypdf"](after)) == "ครั้ง"
    assert ink(after) == pytest.approx(ink(before), abs=1)


def ink(pdf: bytes) -> tuple[int, int, int, int]:
    """The box of what is drawn on the first page, in pixels at 72 dpi."""
    with pymupdf.open(stream=pdf) as document:
        image = document[0].get_pixmap(colorspace=pymupdf.csGRAY)
    rows = [image.samples[at : at + image.width] for at in range(0, len(image.samples), image.stride)]
    inked = [at for at, row in enumerate(rows) if min(row) < 250]
    columns = [at for row in rows for at, level in enumerate(row) if level < 250]
    return min(columns), inked[0], max(columns), inked[-1]


def test_no_more_than_a_few_files_are_remembered(fonts: FontBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "_REMEMBERED", 2)
    made = []
    monkeypatch.setattr(compiler, "recode", lambda pdf, fonts: made.append(pdf) or recode(pdf, fonts))
    own = Typesetter(fonts)
    files = [docx(paragraph(text), family="Tinos", language="en") for text in ("one", "two", "three")]
    first = [own.pdf(each) for each in (*files, files[2], files[0])]
    assert (first[3], first[4]) == (first[2], first[0])
    assert len(made) == 4  # the third came from memory, the first had been forgotten


def test_mixed_fonts_on_a_line_stay_on_it(typesetter: Typesetter) -> None:
    body = paragraph(run("ក្រុម ") + run("กลุ่ม ครั้ง", font_slots("Sarabun")) + run(" group", "<w:b/>"))
    for reader in READERS.values():
        assert " ".join(reader(typesetter.pdf(docx(body))).split()) == "ក្រុម กลุ่ม ครั้ง group"
