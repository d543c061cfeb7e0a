"""The verification code and QR on each page of a form that was filled in, where the page has room for them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
from pikepdf import Name

from docgen.forms.lettering import Lettering
from docgen.pdf.coding.clusters import Shaped, widths
from docgen.pdf.coding.content import number
from docgen.pdf.coding.faces import Faces
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.packet.boxes import Box, Strip, strips
from docgen.verification.issuer import Seal
from docgen.verification.qr import QUIET

_STRIP: Final = 70.0  # points of the foot and of the head that are looked at
_SIDE: Final = 38.0  # points of a QR with its quiet zone, about 1.3 cm
_SIZE: Final = 6.5
_LEADING: Final = 9.0
_GAP: Final = 3.0
_AIR: Final = 2.0
_LEFT: Final = (28, 42, 57)  # where the block may begin, from the left edge, and likewise from the right
_HEIGHT: Final = (18, 14, 10, 24)  # and from the foot, or from the lower edge of the strip at the head


@dataclass(frozen=True)
class _Block:
    """QR, caption and code as they are drawn, with how much room they take in points."""

    squares: str
    lines: Sequence[list[Shaped]]
    width: float


def coded(form: bytes, seal: Seal, choice: FontChoice) -> bytes | None:
    """The form with the code on every page that has a free place at its foot or head, as an artifact (§14.8.2.2).

    None when no page has one.
    """
    lettering = Lettering(choice, Faces("DgnCode"))
    lines = [lettering.shaped(seal.caption), lettering.shaped(seal.code)]
    block = _Block(_squares(seal.modules), lines, _SIDE + _GAP + max(map(widths, lines)) * _SIZE)
    with pikepdf.open(io.BytesIO(form)) as pdf:
        places = [_place(page, *pair, block) for page, pair in zip(pdf.pages, strips(form, _STRIP), strict=True)]
        if not any(places):
            return None
        drawn = [_drawn(block, place, lettering) if place else b"" for place in places]
        fonts = lettering.faces.fonts(pdf)
        for page, content in zip(pdf.pages, drawn, strict=True):
            if content:
                _add(page, content, fonts)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _add(page: pikepdf.Page, content: bytes, fonts: dict[str, pikepdf.Object]) -> None:
    for name, font in fonts.items():
        page.add_resource(font, Name.Font, Name(name))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + content)


def _squares(modules: Sequence[str]) -> str:
    """The dark modules as rectangles of a square of side _SIDE, quiet zone left free: one for each run of a row."""
    unit = _SIDE / (len(modules) + 2 * QUIET)
    found = []
    for row, line in enumerate(modules):
        at = 0
        while (at := line.find("1", at)) >= 0:
            end = len(line) if (end := line.find("0", at)) < 0 else end
            corner = (QUIET + at) * unit, _SIDE - (QUIET + row + 1) * unit
            found.append(f"{' '.join(map(number, (*corner, (end - at) * unit, unit)))} re")
            at = end
    return " ".join(found)


def _place(page: pikepdf.Page, foot: Strip, head: Strip, block: _Block) -> tuple[float, float] | None:
    """Where the block's left lower corner goes on an upright page: the first place without ink and without fields."""
    left, bottom, right, top = map(float, page.cropbox)
    if int(page.rotation) % 360:
        return None
    widgets = [tuple(map(float, each.Rect)) for each in page.get("/Annots", ()) if "/Rect" in each]
    for strip, base in ((foot, bottom), (head, top - _STRIP)):
        for x, y in _candidates(right - left, block.width):
            box = (x - _AIR, y - _AIR, x + block.width + _AIR, y + _SIDE + _AIR)
            moved = (box[0] + left, box[1] + base, box[2] + left, box[3] + base)
            if strip.free(box) and not any(_meet(moved, widget) for widget in widgets):
                return x + left, y + base
    return None


def _candidates(page: float, block: float) -> Iterator[tuple[float, float]]:
    for x in (*_LEFT, *(page - block - each for each in _LEFT)):
        for y in _HEIGHT:
            yield x, y


def _meet(one: Box, other: Sequence[float]) -> bool:
    left, right = sorted((other[0], other[2]))
    bottom, top = sorted((other[1], other[3]))
    return one[0] < right and left < one[2] and one[1] < top and bottom < one[3]


def _drawn(block: _Block, place: tuple[float, float], lettering: Lettering) -> bytes:
    x, y = place
    text = " ".join(
        lettering.line(line, _SIZE, x + _SIDE + _GAP, y + _SIDE / 2 + _LEADING * (0.2 - at))
        for at, line in enumerate(block.lines)
    )
    head = "/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"
    matrix = f"1 0 0 1 {number(x)} {number(y)} cm"
    return f"{head}\nq 0 g q {matrix} {block.squares} f Q {text} Q\nEMC\n".encode("ascii")
