"""The text watermark Word puts in a header: VML WordArt (`v:shape` with `v:textpath`, ECMA-376 Part 4 §19.1.2.23)."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from docgen.pdf.typeset.names import elements, q
from docgen.pdf.typeset.refusals import Refusals

_LENGTH = re.compile(r"([\d.]+)(pt|in|cm|mm|px)?$")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, None: 1.0}
_NAMED = {"silver": "C0C0C0", "gray": "808080", "grey": "808080", "black": "000000", "red": "FF0000", "white": "FFFFFF"}
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_CHILDREN = frozenset(q(name) for name in ("v:shapetype", "v:shape"))
_SHAPE_CHILDREN = frozenset(
    q(name)
    for name in (
        "v:textpath",
        "v:fill",
        "v:stroke",
        "v:path",
        "v:formulas",
        "v:handles",
        "v:shadow",
        "w10:wrap",
        "o:lock",
    )
)


class Mark(NamedTuple):
    """A watermark: text, box in points, rotation in degrees clockwise, RRGGBB, opacity 0–1, font family, bold."""

    text: str
    width: float
    height: float
    rotation: float
    colour: str
    opacity: float
    family: str
    bold: bool


def _style(text: str) -> dict[str, str]:
    pairs = (item.split(":", 1) for item in text.split(";") if ":" in item)
    return {key.strip().lower(): value.strip().strip("\"'") for key, value in pairs}


def _points(text: str, default: float) -> float:
    match = _LENGTH.match(text)
    return float(match.group(1)) * _POINTS[match.group(2)] if match else default


def _colour(text: str) -> str:
    match = _COLOUR.match(text)
    if match:
        digits = match.group(1)
        return (digits if len(digits) == 6 else "".join(c * 2 for c in digits)).upper()
    return _NAMED.get(text.split(" ")[0].lower(), "C0C0C0")


def _opacity(text: str) -> float:
    """VML's opacity: a fraction, or 65,536ths with an `f` behind."""
    if text.endswith("f"):
        return float(text[:-1]) / 65536
    return float(text) if text else 1.0


def read(picture: etree._Element, refusals: Refusals) -> Mark | None:
    """The watermark in a `w:pict`, or None when it is something else."""
    shape = picture.find(q("v:shape"))
    path = shape.find(q("v:textpath")) if shape is not None else None
    if shape is None or path is None or any(child.tag not in _CHILDREN for child in elements(picture)):
        return None
    for child in elements(shape):
        if child.tag not in _SHAPE_CHILDREN:
            refusals.element(child)
    style, letters = _style(shape.get("style", "")), _style(path.get("style", ""))
    fill = shape.find(q("v:fill"))
    return Mark(
        path.get("string", ""), _points(style.get("width", ""), 400), _points(style.get("height", ""), 100),
        float(style.get("rotation", "0")), _colour(shape.get("fillcolor", "silver")),
        _opacity(fill.get("opacity", "") if fill is not None else ""), letters.get("font-family", ""),
        letters.get("font-weight", "") == "bold",
    )  # fmt: skip
