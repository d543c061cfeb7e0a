"""The trees of a PDF walked within limits: pages, fields, outline, structure, names; a loop is too deep by its nature.

Each walk counts every visit, so that a node with many parents cannot multiply.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf

from docgen.errors import Key, Message
from docgen.pdf.gate.refusal import THE_FILE, field, page, pdf_refused

MAX_PAGES: Final = 1_000
MAX_FIELDS: Final = 10_000
MAX_NAME: Final = 1_000
"""Characters of a field's partial name."""
MAX_SIDE: Final = 14_400
"""Points (1/72 inch) of a page's side: ISO 32000-1, annex C."""
_DEPTH: Final = 60
_NODES: Final = 50_000
_LOOP: Final[Key] = (
    "it is nested too deep, refers to itself or has too many parts; open the form in a PDF program and save it anew"
)
FIELD_TREE: Final = Message("the field tree of the PDF")
_BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


@dataclass(frozen=True, slots=True)
class Field:
    """A node of the field tree: its dictionary, fully qualified name, and inherited type (ISO 32000-2, 12.7.4)."""

    node: pikepdf.Object
    name: str
    kind: str
    widgets: tuple[pikepdf.Object, ...]
    """The annotations that show it: itself, or kids without a name of their own."""


def walk(
    root: pikepdf.Object,
    children: Callable[[pikepdf.Object], list[pikepdf.Object]],
    part: Message,
    *,
    nodes: int = _NODES,
    depth: int = _DEPTH,
) -> Iterator[pikepdf.Object]:
    """The nodes of a tree in document order; raises PdfRefused naming `part` when there are too many or too deep."""
    waiting, seen = [(root, 0)], 0
    while waiting:
        node, level = waiting.pop()
        seen += 1
        if level > depth or seen > nodes:
            raise pdf_refused(part, _LOOP)
        yield node
        below = children(node)
        if len(below) + len(waiting) > nodes:
            raise pdf_refused(part, _LOOP)
        waiting += [(child, level + 1) for child in reversed(below)]


def listed(holder: pikepdf.Object, key: str) -> list[pikepdf.Object]:
    """The dictionaries in an array of a dictionary; none where it is no array."""
    value = holder.get(key)
    if not isinstance(value, pikepdf.Array):
        return []
    return [entry for entry in value if isinstance(entry, pikepdf.Dictionary)]


def _kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    return listed(node, "/Kids")


