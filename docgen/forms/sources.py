"""Where a map takes its values from: the words that a Word template prints, or the document's own fields by path.

A path without a slash names words of the view, with dots as in a Word template: `person.name`, `contacts.0.hours`.
A path that begins with a slash is a JSON Pointer (RFC 6901) into the document: `/person/birth/date`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docgen.documents import Document
from docgen.forms.nodes import Kind, Node, Steps, shown, steps_of, tree_of, value_at
from docgen.forms.values import caption
from docgen.locale import Locale

ITEM = ""
"""The path of the item itself, in a list of plain values."""


def is_pointer(path: str) -> bool:
    """Whether a path names a field of the document, and not words of the view."""
    return path.startswith("/")


@dataclass(frozen=True)
class Sources:
    """What a form may be filled with: a document, and the same in the words of one language.

    `item` is set inside a list: paths then begin at that item.
    """

    tree: Node
    data: Any
    view: Any
    locale: Locale
    pointing: bool = True
    """Inside an item: whether it is one of the document's and not of the view's."""
    within: bool = False

    @classmethod
    def of(cls, document: Document, locale: Locale) -> Sources:
        """Everything one document offers."""
        return cls(tree_of(type(document)), shown(document), document.view(locale), locale)

    @property
    def pointed(self) -> bool:
        """Whether every path here is one of the document: inside an item of one of its lists."""
        return self.within and self.pointing

    def raw(self, path: str) -> Any:
        """The value itself: JSON of the document, or a leaf of the view; None where there is none."""
        if self._points(path):
            return value_at(self.data, self._steps(path))
        return value_at(self.view, _steps_by_dots(path))

    def words(self, path: str) -> str:
        """The value as a sentence would have it; nothing where there is none."""
        if not self._points(path):
            found = self.raw(path)
            return found if isinstance(found, str) else ""
        node = self.node(path)
        value = self.raw(path)
        return "" if node is None or value is None else self._worded(node, value)

    def node(self, path: str) -> Node | None:
        """The document's field that a pointer names; None for a path of the view, and where there is no such field."""
        return self.tree.at(self._steps(path)) if self._points(path) else None

    def items(self, path: str) -> Sequence[Sources]:
        """The items of a list, each as the sources of its own row."""
        values = self.raw(path)
        if not isinstance(values, list | tuple):
            return []
        if not self._points(path):
            return [replace(self, view=each, pointing=False, within=True) for each in values]
        node = self.node(path)
        if node is None:
            return []
        return [
            replace(self, tree=node.item(index), data=each, pointing=True, within=True)
            for index, each in enumerate(values)
        ]

    def _points(self, path: str) -> bool:
        return is_pointer(path) or self.pointed

    def _steps(self, path: str) -> Steps:
        inner = path.strip("/")
        return steps_of(inner) if inner else ()

    def _worded(self, node: Node, value: Any) -> str:
        if node.leaf:
            return caption(node, value, self.locale)
        if node.kind is Kind.NAMES:
            return self.locale.name(value)
        if node.kind is Kind.WORDS:
            return self.locale.text(value)
        if node.kind is Kind.LIST:
            return self.locale.list([self._worded(node.item(index), each) for index, each in enumerate(value)])
        return ""


def _steps_by_dots(path: str) -> Steps:
    return steps_of(path.replace(".", "/")) if path != ITEM else ()
