"""A text measured in ems: its paragraphs, where each may break, how wide every stretch of it is, how high it reaches.

Widths of shaped text grow with its size, so a text is shaped once, whatever size is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, islice, pairwise

from docgen.breaks import NO_BREAK_SPACE, WORD_JOINER, ZERO_WIDTH_SPACE, Marking, clusters
from docgen.locale.breaking import at_spaces, units, words
from docgen.pdf.coding.clusters import Cluster, Shaped, shape
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.fonts import Face

LINE_END = re.compile("\r\n|\r|\n")
_MARKS = (ZERO_WIDTH_SPACE, WORD_JOINER)
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Writer:
    """How a language breaks lines: its BCP 47 tag, and its marking with the names that stay whole."""

    tag: str
    marking: Marking


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph: what is drawn, and where in the whole text it begins and ends."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """What stands between two line ends. `start` is its place in the whole text."""

    text: str
    start: int
    choice: FontChoice
    writer: Writer

    @cached_property
    def shaped(self) -> tuple[Shaped, ...]:
        return tuple(shape(run) for run in runs(self.text, self.choice))

    @cached_property
    def edges(self) -> Sequence[float]:
        """How far the pen is, in ems, after so many characters; inside a cluster as before it."""
        edges = [0.0]
        for run in self.shaped:
            pens = accumulate((cluster.advance / run.face.upem for cluster in run.clusters), initial=edges[-1])
            if len(run.clusters) == len(run.text):
                edges += islice(pens, 1, None)
                continue
            for cluster, (before, after) in zip(run.clusters, pairwise(pens), strict=True):
                edges += [*[before] * (len(cluster.text) - 1), after]
        return edges

    def width(self, start: int, end: int) -> float:
        """Ems of a stretch without the spaces at its end."""
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return self.edges[end] - self.edges[start]

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """The places inside where a line may break: those of the documents (decision 0007)."""
        marked = self.writer.marking(self.text)
        places = _places(self.text, marked)
        found, at = [], 0
        for unit in units(marked, self.writer.tag)[:-1]:
            at += len(unit)
            found.append(places[at])
        return tuple(dict.fromkeys(place for place in found if 0 < place < len(self.text)))

    def lines(self, room: float) -> list[Line]:
        """Filled first fit in `room` ems; what is wider by itself breaks at spaces, ICU's words or clusters."""
        if self.width(0, len(self.text)) <= room + _SLACK:
            return [self.line(0, len(self.text))]
        found, begin = [], 0
        for start, end in self._pieces(room):
            if start > begin and self.width(begin, end) > room + _SLACK:
                found.append(self.line(begin, start))
                begin = start
        return [*found, self.line(begin, len(self.text))]

    def line(self, start: int, end: int) -> Line:
        return Line(self.text[start:end], self.start + start, self.start + end)

    def head(self, start: int, room: float, limit: int) -> int:
        """Where a line that begins at `start` and has only so much room must end, at `limit` at the latest.

        `start` if nothing fits.
        """
        ends = [place for place in (*self.breaks, len(self.text)) if start < place <= limit]
        fitting = [end for end in ends if self.width(start, end) <= room + _SLACK]
        if fitting:
            return fitting[-1]
        at = start
        for cluster in clusters(self.text[start:]):
            if self.width(start, at + len(cluster)) > room + _SLACK or at + len(cluster) > limit:
                break
            at += len(cluster)
        return at

    def _pieces(self, room: float) -> Iterator[tuple[int, int]]:
        bounds = [0, *self.breaks, len(self.text)]
        for start, end in pairwise(bounds):
            yield from self._cut(start, end, room)

    def _cut(self, start: int, end: int, room: float) -> Iterator[tuple[int, int]]:
        if self.width(start, end) <= room + _SLACK:
            yield start, end
            return
        for cut in (at_spaces, words, clusters):
            pieces = list(_spans(start, cut(self.text[start:end])))
            if cut is clusters or all(self.width(*piece) <= room + _SLACK for piece in pieces):
                yield from pieces
                return


def _spans(start: int, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for part in parts:
        yield start, start + len(part)
        start += len(part)


def _places(text: str, marked: str) -> list[int]:
    """For each offset in the marked text the offset in the text; marks that were given count, those added do not."""
    places, at = [], 0
    for char in marked:
        places.append(at)
        same = at < len(text) and (char == text[at] or (char == NO_BREAK_SPACE and text[at] == " "))
        if same or char not in _MARKS:
            at += 1
    return [*places, len(text)]


@dataclass(frozen=True)
class Passage:
    """A whole text."""

    text: str
    choice: FontChoice
    writer: Writer

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """A tab is drawn as a space; line ends are not drawn."""
        found, at = [], 0
        for end in LINE_END.finditer(self.text):
            found.append(self._paragraph(at, end.start()))
            at = end.end()
        return (*found, self._paragraph(at, len(self.text)))

    def _paragraph(self, start: int, end: int) -> Paragraph:
        return Paragraph(self.text[start:end].replace("\t", " "), start, self.choice, self.writer)

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """The fonts it is drawn in; the Latin one for an empty text."""
        found = dict.fromkeys(run.face for paragraph in self.paragraphs for run in paragraph.shaped)
        return tuple(found) or (self.choice.face("Latn"),)

    @cached_property
    def ascent(self) -> float:
        """Ems from the baseline up to where the line begins: the greatest of its fonts."""
        return max(face.ascent / face.upem for face in self.faces)

    @cached_property
    def descent(self) -> float:
        return max(face.descent / face.upem for face in self.faces)

    @property
    def pitch(self) -> float:
        """Ems from baseline to baseline."""
        return self.ascent + self.descent

    def lines(self, room: float, *, wrap: bool = True) -> list[Line]:
        """The lines in `room` ems; without wrapping one for each paragraph."""
        if not wrap:
            return [paragraph.line(0, len(paragraph.text)) for paragraph in self.paragraphs]
        return [line for paragraph in self.paragraphs for line in paragraph.lines(room)]

    def paragraph_at(self, place: int) -> Paragraph:
        """The paragraph that a place of the text is in."""
        return next(each for each in reversed(self.paragraphs) if each.start <= place)


def ink(shaped: Sequence[Shaped]) -> tuple[float, float]:
    """How far ink reaches above and below the baseline, in ems; both zero without ink."""
    reaches = [(up / run.face.upem, down / run.face.upem) for run in shaped for up, down in _reaches(run)]
    return max((up for up, _ in reaches), default=0.0), max((down for _, down in reaches), default=0.0)


def _reaches(run: Shaped) -> Iterator[tuple[int, int]]:
    return (_reach(run.face, cluster) for cluster in run.clusters)


@lru_cache(maxsize=8192)
def _reach(face: Face, cluster: Cluster) -> tuple[int, int]:
    """How far a cluster reaches above and below the baseline, in font units."""
    up = down = 0
    for glyph, _, y in cluster.parts:
        extents = face.shaper.get_glyph_extents(glyph)
        if extents is not None and extents.height:
            up = max(up, y + extents.y_bearing)
            down = max(down, -(y + extents.y_bearing + extents.height))
    return up, down