def pages(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The page dictionaries in order; raises PdfRefused for a bad tree, too many pages or a box that is none."""
    root = document.Root.get("/Pages")
    if not isinstance(root, pikepdf.Dictionary):
        raise pdf_refused(THE_FILE, "it has no pages; ask the agency for the form again")
    part = Message("the page tree of the PDF")
    nodes = walk(root, _kids, part, nodes=3 * MAX_PAGES)
    found = [node for node in nodes if "/Kids" not in node and node.get("/Type") != "/Pages"]
    if not found:
        raise pdf_refused(THE_FILE, "it has no pages; ask the agency for the form again")
    if len(found) > MAX_PAGES:
        raise pdf_refused(THE_FILE, "it has more pages than a form has; take out the pages that are to be filled")
    for number, node in enumerate(found, 1):
        _check_boxes(node, number, part)
        for annotation in listed(node, "/Annots"):
            parents(annotation, FIELD_TREE)
    return found


def _check_boxes(node: pikepdf.Object, number: int, tree: Message) -> None:
    chain = [node, *parents(node, tree)]
    for box in _BOXES:
        value = next((above.get(box) for above in chain if box in above), None)
        if not (_is_reasonable(value, node) if value is not None else box != "/MediaBox"):
            raise pdf_refused(
                page(number),
                "its size is missing or is none a page has; open the form in a PDF program and save it anew",
            )


def _is_reasonable(box: pikepdf.Object, node: pikepdf.Object) -> bool:
    """Whether a rectangle (ISO 32000-2, 7.9.5) is finite, has an area and fits on the largest page there is."""
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return False
    sides = [_real(side) for side in box]
    width, height = abs(sides[2] - sides[0]), abs(sides[3] - sides[1])
    unit = _real(node["/UserUnit"]) if "/UserUnit" in node else 1.0
    return all(0 < side * unit <= MAX_SIDE for side in (width, height))


def _real(value: pikepdf.Object) -> float:
    return float(value) if isinstance(value, pikepdf.Integer | pikepdf.Real) else math.nan


def parents(node: pikepdf.Object, part: Message) -> list[pikepdf.Object]:
    """The nodes above, nearest first; raises PdfRefused when they never end."""
    above: list[pikepdf.Object] = []
    parent = node.get("/Parent")
    while isinstance(parent, pikepdf.Dictionary):
        above.append(parent)
        if len(above) > _DEPTH:
            raise pdf_refused(part, _LOOP)
        parent = parent.get("/Parent")
    return above


def fields(document: pikepdf.Pdf) -> list[Field]:
    """The fields of the interactive form (ISO 32000-2, 12.7); raises PdfRefused for loops, depth, number, names."""
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return []
    part, found = FIELD_TREE, []
    for node in walk(form, lambda at: listed(at, "/Fields" if at == form else "/Kids"), part, nodes=MAX_FIELDS):
        if node == form:
            continue
        chain = [node, *parents(node, part)]
        names = [name for name in (_partial_name(above) for above in chain) if name]
        kind = next((str(above["/FT"]) for above in chain if "/FT" in above), "")
        found.append(Field(node, ".".join(reversed(names)), kind, _widgets(node)))
    return found


def _widgets(node: pikepdf.Object) -> tuple[pikepdf.Object, ...]:
    nameless = [kid for kid in _kids(node) if "/T" not in kid]
    return tuple(at for at in (node, *nameless) if at.get("/Subtype") == "/Widget")


def _partial_name(node: pikepdf.Object) -> str:
    value = node.get("/T")
    if not isinstance(value, pikepdf.String):
        return ""
    name = str(value)
    if len(name) > MAX_NAME:
        raise pdf_refused(field(name), "its name is longer than any field's; ask the agency for the form again")
    return name


def check_others(document: pikepdf.Pdf) -> None:
    """Raises PdfRefused for an outline, structure tree, name or number tree that loops or has no end."""
    root = document.Root
    for holder, key, part in (
        (root, "/PageLabels", Message("the page labels of the PDF")),
        (root.get("/StructTreeRoot"), "/ParentTree", Message("the structure tree of the PDF")),
        (root.get("/StructTreeRoot"), "/IDTree", Message("the structure tree of the PDF")),
    ):
        _exhaust(holder, key, _kids, part)
    names = root.get("/Names")
    for tree in names.keys() if isinstance(names, pikepdf.Dictionary) else ():
        _exhaust(names, tree, _kids, Message("the name tree of the PDF"))
    _exhaust(root, "/Outlines", _outline_items, Message("the outline of the PDF"))
    _exhaust(root, "/StructTreeRoot", _elements, Message("the structure tree of the PDF"))


def _exhaust(
    holder: pikepdf.Object | None,
    key: str,
    children: Callable[[pikepdf.Object], list[pikepdf.Object]],
    part: Message,
) -> None:
    tree = holder.get(key) if isinstance(holder, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for _ in walk(tree, children, part):
            pass


def _outline_items(node: pikepdf.Object) -> list[pikepdf.Object]:
    """ISO 32000-2, 12.3.3: the items below, a linked list."""
    items: list[pikepdf.Object] = []
    item = node.get("/First")
    while isinstance(item, pikepdf.Dictionary) and len(items) <= _NODES:
        items.append(item)
        item = item.get("/Next")
    return items


def _elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    """ISO 32000-2, 14.7.2: the structure elements below, one or an array of them."""
    below = node.get("/K")
    return [below] if isinstance(below, pikepdf.Dictionary) else listed(node, "/K")
