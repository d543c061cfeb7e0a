"""Text that docgen itself draws on a form: the identity of a blank, and the mark of a form that nobody approved."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

from docgen.pdf.coding.clusters import Shaped, shape, widths
from docgen.pdf.coding.content import line, number
from docgen.pdf.coding.faces import Faces
from docgen.pdf.coding.runs import FontChoice, runs

_MARK_SHARE: Final = 0.62
"""How much of the page's diagonal the mark takes."""
_LARGEST: Final = 90.0
_GREY: Final = "0.91 g"
_PREFIX: Final = "Dgn"


@dataclass
class Lettering:
    """Text in codes of its own fonts, gathered for one set of resources."""

    choice: FontChoice
    faces: Faces = field(default_factory=lambda: Faces(_PREFIX))

    def shaped(self, text: str) -> list[Shaped]:
        """The runs of a text, to be measured and drawn."""
        return [shape(run) for run in runs(text, self.choice)]

    def line(self, shaped: list[Shaped], size: float, x: float, y: float) -> str:
        """Operators that draw it from (x, y) on."""
        return line(shaped, size, x, y, self.faces.of)


def one_line(pdf: pikepdf.Pdf, text: str, width: float, height: float, choice: FontChoice) -> pikepdf.Stream:
    """The appearance of a text field (ISO 32000-1 §12.7.3.3) with one line, as large as it goes up to 9 points."""
    lettering = Lettering(choice)
    shaped = lettering.shaped(text)
    size = min(9.0, (width - 4) / max(widths(shaped), 0.01), height * 0.7)
    drawn = lettering.line(shaped, size, 2, (height - size * 0.7) / 2)
    box = [0, 0, float(number(width)), float(number(height))]
    resources = Dictionary(Font=Dictionary(lettering.faces.fonts(pdf)))
    content = f"/Tx BMC q 0 g {drawn} Q EMC".encode("ascii")
    return pikepdf.Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)


def marked(form: bytes, mark: str, choice: FontChoice) -> bytes:
    """The form with a word across every page, light and beneath what is there, as an artifact (§14.8.2.2)."""
    with pikepdf.open(io.BytesIO(form)) as pdf:
        lettering = Lettering(choice)
        shaped = lettering.shaped(mark)
        contents = [_mark(page, shaped, lettering) for page in pdf.pages]
        fonts = lettering.faces.fonts(pdf)
        for page, content in zip(pdf.pages, contents, strict=True):
            for name, font in fonts.items():
                page.add_resource(font, Name.Font, Name(name))
            page.contents_add(pikepdf.Stream(pdf, content), prepend=True)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _mark(page: pikepdf.Page, shaped: list[Shaped], lettering: Lettering) -> bytes:
    left, bottom, right, top = (float(each) for each in page.mediabox)
    across, up = right - left, top - bottom
    size = min(math.hypot(across, up) * _MARK_SHARE / widths(shaped), _LARGEST)
    angle = math.atan2(up, across)
    cos, sin, length = math.cos(angle), math.sin(angle), widths(shaped) * size
    x, y = left + across / 2 - cos * length / 2, bottom + up / 2 - sin * length / 2
    matrix = " ".join(map(number, (cos, sin, -sin, cos, x, y)))
    drawn = lettering.line(shaped, size, 0, -size * 0.3)
    return f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {_GREY} {matrix} cm {drawn} Q EMC\n".encode(
        "ascii"
    )
