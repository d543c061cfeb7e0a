"""One page of a PDF as a small PNG."""

from __future__ import annotations

import io
from typing import Final

import pypdfium2
from PIL import Image, ImageChops

_GREYS: Final = bytes(round(grey / 15 * 255) for grey in range(16) for _ in range(3))
_TO_GREYS: Final = [value >> 4 for value in range(256)]
_COLOURS: Final = 64
_FAINT: Final = 24
"""Out of 255: how far the parts of a colour may lie apart and still be drawn as grey."""
_VIVID: Final = [int(value > _FAINT) for value in range(256)]
_LEVEL: Final = 1
"""Of zlib. Measured on a page at scale 1.25: level 1 takes 3 ms for 42 KB, level 6 takes 6 ms for 38 KB; eight bits of
grey take 6 ms for 66 KB, full colour 15 ms for 170 KB."""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def drawn(pdf: bytes, page: int, scale: float) -> tuple[bytes, tuple[int, int]]:
    """Page number `page` (from 1) as PNG of 16 greys, or of few colours if there are any; width and height in pixels.

    `scale` 1 is 72 pixels an inch.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[page - 1].render(scale=scale).to_pil()
        return _png(image), image.size
    finally:
        document.close()


def _png(image: Image.Image) -> bytes:
    if _coloured(image):
        few, bits = image.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE), 8
    else:
        few, bits = image.convert("L").point(_TO_GREYS), 4
        few.putpalette(_GREYS)
    out = io.BytesIO()
    few.save(out, "PNG", bits=bits, compress_level=_LEVEL)
    return out.getvalue()


def _coloured(image: Image.Image) -> bool:
    first, second, third = image.split()[:3]
    apart = (ImageChops.difference(one, other) for one, other in ((first, second), (second, third)))
    return any(each.point(_VIVID).getbbox() is not None for each in apart)
