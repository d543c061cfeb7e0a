"""Numbered and bulleted paragraphs, tagged as lists (PDF 1.7 §14.8.4.3.3) wherever Word's layout of them allows it.

An item whose number fits into its hanging indent becomes an item of a Typst list, neighbours of one list and level
sharing it. Any other number is set into the paragraph's first line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from docgen.pdf.typeset.context import Context
from docgen.pdf.typeset.names import points
from docgen.pdf.typeset.numbering import Label
from docgen.pdf.typeset.paragraph import Plan, label_atoms, put_texts
from docgen.pdf.typeset.paragraph_properties import ALIGNMENTS
from docgen.pdf.typeset.tabs import width_of


@dataclass(frozen=True)
class Item:
    """One list item: the code of its label and body, and what it must share with its neighbours."""

    key: tuple[object, ...]
    indent: int
    hang: int
    label: str
    body: str
    bullet: bool
    sticky: bool


@dataclass
class Run:
    """Neighbouring items of one list and level, the same distance apart."""

    first: Item
    items: list[Item] = field(default_factory=list)
    gap: int | None = None

    def __post_init__(self) -> None:
        self.items.append(self.first)

    def takes(self, item: Item, gap: int) -> bool:
        """Whether an item continues this run."""
        return item.key == self.first.key and self.gap in (None, gap) and not (item.sticky or self.first.sticky)

    def add(self, item: Item, gap: int) -> None:
        """Append an item that `takes` has accepted."""
        self.gap = gap
        self.items.append(item)

    @property
    def code(self) -> str:
        """The list as a Typst call."""
        item = self.first
        bodies = ",".join(i.body for i in self.items)
        gap = points(self.gap or 0)
        if item.bullet:
            code = f"bullets({points(item.indent)},{gap},{item.label},{bodies})"
        else:
            labels = ",".join(i.label for i in self.items)
            code = f"numbers({points(item.indent)},{gap},({labels},),{bodies})"
        return f"block(sticky:true,width:100%,{code})" if item.sticky else code


def _justified_label(label: Label, code: str, width: int) -> str:
    side = {"right": "right", "end": "right", "center": "center"}.get(label.level.justification, "left")
    return f"box(width:{points(width)},align({side},{code}))"


def item(label: Label, planned: Plan, context: Context) -> Item | None:
    """The paragraph as a list item, or None when its number does not fit its hanging indent."""
    properties = planned.properties
    hang = -properties["first"]
    indent = properties["left"] - hang
    texts = label_atoms(label, planned, context)
    plain = not any((planned.heading, planned.empty, properties["fill"], any(properties["borders"])))
    if not plain or hang <= 0 or indent < 0 or not texts or label.level.suffix != "tab":
        return None
    if (
        width_of(texts) > hang
        or properties["keepLines"]
        or any(indent < stop.at < indent + hang for stop in properties["tabs"])
    ):
        return None
    code = _justified_label(label, put_texts(texts, context), hang)
    bullet = label.level.format == "bullet"
    body = _body(planned)
    key = (label.key, indent, hang, bullet and code)
    return Item(key, indent, hang, code, body, bullet, properties["keepNext"])


def _body(planned: Plan) -> str:
    properties = planned.properties
    align, justified = ALIGNMENTS.get(properties["jc"], ("left", False))
    function = "par.with(justify:true)" if justified else "par"
    body = f"{function}({planned.pages[0]})"
    if align != "left":
        body = f"align({align},{body})"
    return f"pad(right:{points(properties['right'])},{body})" if properties["right"] else body


def lead(label: Label, planned: Plan, context: Context) -> str:
    """The number as the first thing on the paragraph's first line, followed by what its level asks for (§17.9.29)."""
    properties = planned.properties
    texts = label_atoms(label, planned, context)
    if not texts:
        return ""
    code, width = put_texts(texts, context), width_of(texts)
    if label.level.suffix == "nothing":
        return code
    if label.level.suffix == "space":
        return f'{code}+{texts[-1].style.name}(" ")'
    start = properties["left"] + properties["first"]
    end = start + width
    stops = [stop.at for stop in properties["tabs"] if stop.at > end]
    if end < properties["left"]:
        stops.append(properties["left"])
    if not stops:
        stops.append((int(end) // context.default_tab + 1) * context.default_tab)
    return f"box(width:{points(min(stops) - start)},{code})"
