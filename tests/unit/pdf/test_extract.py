"""The text of a PDF as `docgen text` prints it."""

from __future__ import annotations

import pytest

from docgen.errors import TemplateRefused
from docgen.pdf import extract
from docgen.pdf.typeset import Typesetter
from tests.unit.pdf.reading import squeezed
from tests.unit.pdf.word import docx, paragraph

BREAK = '<w:r><w:br w:type="page"/></w:r>'


def test_khmer_and_thai_come_out_exactly_without_invisible_characters(typesetter: Typesetter) -> None:
    text = "ព្រះរាជាណាចក្រកម្ពុជា ทั้งสิ้นสองครั้ง ទិន្នន័យ ភ័ក្រ្ត"
    found = extract.text(typesetter.pdf(docx(paragraph(text))))
    assert found.rstrip("\n\f") == text
    assert "\u200b" not in found


def test_pages_end_with_a_form_feed(typesetter: Typesetter) -> None:
    pdf = typesetter.pdf(docx(paragraph("one") + paragraph(BREAK) + paragraph("two")))
    assert [squeezed(page) for page in extract.text(pdf).split("\f")] == ["one", "two", ""]
    assert extract.page_count(pdf) == 2


def test_a_hyphen_at_a_line_s_end_stays_a_hyphen(typesetter: Typesetter) -> None:
    pdf = typesetter.pdf(docx(paragraph("Division of Anti-Human Trafficking", '<w:ind w:right="8000"/>')))
    assert "Anti-Human" in squeezed(extract.text(pdf))


def test_bytes_that_are_no_pdf_are_refused() -> None:
    with pytest.raises(TemplateRefused, match="not a readable PDF"):
        extract.text(b"%PDF-1.7 nothing")
