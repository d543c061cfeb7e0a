"""LibreOffice sets the same Word files: same text in the same order, on as many pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from docgen.pdf.soffice import SofficePool
from tests.acceptance.papers import PAPERS, paper
from tests.acceptance.reading import W, by_pdftotext, parts, running_text, squeezed

pytestmark = pytest.mark.soffice

# Where LibreOffice needs another number of pages: (type, language) → (LibreOffice's, ours, why).
EXPLAINED: Mapping[tuple[str, str], tuple[int, int, str]] = {}
# Where a reader meets the same letters in another order, and why.
REORDERED: Mapping[tuple[str, str], str] = {
    ("meeting_minutes", "en"): "a row of the actions runs over a page break, and is read page by page",
    ("meeting_minutes", "km"): "a row of the actions runs over a page break, and is read page by page",
    ("meeting_minutes", "th"): "a row of the actions runs over a page break, and is read page by page",
    ("return_victim_finding", "km"): "pdftotext reads a dash at the end of a line after the next words",
}


@pytest.mark.parametrize(("type_id", "tag"), PAPERS, ids=lambda value: str(value))
def test_libreoffice_prints_the_same_text_in_the_same_order_on_as_many_pages(
    type_id: str, tag: str, soffice: SofficePool
) -> None:
    own = paper(type_id, tag)
    theirs, ours = by_pdftotext(soffice.pdf(own.docx)), by_pdftotext(own.pdf)
    texts = [comparable(own.docx, pages) for pages in (theirs, ours)]
    if (type_id, tag) in REORDERED:
        texts = ["".join(sorted(text)) for text in texts]
    assert texts[0] == texts[1]
    pages = (len(theirs), len(ours))
    explained = EXPLAINED.get((type_id, tag))
    assert pages == explained[:2] if explained else pages[0] == pages[1], f"{pages[0]} pages there, {pages[1]} here"


def comparable(docx: bytes, pages: list[str]) -> str:
    """The running text without what depends on where pages and lines end: heads of tables repeated, dots to sign on."""
    text = running_text(docx, pages)
    for head in table_heads(docx):
        text = text.replace(head, "")
    return re.sub(r"\.{2,}", "", text)


def table_heads(docx: bytes) -> list[str]:
    """The squeezed texts of the rows that are repeated on every page (w:tblHeader)."""
    rows = parts(docx)["word/document.xml"].iter(W + "tr")
    heads = (row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None)
    return [squeezed("".join(each.text or "" for each in row.iter(W + "t"))) for row in heads]
