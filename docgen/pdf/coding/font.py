"""The codes of one embedded font: each drawn cluster with its text gets a CID, and the tables that a PDF wants follow.

ISO 32000-1 §9.7.4: a CIDFontType2 whose CIDToGIDMap may send several CIDs to one glyph, so that one glyph may stand for
different text in different words; §9.10.3: the ToUnicode CMap that says which.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import uharfbuzz as hb

from docgen.errors import EngineUnavailable, Message
from docgen.pdf.coding.clusters import Cluster
from docgen.pdf.coding.composite import with_composites
from docgen.pdf.fonts import Face

#: Tables that say how text is shaped or named; the glyphs in a PDF are shaped and numbered already.
_UNUSED = (
    "GSUB",
    "GPOS",
    "GDEF",
    "BASE",
    "JSTF",
    "MATH",
    "DSIG",
    "kern",
    "cmap",
    "post",
    "name",
    "OS/2",
    "meta",
    "FFTM",
)
MAX_CODES = 0xFFFF
_BF_LIMIT = 100  # entries of one beginbfchar (Adobe Technical Note 5014)
_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


@dataclass(frozen=True, slots=True)
class FontTables:
    """What an embedded font needs, in PDF terms; widths and metrics in thousandths of an em."""

    name: str
    program: bytes
    cid_to_gid: bytes
    to_unicode: bytes
    widths: tuple[int, ...]
    """Of CIDs 1, 2, 3 …"""
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    italic_angle: float
    fixed_pitch: bool


@dataclass(slots=True)
class CodedFont:
    """The clusters of one face that a document draws. Codes count up from 1 in the order of first use."""

    face: Face
    _codes: dict[Cluster, int] = field(default_factory=dict)
    _clusters: list[Cluster] = field(default_factory=list)
    _shown: dict[Cluster, tuple[str, float]] = field(default_factory=dict)

    def shown(self, cluster: Cluster) -> tuple[str, float]:
        """The `code` of a cluster, as a hexadecimal string has it, and by how much its width in the PDF is too small.

        In thousandths of an em: kerning, and what a width in whole thousandths leaves.
        """
        found = self._shown.get(cluster)
        if found is None:
            wanted = cluster.advance * 1000 / self.face.upem
            found = self._shown[cluster] = (f"{self.code(cluster):04X}", wanted - self._width(self.advance(cluster)))
        return found

    def _width(self, advance: int) -> int:
        """An advance in whole thousandths of an em: PDFium drops what is behind the point."""
        return round(advance * 1000 / self.face.upem)

    def code(self, cluster: Cluster) -> int:
        """The CID of a cluster. Raises EngineUnavailable past 65,535 of them."""
        found = self._codes.get(cluster)
        if found is None:
            found = self._codes[cluster] = self._new(cluster._replace(advance=self.advance(cluster)))
        return found

    def _new(self, cluster: Cluster) -> int:
        """The CID of a cluster without its kerning, which stays in the content stream."""
        if cluster not in self._codes:
            self._clusters.append(cluster)
            self._codes[cluster] = len(self._clusters)
        if len(self._clusters) > MAX_CODES:
            raise EngineUnavailable(Message("the text needs too many glyphs of one font; divide it"))
        return self._codes[cluster]

    def advance(self, cluster: Cluster) -> int:
        """How far the pen moves when the cluster's code is shown, in font units."""
        if cluster.plain:
            advance: int = self.face.shaper.get_glyph_h_advance(cluster.parts[0][0])
            return advance
        return cluster.advance

    @property
    def clusters(self) -> Sequence[Cluster]:
        """What CIDs 1, 2, 3 … draw and say."""
        return self._clusters

    def tables(self) -> FontTables:
        """Subset the font to the glyphs in use and give every cluster of several glyphs a glyph of its own.

        Raises EngineUnavailable when the font has no TrueType outlines (a CFF font has no CIDToGIDMap).
        """
        face = self.face.shaper.face
        if "glyf" not in face.table_tags:
            raise EngineUnavailable(
                Message("{file} has no TrueType outlines; install the font's TTF files", {"file": self.face.path.name})
            )
        clusters = self._clusters
        program, places = subset(face, {glyph for cluster in clusters for glyph, _, _ in cluster.parts})
        made = [cluster for cluster in clusters if not cluster.plain]
        program = with_composites(
            program, [([(places[glyph], x, y) for glyph, x, y in cluster.parts], cluster.advance) for cluster in made]
        )
        composite = dict(zip(made, range(len(places), len(places) + len(made)), strict=True))
        glyphs = [0, *(places[each.parts[0][0]] if each.plain else composite[each] for each in clusters)]
        mapping = struct.pack(f">{len(glyphs)}H", *glyphs)
        tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program + mapping).digest()[:6])
        return FontTables(
            f"{tag}+{self.face.postscript_name}", program, mapping, to_unicode(clusters),
            tuple(self._width(cluster.advance) for cluster in clusters), *_descriptor(self.face),
        )  # fmt: skip


def subset(face: hb.Face, glyphs: set[int]) -> tuple[bytes, Mapping[int, int]]:
    """A font program with only these glyphs, without layout tables and hints; and old glyph id → new."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs | {0})
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in _UNUSED)
    plan = hb.SubsetPlan(face, wanted)
    return plan.execute().blob.data, plan.old_to_new_glyph_mapping


def to_unicode(clusters: Sequence[Cluster]) -> bytes:
    """The ToUnicode CMap of clusters whose CIDs count up from 1."""
    lines = [f"<{code:04X}> <{each.text.encode('utf-16-be').hex().upper()}>" for code, each in enumerate(clusters, 1)]
    blocks = [lines[at : at + _BF_LIMIT] for at in range(0, len(lines), _BF_LIMIT)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (_CMAP_HEAD + body + _CMAP_TAIL).encode("ascii")


def _descriptor(face: Face) -> tuple[tuple[int, int, int, int], int, int, int, float, bool]:
    """Box, ascent, descent, cap height, italic angle and fixed pitch (OpenType head, OS/2, post)."""
    scale = 1000 / face.upem
    source = face.shaper.face
    head, os2, post = (source.reference_table(tag).data for tag in ("head", "OS/2", "post"))
    left, bottom, right, top = (round(each * scale) for each in struct.unpack_from(">hhhh", head, 36))
    version = struct.unpack_from(">H", os2, 0)[0]
    cap = struct.unpack_from(">h", os2, 88)[0] if version >= 2 and len(os2) >= 90 else face.ascent
    angle = struct.unpack_from(">i", post, 4)[0] / 65536
    fixed = bool(struct.unpack_from(">I", post, 12)[0])
    box = (left, bottom, right, top)
    return box, round(face.ascent * scale), -round(face.descent * scale), round(cap * scale), angle, fixed
