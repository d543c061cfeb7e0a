"""Collecting what a document holds that the typesetter does not set, so that one run names all of it."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from docgen.pdf.typeset.names import shown

# Attributes that say nothing about the page: revision ids, paragraph ids, whatever a compatibility namespace adds.
_HARMLESS_PREFIXES = ("w:rsid", "w14:", "w15:", "mc:", "xml:")


class Refusals:
    """An ordered set of construct names ("w:framePr", "page border")."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    @property
    def names(self) -> list[str]:
        """The constructs met so far, in document order, each once."""
        return list(self._names)

    def add(self, construct: str) -> None:
        """Note a construct by a name that a template's author will recognise."""
        self._names.setdefault(construct)

    def element(self, element: etree._Element) -> None:
        """Note an element by its prefixed name."""
        self.add(shown(str(element.tag)))

    def attributes(self, element: etree._Element, known: Collection[str]) -> None:
        """Note every attribute of an element that is neither known (Clark names) nor harmless."""
        for name in map(str, element.attrib):
            if name not in known and not shown(name).startswith(_HARMLESS_PREFIXES):
                self.add(f"{shown(str(element.tag))}/@{shown(name)}")

    def value(self, element: etree._Element, value: str) -> None:
        """Note a value of `w:val` that is not set."""
        self.add(f'{shown(str(element.tag))} "{value}"')
