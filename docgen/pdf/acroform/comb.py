"""Comb fields: the width divided into cells, one grapheme cluster in each.

A cluster's glyph is made as wide as its cell, so that nothing lies between two glyphs that a reader might take for a
space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from docgen.breaks import clusters
from docgen.errors import Message
from docgen.pdf.acroform.box import Box, stroke_colour
from docgen.pdf.acroform.drawing import first_baseline
from docgen.pdf.acroform.measure import Passage, ink
from docgen.pdf.acroform.setting import Frame, Setting, largest_fitting
from docgen.pdf.coding.clusters import Cluster, Shaped, shape, widths
from docgen.pdf.coding.content import FontOf, number, show
from docgen.pdf.coding.runs import runs

_FILLED = 0.94  # of a cell's width, by the widest glyph


def cells_of(text: str) -> list[str]:
    """What goes into each cell: grapheme clusters, format characters (ZERO WIDTH SPACE) with the one before."""
    found: list[str] = []
    for cluster in clusters(text):
        if found and all(unicodedata.category(char) == "Cf" for char in cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def set_comb(passage: Passage, frame: Frame, count: int) -> Setting | Message:
    """One line, its size by the height of the box; a message when there are more clusters than cells."""
    excess = len(cells_of(passage.text)) - count
    if excess > 0:
        return Message.counted(
            "the text needs {count} cell more than the field has; shorten it",
            "the text needs {count} cells more than the field has; shorten it",
            excess,
        )
    lines = tuple(passage.lines(1, wrap=False))
    if len(lines) > 1:
        return Message("the field has one line; leave out the line ends")

    def fits(size: float) -> bool:
        return sum(ink(passage.paragraphs[0].shaped)) * size <= frame.box.clear

    size = largest_fitting(frame.largest(passage), frame.smallest, fits)
    if size is None:
        return Message("the field is too small for a line of this text; let it shrink, or enlarge the field")
    return Setting(passage, size, lines, wrap=False)


def comb_of(box: Box, setting: Setting, count: int, quadding: int, font_of: FontOf) -> str:
    """One text object with a glyph as wide as its cell for each cluster."""
    cell = box.width / count
    cells = cells_of(setting.lines[0].text)
    x = cell * ((count - len(cells)) * quadding // 2)
    parts = [f"BT 1 0 0 1 {number(x)} {number(first_baseline(box, setting))} Tm"]
    for text in cells:
        drawn = [shape(run) for run in runs(text, setting.passage.choice)]
        natural = widths(drawn)
        size = min(setting.size, cell * _FILLED / natural) if natural else setting.size
        parts += [show(each, size, font_of) for each in _stretched(drawn, cell / size)]
    return " ".join([*parts, "ET"])


def dividers(box: Box, count: int) -> str:
    """The lines between the cells, drawn with the border as Acrobat does."""
    if not box.edge or not box.border or box.style not in ("S", "D"):
        return ""
    cell = box.width / count
    strokes = " ".join(f"{number(at * cell)} 0 m {number(at * cell)} {number(box.height)} l" for at in range(1, count))
    return f"q {stroke_colour(box.edge)} {number(box.border)} w {strokes} S Q\n"


def _stretched(drawn: Sequence[Shaped], room: float) -> Iterator[Shaped]:
    """Shaped runs of one cell as glyphs that together are as wide as `room` ems, their ink in the middle."""
    lead = max(0.0, (room - widths(drawn)) / 2)
    for at, run in enumerate(drawn):
        upem = run.face.upem
        shift = max(1, round(lead * upem)) if at == 0 else 1
        joined = _joined(run, shift)
        if at == len(drawn) - 1:
            before = 0.0 if at == 0 else lead + widths(drawn[:-1])
            joined = joined._replace(advance=round((room - before) * upem))
        yield Shaped(run.face, run.text, (joined,))


def _joined(run: Shaped, shift: int) -> Cluster:
    """The run as one cluster, moved to the right; glyphs without ink are left out."""
    pen, parts = shift, []
    for cluster in run.clusters:
        for glyph, x, y in cluster.parts:
            extents = run.face.shaper.get_glyph_extents(glyph)
            if extents is not None and extents.width:
                parts.append((glyph, pen + x, y))
        pen += cluster.advance
    return Cluster(tuple(parts), pen, run.text)
