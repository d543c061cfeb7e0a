"""The bookmarks of a packet (ISO 32000-1 §12.3.3): cover, then by language its documents, below each its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


@dataclass
class Bookmark:
    """A bookmark to the top of a page; `own` is the outline of the document that begins there, if it has one."""

    title: str
    page: Any
    below: list[Bookmark] = field(default_factory=list)
    own: Any = None
    open: bool = True


def write(pdf: pikepdf.Pdf, bookmarks: list[Bookmark]) -> None:
    """Write the outline into the catalogue."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    root.Count = _hang(pdf, root, bookmarks)
    pdf.Root.Outlines = root


def _hang(pdf: pikepdf.Pdf, parent: Any, bookmarks: list[Bookmark]) -> int:
    """Write bookmarks below an item; returns how many show while it is open."""
    items, shown = [], 0
    for bookmark in bookmarks:
        top = pikepdf.Page(bookmark.page).mediabox[3]
        destination = Array([bookmark.page, Name.XYZ, None, top, None])
        item = pdf.make_indirect(Dictionary(Title=String(bookmark.title), Parent=parent, Dest=destination))
        below = _hang(pdf, item, bookmark.below) if bookmark.below else _adopt(item, bookmark.own)
        if below:
            item.Count = below if bookmark.open else -below
        shown += 1 + (below if bookmark.open else 0)
        items.append(item)
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    parent.First, parent.Last = items[0], items[-1]
    return shown


def _adopt(item: Any, outline: Any) -> int:
    """Put a document's own outline below its bookmark; returns how many of it show."""
    if outline is None or "/First" not in outline:
        return 0
    item.First, item.Last = outline.First, outline.Last
    child, count = outline.First, 0
    while child is not None:
        child.Parent = item
        count += 1 + max(int(child.get("/Count", 0)), 0)
        child = child.get("/Next")
    return count
