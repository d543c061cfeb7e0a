"""A run of text shaped into clusters: glyphs that belong together, where each stands, and the text they stand for.

Khmer and Thai draw glyphs in another order than their text has them, split one character into two glyphs and put marks
back over letters. Only the cluster as a whole is a place where drawing and text agree, so it is what gets a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import uharfbuzz as hb

from docgen.pdf.coding.runs import Run
from docgen.pdf.fonts import Face

Part = tuple[int, int, int]
"""A glyph of a cluster: its id in the font; x and y of its origin in font units, from the cluster's origin."""


class Cluster(NamedTuple):
    """What is drawn for a slice of text; `advance` in font units. A tuple, because one is made for every letter."""

    parts: tuple[Part, ...]
    advance: int
    text: str

    @property
    def plain(self) -> bool:
        """Whether it is one glyph at its own origin."""
        return len(self.parts) == 1 and self.parts[0][1:] == (0, 0)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A run's clusters in the order drawn; their texts make up the run's text."""

    face: Face
    text: str
    clusters: tuple[Cluster, ...]

    @property
    def width(self) -> float:
        """Advance width in ems."""
        return sum(cluster.advance for cluster in self.clusters) / self.face.upem


@lru_cache(maxsize=16384)
def shape(run: Run) -> Shaped:
    """Shape a run with HarfBuzz, from left to right, in its script and language."""
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.direction = "ltr"
    buffer.script = run.script
    buffer.language = run.language
    hb.shape(run.face.shaper, buffer)
    found = _clusters(buffer.glyph_infos, buffer.glyph_positions, run.text)
    roomy = found if all(cluster.advance for cluster in found) else _with_room(found, run.face)
    return Shaped(run.face, run.text, tuple(roomy))


def _clusters(infos: Sequence[Any], places: Sequence[Any], text: str) -> list[Cluster]:
    """HarfBuzz's glyphs by the text they stand for (Any: uharfbuzz.GlyphInfo, GlyphPosition)."""
    if len(infos) == len(text) and all(
        info.cluster == at and not (place.x_offset or place.y_offset)
        for at, (info, place) in enumerate(zip(infos, places, strict=True))
    ):
        letters = zip(infos, places, text, strict=True)
        return [_letter(info.codepoint, place.x_advance, char) for info, place, char in letters]
    return list(_stacked(infos, places, text))


def _stacked(infos: Sequence[Any], places: Sequence[Any], text: str) -> Iterator[Cluster]:
    """The clusters of a text that is not set letter by letter."""
    pen, start = 0, 0
    parts: list[Part] = []
    ends = [*[info.cluster for info in infos][1:], len(text)]
    for info, place, end in zip(infos, places, ends, strict=True):
        at = (info.codepoint, pen + place.x_offset, place.y_offset)
        pen += place.x_advance
        if end == start:  # the cluster goes on
            parts.append(at)
        elif parts or at[1] or at[2]:
            yield Cluster((*parts, at), pen, text[start:end])
            pen, parts, start = 0, [], end
        else:
            yield _letter(at[0], pen, text[start:end])
            pen, start = 0, end


@lru_cache(maxsize=16384)
def _letter(glyph: int, advance: int, text: str) -> Cluster:
    """A cluster of one glyph at its own origin; most of a text is made of few of them."""
    return Cluster(((glyph, 0, 0),), advance, text)


def _with_room(clusters: Sequence[Cluster], face: Face) -> Iterator[Cluster]:
    """Clusters that take room; one that takes none (ZERO WIDTH SPACE, a mark by itself) joins the one before it.

    Poppler begins a new line after a glyph without width.
    """
    held: Cluster | None = None
    for cluster in clusters:
        if held is None:
            held = cluster
        elif cluster.advance == 0 or held.advance == 0:
            held = _joined(held, cluster, face)
        else:
            yield held
            held = cluster
    if held is not None:
        yield held


def _joined(first: Cluster, second: Cluster, face: Face) -> Cluster:
    """Two clusters as one, without the glyphs of theirs that neither move the pen nor leave ink."""
    placed = [*first.parts, *((glyph, first.advance + x, y) for glyph, x, y in second.parts)]
    kept = [part for part in placed if _inked(face, part[0])]
    return Cluster(tuple(kept or placed[:1]), first.advance + second.advance, first.text + second.text)


def _inked(face: Face, glyph: int) -> bool:
    extents = face.shaper.get_glyph_extents(glyph)
    return extents is not None and extents.width != 0


def widths(shaped: Sequence[Shaped]) -> float:
    """The advance width of runs together, in ems."""
    return sum(each.width for each in shaped)
