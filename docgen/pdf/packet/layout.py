"""Where each document begins in a packet, and where a blank page keeps it on a right-hand page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A document's first page, counted from 1 through the whole packet, its number of pages, and whether a blank page
    stands before it."""

    first: int
    pages: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a packet: first the cover's, then the documents with the blank pages between."""

    cover: int
    places: tuple[Place, ...]
    total: int


def lay_out(cover: int, lengths: Sequence[int], *, duplex: bool = False) -> Layout:
    """Place documents of these numbers of pages behind a cover; with `duplex` each begins on an odd page."""
    places: list[Place] = []
    used = cover
    for pages in lengths:
        blank = duplex and used % 2 == 1
        first = used + 1 + blank
        places.append(Place(first, pages, blank))
        used = first + pages - 1
    return Layout(cover, tuple(places), used)
