"""The text objects of a page as Typst writes them, read into clusters.

ISO 32000-1 §9.4. The reader knows Typst's own way of writing and nothing else: what it does not know it does not guess.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from docgen.pdf.coding.clusters import Cluster
from docgen.pdf.typeset.pdf_objects import NotUnderstood
from docgen.pdf.typeset.recoded_font import RecodedFont

Placed = tuple[float, Cluster]
"""Where a cluster begins on its line, and the cluster."""
Shown = dict[tuple[RecodedFont, bytes, bytes | None], list[Placed]]
"""What a show operator with its ActualText stands for; places in font units from its origin."""

REAL: Final = rb"-?\d*\.?\d+"
_FARTHEST = 0x7FFF  # the offsets of a composite glyph are 16 bits wide
_DEEPEST = 12  # Typst leaves parentheses that pair off unescaped


def _literal() -> bytes:
    pattern = rb"\((?:[^\\()]++|\\.)*+\)"
    for _ in range(_DEEPEST):
        pattern = rb"\((?:[^\\()]++|\\.|" + pattern + rb")*+\)"
    return pattern


_STRING = _literal() + rb"|<[0-9A-F]*>"
_BEGIN = re.compile(rb"(?<=\n)BT(?=[ /])")
_SHOW = re.compile(
    rb"(?:/Span<</ActualText<FEFF([0-9A-F]*)>>>BDC)? ?0 Tr/(f\d+) (" + REAL + rb") Tf "
    rb"1 0 0 -1 ("
    + REAL
    + rb") ("
    + REAL
    + rb") Tm(?:("
    + _STRING
    + rb")Tj|\[((?:"
    + _STRING
    + rb"|[-\d. ]++)*+)\]TJ)",
    re.S,
)
_SIMPLE = re.compile(rb"\([^()]*\)|<[0-9A-F]*>", re.S)
_TEXT_OPERATOR = re.compile(rb"(?:^|[\s>)\]])(?:BT|ET|Tf|Tj|TJ|Tr|Tm|Td)(?:$|[\s/<(\[])")
_ITEM = re.compile(rb"(" + _STRING + rb")|(" + REAL + rb")", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.S)
_CHARACTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"} | {
    char: char for char in (b"(", b")", b"\\")
} | {b"%03o" % code: bytes([code]) for code in range(256)}  # fmt: skip


@dataclass(slots=True)
class TextObject:
    """One BT … ET: clusters on one line, in one font and size (points); places in points, y grows downwards."""

    before: bytes
    """What the content stream holds between the text object before and this one."""
    name: bytes
    font: RecodedFont
    size: float
    y: float
    clusters: list[Placed]


class PageReader:
    """Reads the text objects of one page; `shown` is what show operators were read into, for all pages of a file."""

    def __init__(self, fonts: Mapping[bytes, RecodedFont], shown: Shown) -> None:
        self._fonts, self._shown = fonts, shown

    def read(self, content: bytes) -> tuple[list[TextObject], bytes]:
        """The text objects of a content stream, and what follows the last.

        Raises NotUnderstood for operators inside a text object that Typst is not known to write.
        """
        at, texts = 0, []
        while found := _BEGIN.search(content, at):
            text, end = self._text_object(content, found.end(), _without_text(content[at : found.start()]))
            texts.append(text)
            at = end
        return texts, _without_text(content[at:])

    def _text_object(self, content: bytes, at: int, before: bytes) -> tuple[TextObject, int]:
        made: TextObject | None = None
        while show := _SHOW.match(content, at):
            actual, name, size, x, y, string, array = show.groups()
            at = show.end()
            if actual is not None:
                at = _past(b"\nEMC", content, at)
            if made is None:
                if name not in self._fonts:
                    raise NotUnderstood("a font that is not among the page's resources")
                made = TextObject(before, name, self._fonts[name], float(size), float(y), [])
            elif (made.name, made.size, made.y) != (name, float(size), float(y)):
                raise NotUnderstood("a text object of several fonts or lines")
            origin, scale = float(x), made.size / made.font.upem
            clusters = self._clusters(made.font, array if string is None else string, actual)
            made.clusters += [(origin + start * scale, cluster) for start, cluster in clusters]
        if made is None:
            raise NotUnderstood("a text object that shows nothing")
        return made, _past(b"\nET", content, at)

    def _clusters(self, font: RecodedFont, shown: bytes, actual: bytes | None) -> list[Placed]:
        key = (font, shown, actual)
        found = self._shown.get(key)
        if found is None:
            glyphs = list(_glyphs(font, shown))
            found = self._shown[key] = _plain(font, glyphs) if actual is None else [_spanned(font, glyphs, actual)]
        return found


def _without_text(content: bytes) -> bytes:
    if _TEXT_OPERATOR.search(content):
        raise NotUnderstood("an operator of text outside a text object")
    return content


def _past(operator: bytes, content: bytes, at: int) -> int:
    if not content.startswith(operator + b"\n", at) and not content.startswith((operator + b" ", operator + b"/"), at):
        raise NotUnderstood("an unknown operator in a text object")
    return at + len(operator)


def _glyphs(font: RecodedFont, shown: bytes) -> Iterator[tuple[float, int]]:
    """(place in font units, Typst's code) of the glyphs of a TJ array or a string."""
    pen, advances = 0.0, font.advances
    # A string without parentheses inside is the rule; splitting it off by itself is faster than the whole expression.
    items = [(shown, b"")] if shown.startswith((b"(", b"<")) and _SIMPLE.fullmatch(shown) else _ITEM.findall(shown)
    for string, gap in items:
        if gap:
            pen -= float(gap) * font.upem / 1000
            continue
        for glyph in _codes(string):
            yield pen, glyph
            pen += advances[glyph]


def _codes(string: bytes) -> tuple[int, ...]:
    """The two-byte codes of a literal or hexadecimal string (ISO 32000-1 §7.3.4)."""
    if string[:1] == b"<":
        found = bytes.fromhex(string[1:-1].decode("ascii"))
    else:
        found = string[1:-1]
        if b"\\\\" not in found:
            found = found.replace(b"\\000", b"\0")  # by far the most frequent escape
        found = _ESCAPE.sub(_unescaped, found)
    return struct.unpack(f">{len(found) // 2}H", found)


def _unescaped(match: re.Match[bytes]) -> bytes:
    return _CHARACTERS[match[1]]


def _plain(font: RecodedFont, glyphs: list[tuple[float, int]]) -> list[Placed]:
    """Without ActualText each glyph is a cluster, with the text that ToUnicode gives it."""
    return [(x, font.plain(glyph)) for x, glyph in glyphs]


def _spanned(font: RecodedFont, glyphs: list[tuple[float, int]], actual: bytes) -> Placed:
    """With ActualText all glyphs are one cluster."""
    text = bytes.fromhex(actual.decode("ascii")).decode("utf-16-be")
    if not text or not glyphs:
        raise NotUnderstood("an ActualText span without text or glyphs")
    start = glyphs[0][0]
    parts = tuple((glyph, round(x - start), 0) for x, glyph in glyphs)
    if any(abs(x) > _FARTHEST for _, x, _ in parts):
        raise NotUnderstood("glyphs of a cluster far apart")
    return start, Cluster(parts, sum(font.advances[glyph] for _, glyph in glyphs), text)
