"""Tracked changes of a Word file settled: all accepted or all rejected (ECMA-376 Part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from docgen.compare.parts import rewritten
from docgen.docx.ooxml import Element, w

_INSERTING: Final = frozenset({w("ins"), w("moveTo"), w("cellIns")})
_DELETING: Final = frozenset({w("del"), w("moveFrom"), w("cellDel")})
_RANGES: Final = tuple(
    w(f"{kind}Range{end}")
    for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel")
    for end in ("Start", "End")
)
_CHANGES: Final = tuple(
    w(f"{kind}Change") for kind in ("rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr", "tblGrid", "tblPrEx", "numbering")
)
# What the changed properties hold that a record of the former ones never does, and so stays.
_KEPT: Final = {w("pPr"): (w("rPr"), w("sectPr")), w("sectPr"): (w("headerReference"), w("footerReference"))}
_RESTORED: Final = {w("delText"): w("t"), w("delInstrText"): w("instrText")}


def accepted(data: bytes, file: str) -> bytes:
    """The Word file with every tracked change accepted. Raises TemplateRefused for one that is unsafe to open."""
    return rewritten(data, file, _settling(_INSERTING, _DELETING, restored=False))


def rejected(data: bytes, file: str) -> bytes:
    """The Word file with every tracked change rejected. Raises TemplateRefused for one that is unsafe to open."""
    return rewritten(data, file, _settling(_DELETING, _INSERTING, restored=True))


def _settling(kept: frozenset[str], dropped: frozenset[str], *, restored: bool) -> Callable[[Element], None]:
    def settle(root: Element) -> None:
        _settle_properties(root, restored)
        marks = list(root.iter(*dropped))
        ends = {mark: None for mark in marks if _ends_paragraph(mark)}
        for element in (mark for mark in marks if mark not in ends):
            _drop(element)
        for table in [table for table in root.iter(w("tbl")) if table.find(f".//{w('tr')}") is None]:
            _remove(table)
        for element in ends:  # last: a paragraph that is left empty goes with its end
            _drop(element)
        for element in list(root.iter(*kept)):
            _unwrap(element)
        for element in list(root.iter(*_RANGES)):
            _remove(element)
        for element in list(root.iter(*_RESTORED)):
            element.tag = _RESTORED[str(element.tag)]

    return settle


def _settle_properties(root: Element, restored: bool) -> None:
    for change in list(root.iter(*_CHANGES)):
        properties = change.getparent()
        if properties is None:
            continue
        properties.remove(change)
        if not restored or not len(change):
            continue
        stay = _KEPT.get(str(properties.tag), ())
        for child in list(properties):
            if child.tag not in stay:
                properties.remove(child)
        for at, child in enumerate(deepcopy(each) for each in change[0]):
            properties.insert(at, child)


def _ends_paragraph(mark: Element) -> bool:
    parent = mark.getparent()
    holder = None if parent is None else parent.getparent()
    return holder is not None and parent is not None and parent.tag == w("rPr") and holder.tag == w("pPr")


def _drop(element: Element) -> None:
    """What this marks is gone: a paragraph's end, a row, a cell, or the content inside."""
    parent = element.getparent()
    if parent is None:
        return
    holder = parent.getparent()
    if _ends_paragraph(element):
        paragraph = next(element.iterancestors(w("p")))
        parent.remove(element)
        _join_next(paragraph)
    elif parent.tag in (w("trPr"), w("tcPr")) and holder is not None:
        _remove(holder)
    else:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    """The content in place of its mark; a mark without content (of a paragraph's end, a row) just goes."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _join_next(paragraph: Element) -> None:
    """The end of a paragraph is gone: what is left of it begins the next one, whose properties hold."""
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != w("pPr")]
    while following is not None and following.tag in (w("bookmarkStart"), w("bookmarkEnd")):
        following = following.getnext()
    if following is not None and following.tag == w("p"):
        at = 1 if len(following) and following[0].tag == w("pPr") else 0
        following[at:at] = content
        _remove(paragraph)
    elif not any(_says(child) for child in content) and etree.QName(paragraph.getparent()).localname != "tc":
        _remove(paragraph)


def _says(element: Element) -> bool:
    return next(element.iter(w("r")), None) is not None
