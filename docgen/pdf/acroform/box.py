"""The box of a widget: its rectangle upright, its border and colours (ISO 32000-1 §12.5.4, §12.5.6.19)."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.pdf.acroform.access import Dictionary, array_at, dictionary_at, entry, number, numbers_at
from docgen.pdf.coding.content import number as real

_LEAST_PADDING = 2.0
_OPERATORS = {1: ("g", "G"), 3: ("rg", "RG"), 4: ("k", "K")}
_LIGHT, _DARK, _PALE = "1 g", "0.501953 g", "0.75293 g"  # Acrobat's relief of bevelled and inset borders


@dataclass(frozen=True, slots=True)
class Box:
    """Lengths in points. `width` and `height` as the text in it sees them, after the rotation is undone."""

    width: float
    height: float
    rotation: int
    border: float
    style: str
    """S solid, D dashed, B bevelled, I inset, U underlined."""
    dash: tuple[float, ...]
    edge: tuple[float, ...]
    """The border's colour: none, grey, RGB or CMYK."""
    ground: tuple[float, ...]

    @property
    def inset(self) -> float:
        """From the edge to what the border leaves free."""
        return self.border * (2 if self.style in ("B", "I") else 1)

    @property
    def padding(self) -> float:
        """From the edge to the text, as Acrobat keeps it."""
        return max(_LEAST_PADDING, 2 * self.inset)

    @property
    def room(self) -> float:
        """Width for text."""
        return max(0.0, self.width - 2 * self.padding)

    @property
    def clear(self) -> float:
        """Height that is not clipped."""
        return max(0.0, self.height - 2 * self.inset)

    @property
    def matrix(self) -> tuple[int, int, int, int, float, float]:
        """From the upright box to the widget's rectangle, its lower left corner at the origin."""
        return {
            90: (0, 1, -1, 0, self.height, 0.0),
            180: (-1, 0, 0, -1, self.width, self.height),
            270: (0, -1, 1, 0, 0.0, self.width),
        }.get(self.rotation, (1, 0, 0, 1, 0.0, 0.0))

    def frame(self) -> str:
        """Operators that draw ground and border of a rectangular widget; they leave the graphics state as it was."""
        parts = []
        if self.ground:
            parts.append(f"{fill_colour(self.ground)} {_rectangle(0, 0, self.width, self.height)} f")
        if self.edge and self.border > 0:
            if self.style in ("B", "I"):
                parts.append(self._relief())
            parts += [f"{stroke_colour(self.edge)} {real(self.border)} w", self._stroke()]
        return "q " + " ".join(parts) + " Q\n" if parts else ""

    def _stroke(self) -> str:
        half = self.border / 2
        if self.style == "U":
            return f"0 {real(half)} m {real(self.width)} {real(half)} l S"
        dash = f"[{' '.join(map(real, self.dash))}] 0 d " if self.style == "D" else ""
        return dash + _rectangle(half, half, self.width - self.border, self.height - self.border) + " S"

    def _relief(self) -> str:
        """The light and the dark half inside the border."""
        b, c, w, h = self.border, 2 * self.border, self.width, self.height
        light, dark = (_LIGHT, _DARK) if self.style == "B" else (_DARK, _PALE)
        upper = _polygon((b, b), (b, h - b), (w - b, h - b), (w - c, h - c), (c, h - c), (c, c))
        lower = _polygon((w - b, h - b), (w - b, b), (b, b), (c, c), (w - c, c), (w - c, h - c))
        return f"{light} {upper} f {dark} {lower} f"

    def clip(self) -> str:
        """Operators that keep what follows inside the border."""
        return f"{_rectangle(self.inset, self.inset, self.width - 2 * self.inset, self.clear)} W n"


def box_of(widget: Dictionary) -> Box:
    """The box of a widget annotation. A rectangle that is missing or empty gives an empty box."""
    rectangle = numbers_at(widget, "/Rect")
    left, bottom, right, top = rectangle if len(rectangle) == 4 else (0.0, 0.0, 0.0, 0.0)
    width, height = abs(right - left), abs(top - bottom)
    looks = dictionary_at(widget, "/MK") or Dictionary()
    rotation = int(number(entry(looks, "/R"), 0)) % 360
    if rotation in (90, 270):
        width, height = height, width
    border, style, dash = _border(widget)
    edge, ground = _colour(looks, "/BC"), _colour(looks, "/BG")
    return Box(width, height, rotation, border, style, dash, edge, ground)


def _border(widget: Dictionary) -> tuple[float, str, tuple[float, ...]]:
    """Width, style and dashes: /BS, else /Border, else one point, solid."""
    style = dictionary_at(widget, "/BS")
    if style is not None:
        dash = tuple(numbers_at(style, "/D")) or (3.0,)
        name = str(entry(style, "/S") or "/S")[1:]
        return max(0.0, number(entry(style, "/W"), 1.0)), name, dash if any(dash) else (3.0,)
    old = array_at(widget, "/Border")
    return max(0.0, number(old[2], 1.0)) if len(old) >= 3 else 1.0, "S", (3.0,)


def _colour(looks: Dictionary, key: str) -> tuple[float, ...]:
    found = tuple(numbers_at(looks, key))
    return found if len(found) in _OPERATORS else ()


def fill_colour(colour: tuple[float, ...]) -> str:
    """The operator that fills in a colour of one, three or four components."""
    return f"{' '.join(map(real, colour))} {_OPERATORS[len(colour)][0]}"


def stroke_colour(colour: tuple[float, ...]) -> str:
    """The operator that strokes in such a colour."""
    return f"{' '.join(map(real, colour))} {_OPERATORS[len(colour)][1]}"


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"{real(x)} {real(y)} {real(max(0.0, width))} {real(max(0.0, height))} re"


def _polygon(*points: tuple[float, float]) -> str:
    drawn = [f"{real(x)} {real(y)} {'l' if at else 'm'}" for at, (x, y) in enumerate(points)]
    return " ".join([*drawn, "h"])
