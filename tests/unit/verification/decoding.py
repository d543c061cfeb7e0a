"""Reads QR codes with zxing, which shares nothing with the encoder, from pictures and from pages."""

from __future__ import annotations

import pymupdf
import zxingcpp


def decoded(picture: bytes) -> list[str]:
    """The text of every QR code in a PNG."""
    return _read(pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.Pixmap(picture)))


def decoded_pages(pdf: bytes, *, dots_per_inch: int = 200) -> list[list[str]]:
    """The text of every QR code on each page as it looks when it is printed and scanned."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [_read(page.get_pixmap(dpi=dots_per_inch, colorspace=pymupdf.csGRAY)) for page in document]


def _read(pixels: pymupdf.Pixmap) -> list[str]:
    image = memoryview(pixels.samples).cast("B", (pixels.height, pixels.width))
    return [found.text for found in zxingcpp.read_barcodes(image)]
