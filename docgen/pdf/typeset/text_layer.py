"""The text layer of Typst's PDF mended, so that readers find every Khmer and Thai cluster once.

PDF/A-2a and PDF/UA-1 ask for a Unicode value of every glyph (ISO 19005-2 §6.2.11.7.2). Typst answers by giving all
glyphs of a cluster the text of the whole cluster, and sets it right with ActualText wherever that is wrong. MuPDF
mixes the two and repeats marks; readers without ActualText repeat clusters. Here a glyph that is never a cluster by
itself is mapped to its own part of the text or to ZERO WIDTH SPACE: each of its uses stands in an ActualText span that
says what it is.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from itertools import groupby

from docgen.pdf.fonts import Face, FontBook

_NOTHING = "200B"
_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_FONT = re.compile(rb"/BaseFont/(?:[A-Z]{6}\+)?([^/\s<>\[\]]+).*?/ToUnicode (\d+) 0 R", re.S)
_MAPPING = re.compile(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.M)
_LONGEST_FONT_DICTIONARY = 1024


class _File:
    """A PDF with a cross-reference table, as Typst writes it: objects by number."""

    def __init__(self, data: bytes) -> None:
        start = int(_XREF.search(data, len(data) - 64).group(1))  # type: ignore[union-attr]
        self.tail = data[start:]
        offsets = [int(match.group(1)) for match in _ENTRY.finditer(self.tail)]
        self.order = sorted(range(1, len(offsets)), key=offsets.__getitem__)
        ends = [offsets[number] for number in self.order[1:]] + [start]
        self.head = data[: offsets[self.order[0]]]
        self.objects = {number: data[offsets[number] : end] for number, end in zip(self.order, ends, strict=True)}

    def fonts(self) -> Iterator[tuple[str, int]]:
        """(PostScript name, number of the ToUnicode stream) of each font."""
        for body in self.objects.values():
            found = (
                _FONT.search(body, 0, _LONGEST_FONT_DICTIONARY)
                if b"/Type0" in body[:_LONGEST_FONT_DICTIONARY]
                else None
            )
            if found:
                yield found.group(1).decode("ascii"), int(found.group(2))

    def stream(self, number: int) -> bytes:
        """The inflated stream of an object."""
        body = self.objects[number]
        return zlib.decompressobj().decompress(body[body.index(b"stream\n") + 7 :])

    def replace_stream(self, number: int, content: bytes) -> None:
        """Put another stream into an object."""
        body = self.objects[number]
        packed = zlib.compress(content)
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), body[: body.index(b"stream\n")])
        self.objects[number] = b"%sstream\n%s\nendstream\nendobj\n\n" % (head, packed)

    def bytes(self) -> bytes:
        """The file with its offsets set anew."""
        offsets, at = [0] * (len(self.order) + 1), len(self.head)
        for number in self.order:
            offsets[number] = at
            at += len(self.objects[number])
        entries = iter(offsets)

        def entry(match: re.Match[bytes]) -> bytes:
            return b"%010d %s %s" % (next(entries), match.group(2), match.group(3))

        tail = _XREF.sub(b"startxref\n%d\n%%%%EOF" % at, _ENTRY.sub(entry, self.tail))
        return b"".join((self.head, *(self.objects[number] for number in self.order), tail))


#: Khmer coeng ro followed by another subscript: drawn first and last, so that the cluster's last glyph agrees with the
#: end of its
#: text and MuPDF writes that end twice (see `_parts`).
REORDERED = "\u17d2\u179a\u17d2"


def mend(pdf: bytes, fonts: FontBook, *, subscripts: bool = True) -> bytes:
    """The same PDF with ToUnicode maps that agree with its ActualText.

    `subscripts`: whether Khmer subscripts are mapped to their characters; a text that holds REORDERED must not.
    """
    file = _File(pdf)
    changed = False
    for name, number in list(file.fonts()):
        face = fonts.by_postscript_name.get(name)
        cmap = file.stream(number).decode("ascii")
        mended = _mended(cmap, face, subscripts) if face is not None else cmap
        if mended != cmap:
            file.replace_stream(number, mended.encode("ascii"))
            changed = True
    return file.bytes() if changed else pdf


def _mended(cmap: str, face: Face, subscripts: bool) -> str:
    """Give each glyph its own part of its cluster's text.

    Codes are numbered as glyphs first appear, so those that share a text are the new glyphs of that cluster, in the
    order drawn. A single glyph that is a whole cluster keeps its text: only there does Typst leave ActualText away.
    """
    mappings = _MAPPING.findall(cmap)
    own: dict[str, str] = {}
    seen: set[int] = set()
    for hexadecimal, group in groupby(mappings, key=lambda pair: pair[1]):
        text = bytes.fromhex(hexadecimal).decode("utf-16-be")
        glyphs = face.glyphs(text)
        codes = [code for code, _ in group]
        new = [glyph for glyph in dict.fromkeys(glyphs) if glyph not in seen]
        seen.update(glyphs)
        if len(glyphs) == 1 or len(text) == 1 or not all(unicodedata.category(char)[0] in "LM" for char in text):
            continue  # a character without a glyph (WORD JOINER) makes a cluster that stands without ActualText
        parts = _parts(glyphs, text, face, subscripts) if len(new) == len(codes) else {}
        for code, glyph in zip(codes, new or [0] * len(codes), strict=False):
            own[code] = parts.get(glyph, _NOTHING)
    return _MAPPING.sub(lambda m: f"<{m[1]}> <{own.get(m[1], m[2])}>", cmap)


def _parts(glyphs: tuple[int, ...], text: str, face: Face, subscripts: bool) -> dict[int, str]:
    """What glyphs of a cluster stand for, in UTF-16BE hex: letters for themselves, a Khmer subscript for its two
    characters.

    Marks get nothing: MuPDF, where only the last glyph agrees with the end of the ActualText, writes that end twice.
    """
    parts = {}
    for glyph in glyphs:
        char = face.characters.get(glyph, "")
        if char and char in text and unicodedata.category(char).startswith("L"):
            parts[glyph] = char
    for at in range(1, len(text) - 1):
        pair = face.glyphs(text[0] + text[at : at + 2])
        if len(pair) == 2:
            # A subscript stands behind its letter, or (coeng ro) before it; the letter may take another shape above it.
            subscript, letter = pair if face.characters.get(pair[1]) == text[0] else pair[::-1]
            parts.setdefault(letter, text[0])
            if subscripts:
                parts.setdefault(subscript, text[at : at + 2])
    return {glyph: part.encode("utf-16-be").hex().upper() for glyph, part in parts.items() if glyph in glyphs}
