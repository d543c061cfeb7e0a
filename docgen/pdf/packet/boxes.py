"""Where things stand on pages, as PDFium draws them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from docgen.pdf.extract import PDFIUM

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, in the page's own coordinates."""

SCALE = 2
"""Pixels a point of `Strip`."""
_BLANK = 225  # the palest grey that counts as ink is darker; a draft mark is paler


def union(one: Box | None, other: Box) -> Box:
    """The smallest box that holds both."""
    if one is None:
        return other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def length(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _opened(pdf) as document:
        return len(document)


def marked_boxes(pdf: bytes) -> dict[tuple[int, int], Box]:
    """The box of each marked content with an identifier (ISO 32000-1 §14.7.4.2), by page, from 0, and identifier."""
    found: dict[tuple[int, int], Box] = {}
    with _opened(pdf) as document:
        for number, page in enumerate(document):
            for each in page.get_objects():
                identifier = raw.FPDFPageObj_GetMarkedContentID(each.raw)
                if identifier >= 0:
                    found[number, identifier] = union(found.get((number, identifier)), each.get_bounds())
            page.close()
    return found


class Strip:
    """The lowest or highest points of a page as a grey picture: where is ink?"""

    def __init__(self, pixels: bytes, stride: int, width: int, height: int) -> None:
        self._rows = [pixels[at * stride : at * stride + width] for at in range(height)]
        self.width, self.height = width / SCALE, height / SCALE

    def left(self) -> float | None:
        """Where the ink begins, in points from the left; None on a blank strip."""
        found = [at for row in self._rows for at, grey in enumerate(row) if grey < _BLANK]
        return min(found) / SCALE if found else None

    def free(self, box: Box) -> bool:
        """Whether nothing is drawn in a box, measured in points from the strip's left bottom corner."""
        left, right = max(int(box[0] * SCALE), 0), int(box[2] * SCALE) + 1
        top, bottom = len(self._rows) - int(box[3] * SCALE) - 1, len(self._rows) - int(box[1] * SCALE)
        if box[0] < 0 or box[1] < 0 or box[2] > self.width or box[3] > self.height:
            return False
        return all(min(row[left:right], default=255) >= _BLANK for row in self._rows[max(top, 0) : bottom])


def strips(pdf: bytes, height: float) -> list[tuple[Strip, Strip]]:
    """The strips of this height, in points, at the foot and at the head of each page."""
    with _opened(pdf) as document:
        return [pair for page in document for pair in [_strips(page, height)]]


def _strips(page: pypdfium2.PdfPage, height: float) -> tuple[Strip, Strip]:
    whole = page.get_height()
    height = min(height, whole / 2)
    try:
        foot, head = (_drawn(page, crop) for crop in ((0, 0, 0, whole - height), (0, whole - height, 0, 0)))
    finally:
        page.close()
    return foot, head


def _drawn(page: pypdfium2.PdfPage, crop: Sequence[float]) -> Strip:
    bitmap = page.render(scale=SCALE, crop=tuple(crop), grayscale=True)
    try:
        return Strip(ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height), bitmap.stride,
                     bitmap.width, bitmap.height)  # fmt: skip
    finally:
        bitmap.close()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
