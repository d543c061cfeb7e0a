"""Documents put into one file one after another, with their structure, destinations and bookmarks."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pikepdf

from docgen.pdf.packet.metadata import Claim
from docgen.pdf.packet.names import Destinations
from docgen.pdf.packet.structure import StructureTree


@dataclass(frozen=True)
class Part:
    """One PDF of a packet. `title` is in its own language, a BCP 47 tag.

    `stamp` says “page x of y” in that language. Of a document `group` names the bookmark it stands below, and `entry`
    says in the cover's language where its line in the contents leads.
    """

    pdf: bytes
    title: str
    language: str
    stamp: Callable[[int, int], str]
    group: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Merged:
    """A part in the packet: its pages, its structure element and, where it has one, its outline."""

    part: Part
    pages: list[pikepdf.Page]
    element: Any
    outline: Any


class Merger:
    """A packet's file while parts are put into it. The files put in stay open until `files` is closed."""

    def __init__(self, pdf: pikepdf.Pdf, files: ExitStack) -> None:
        self.pdf = pdf
        self.structure = StructureTree(pdf)
        self.claims: list[Claim] = []
        self._files = files
        self._destinations = Destinations(pdf)

    def add(self, part: Part) -> Merged:
        """Put all of a part behind what is there."""
        source = self._files.enter_context(pikepdf.open(io.BytesIO(part.pdf)))
        number = len(self.claims) + 1
        self.claims.append(Claim.of(source))
        self.structure.make_room(source)
        self._destinations.rename(source, number)
        before = len(self.pdf.pages)
        self.pdf.add_pages_from(source, outlines="ignore")
        element = self.structure.adopt(source, part.title, part.language)
        self._destinations.adopt(source)
        self._share_colours(source)
        outline = source.Root.get("/Outlines")
        if outline is not None:
            outline = self.pdf.copy_foreign(outline if outline.is_indirect else source.make_indirect(outline))
        return Merged(part, list(self.pdf.pages)[before:], element, outline)

    def add_blank(self) -> pikepdf.Page:
        """A page without content, as large as the one before it."""
        left, bottom, right, top = map(float, self.pdf.pages[-1].mediabox)
        return self.pdf.add_blank_page(page_size=(right - left, top - bottom))

    def finish(self) -> None:
        """Write the structure tree and the names."""
        self.structure.finish()
        self._destinations.finish()

    def _share_colours(self, source: pikepdf.Pdf) -> None:
        """The output intent (ISO 32000-1 §14.11.5) of the first part that has one: a file of PDF/A has one profile."""
        intents = source.Root.get("/OutputIntents")
        if intents is not None and "/OutputIntents" not in self.pdf.Root:
            held = source.make_indirect(pikepdf.Dictionary(Intents=intents))
            self.pdf.Root.OutputIntents = self.pdf.copy_foreign(held).Intents
