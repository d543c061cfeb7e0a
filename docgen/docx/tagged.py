"""A part with its tags told apart from its static XML, and what each tag stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from docgen.docx.places import Place

Context = Literal["run", "attribute", "element", "block"]

_KEYWORD: Final = re.compile(r"\{%\s*(\w+)")
# Where a fragment's text begins (with its file) and ends (with nothing): a comment to Jinja, never printed.
FRAGMENT: Final = re.compile(r"\{#docgen_fragment (.*?)#\}")


def fragment_mark(file: str) -> str:
    """What `FRAGMENT` finds: the text after it comes from this file, or from the template itself if it is ""."""
    return f"{{#docgen_fragment {file}#}}"


@dataclass(eq=False)
class Node:
    """An open element: its name, and for runs and paragraphs what a placeholder in them needs.

    `blocks` counts the tags open among its children, `certain` says that it has a paragraph outside all of them;
    `cell_width` is the width of a table cell in twips, where it has one.
    """

    name: str
    parent: Node | None
    properties: str = ""
    style: str = ""
    blocks: int = 0
    cell_width: int | None = None
    certain: bool = False

    def above(self, name: str) -> Node | None:
        """The nearest element of that name, this one included."""
        node: Node | None = self
        while node is not None and node.name != name:
            node = node.parent
        return node


@dataclass(eq=False)
class Tag:
    """One tag, where it stands, and (for run text) the XML of the run's properties and the paragraph's style."""

    text: str
    context: Context
    node: Node
    start: int
    lifted: bool = False
    whole: bool = False
    otherwise: bool = False

    @property
    def keyword(self) -> str:
        found = _KEYWORD.match(self.text)
        return found[1] if found else ""

    @property
    def properties(self) -> str:
        run = self.node.above("w:r")
        return run.properties if run else ""

    @property
    def cell_width(self) -> int | None:
        cell = self.node.above("w:tc")
        return cell.cell_width if cell else None

    @property
    def style(self) -> str:
        paragraph = self.node.above("w:p")
        return paragraph.style if paragraph else ""


@dataclass
class Scanned:
    """A part ready for Jinja: `tags[i]` stands between `static[i]` and `static[i + 1]`."""

    FIRST_LINE: ClassVar[int] = 2

    tags: list[Tag]
    static: list[str]
    place: Callable[[Tag], Place]

    def source(self) -> str:
        """The Jinja source; what stands inside tag i is on line i + FIRST_LINE."""
        pieces = [self.static[0].replace("\n", " ")]
        for tag, after in zip(self.tags, self.static[1:], strict=True):
            text = " ".join(tag.text.split("\n"))
            pieces += (text[:2], "\n", text[2:], after.replace("\n", " "))
        return "".join(pieces)
