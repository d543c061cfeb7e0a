"""Links from the lines of the cover's contents to the documents, tagged as PDF/UA asks (ISO 14289-1 §7.18.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from docgen.errors import Message, TemplateError
from docgen.pdf.packet.boxes import Box, marked_boxes, union
from docgen.pdf.packet.merge import Merged, Merger
from docgen.pdf.packet.structure import as_list, elements, kind

_MARGIN = 2.0  # points around what is linked
_PRINT = 4  # annotation flag (ISO 32000-1 Table 165), which PDF/A asks for

Marked = tuple[int, int]
"""A page of the cover, counted from 0, and the identifier of marked content there."""


def link(merger: Merger, cover: Merged, documents: Sequence[Merged]) -> None:
    """Make each row of the cover's table of contents a link to the document of its place.

    Raises TemplateError when the cover has no table with one row for each document.
    """
    numbers: dict[tuple[int, int], int] = {page.obj.objgen: at for at, page in enumerate(cover.pages)}
    boxes = marked_boxes(cover.part.pdf)
    for row, document in zip(_rows(cover.element, len(documents)), documents, strict=True):
        leaves = [(leaf, seen) for leaf, marked in _leaves(row, numbers) if (seen := [m for m in marked if m in boxes])]
        if not leaves:
            raise _no_contents()
        areas: dict[int, Box] = {}
        for _, seen in leaves:
            for each in seen:
                areas[each[0]] = union(areas.get(each[0]), boxes[each])
        leaf, _ = max(leaves, key=lambda found: sum(boxes[each][2] - boxes[each][0] for each in found[1]))
        _link(merger, cover, leaf, list(_held(leaf, numbers)), areas, document)


def _rows(cover: Any, count: int) -> list[Any]:
    """The rows with cells that are no headings, of the last table with `count` of them."""
    tables = [element for element in elements(cover) if kind(element) == "Table"]
    for table in reversed(tables):
        rows = [
            row for row in elements(table) if kind(row) == "TR" and any(kind(each) == "TD" for each in elements(row))
        ]
        if len(rows) == count:
            return rows
    raise _no_contents()


def _no_contents() -> TemplateError:
    return TemplateError(
        Message("the packet's cover has no table with one row for each document; put a loop over documents into a row")
    )


def _leaves(row: Any, numbers: Mapping[tuple[int, int], int]) -> Iterator[tuple[Any, list[Marked]]]:
    """The elements of a row that hold marked content themselves, with that content."""
    for element in elements(row):
        held = list(_held(element, numbers))
        if held:
            yield element, held


def _held(element: Any, numbers: Mapping[tuple[int, int], int]) -> Iterator[Marked]:
    for kid in as_list(element.get("/K")):
        page = kid.get("/Pg", element.get("/Pg")) if isinstance(kid, Dictionary) else element.get("/Pg")
        if page is None or page.objgen not in numbers:
            continue
        if isinstance(kid, int):
            yield numbers[page.objgen], kid
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            yield numbers[page.objgen], int(kid.MCID)


def _link(
    merger: Merger, cover: Merged, leaf: Any, marked: Sequence[Marked], areas: Mapping[int, Box], document: Merged
) -> None:
    """Put a Link element between a leaf and its content, and an annotation on every page that the row stands on."""
    structure = merger.structure
    element = structure.element("Link", leaf, as_list(leaf.K))
    if "/Pg" in leaf:
        element.Pg = leaf.Pg
    for kid in element.K:
        if isinstance(kid, Dictionary) and "/S" in kid:
            kid.P = element
    for number, identifier in marked:
        structure.own(cover.pages[number], [identifier], element)
    leaf.K = Array([element])
    for number, area in sorted(areas.items()):
        page = cover.pages[number].obj
        annotation = merger.pdf.make_indirect(_annotation(area, document, structure.key_for(element)))
        annotation.P = page
        page.Annots = Array([*page.get("/Annots", ()), annotation])
        page.Tabs = Name.S
        element.K.append(merger.pdf.make_indirect(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)))


def _annotation(area: Box, document: Merged, key: int) -> Any:
    left, bottom, right, top = area
    rectangle = [left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN]
    first = document.pages[0]
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([round(each, 2) for each in rectangle]), F=_PRINT,
        Border=Array([0, 0, 0]), Contents=String(document.part.entry), StructParent=key,
        Dest=Array([first.obj, Name.XYZ, None, first.mediabox[3], None]),
    )  # fmt: skip
