"""Names and units of WordprocessingML (ECMA-376 Part 1) that the typesetter's modules share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_PREFIXES = {
    MAIN: "w",
    RELATIONSHIPS: "r",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
}
_URIS = {prefix: uri for uri, prefix in _PREFIXES.items()}
_OFF = frozenset(("0", "false", "off", "none"))

TWIPS_PER_POINT = 20
EMU_PER_POINT = 12700


@lru_cache(maxsize=512)
def q(name: str) -> str:
    """Clark name of a prefixed one: `w:p` → `{…/main}p`."""
    prefix, local = name.split(":")
    return f"{{{_URIS[prefix]}}}{local}"


VAL, W_W, W_TYPE = q("w:val"), q("w:w"), q("w:type")


def shown(tag: str) -> str:
    """The prefixed name people know: `{…/main}p` → `w:p`."""
    uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = _PREFIXES.get(uri, uri.rsplit("/", 1)[-1])
    return f"{prefix}:{local}" if prefix else local


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, without comments and processing instructions."""
    return parent.iterchildren("*")


def val(element: etree._Element | None, default: str = "") -> str:
    """`w:val` of an element."""
    if element is None:
        return default
    found = element.get(VAL)
    return default if found is None else found


def on(element: etree._Element) -> bool:
    """ST_OnOff: present without a value means on (ECMA-376 Part 1 §17.17.4)."""
    found = element.get(VAL)
    return found is None or found not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """A whole number as Word writes it; a fraction, which some producers write, is truncated."""
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        return int(float(text))


@lru_cache(maxsize=8192)
def points(twips: float) -> str:
    """A Typst length from twips, exact to a thousandth of a point."""
    return f"{twips / TWIPS_PER_POINT:.3f}".rstrip("0").rstrip(".") + "pt"


def literal(text: str) -> str:
    """A Typst string literal: the only way text of a document reaches Typst code."""
    return '"' + text.translate(_ESCAPES) + '"'


_ESCAPES = {code: f"\\u{{{code:x}}}" for code in (*range(0x20), 0x7F)} | {ord('"'): '\\"', ord("\\"): "\\\\"}
