"""Check boxes and radio buttons as paths: ZapfDingbats, which forms draw ticks with, is mostly not embedded."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from pypdf.generic import StreamObject

from docgen.pdf.acroform.access import Dictionary, array_at, dictionary_at, entry, text
from docgen.pdf.acroform.box import Box, fill_colour, stroke_colour
from docgen.pdf.coding.content import number

_ARC = 0.5523  # control points of a quarter of a circle by a Bézier curve
_CHECK = ((0.13, 0.52), (0.24, 0.62), (0.41, 0.42), (0.77, 0.88), (0.87, 0.79), (0.42, 0.17))
_STROKE = 0.14  # of the side, in a cross
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


def tick(box: Box, sign: str, colour: str) -> str:
    """The sign (a character of ZapfDingbats as /MK /CA names it) inside the border: 4 ✓, 8 ✗, l ●, u ◆, n ■, H ★."""
    side = max(0.0, min(box.width, box.height) - 2 * box.padding)
    left, bottom = (box.width - side) / 2, (box.height - side) / 2

    def place(points: Sequence[tuple[float, float]], *, closed: bool = True) -> str:
        steps = [
            f"{number(left + x * side)} {number(bottom + y * side)} {'l' if at else 'm'}"
            for at, (x, y) in enumerate(points)
        ]
        return " ".join([*steps, *(["h"] if closed else [])])

    if sign == "l":
        drawn = f"{circle(box.width / 2, box.height / 2, side * 0.32)} f"
    elif sign == "8":
        strokes = place(((0.15, 0.15), (0.85, 0.85)), closed=False), place(((0.15, 0.85), (0.85, 0.15)), closed=False)
        drawn = f"{colour.upper()} {number(side * _STROKE)} w {' '.join(strokes)} S"
    else:
        shapes: dict[str, Sequence[tuple[float, float]]] = {
            "u": ((0.5, 0.9), (0.9, 0.5), (0.5, 0.1), (0.1, 0.5)),
            "n": ((0.2, 0.2), (0.2, 0.8), (0.8, 0.8), (0.8, 0.2)),
            "H": _star(),
        }
        drawn = f"{place(shapes.get(sign, _CHECK))} f"
    return f"q {colour} {drawn} Q\n"


def ground(box: Box, *, round_: bool) -> str:
    """Ground and border; round for a radio button."""
    if not round_:
        return box.frame()
    x, y, radius = box.width / 2, box.height / 2, min(box.width, box.height) / 2
    parts = [f"{fill_colour(box.ground)} {circle(x, y, radius)} f"] if box.ground else []
    if box.edge and box.border:
        inner = circle(x, y, radius - box.border / 2)
        parts.append(f"{stroke_colour(box.edge)} {number(box.border)} w {inner} S")
    return "q " + " ".join(parts) + " Q\n" if parts else ""


def circle(x: float, y: float, radius: float) -> str:
    """The path of a circle."""
    r, c = radius, radius * _ARC
    curves = [(r, c, c, r, 0, r), (-c, r, -r, c, -r, 0), (-r, -c, -c, -r, 0, -r), (c, -r, r, -c, r, 0)]
    drawn = [
        " ".join(number(value + (y if at % 2 else x)) for at, value in enumerate(curve)) + " c" for curve in curves
    ]
    return " ".join([f"{number(x + r)} {number(y)} m", *drawn, "h"])


def sign_of(widget: Dictionary, *, radio: bool) -> str:
    """The sign a widget asks for."""
    looks = dictionary_at(widget, "/MK")
    wanted = text(entry(looks, "/CA")) if looks is not None else ""
    return wanted or ("l" if radio else "4")


def drawn_by_itself(appearance: object) -> bool:
    """Whether an appearance stream draws the same everywhere: it names no font that is not embedded."""
    if not isinstance(appearance, StreamObject):
        return False
    resources = dictionary_at(appearance, "/Resources")
    fonts = dictionary_at(resources, "/Font") if resources is not None else None
    if fonts is None:
        return b"Tf" not in appearance.get_data()
    return all(_embedded(font) for key in fonts if (font := dictionary_at(fonts, key)) is not None)


def _embedded(font: Dictionary) -> bool:
    if entry(font, "/Subtype") == "/Type3":
        return True
    holder = next((each for each in array_at(font, "/DescendantFonts") if isinstance(each, Dictionary)), font)
    descriptor = dictionary_at(holder, "/FontDescriptor")
    return descriptor is not None and any(key in descriptor for key in _EMBEDDED)


def _star() -> list[tuple[float, float]]:
    return [
        (0.5 + r * sin(at * pi / 5), 0.5 + r * cos(at * pi / 5)) for at in range(10) for r in [0.18 if at % 2 else 0.45]
    ]
