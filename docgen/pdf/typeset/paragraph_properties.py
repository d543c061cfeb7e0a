"""`w:pPr` read into a plain dict of what it says, unknown children refused (ECMA-376 Part 1 §17.3.1)."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from docgen.pdf.typeset.names import elements, number, on, q, val
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.run_properties import Properties, Reader, colour, shading

#: ST_Jc → Typst alignment and whether lines are justified. thaiDistribute is justified: Typst stretches tracking too.
ALIGNMENTS = {
    "left": ("left", False), "start": ("left", False), "center": ("center", False), "right": ("right", False),
    "end": ("right", False), "both": ("left", True), "thaiDistribute": ("left", True), "distribute": ("left", True),
    "lowKashida": ("left", True),
}  # fmt: skip
LEADERS = {"dot": ".", "underscore": "_", "hyphen": "-", "middleDot": "·", "heavy": "_", "none": "", "": ""}
DASHES = {"single": "solid", "thick": "solid", "dotted": "dotted", "dashed": "dashed", "dashSmallGap": "densely-dashed"}
_TAB_KINDS = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right",
"decimal": "decimal",
              "num": "left", "clear": "clear"}  # fmt: skip


class TabStop(NamedTuple):
    """A tab stop: position in twips from the text's left edge, kind (left, center, right, decimal) and leader
    character."""

    at: int
    kind: str
    leader: str


class Border(NamedTuple):
    """A border: width in twips, RRGGBB ("" automatic), Typst dash pattern, distance to the text in twips."""

    width: float
    colour: str
    dash: str
    space: int


def read_border(element: etree._Element, refusals: Refusals) -> Border | None:
    """A CT_Border; None for none. `w:sz` is in eighths of a point, `w:space` in points (§17.3.4)."""
    kind = val(element, "nil")
    if kind in ("nil", "none"):
        return None
    if kind not in DASHES:
        refusals.value(element, kind)
    width = number(element.get(q("w:sz")), 4) * 20 / 8
    return Border(
        width, colour(element.get(q("w:color"))), DASHES.get(kind, "solid"), number(element.get(q("w:space"))) * 20
    )


def _flag(key: str) -> Reader:
    def read(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
        into[key] = on(element)

    return read


_SPACING = {q("w:before"): "before", q("w:after"): "after", q("w:line"): "line"}
_SPACING_KNOWN = frozenset((*_SPACING, q("w:lineRule"), q("w:beforeAutospacing"), q("w:afterAutospacing")))


def _spacing(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    refusals.attributes(element, _SPACING_KNOWN)
    for name, key in _SPACING.items():
        if element.get(name) is not None:
            into[key] = number(element.get(name))
    if element.get(q("w:line")) is not None:
        into["lineRule"] = element.get(q("w:lineRule"), "auto")
    for name in (q("w:beforeAutospacing"), q("w:afterAutospacing")):
        if element.get(name) in ("1", "true", "on"):
            refusals.add("w:spacing with automatic spacing before or after")


_INDENTS = {q("w:left"): "left", q("w:start"): "left", q("w:right"): "right", q("w:end"): "right"}
_INDENT_KNOWN = frozenset((*_INDENTS, q("w:firstLine"), q("w:hanging")))


def _indent(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    refusals.attributes(element, _INDENT_KNOWN)
    for name, key in _INDENTS.items():
        if element.get(name) is not None:
            into[key] = number(element.get(name))
    if element.get(q("w:hanging")) is not None:
        into["first"] = -number(element.get(q("w:hanging")))
    elif element.get(q("w:firstLine")) is not None:
        into["first"] = number(element.get(q("w:firstLine")))


def _justification(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    if val(element) not in ALIGNMENTS:
        refusals.value(element, val(element))
    into["jc"] = val(element)


def _tabs(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    stops = []
    for tab in elements(element):
        kind, leader = val(tab, "left"), tab.get(q("w:leader"), "")
        if kind not in _TAB_KINDS or leader not in LEADERS:
            refusals.add(f'w:tab "{kind}" with leader "{leader}"')
        stops.append(TabStop(number(tab.get(q("w:pos"))), _TAB_KINDS.get(kind, "left"), LEADERS.get(leader, "")))
    into["tabs"] = tuple(stops)


def _borders(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    sides = {}
    for side in elements(element):
        name = etree.QName(side).localname
        border = read_border(side, refusals)
        if name not in ("top", "bottom", "between") and border is not None:
            refusals.add(f"paragraph border w:{name}")
        sides[name] = border
    into["borders"] = (sides.get("top"), sides.get("bottom"), sides.get("between"))


def _numbering(element: etree._Element, into: Properties, refusals: Refusals) -> None:
    for child in elements(element):
        if child.tag == q("w:numId"):
            into["numId"] = val(child)
        elif child.tag == q("w:ilvl"):
            into["ilvl"] = number(val(child))
        else:
            refusals.element(child)


def _outline(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
    into["outline"] = number(val(element))


def _style(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
    into["pStyle"] = val(element)


def _text_alignment(element: etree._Element, _into: Properties, refusals: Refusals) -> None:
    if val(element) not in ("auto", "baseline"):
        refusals.value(element, val(element))


def _left_to_right(element: etree._Element, _into: Properties, refusals: Refusals) -> None:
    if on(element) if element.tag == q("w:bidi") else val(element) not in ("lrTb", "lr"):
        refusals.element(element)


def _frame(element: etree._Element, into: Properties, _refusals: Refusals) -> None:
    into["frame"] = element


def _ignore(_element: etree._Element, _into: Properties, _refusals: Refusals) -> None:
    """Says nothing about the page, or is read elsewhere (w:rPr of the mark, w:sectPr)."""


_READERS: dict[str, Reader] = {
    q(name): reader
    for name, reader in {
        "w:pStyle": _style, "w:spacing": _spacing, "w:ind": _indent, "w:jc": _justification, "w:tabs": _tabs,
        "w:pBdr": _borders,
        "w:shd": shading, "w:numPr": _numbering, "w:framePr": _frame, "w:outlineLvl": _outline,
        "w:textAlignment": _text_alignment,
        "w:bidi": _left_to_right, "w:textDirection": _left_to_right,
        **{f"w:{name}": _flag(name) for name in ("keepNext", "keepLines", "pageBreakBefore", "widowControl",
        "contextualSpacing")},
        **{f"w:{name}": _ignore for name in (
            "rPr", "sectPr", "snapToGrid", "adjustRightInd", "autoSpaceDE", "autoSpaceDN", "kinsoku", "wordWrap",
            "overflowPunct",
            "topLinePunct", "suppressAutoHyphens", "suppressLineNumbers", "mirrorIndents", "divId", "cnfStyle")},
    }.items()
}  # fmt: skip


def read_paragraph_properties(element: etree._Element | None, refusals: Refusals) -> Properties:
    """What a `w:pPr` says: lengths in twips, `line` in 240ths or twips by `lineRule`, flags as bool, borders, tabs."""
    found: Properties = {}
    if element is None:
        return found
    for child in elements(element):
        reader = _READERS.get(str(child.tag))
        if reader is None:
            refusals.element(child)
        else:
            reader(child, found, refusals)
    return found
