"""`w:rPr` read into a plain dict of what it says, unknown children refused (ECMA-376 Part 1 §17.3.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from docgen.pdf.typeset.names import VAL, elements, number, on, q, val
from docgen.pdf.typeset.refusals import Refusals

Properties = dict[str, Any]
Reader = Callable[[etree._Element, Properties, Refusals], None]

#: Properties that flip when both a paragraph style and a character style set them (§17.7.3).
TOGGLES = frozenset(("b", "bCs", "i", "iCs", "caps", "strike"))

_FONT_SLOTS = {q("w:ascii"): "ascii", q("w:hAnsi"): "hAnsi", q("w:cs"): "cs"}
_FONT_IGNORED = frozenset((q("w:eastAsia"), q("w:hint")))
_UNDERLINES = {"single": "single", "words": "single", "none": "none"}
_HIGHLIGHTS = {
    "none": "", "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def _fonts(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    for name, value in element.items():
        if name in _FONT_SLOTS:
            into[_FONT_SLOTS[name]] = value
        elif name not in _FONT_IGNORED:
            refusals.attributes(element, (*_FONT_SLOTS, *_FONT_IGNORED))


def _toggle(key: str) -> Reader:
    def read(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
        into[key] = on(element)

    return read


def _integer(key: str) -> Reader:
    def read(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
        into[key] = number(val(element))

    return read


def _underline(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    kind = val(element, "single")
    if kind not in _UNDERLINES:
        refusals.value(element, kind)
    into["u"] = _UNDERLINES.get(kind, "single")


def colour(text: str | None) -> str:
    """RRGGBB of an ST_HexColor, or "" for automatic."""
    return "" if text in (None, "", "auto") else str(text).upper()


def _colour(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    refusals.attributes(element, (VAL,))
    into["colour"] = colour(val(element))


def shading(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    """`w:shd`: a plain fill; patterns are refused."""
    refusals.attributes(element, (VAL, q("w:fill"), q("w:color")))
    if val(element) not in ("clear", "nil", ""):
        refusals.value(element, val(element))
    into["fill"] = colour(element.get(q("w:fill")))


def _highlight(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    if val(element) not in _HIGHLIGHTS:
        refusals.value(element, val(element))
    into["highlight"] = _HIGHLIGHTS.get(val(element), "")


def _position(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
    into["vertAlign"] = val(element, "baseline")


def _language(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
    for name, key in ((VAL, "lang"), (q("w:bidi"), "langCs")):
        if element.get(name):
            into[key] = element.get(name)


def _style(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
    into["rStyle"] = val(element)


def _only(*neutral: str) -> Reader:
    """A property that is harmless at these values and refused at any other."""

    def read(element: etree._Element, _into: Properties, refusals: Refusals) -> None:
        if val(element, "true") not in neutral:
            refusals.element(element)

    return read


def _ignore(_element: etree._Element, _into: Properties, _refusals: Refusals) -> None:
    """Says nothing about the page."""


_OFF = _only("0", "false", "off")
_READERS: dict[str, Reader] = {
    q(name): reader
    for name, reader in {
        "w:rStyle": _style, "w:rFonts": _fonts, "w:sz": _integer("sz"), "w:szCs": _integer("szCs"), "w:u": _underline,
        "w:color": _colour, "w:shd": shading, "w:highlight": _highlight, "w:vertAlign": _position, "w:lang": _language,
        "w:spacing": _integer("tracking"), "w:position": _integer("raise"), "w:cs": _toggle("complex"),
        **{f"w:{name}": _toggle(name) for name in TOGGLES},
        "w:w": _only("100", "0"), "w:bdr": _only("nil", "none"), "w:em": _only("none"), "w:effect": _only("none"),
        **{f"w:{name}": _OFF for name in ("rtl", "vanish", "specVanish", "smallCaps", "dstrike", "outline", "shadow",
        "emboss",
                                          "imprint", "oMath")},
        **{f"w:{name}": _ignore for name in ("noProof", "webHidden", "snapToGrid", "kern")},
    }.items()
}  # fmt: skip
_W14_HARMLESS = frozenset((q("w14:ligatures"), q("w14:numForm"), q("w14:numSpacing"), q("w14:cntxtAlts")))


def read_run_properties(element: etree._Element | None, refusals: Refusals) -> Properties:
    """What a `w:rPr` says: sz, szCs (half-points), ascii, hAnsi, cs (families), b, i … (bool), colour, fill (RRGGBB)
    …"""
    found: Properties = {}
    if element is None:
        return found
    for child in elements(element):
        reader = _READERS.get(str(child.tag))
        if reader is not None:
            reader(child, found, refusals)
        elif child.tag not in _W14_HARMLESS:
            refusals.element(child)
    return found
