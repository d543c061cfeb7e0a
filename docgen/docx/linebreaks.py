"""Breaks marked in the fixed text of a template, and how much room a table column has for what must not break."""

from __future__ import annotations

from typing import Final

from docgen.breaks import Marking, released
from docgen.docx.ooxml import Element, w
from docgen.docx.tags import TAG

# Twips that a letter of the house fonts takes on average, and those that a cell's margins take.
_LETTER: Final = 130
_MARGINS: Final = 216
TEXT_WIDTH: Final = 9_000
"""Twips between the margins of a page: A4 with 3 and 2 cm."""


def room(cell_width: int | None) -> int:
    """Clusters that fit on one line of a table cell this wide in twips, or of the page outside any table."""
    return max((TEXT_WIDTH if cell_width is None else cell_width) - _MARGINS, 0) // _LETTER


def mark(root: Element, marking: Marking) -> None:
    """Mark the breaks in every stretch of text between tags, in place."""
    for text in root.iter(w("t")):
        if text.text and not text.text.isascii():
            text.text = _between_tags(text.text, marking, room(_cell_width(text)))


def _between_tags(text: str, marking: Marking, own_room: int) -> str:
    out, at = [], 0
    for tag in TAG.finditer(text):
        out += [released(marking(text[at : tag.start()]), own_room), tag[0]]
        at = tag.end()
    return "".join([*out, released(marking(text[at:]), own_room)])


def _cell_width(element: Element) -> int | None:
    cell = next(element.iterancestors(w("tc")), None)
    width = None if cell is None else cell.find(f"{w('tcPr')}/{w('tcW')}")
    return None if width is None or width.get(w("type")) != "dxa" else int(width.get(w("w"), "0"))
