"""“Page x of y” of the packet on every page, where nothing else stands: a pagination artifact (ISO 32000-1 §14.8.2.2).

The words are in the document's language and extractable; structure does not hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary

from docgen.errors import Message, TemplateError
from docgen.pdf.coding.clusters import Shaped, shape, widths
from docgen.pdf.coding.content import line, number
from docgen.pdf.coding.faces import Faces
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.packet.boxes import Strip, strips
from docgen.pdf.packet.merge import Part

SIZE = 8.0
"""Points."""
_STRIP = 70.0  # points of the foot and of the head that are looked at
# Baselines from the paper's edge: where page numbers stand, what office printers reach, where text begins.
_LINE, _LOWEST, _HIGHEST = 30, 14, 44
_AIR = 2.0  # points kept free around the stamp
_ASCENT, _DESCENT = 1.1, 0.4  # ems that tall clusters of Khmer and Thai take at most
_EDGE = 70.9  # where the text area of our papers begins, for pages that do not show where theirs begins


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for stamps: from the foot or the head of the page, at the left, in the middle or at the right."""

    at_foot: bool
    baseline: int
    side: int
    edge: float

    def origin(self, width: float, text: float) -> tuple[float, float]:
        """Where a text of this width begins in a strip of a page of this width."""
        return (self.edge, (width - text) / 2, width - self.edge - text)[self.side], self.baseline


@dataclass
class Stamps:
    """The stamps of a packet while they are written."""

    pdf: pikepdf.Pdf
    choice: FontChoice
    _faces: Faces = field(default_factory=lambda: Faces("PacketStamp"))
    _pages: list[tuple[pikepdf.Page, list[str]]] = field(default_factory=list)

    def write(self, part: Part, pages: Sequence[pikepdf.Page], texts: Sequence[str]) -> None:
        """Stamp the pages of a part, all at the same place.

        Raises TemplateError when neither foot nor head of its pages has room.
        """
        stamps = [tuple(map(shape, runs(text, self.choice))) for text in texts]
        spot = _spot(strips(part.pdf, _STRIP), [widths(each) * SIZE for each in stamps])
        if spot is None:
            raise TemplateError(
                Message(
                    "no margin of “{document}” has room for the page number of the packet; leave a line free at the "
                    "foot of its template",
                    {"document": part.title},
                )
            )
        for page, stamp in zip(pages, stamps, strict=True):
            self._draw(page, stamp, spot)

    def write_blank(self, page: pikepdf.Page, text: str) -> None:
        """Stamp a page on which nothing stands."""
        self._draw(page, tuple(map(shape, runs(text, self.choice))), Spot(True, _LINE, 0, _EDGE))

    def finish(self) -> None:
        """Embed the fonts, now that every text is known."""
        fonts = self._faces.fonts(self.pdf)
        for page, names in self._pages:
            resources = page.obj.get("/Resources", page.get("/Resources", Dictionary()))
            # A dictionary that pages share is copied: other pages need no fonts of this one.
            own = Dictionary(dict(resources.items()))
            own.Font = Dictionary(dict(resources.get("/Font", Dictionary()).items()))
            for name in names:
                own.Font[name] = fonts[name]
            page.obj.Resources = own

    def _draw(self, page: pikepdf.Page, stamp: Sequence[Shaped], spot: Spot) -> None:
        width, height, upright = _upright(page)
        x, y = spot.origin(width, widths(stamp) * SIZE)
        text = line(stamp, SIZE, x, y if spot.at_foot else height - _STRIP + y, self._faces.of)
        kind = (b"Footer", b"Bottom") if spot.at_foot else (b"Header", b"Top")
        head = b"/Artifact <</Type /Pagination /Subtype /%s /Attached [/%s]>> BDC\nq %s cm 0 g\n" % (*kind, upright)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + head + text.encode("ascii") + b"\nQ\nEMC\n")
        self._pages.append((page, list(dict.fromkeys(f"/{self._faces.of(each.face)[0]}" for each in stamp))))


def _upright(page: pikepdf.Page) -> tuple[float, float, bytes]:
    """Width and height of a page as shown (Rotate, §7.7.3.3), and the matrix from there to its own coordinates."""
    left, bottom, right, top = map(float, page.cropbox)
    matrix = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[int(page.rotation) % 360]
    width, height = right - left, top - bottom
    if matrix[0] == 0:
        width, height = height, width
    return width, height, " ".join(map(number, matrix)).encode()


def _spot(drawn: Sequence[tuple[Strip, Strip]], texts: Sequence[float]) -> Spot | None:
    """The first place that is free on all pages for texts of these widths, if there is one."""
    for spot in _spots(drawn):
        if all(
            _fits(pair[0] if spot.at_foot else pair[1], spot, text) for pair, text in zip(drawn, texts, strict=True)
        ):
            return spot
    return None


def _spots(drawn: Sequence[tuple[Strip, Strip]]) -> Iterator[Spot]:
    """At the left on the line that page numbers usually stand on, then lower, then higher; then in the middle, at the
    right, and likewise at the head."""
    found = [left for pair in drawn for strip in pair if (left := strip.left()) is not None]
    # A line in the middle alone says nothing of where text begins, nor does ink at the paper's edge.
    edge = min((left for left in found if _LOWEST < left < drawn[0][0].width / 4), default=_EDGE)
    foot, head = [*range(_LINE, _LOWEST - 1, -1), *range(_LINE + 1, _HIGHEST)], range(int(_STRIP) - _LOWEST, 20, -1)
    for at_foot, lines in ((True, foot), (False, head)):
        yield from (Spot(at_foot, baseline, side, edge) for side in range(3) for baseline in lines)


def _fits(strip: Strip, spot: Spot, text: float) -> bool:
    x, y = spot.origin(strip.width, text)
    return strip.free((x - _AIR, y - _DESCENT * SIZE - _AIR, x + text + _AIR, y + _ASCENT * SIZE + _AIR))
