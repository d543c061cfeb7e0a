"""Whole documents: text exact in four readers, the same bytes every time, nothing of the text in an error."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from docgen.errors import EngineUnavailable, LayoutUnsupported, TemplateRefused
from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.reading import READERS, by_pdfium, page_count, squeezed
from tests.unit.pdf.word import docx, fonts, paragraph, run

TEXTS = {
    "km": (
        "Battambang",
        "អាជ្ញាធរមានសមត្ថកិច្ចនៃព្រះរាជាណាចក្រកម្ពុជា ទិន្នន័យ លក្ខខណ្ឌ កញ្ចនា ពិពណ៌នា អត្តសញ្ញាណ ក្រសួងមហាផ្ទៃ ស្ត្រី សាស្ត្រា ខ្ញុំ ឆ្នាំ២០២៦ ៕",
    ),
    "th": ("Laksaman", "ครั้งที่ ๒ ทั้งสิ้น ผู้เสียหายจากการค้ามนุษย์ น้ำ ขึ้น กฎหมาย สำนักงานตำรวจแห่งชาติ ปฏิญญา"),
    "en": ("Tinos", "Office of the official: “first” – fifth, 50 % of § 4.7 … naïve"),
}
#: Spellings with the two subscripts in the other order: drawn first and last.
REORDERED = "ភ័ក្រ្ត សាស្រ្ត វិទ្យាសាស្រ្ត"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", TEXTS)
def test_four_readers_find_exactly_the_text(typesetter: Typesetter, language: str, reader: str) -> None:
    family, text = TEXTS[language]
    body = "".join(paragraph(text, f'<w:jc w:val="{jc}"/>') for jc in ("left", "both", "thaiDistribute", "center"))
    found = READERS[reader](typesetter.pdf(docx(body, family=family, language=language)))
    assert squeezed(found) == squeezed(text * 4)


@pytest.mark.parametrize("reader", READERS)
def test_four_readers_find_reordered_subscripts_exactly(typesetter: Typesetter, reader: str) -> None:
    pdf = typesetter.pdf(docx(paragraph(REORDERED), family="Battambang"))
    assert squeezed(READERS[reader](pdf)) == squeezed(REORDERED)


def test_text_in_the_heading_font_is_exact_too(typesetter: Typesetter) -> None:
    pdf = typesetter.pdf(docx(paragraph(run("ព្រះរាជាណាចក្រកម្ពុជា", fonts("Moul")))))
    assert squeezed(by_pdfium(pdf)) == "ព្រះរាជាណាចក្រកម្ពុជា"


@pytest.mark.parametrize(
    "text",
    [
        '"); panic("x',
        "\\",
        "\\u{41}",
        "#panic()",
        "$x$ *b* _i_ `r` @ref <label> // /* */ ~ --- ...",
        "[a] {b} (c)",
        "é\u00a0x",
    ],
)
def test_text_is_never_read_as_code(typesetter: Typesetter, text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert squeezed(by_pdfium(typesetter.pdf(docx(paragraph(escaped))))) == squeezed(text)


def test_the_same_file_gives_the_same_bytes_also_in_another_process(typesetter: Typesetter) -> None:
    data = docx("".join(paragraph(text) for _, text in TEXTS.values()))
    first = typesetter.pdf(data)
    typesetter.pdf(docx(paragraph("another paper")))
    assert typesetter.pdf(data) == first
    script = (
        "import sys; from docgen.pdf.fonts import FontBook; from docgen.pdf.typeset import Typesetter; "
        "from docgen.settings import Settings; "
        "sys.stdout.buffer.write(Typesetter(FontBook.find(Settings.read().fonts)).pdf(sys.stdin.buffer.read()))"
    )
    other = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
    assert other.stdout == first


def test_the_date_is_the_word_file_s_own(typesetter: Typesetter) -> None:
    assert b"/CreationDate(D:20260102030405Z)" in typesetter.pdf(docx(paragraph("x")))


def test_a_language_a_line_mixes_is_set_in_the_font_of_each_script(typesetter: Typesetter) -> None:
    source = typesetter.source(docx(paragraph("Name សុខ and สุข")))
    assert all(f'font:"{family}"' in source for family in ("Tinos", "Battambang", "Laksaman"))
    assert all(f'lang:"{language}"' in source for language in ("en", "km", "th"))


def test_a_character_no_font_draws_is_refused_by_code_point_and_not_shown(typesetter: Typesetter) -> None:
    with pytest.raises(LayoutUnsupported, match=r"U\+6F22 \(Cjk\)") as caught:
        typesetter.pdf(docx(paragraph("A secret name 漢")))
    assert "secret" not in str(caught.value)
    assert "漢" not in str(caught.value)


def test_a_font_that_is_not_installed_is_named_with_its_package(typesetter: Typesetter) -> None:
    with pytest.raises(EngineUnavailable, match="Open Sans"):
        typesetter.pdf(docx(paragraph(run("x", fonts("Open Sans")))))


def test_a_document_without_a_title_is_refused(typesetter: Typesetter) -> None:
    assert any("title" in name for name in typesetter.unsupported(docx(paragraph("x"), title="")))


@pytest.mark.parametrize("data", [b"", b"PK nothing", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused(typesetter: Typesetter, data: bytes) -> None:
    with pytest.raises(TemplateRefused):
        typesetter.pdf(data)


def test_an_entity_declaration_is_refused(typesetter: Typesetter) -> None:
    sheet = (
        '<!DOCTYPE w [<!ENTITY a "aaaa">]><w:styles '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    )
    with pytest.raises(TemplateRefused, match="document type"):
        typesetter.pdf(docx(paragraph("x"), style_sheet=sheet))


def test_a_paper_that_is_set_again_with_another_value_does_not_repeat_the_first(typesetter: Typesetter) -> None:
    first, second = (squeezed(by_pdfium(typesetter.pdf(docx(paragraph(f"Number {n}"))))) for n in (1, 2))
    assert (first, second) == ("Number1", "Number2")


def test_threads_may_share_a_typesetter(fonts: FontBook) -> None:
    shared = Typesetter(fonts)
    papers = [docx(paragraph(f"Paper {n} ឯកសារ")) for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda data: squeezed(by_pdfium(data)), pool.map(shared.pdf, papers)))
    assert found == [f"Paper{n}ឯកសារ" for n in range(12)]


def test_a_long_document_runs_over_pages(typesetter: Typesetter) -> None:
    assert page_count(typesetter.pdf(docx(paragraph("A line of text.") * 120))) == 3
