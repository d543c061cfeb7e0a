"""A font that Typst embedded, given a code for each cluster that a document draws with it (decision 0009)."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from docgen.pdf.coding import composite
from docgen.pdf.coding.clusters import Cluster
from docgen.pdf.coding.font import MAX_CODES, to_unicode
from docgen.pdf.fonts import Face
from docgen.pdf.typeset.pdf_objects import NotUnderstood, PdfObjects

_BASE_FONT = re.compile(rb"/BaseFont/(?:[A-Z]{6}\+)?([^/\s<>\[\]]+)")
_MAPPING = re.compile(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.M)
_WIDTHS = re.compile(rb"/CIDToGIDMap/Identity/W\[[^\]]*\]")


@dataclass(slots=True)
class _Places:
    """Numbers of the objects that a Type 0 font is made of."""

    descendant: int
    descriptor: int
    program: int
    to_unicode: int
    cid_set: int


@dataclass(eq=False)
class RecodedFont:
    """One embedded TrueType font: its glyphs as Typst numbered them, and the codes that take their place.

    Codes count up from 1 in the order of first use, so they depend on the document alone.
    """

    face: Face
    upem: int
    _objects: PdfObjects = field(repr=False)
    _places: _Places
    _program: bytes = field(repr=False)
    _codes: dict[Cluster, tuple[int, int]] = field(default_factory=dict)
    _known: dict[int, tuple[tuple[int, int], Cluster]] = field(default_factory=dict)
    """Codes by identity of the cluster (faster than by value), which is held so that it stays itself."""
    _plain: dict[int, Cluster] = field(default_factory=dict)

    @classmethod
    def read(cls, objects: PdfObjects, number: int, faces: Mapping[str, Face]) -> RecodedFont:
        """The Type 0 font of an object number (ISO 32000-1 §9.7.6).

        Raises NotUnderstood when it is not made as Typst makes TrueType fonts, or its face is not among `faces`.
        """
        name = _BASE_FONT.search(objects[number])
        face = faces.get(name.group(1).decode("ascii")) if name else None
        if face is None:
            raise NotUnderstood("a font that is not installed")
        descendant = _reference(objects[number], b"DescendantFonts[")
        descriptor = _reference(objects[descendant], b"FontDescriptor ")
        program = _reference(objects[descriptor], b"FontFile2 ")
        places = _Places(
            descendant, descriptor, program,
            _reference(objects[number], b"ToUnicode "), _reference(objects[descriptor], b"CIDSet "),
        )  # fmt: skip
        data = objects.stream(program)
        return cls(face, struct.unpack_from(">H", composite.tables(data)["head"], 18)[0], objects, places, data)

    @cached_property
    def advances(self) -> tuple[int, ...]:
        """Advance widths of Typst's glyphs in font units."""
        return tuple(advance for advance, _ in composite.metrics(composite.tables(self._program)))

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """What Typst's ToUnicode says of its codes."""
        cmap = self._objects.stream(self._places.to_unicode).decode("ascii")
        return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in _MAPPING.findall(cmap)}

    def plain(self, glyph: int) -> Cluster:
        """The cluster of one glyph that says what Typst's ToUnicode says. Raises NotUnderstood when that is nothing."""
        found = self._plain.get(glyph)
        if found is None:
            if glyph not in self.texts:
                raise NotUnderstood("a glyph without text")
            found = self._plain[glyph] = Cluster(((glyph, 0, 0),), self.advances[glyph], self.texts[glyph])
        return found

    def shown(self, cluster: Cluster) -> tuple[int, int]:
        """The code of a cluster whose parts are Typst's glyphs, and its width in thousandths of an em.

        Whole thousandths, because PDFium and MuPDF cut off what is behind the point, glyph by glyph.
        Raises NotUnderstood past 65,535 codes.
        """
        known = self._known.get(id(cluster))
        if known is not None:
            return known[0]
        found = self._codes.get(cluster)
        if found is None:
            found = self._codes[cluster] = len(self._codes) + 1, round(cluster.advance * 1000 / self.upem)
            if len(self._codes) > MAX_CODES:
                raise NotUnderstood("too many codes for one font")
        self._known[id(cluster)] = found, cluster
        return found

    def write(self) -> None:
        """Put program, widths, CIDToGIDMap and ToUnicode of the codes into the font's objects.

        The stream that held the CIDSet (of Typst's codes, which are gone; optional in PDF/A-2) holds the CIDToGIDMap.
        """
        objects, places, clusters = self._objects, self._places, list(self._codes)
        made = [cluster for cluster in clusters if not cluster.plain]
        program = composite.with_composites(self._program, [(each.parts, each.advance) for each in made])
        composites = {each: len(self.advances) + at for at, each in enumerate(made)}
        glyphs = [0, *(each.parts[0][0] if each.plain else composites[each] for each in clusters)]
        widths = b" ".join(b"%d" % width for _, width in self._codes.values())
        if made:
            objects.replace_stream(places.program, program)
        objects.replace_stream(places.cid_set, struct.pack(f">{len(glyphs)}H", *glyphs))
        objects.replace_stream(places.to_unicode, to_unicode(clusters))
        objects[places.descriptor] = objects[places.descriptor].replace(b"/CIDSet %d 0 R" % places.cid_set, b"")
        entries = b"/CIDToGIDMap %d 0 R/W[1[%s]]" % (places.cid_set, widths)
        objects[places.descendant], count = _WIDTHS.subn(lambda _: entries, objects[places.descendant])
        if count != 1:
            raise NotUnderstood("a font without Identity CIDToGIDMap")


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(b"/" + re.escape(key) + rb"(\d+) 0 R", body)
    if found is None:
        raise NotUnderstood(f"a font without {key.decode('ascii').strip(' [')}")
    return int(found.group(1))
