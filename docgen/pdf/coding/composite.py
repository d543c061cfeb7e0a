"""A TrueType font program with one more glyph for each cluster: a composite of the glyphs it is drawn with.

OpenType 1.9, tables glyf (composite glyph description), loca, hmtx, hhea, maxp, head. A reader that knows nothing of
shaping then draws and extracts a Khmer or Thai cluster as it does a Latin letter.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

from docgen.pdf.coding.clusters import Part

_WORDS, _XY, _MORE, _OVERLAP = 0x0001, 0x0002, 0x0020, 0x0400
_CHECKSUM_MAGIC = 0xB1B0AFBA
_SFNT_TRUETYPE = 0x00010000


def with_composites(program: bytes, wanted: Sequence[tuple[Sequence[Part], int]]) -> bytes:
    """The font with a glyph appended for each (parts, advance), numbered on from its last; units are font units.

    Parts name glyphs of this very program. The font must have TrueType outlines.
    """
    if not wanted:
        return program
    font = tables(program)
    glyphs = _Outlines(font)
    for parts, advance in wanted:
        glyphs.append(parts, advance)
    return assemble({**font, **glyphs.tables()})


def tables(program: bytes) -> dict[str, bytes]:
    """The tables of an sfnt file by tag."""
    count = struct.unpack_from(">H", program, 4)[0]
    found = {}
    for at in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack_from(">4sIII", program, at)
        found[tag.decode("ascii")] = program[offset : offset + length]
    return found


def assemble(font: Mapping[str, bytes]) -> bytes:
    """An sfnt file of these tables, checksums set (OpenType 1.9, “Organization of an OpenType Font”)."""
    font = {**font, "head": font["head"][:8] + bytes(4) + font["head"][12:]}
    power = 1 << (len(font).bit_length() - 1)
    head = struct.pack(
        ">IHHHH", _SFNT_TRUETYPE, len(font), power * 16, power.bit_length() - 1, (len(font) - power) * 16
    )
    at, records, bodies, adjustment = 12 + 16 * len(font), [], [], 0
    for tag, data in sorted(font.items()):
        padded = data + bytes(-len(data) % 4)
        if tag == "head":
            adjustment = at + 8
        records.append(struct.pack(">4sIII", tag.encode("ascii"), _checksum(padded), at, len(data)))
        bodies.append(padded)
        at += len(padded)
    whole = bytearray(b"".join([head, *records, *bodies]))
    struct.pack_into(">I", whole, adjustment, (_CHECKSUM_MAGIC - _checksum(whole)) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(data: bytes | bytearray) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF


def metrics(font: Mapping[str, bytes]) -> list[tuple[int, int]]:
    """(advance width, left side bearing) of every glyph in font units (OpenType 1.9, hmtx).

    Glyphs past numberOfHMetrics share the last advance.
    """
    hmtx, long = font["hmtx"], struct.unpack_from(">H", font["hhea"], 34)[0]
    count = struct.unpack_from(">H", font["maxp"], 4)[0]
    found = [struct.unpack_from(">Hh", hmtx, 4 * at) for at in range(long)]
    bearings = struct.unpack_from(f">{count - long}h", hmtx, 4 * long)
    return [*found, *((found[-1][0], bearing) for bearing in bearings)]


class _Outlines:
    """The tables that say how many glyphs there are, how wide each is and what it looks like, while they grow."""

    def __init__(self, font: Mapping[str, bytes]) -> None:
        self._head, self._hhea = bytearray(font["head"]), bytearray(font["hhea"])
        self._maxp, self._glyf = bytearray(font["maxp"]), bytearray(font["glyf"])
        count = struct.unpack_from(">H", self._maxp, 4)[0]
        form = "I" if struct.unpack_from(">h", self._head, 50)[0] else "H"
        self._offsets = [
            offset * (1 if form == "I" else 2) for offset in struct.unpack_from(f">{count + 1}{form}", font["loca"])
        ]
        self._advances = metrics(font)
        self._most_parts = 0

    def append(self, parts: Iterable[Part], advance: int) -> None:
        inked = [part for part in parts if self._offsets[part[0]] != self._offsets[part[0] + 1]]
        if not inked:
            self._offsets.append(self._offsets[-1])
            self._advances.append((advance, 0))
            return
        lefts, bottoms, rights, tops = zip(*(self._box(*part) for part in inked), strict=True)
        box = (min(lefts), min(bottoms), max(rights), max(tops))
        body = struct.pack(">hhhhh", -1, *box) + b"".join(
            struct.pack(">HHhh", _WORDS | _XY | _OVERLAP | (_MORE if at < len(inked) else 0), *part)
            for at, part in enumerate(inked, 1)
        )
        self._glyf += body + bytes(-len(body) % 4)
        self._offsets.append(len(self._glyf))
        self._advances.append((advance, box[0]))
        self._most_parts = max(self._most_parts, len(inked))

    def _box(self, glyph: int, x: int, y: int) -> tuple[int, int, int, int]:
        left, bottom, right, top = struct.unpack_from(">hhhh", self._glyf, self._offsets[glyph] + 2)
        return left + x, bottom + y, right + x, top + y

    def _raise_limits(self) -> None:
        """maxp (version 1.0): points and contours of composites, elements and depth; bounds enough, never too small."""
        points, contours, simple, simple_contours = (
            struct.unpack_from(">H", self._maxp, at)[0] for at in (10, 12, 6, 8)
        )
        most, depth = struct.unpack_from(">HH", self._maxp, 28)
        self._limit(10, max(points, self._most_parts * max(points, simple)))
        self._limit(12, max(contours, self._most_parts * max(contours, simple_contours)))
        self._limit(28, max(most, self._most_parts))
        self._limit(30, max(depth, 3))

    def _limit(self, at: int, value: int) -> None:
        struct.pack_into(">H", self._maxp, at, min(value, 0xFFFF))

    def tables(self) -> dict[str, bytes]:
        """glyf, loca, hmtx, hhea, maxp and head as they are now; loca in its long form."""
        self._raise_limits()
        struct.pack_into(">h", self._head, 50, 1)
        struct.pack_into(">H", self._hhea, 34, len(self._advances))
        struct.pack_into(">H", self._hhea, 10, max(advance for advance, _ in self._advances))
        struct.pack_into(">H", self._maxp, 4, len(self._advances))
        hmtx = b"".join(struct.pack(">Hh", *each) for each in self._advances)
        loca = struct.pack(f">{len(self._offsets)}I", *self._offsets)
        grown = {"glyf": self._glyf, "hhea": self._hhea, "maxp": self._maxp, "head": self._head}
        return {"loca": loca, "hmtx": hmtx, **{tag: bytes(data) for tag, data in grown.items()}}
