"""What an appearance stream draws, read from the PDF itself: each code with its font, text, outline and place.

Nothing of docgen is used: pikepdf reads the content and the fonts, HarfBuzz the outlines of the embedded programs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import uharfbuzz as hb

Point = tuple[float, float]
Contour = tuple[tuple[str, tuple[Point, ...]], ...]


@dataclass
class Pen:
    """Collects contours, moved to where the glyph stands."""

    x: float
    y: float
    contours: list[Contour] = field(default_factory=list)
    _open: list[tuple[str, tuple[Point, ...]]] = field(default_factory=list)

    def moveTo(self, to: Point) -> None:  # the names are those of fontTools' pens, which uharfbuzz calls
        self._open = [("move", self._at(to))]

    def lineTo(self, to: Point) -> None:
        self._open.append(("line", self._at(to)))

    def qCurveTo(self, *points: Point) -> None:
        self._open.append(("quadratic", self._at(*points)))

    def curveTo(self, *points: Point) -> None:
        self._open.append(("cubic", self._at(*points)))

    def closePath(self) -> None:
        self.contours.append(tuple(self._open))

    def _at(self, *points: Point) -> tuple[Point, ...]:
        return tuple((round(x + self.x, 1), round(y + self.y, 1)) for x, y in points)


@dataclass
class Piece:
    """What one TJ shows in one font."""

    base_font: str
    """PostScript name of the font without the tag of its subset."""
    size: float
    text: str
    outlines: list[Contour]
    """In font units, from where the piece begins."""


@dataclass
class _Font:
    """An embedded Type 0 font, read as ISO 32000-1 §9.7 and §9.10.3 say."""

    name: str
    program: hb.Font
    to_gid: bytes
    text: dict[int, str]
    widths: dict[int, float]

    @classmethod
    def read(cls, font: pikepdf.Object) -> _Font:
        (descendant,) = font.DescendantFonts
        start, widths = descendant.W
        return cls(
            str(font.BaseFont)[1:].partition("+")[2],
            hb.Font(hb.Face(descendant.FontDescriptor.FontFile2.read_bytes())),
            descendant.CIDToGIDMap.read_bytes(),
            dict(_unicode(font.ToUnicode.read_bytes().decode("ascii"))),
            {int(start) + at: float(width) for at, width in enumerate(widths)},
        )

    def glyph(self, code: int) -> int:
        return int.from_bytes(self.to_gid[2 * code : 2 * code + 2], "big")


def _unicode(cmap: str) -> Iterator[tuple[int, str]]:
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, text in re.findall(r"<([0-9A-F]+)>\s*<([0-9A-F]*)>", block):
            yield int(code, 16), bytes.fromhex(text).decode("utf-16-be")


def pieces(pdf: bytes, name: str) -> list[list[Piece]]:
    """By widget of the field (full name), what its normal appearance shows."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for widget in page.get("/Annots", ()):
                if full_name(widget) == name:
                    found.append(list(_shown(widget.AP.N)))
    return found


def full_name(widget: pikepdf.Object) -> str:
    """ISO 32000-1 §12.7.3.2."""
    names, holder = [], widget
    while holder is not None:
        names += [str(holder.T)] if "/T" in holder else []
        holder = holder.get("/Parent")
    return ".".join(reversed(names))


def _shown(appearance: pikepdf.Object) -> Iterator[Piece]:
    fonts = {name: _Font.read(font) for name, font in appearance.get("/Resources", {}).get("/Font", {}).items()
             if font.Subtype == "/Type0"}  # fmt: skip
    font, size = None, 0.0
    for operands, operator in pikepdf.parse_content_stream(appearance):
        if str(operator) == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif str(operator) in ("TJ", "Tj"):
            assert font is not None
            yield _piece(font, size, operands[0] if str(operator) == "TJ" else [operands[0]])


def _piece(font: _Font, size: float, items: object) -> Piece:
    text, x, outlines = "", 0.0, []
    upem = font.program.face.upem
    for item in items:  # type: ignore[attr-defined]
        if isinstance(item, pikepdf.String):
            codes = bytes(item)
            for at in range(0, len(codes), 2):
                code = int.from_bytes(codes[at : at + 2], "big")
                pen = Pen(x, 0)
                font.program.draw_glyph_with_pen(font.glyph(code), pen)
                outlines += pen.contours
                text += font.text[code]
                x += font.widths[code] * upem / 1000
        else:
            x -= float(item) * upem / 1000
    return Piece(font.name, size, text, outlines)


def by_harfbuzz(font: hb.Font, text: str) -> list[Contour]:
    """What HarfBuzz itself draws for a text in one font, in font units."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    x, y, outlines = 0, 0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = Pen(x + position.x_offset, y + position.y_offset)
        font.draw_glyph_with_pen(info.codepoint, pen)
        outlines += pen.contours
        x += position.x_advance
        y += position.y_advance
    return outlines
