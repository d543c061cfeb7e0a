"""Pages as four engines draw them, and how much two drawings of a place differ."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pymupdf
import pypdfium2
from numpy.typing import NDArray

from tests.conftest import require

SCALE = 5
"""Pixels a point: enough for a thin tone mark to weigh more than how an engine smooths edges."""
_WINDOW = 2 * SCALE  # pixels: about a tone mark at 11 points
_DRIVER = Path(__file__).with_name("pdfjs_draw.mjs")

Grey: TypeAlias = NDArray[np.uint8]
"""How light each pixel is, 0 to 255 (paper), by row from the top and column."""
Rect: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner."""


def by_poppler(pdf: bytes) -> list[Grey]:
    with tempfile.TemporaryDirectory() as folder:
        command = [require("pdftoppm"), "-r", str(72 * SCALE), "-gray", "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, capture_output=True, check=True)
        return [_pgm(path.read_bytes()) for path in sorted(Path(folder).glob("page*.pgm"))]


def by_mupdf(pdf: bytes) -> list[Grey]:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        matrix = pymupdf.Matrix(SCALE, SCALE)
        drawn = [page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, annots=True) for page in document]
        return [np.frombuffer(each.samples, np.uint8).reshape(each.height, each.width) for each in drawn]


def by_pdfium(pdf: bytes) -> list[Grey]:
    """With its form fill, as in Chrome: PDFium draws widgets in no other way."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        return [page.render(scale=SCALE, grayscale=True, may_draw_forms=True).to_numpy().copy() for page in document]
    finally:
        document.close()


def by_pdfjs(pdf: bytes) -> list[Grey]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "form.pdf")
        source.write_bytes(pdf)
        order = {"pdf": str(source), "scale": SCALE, "mode": "ENABLE", "output": f"{folder}/page"}
        done = subprocess.run(
            [require("node"), str(_DRIVER)], input=json.dumps(order), capture_output=True, text=True, check=True
        )
        answer = json.loads(done.stdout)
        assert "pages" in answer, answer
        return [_pgm(Path(path).read_bytes()) for path in answer["pages"]]


OTHERS: Mapping[str, Callable[[bytes], list[Grey]]] = {"PDFium": by_pdfium, "MuPDF": by_mupdf, "pdf.js": by_pdfjs}
"""The engines that are held against poppler."""


def _pgm(data: bytes) -> Grey:
    """A binary PGM file (netpbm)."""
    _, width, height, rest = data.split(maxsplit=3)
    return np.frombuffer(rest.removeprefix(b"255\n"), np.uint8).reshape(int(height), int(width))


def place(page: Grey, rect: Rect) -> Grey:
    """The pixels of a rectangle."""
    left, bottom, right, top = rect
    height = page.shape[0]
    rows = slice(max(0, height - math.ceil(top * SCALE)), height - math.floor(bottom * SCALE))
    return page[rows, slice(max(0, math.floor(left * SCALE)), math.ceil(right * SCALE))]


def difference(one: Grey, other: Grey) -> float:
    """The largest difference of mean ink in any window of about a tone mark's size, 0 to 1.

    Engines smooth edges each in their way, which a mean evens out; a mark that is missing or elsewhere it does not. An
    engine may put a line one pixel higher or lower.
    """
    rows, columns = (min(sides) for sides in zip(one.shape, other.shape, strict=True))
    mine, theirs = (each[:rows, :columns].astype(np.int32) for each in (one, other))
    shifted = [np.abs(_means(mine - np.roll(theirs, shift, 0))) for shift in (0, 1, -1)]
    return float(np.minimum.reduce(shifted).max()) / 255


def _means(values: NDArray[np.int32]) -> NDArray[np.float64]:
    n = min(_WINDOW, *values.shape)
    sums = np.pad(values, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    return (sums[n:, n:] - sums[:-n, n:] - sums[n:, :-n] + sums[:-n, :-n]) / n**2


def inked(part: Grey) -> float:
    """The share of ink, 0 to 1."""
    return 1 - float(part.mean()) / 255
