"""The tree of fields of a form with the widgets that show them (ISO 32000-1 §12.7.3), whole or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject

from docgen.pdf.acroform.access import Dictionary, array_at, dictionary_at, entry, resolved, text

_MAX_DEPTH = 50


@dataclass(eq=False)
class Widget:
    """A widget annotation and the page it stands on, from 0 (None: on no page)."""

    dictionary: Dictionary
    page: int | None


@dataclass(eq=False)
class Field:
    """A terminal field. Several dictionaries where the form has more than one field of this name."""

    name: str
    lines: list[tuple[Dictionary, ...]]
    """For each of its dictionaries: itself, its parent and so on, and the form's own last."""
    widgets: list[Widget] = field(default_factory=list)

    @property
    def dictionaries(self) -> list[Dictionary]:
        return [line[0] for line in self.lines]

    def entry(self, key: str) -> Any:
        """An entry of the field, inherited where it has none itself."""
        return next((found for line in self.lines for each in line if (found := entry(each, key)) is not None), None)

    def flag(self, bit: int) -> bool:
        """A flag of /Ff by its number, from 1 as ISO 32000-1 counts."""
        flags = self.entry("/Ff")
        return isinstance(flags, int) and bool(flags >> (bit - 1) & 1)

    def of_widget(self, widget: Widget, key: str) -> Any:
        """An entry of a widget, inherited from the field and the form."""
        found = entry(widget.dictionary, key)
        return self.entry(key) if found is None else found


def form_of(pdf: PdfReader | PdfWriter) -> Dictionary | None:
    """The /AcroForm dictionary."""
    return dictionary_at(pdf.root_object, "/AcroForm")


def fields_of(pdf: PdfReader | PdfWriter) -> dict[str, Field]:
    """The terminal fields by full name, in the order of the tree; then those that only a page's /Annots shows."""
    form = form_of(pdf)
    walk = _Walk(form if form is not None else Dictionary(), _pages(pdf))
    for root in array_at(walk.form, "/Fields"):
        walk.visit(root, (), "")
    for widget in walk.strays():
        walk.adopt(widget)
    return {name: found for name, found in walk.fields.items() if name and found.widgets}


def _pages(pdf: PdfReader | PdfWriter) -> dict[int, tuple[Dictionary, int]]:
    """Widget annotations of all pages by identity, with their page."""
    found: dict[int, tuple[Dictionary, int]] = {}
    for number, page in enumerate(pdf.pages):
        for annotation in array_at(page, "/Annots"):
            if isinstance(annotation, Dictionary) and entry(annotation, "/Subtype") == "/Widget":
                found.setdefault(id(annotation), (annotation, number))
    return found


class _Walk:
    def __init__(self, form: Dictionary, pages: dict[int, tuple[Dictionary, int]]) -> None:
        self.form = form
        self.fields: dict[str, Field] = {}
        self._pages = pages
        self._seen: set[int] = set()

    def visit(self, node: Any, above: tuple[Dictionary, ...], path: str) -> None:
        """A node of the tree; loops and kids that are no dictionaries are passed over."""
        if not isinstance(node, Dictionary) or id(node) in self._seen or len(above) > _MAX_DEPTH:
            return
        self._seen.add(id(node))
        name, line = _joined(path, node), (node, *above)
        kids = [kid for kid in array_at(node, "/Kids") if isinstance(kid, Dictionary)]
        for kid in kids:
            if "/T" in kid:
                self.visit(kid, line, name)
        shown = [kid for kid in kids if "/T" not in kid]
        if not kids or entry(node, "/Subtype") == "/Widget":
            shown.append(node)
        for kid in shown:
            if array_at(kid, "/Kids") and kid is not node:
                self.visit(kid, line, name)  # a level without a name of its own
            else:
                self._show(kid, line, name)

    def strays(self) -> Iterator[Dictionary]:
        return (widget for key, (widget, _) in self._pages.items() if key not in self._seen)

    def adopt(self, widget: Dictionary) -> None:
        """A widget that the tree does not reach: its parents say what it is."""
        line = list(_ancestors(widget))
        path = ""
        for each in reversed(line):
            path = _joined(path, each)
        owner = 0 if "/T" in widget else 1
        self._show(widget, tuple(line[owner:]) or (widget,), path)

    def _show(self, widget: Dictionary, line: tuple[Dictionary, ...], name: str) -> None:
        self._seen.add(id(widget))
        found = self.fields.setdefault(name, Field(name, []))
        if all(each[0] is not line[0] for each in found.lines):
            found.lines.append((*line, self.form))
        if entry(widget, "/Subtype") == "/Widget" or "/Rect" in widget:
            _, page = self._pages.get(id(widget), (widget, None))
            found.widgets.append(Widget(widget, page))


def _ancestors(node: Dictionary) -> Iterator[Dictionary]:
    at: Dictionary | None = node
    for _ in range(_MAX_DEPTH):
        if at is None:
            return
        yield at
        at = dictionary_at(at, "/Parent")


def _joined(path: str, node: Dictionary) -> str:
    own = text(entry(node, "/T"))
    return f"{path}.{own}" if path and own else path or own


def widget_array(page: Dictionary) -> ArrayObject:
    """A page's /Annots, references unresolved."""
    found = resolved(page.get("/Annots"))
    return found if isinstance(found, ArrayObject) else ArrayObject()
