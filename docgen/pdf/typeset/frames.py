"""Frames of headers and footers: paragraphs placed on the page beside the text (ECMA-376 Part 1 §17.3.1.11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from docgen.pdf.typeset import flow
from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.names import elements, number, points, q, shown

if TYPE_CHECKING:
    from docgen.pdf.typeset.refusals import Refusals

_X, _Y, _WIDTH = q("w:x"), q("w:y"), q("w:w")
_ACROSS, _DOWN = q("w:hAnchor"), q("w:vAnchor")
# How text flows around a frame says nothing: one that stands beside the text moves none. `w:h` is where it ends.
_KNOWN = frozenset(
    (_X, _Y, _WIDTH, _ACROSS, _DOWN, *(q(f"w:{name}") for name in ("h", "hRule", "wrap", "hSpace", "vSpace")))
)


@dataclass(frozen=True)
class Frame:
    """Where a frame stands on the page, and its width, in twips."""

    x: int
    y: int
    width: int


class Standing:
    """The frames among the blocks of a header or footer; `rest` is what is no frame."""

    def __init__(self, root: etree._Element, left: int, context: Context) -> None:
        """`left` is where the text of the page begins, in twips from its left edge."""
        self._left, self._context = left, context
        self._framed = [child for child in elements(root) if _properties(child) is not None]
        self.rest = [child for child in elements(root) if _properties(child) is None]

    def code(self) -> str:
        """Typst code that places them; "" for none. Paragraphs whose frames are alike stand in one frame."""
        placed = []
        for _, group in groupby(self._framed, key=_alike):
            paragraphs = list(group)
            frame = self._read(paragraphs[0], self._context.refusals)
            content = flow.Flow(self._context, frame.width, framed=True).add(paragraphs)
            block = f"block(width:{points(frame.width)},{content.body})"
            placed.append(f"place(top+left,dx:{points(frame.x)},dy:{points(frame.y)},{block})")
        return f"{{{';'.join(placed)}}}" if placed else ""

    def _read(self, paragraph: etree._Element, refusals: Refusals) -> Frame:
        properties = _properties(paragraph)
        assert properties is not None
        for name in _unknown(properties):
            refusals.add(f"w:framePr with {name}")
        across = number(properties.get(_X))
        if properties.get(_ACROSS, "text") == "margin":
            across += self._left
        return Frame(across, number(properties.get(_Y)), number(properties.get(_WIDTH)))


def _unknown(properties: etree._Element) -> Iterator[str]:
    """What is not set: frames without a width, frames placed by the text or to one side of something."""
    yield from (shown(str(name)) for name in properties.attrib if name not in _KNOWN)
    for name, anchors in ((_ACROSS, ("page", "margin")), (_DOWN, ("page",))):
        if properties.get(name, "text") not in anchors:
            yield f'{shown(name)} "{properties.get(name, "text")}"'
    yield from (f"no {shown(name)}" for name in (_X, _Y, _WIDTH) if properties.get(name) is None)


def _properties(child: etree._Element) -> etree._Element | None:
    return child.find(f"{q('w:pPr')}/{q('w:framePr')}")


def _alike(paragraph: etree._Element) -> bytes:
    properties = _properties(paragraph)
    return b"" if properties is None else etree.tostring(properties, method="c14n")
