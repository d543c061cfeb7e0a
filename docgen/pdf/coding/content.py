"""Clusters as operators of a content stream (ISO 32000-1 §9.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from docgen.pdf.coding.clusters import Shaped
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.fonts import Face

FontOf = Callable[[Face], tuple[str, CodedFont]]
"""The resource name and the codes of a face."""


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """A PDF real: at most four decimals, no exponent."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def line(shaped: Iterable[Shaped], size: float, x: float, y: float, font_of: FontOf) -> str:
    """A text object that draws shaped runs one after another from (x, y) on; `size` in points."""
    parts = [f"BT 1 0 0 1 {number(x)} {number(y)} Tm"]
    parts += [show(each, size, font_of) for each in shaped if each.clusters]
    return " ".join([*parts, "ET"])


def show(shaped: Shaped, size: float, font_of: FontOf) -> str:
    """The operators of one run, to stand inside a text object; the pen ends where the run does."""
    name, font = font_of(shaped.face)
    items: list[str] = []
    codes: list[str] = []
    behind = 0.0  # thousandths of an em that the pen lags behind, made up for as soon as it is one of them
    for cluster in shaped.clusters:
        code, missing = font.shown(cluster)
        codes.append(code)
        behind += missing
        if abs(behind) >= 1:
            items += [f"<{''.join(codes)}>", number(-behind)]
            codes, behind = [], 0.0
    if codes:
        items.append(f"<{''.join(codes)}>")
    return f"/{name} {number(size)} Tf [{' '.join(items)}] TJ"
