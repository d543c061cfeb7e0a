"""The visible stamp of a signature: a page of its own size, drawn with docgen's fonts so that PDF/A stays valid."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from docgen.errors import Message
from docgen.pdf.coding.clusters import shape, widths
from docgen.pdf.coding.content import line, number
from docgen.pdf.coding.faces import Faces
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.signing.refusal import SigningRefused

WIDTH, HEIGHT = 190.0, 56.0
"""Points."""
_LEFT, _RULE, _SIZE, _SMALLEST = 9.0, 3.0, 8.5, 5.0
_MOST_LINES = 4


def stamp(lines: Sequence[str], choice: FontChoice) -> bytes:
    """A PDF of one page, WIDTH by HEIGHT: a frame, a rule at the left, and the lines, each small enough for the width.

    Its content is marked as an artifact. Raises SigningRefused when a line needs a character that no font draws or is
    too long even when small.
    """
    faces = Faces("F")
    leading = (HEIGHT - 4) / _MOST_LINES
    top = (HEIGHT + leading * len(lines[:_MOST_LINES])) / 2
    drawn = []
    for at, text in enumerate(lines[:_MOST_LINES], start=1):
        if choice.undrawable(text):
            raise SigningRefused(
                Message("no installed font draws every letter of the signer's name or the reason; install a font")
            )
        shaped = [shape(run) for run in runs(text, choice)]
        size = _fitting(widths(shaped))
        drawn.append(line(shaped, size, _LEFT, top - at * leading + leading * 0.3, faces.of))
    frame = f"0.1 0.25 0.5 RG 0.6 w 0.3 0.3 {number(WIDTH - 0.6)} {number(HEIGHT - 0.6)} re S"
    rule = f"0.1 0.25 0.5 rg 0 0 {number(_RULE)} {number(HEIGHT)} re f 0 g"
    content = "\n".join(["/Artifact BMC q", frame, rule, *drawn, "Q EMC"])
    return _page(content, faces)


def _fitting(width: float) -> float:
    """The size in points at which a text of `width` (at one point) has room."""
    size = min(_SIZE, (WIDTH - _LEFT - 2) / max(width, 0.01))
    if size < _SMALLEST:
        raise SigningRefused(Message("the reason is too long for the stamp; shorten it, or sign without a stamp"))
    return size


def _page(content: str, faces: Faces) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(faces.fonts(pdf)))
        page.Contents = pikepdf.Stream(pdf, content.encode("ascii"))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
