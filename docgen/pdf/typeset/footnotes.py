"""Footnotes (ECMA-376 Part 1 §17.11): each reference becomes a Typst footnote of the note's paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from docgen.pdf.typeset.names import q
from docgen.pdf.typeset.package import Part

if TYPE_CHECKING:
    from docgen.pdf.typeset.context import Context


class Note(NamedTuple):
    """Typst code of a note's content and the definitions it calls."""

    code: str
    definitions: tuple[tuple[str, str], ...]


class Footnotes:
    """The notes of a document by id. `width` is the width of the text area in twips."""

    def __init__(self, part: Part | None, width: int = 0) -> None:
        self.part, self.width = part, width
        self._notes: dict[str, etree._Element] = {}
        if part is not None:
            self._notes = {note.get(q("w:id"), ""): note for note in part.root.iterchildren(q("w:footnote"))}

    def set(self, ident: str, context: Context) -> Note:
        """Set one note; a note that is not there, or holds a table, is refused."""
        from docgen.pdf.typeset.paragraph import plan  # a note holds paragraphs, and paragraphs hold notes

        note = self._notes.get(ident)
        if note is None or self.part is None:
            context.refusals.add("footnote reference without its note")
            return Note("[]", ())
        outer, context.part = context.part, self.part
        inner, context.setter = context.setter, type(context.setter)(context.fonts)
        try:
            codes: list[str] = []
            definitions: dict[str, str] = {}
            for child in note.iterchildren("*"):
                if child.tag != q("w:p"):
                    context.refusals.element(child)
                    continue
                planned = plan(child, context, self.width)
                codes.append("+".join(filter(None, planned.pages)))
                definitions |= planned.definitions
        finally:
            context.part, context.setter = outer, inner
        return Note("+parbreak()+".join(filter(None, codes)) or "[]", tuple(definitions.items()))
