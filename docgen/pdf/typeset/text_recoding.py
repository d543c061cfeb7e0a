"""Text objects written with one code for each cluster, marks that Typst set apart given back to their clusters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.pdf.coding.clusters import Cluster
from docgen.pdf.coding.content import number
from docgen.pdf.typeset.pdf_objects import NotUnderstood
from docgen.pdf.typeset.text_objects import REAL, Placed, TextObject

_MATRIX = re.compile(rb"q ((?:" + REAL + rb" ){6})cm(?:/g\d+ gs)?/[^\n/]* scn\n$")
_BESIDE = re.compile(rb"\nQ(?:\nEMC/Span<<(?:/Lang\([\w-]*\)|/MCID \d+)*>>BDC)?\nq [^\n]*\n$")

_NEGLIGIBLE = 0.75  # thousandths of an em


def with_marks_joined(texts: Sequence[TextObject]) -> None:
    """Give marks that Typst set as text objects of their own (on another base line) back to their cluster, in place.

    Typst says of each such piece that it stands for the whole cluster; HarfBuzz says how many glyphs that has.
    Raises NotUnderstood for a text object that is not placed by a matrix of its own.
    """
    holder: TextObject | None = None
    for text in texts:
        if holder is not None and (holder.font, holder.size) == (text.font, text.size) and _BESIDE.match(text.before):
            _give_back(holder, text)
        if text.clusters:
            holder = text


def _give_back(holder: TextObject, text: TextObject) -> None:
    """Move the first clusters of `text` to the last of `holder`, as far as they belong to it."""
    while text.clusters:
        (start, last), (x, first) = holder.clusters[-1], text.clusters[0]
        if first.text != last.text or len(first.parts) > len(holder.font.face.glyphs(last.text)) - len(last.parts):
            return
        scale, (dx, dy) = holder.font.upem / holder.size, _moved(holder, text)
        right, up = round((dx + x - start) * scale), round((holder.y - text.y - dy) * scale)
        if abs(right - last.advance) > holder.font.upem or abs(up) > holder.font.upem:
            return
        holder.clusters[-1] = (start, _joined(last, first, right, up, last.text))
        del text.clusters[0]


def _moved(first: TextObject, second: TextObject) -> tuple[float, float]:
    """From the origin of one text object to that of another, in the first's own coordinates."""
    (a, b, c, d, e, f), (*_, second_e, second_f) = _matrix(first), _matrix(second)
    x, y, area = second_e - e, second_f - f, a * d - b * c
    return (d * x - c * y) / area, (a * y - b * x) / area


def _matrix(text: TextObject) -> list[float]:
    found = _MATRIX.match(text.before, text.before.rfind(b"\n", 0, -1) + 1)
    if found is None:
        raise NotUnderstood("a text object that is not placed by a matrix of its own")
    return [float(each) for each in found.group(1).split()]


def _joined(first: Cluster, second: Cluster, x: int, y: int, text: str) -> Cluster:
    """Two clusters as one that says `text`, the second's origin at (x, y) from the first's in font units."""
    moved = tuple((glyph, x + each_x, y + each_y) for glyph, each_x, each_y in second.parts)
    return Cluster(first.parts + moved, first.advance + second.advance, text)


def written(text: TextObject) -> bytes:
    """A text object with a code for each cluster; nothing when no cluster is left in it."""
    if not text.clusters:
        return b""
    origin, thousandth = text.clusters[0][0], text.size / 1000
    shown, pen, items = text.font.shown, origin, "<"
    for x, cluster in text.clusters if all(cluster.advance for _, cluster in text.clusters) else _with_room(text):
        gap = (pen - x) / thousandth
        if not -_NEGLIGIBLE < gap < _NEGLIGIBLE:
            items += f">{round(gap)}<"
            pen -= round(gap) * thousandth
        code, width = shown(cluster)
        items += f"{code:04X}"
        pen += width * thousandth
    place = f"1 0 0 -1 {number(origin)} {number(text.y)} Tm"
    return b"BT 0 Tr/%s %s Tf %s" % (text.name, number(text.size).encode(), f"{place}[{items}>]TJ\nET".encode("ascii"))


def _with_room(text: TextObject) -> Iterator[Placed]:
    """The clusters that take room; one that takes none (ZERO WIDTH SPACE) joins the one before: poppler begins a line
    after it."""
    (start, held), *others = text.clusters
    for x, cluster in others:
        right = round((x - start) * text.font.upem / text.size)
        if (cluster.advance and held.advance) or abs(right - held.advance) > text.font.upem:
            yield start, held
            start, held = x, cluster
        else:
            held = _joined(held, cluster, right, 0, held.text + cluster.text)
    yield start, held
