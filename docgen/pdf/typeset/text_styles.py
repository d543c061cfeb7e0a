"""How a stretch of text in one font is set: face, size, line box, colour, language, as one named Typst function.

A line is as tall as the tallest ascent and the deepest descent on it. Typst is given both per run, in points, from the
font's own metrics, so that lines fall where Word and LibreOffice put them whatever fonts they mix.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from docgen.pdf.fonts import Face
from docgen.pdf.typeset.names import points

# LibreOffice's setting of w:vertAlign: 58 % of the size, a third of it up or 8 % down.
_SMALL, _UP, _DOWN = 0.58, 0.33, 0.08


def intern(prefix: str, code: str) -> str:
    """A short name for a definition that depends on nothing but its code, so that it means the same in every
    document."""
    return prefix + hashlib.blake2s(code.encode(), digest_size=5).hexdigest()


@dataclass(frozen=True)
class TextStyle:
    """One way to set text. Sizes in half-points, `tracking` and `edges` (above, below the baseline) in twips."""

    face: Face
    half_points: int
    bold: bool
    italic: bool
    colour: str
    fill: str
    underline: bool
    strike: bool
    position: str
    raised: int
    tracking: int
    language: str
    edges: tuple[int, int]

    @property
    def points(self) -> float:
        """Size of the letters as drawn, in points."""
        return self.half_points / 2 * (_SMALL if self.position in ("superscript", "subscript") else 1)

    def width(self, text: str) -> float:
        """Width of text in twips, as HarfBuzz shapes it."""
        return self.face.width(text) * self.points * 20 + self.tracking * len(text)

    @cached_property
    def code(self) -> str:
        """The Typst function that sets text in this style."""
        args = [
            f'font:"{self.face.family}"',
            f"size:{points(self.points * 20)}",
            f"weight:{700 if self.bold else 400}",
            f"top-edge:{points(self.edges[0])}",
            f"bottom-edge:{points(-self.edges[1])}",
            f'lang:"{self.language}"',
        ]
        if self.italic:
            args.append('style:"italic"')
        if self.colour not in ("", "000000"):
            args.append(f'fill:rgb("{self.colour}")')
        if self.tracking:
            args.append(f"tracking:{points(self.tracking)}")
        if self._shift:
            args.append(f"baseline:{points(self._shift)}")
        return self._decorated(f"text.with({','.join(args)})")

    @property
    def _shift(self) -> float:
        """Twips the baseline moves down."""
        full = self.half_points * 10
        shift = {"superscript": -_UP * full, "subscript": _DOWN * full}.get(self.position, 0.0)
        return shift - self.raised * 10

    def _decorated(self, code: str) -> str:
        for wanted, function in ((self.underline, "underlined"), (self.strike, "struck")):
            if wanted:
                code = f"{function}.with({code},{points(self.points * 20)})"
        if self.fill:
            top, bottom = points(self.edges[0]), points(-self.edges[1])
            code = f'shaded.with({code},rgb("{self.fill}"),{top},{bottom})'
        return code

    @cached_property
    def name(self) -> str:
        """The name its function is bound to."""
        return intern("t", self.code)


@lru_cache(maxsize=4096)
def line_edges(face: Face, half_points: int, line: int, rule: str) -> tuple[int, int]:
    """(above, below) the baseline in twips for a line of this font under `w:spacing` line and lineRule (§17.3.1.33).

    As LibreOffice does it: metrics are rounded to twips and the multiple truncated; what a multiple adds goes below the
    line and what it takes away comes off the top; `atLeast` adds above; `exact` divides 80 to 20.
    """
    if rule == "exact":
        above = line * 4 // 5
        return above, line - above
    ascent = round(face.ascent * half_points * 10 / face.upem)
    descent = round(face.descent * half_points * 10 / face.upem)
    if rule == "atLeast":
        return ascent + max(0, line - ascent - descent), descent
    extra = int((ascent + descent) * line / 240) - ascent - descent
    return (ascent, descent + extra) if extra >= 0 else (ascent + extra, descent)
