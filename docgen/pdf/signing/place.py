"""Where on a page a stamp covers nothing: found by looking at the page as PDFium draws it."""

from __future__ import annotations

import pypdfium2

from docgen.errors import Message
from docgen.pdf.extract import PDFIUM
from docgen.pdf.signing.refusal import SigningRefused

# A point of the page is half a dot; a draft mark is lighter than this and may lie below a stamp.
_SCALE, _INK = 0.5, 150
_RIGHT, _FOOT, _TOP, _ROOM = 57.0, 70.0, 57.0, 4.0


def free_place(pdf: bytes, width: float, height: float) -> tuple[int, tuple[int, int, int, int]]:
    """Number of the last page (from 0) and a box on it (left, bottom, right, top, in whole points) of this size.

    It is the lowest above the footer at the right margin in which nothing is drawn. Raises SigningRefused when there is
    none.
    """
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()  # stamps of earlier signatures are drawn as form fields
        try:
            last = len(document) - 1
            page = document[last]
            size = page.get_size()
            bitmap = page.render(scale=_SCALE, grayscale=True)
            rows, stride = bytes(bitmap.buffer), bitmap.stride
            bitmap.close()
            page.close()
        finally:
            document.close()
    left = size[0] - _RIGHT - width
    columns = slice(int((left - _ROOM) * _SCALE), int((left + width + _ROOM) * _SCALE))
    free, wanted = 0, int((height + 2 * _ROOM) * _SCALE)
    lines = len(rows) // stride
    for at in range(lines - 1 - int(_FOOT * _SCALE), int(_TOP * _SCALE), -1):
        row = rows[at * stride : (at + 1) * stride]
        free = free + 1 if min(row[columns]) >= _INK else 0
        if free == wanted:
            bottom = size[1] - (at + wanted) / _SCALE + _ROOM
            x, y = round(left), round(bottom)
            return last, (x, y, x + round(width), y + round(height))
    raise SigningRefused(Message("the last page has no free place for a stamp; sign without a stamp"))
