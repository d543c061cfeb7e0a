"""The text of a PDF as a reader's program finds it (PDFium), page by page: what `docgen text FILE.pdf` prints."""

from __future__ import annotations

import threading

import pypdfium2

from docgen.errors import Message, TemplateRefused

PAGE_BREAK = "\f"
#: PDFium must not be entered by two threads at once: hold this while you use it.
PDFIUM = threading.Lock()
# PDFium writes U+FFFE for a hyphen that ends a line.
_AS_WRITTEN = {0xFFFE: "-", ord("\r"): None}


def pages(pdf: bytes) -> list[str]:
    """The text of each page in content order, lines ended by LF.

    Raises TemplateRefused when the bytes are no readable PDF.
    """
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise TemplateRefused(
                Message("the file is not a readable PDF; check that it is complete and has no password")
            ) from error
        try:
            return [_text(page) for page in document]
        finally:
            document.close()


def text(pdf: bytes) -> str:
    """The text of a whole PDF, pages ended by a form feed (raises as `pages`)."""
    return "".join(page + PAGE_BREAK for page in pages(pdf))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has (raises as `pages`)."""
    return len(pages(pdf))


def _text(page: pypdfium2.PdfPage) -> str:
    layer = page.get_textpage()
    try:
        found: str = layer.get_text_range()
    finally:
        layer.close()
        page.close()
    return found.translate(_AS_WRITTEN)
