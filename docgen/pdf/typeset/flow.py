"""Block-level content one below the other: gaps, page breaks, lists, headings, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from docgen.pdf.typeset import lists, table
from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.inline import SDT, refuse_structured
from docgen.pdf.typeset.names import elements, points, q
from docgen.pdf.typeset.numbering import Label
from docgen.pdf.typeset.paragraph import Plan, plan, stroke

PARAGRAPH, TABLE = q("w:p"), q("w:tbl")
_CONTENT = q("w:sdtContent")
_HARMLESS = frozenset(
    q(f"w:{name}")
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "sectPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
    )
)
PAGE_BREAK = "pagebreak()"


@dataclass
class Flow:
    """The code of blocks one below the other, with `first` and `last`, the spacing at its two ends, in twips.

    `height` estimates what it needs in `width`, in twips, on the safe side. `framed` says that they stand in a frame,
    which is refused elsewhere (`docgen.pdf.typeset.frames`).
    """

    context: Context
    width: int
    framed: bool = False
    code: list[str] = field(default_factory=list)
    first: int = 0
    height: float = 0.0
    _previous: Plan | None = None
    _after: int = 0
    _list: lists.Run | None = None
    _fresh: bool = True

    @property
    def last(self) -> int:
        """Space after the last block."""
        return self._after

    def add(self, parent: etree._Element | Iterable[etree._Element]) -> Flow:
        """Set all block-level children of an element."""
        for child in blocks(parent, self.context):
            if child.tag == PARAGRAPH:
                self._paragraph(plan(child, self.context, self.width))
            else:
                self._table(child)
        self._close_list()
        return self

    @property
    def body(self) -> str:
        """All of it as one code block."""
        self._close_list()
        return "{" + ";".join(self.code) + "}"

    def _gap(self, before: int) -> int:
        """Space above the next block: the larger of the two that meet (Word and LibreOffice agree on this)."""
        gap = max(self._after, before)
        if self._fresh:
            self._fresh = False
            if not self.code:
                self.first = before
            elif before:
                self.code.append(f"v({points(before)})")
            return 0
        return gap

    def _space(self, gap: int) -> None:
        if gap:
            self.code.append(f"v({points(gap)},weak:true)")

    def _paragraph(self, planned: Plan) -> None:
        properties = planned.properties
        if properties.get("frame") is not None and not self.framed:
            self.context.refusals.add("w:framePr")
        if properties["pageBreakBefore"] and self.code:
            self._break_page()
        label = self._label(planned)
        gap = self._gap(self._before(planned))
        self.height += gap + self._lines(planned)
        item = lists.item(label, planned, self.context) if label is not None else None
        if item is not None and len(planned.pages) == 1:
            if self._list is None or not self._list.takes(item, gap):
                self._close_list()
                self._space(gap)
                self._list = lists.Run(item)
            else:
                self._list.add(item, gap)
        else:
            self._close_list()
            self._space(gap)
            self._pages(planned, lists.lead(label, planned, self.context) if label is not None else "")
        self._previous, self._after = planned, properties["after"]

    def _label(self, planned: Plan) -> Label | None:
        properties = planned.properties
        if not properties.get("numId"):
            return None
        self.context.local = True
        return self.context.numbering.count(properties["numId"], properties.get("ilvl", 0), self.context.refusals)

    def _before(self, planned: Plan) -> int:
        """Space before a paragraph; `contextualSpacing` drops it, and the one after, between two of one style
        (§17.3.1.9)."""
        previous = self._previous
        if previous is not None and previous.style == planned.style:
            if previous.properties["contextualSpacing"]:
                self._after = 0
            if planned.properties["contextualSpacing"]:
                return 0
        return int(planned.properties["before"])

    def _lines(self, planned: Plan) -> float:
        properties = planned.properties
        room = max(1, self.width - properties["left"] - properties["right"])
        return planned.height * (1 + planned.forced + int(planned.natural * 1.05 // room))

    def _pages(self, planned: Plan, lead: str) -> None:
        for index, content in enumerate(planned.pages):
            if index:
                self._break_page()
                self._fresh = index + 1 == len(planned.pages) and not content
            whole = "+".join(filter(None, (lead if index == 0 else "", content)))
            if whole:
                self.code.append(self._placed(planned, whole))
            elif len(planned.pages) == 1:
                self.code.append(_nothing(planned))

    def _placed(self, planned: Plan, content: str) -> str:
        if not planned.heading:
            return f"{planned.wrapper}({content})"
        # PDF/UA (ISO 14289-1 §7.4.2) allows no skipped level; Word does.
        self.context.local = True
        self.context.heading = level = min(planned.heading, self.context.heading + 1)
        return f"titled({level},{planned.wrapper},{content})"

    def _break_page(self) -> None:
        self._close_list()
        self.code.append(PAGE_BREAK)
        self._after, self._previous, self._fresh = 0, None, True

    def _table(self, element: etree._Element) -> None:
        self._close_list()
        gap = self._gap(0)
        self._space(gap)
        planned = table.plan(element, self.context, self.width)
        self.code.append(planned.code)
        self.height += gap + planned.height
        self._previous, self._after = None, 0

    def _close_list(self) -> None:
        if self._list is not None:
            self.code.append(self._list.code)
            self._list = None


def _nothing(planned: Plan) -> str:
    """An empty paragraph: the height of a line, and its borders."""
    top, bottom, _ = planned.properties["borders"]
    extra = sum(border.space + border.width for border in (top, bottom) if border is not None)
    arguments = [f"height:{points(planned.height + extra)}", "width:100%"]
    strokes = [f"{side}:{stroke(border)}" for side, border in (("top", top), ("bottom", bottom)) if border is not None]
    inset = [f"{side}:{points(planned.properties[side])}" for side in ("left", "right") if planned.properties[side]]
    if planned.properties["keepNext"]:
        arguments.append("sticky:true")
    if planned.properties["fill"]:
        arguments.append(f'fill:rgb("{planned.properties["fill"]}")')
    if strokes:
        arguments.append(f"stroke:({','.join(strokes)})")
    code = f"block({','.join(arguments)})"
    return f"pad({','.join(inset)},{code})" if inset else code


def blocks(parent: etree._Element | Iterable[etree._Element], context: Context) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, content controls opened, everything unknown refused."""
    children = elements(parent) if isinstance(parent, etree._Element) else parent
    for child in children:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag == SDT:
            refuse_structured(child, context)
            content = child.find(_CONTENT)
            if content is not None:
                yield from blocks(content, context)
        elif child.tag not in _HARMLESS:
            context.refusals.element(child)
