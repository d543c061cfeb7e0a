"""The language of the reader, by Accept-Language (RFC 9110, 12.5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from docgen.library import Library
from docgen.locale.catalogue import Catalogue

_EMPTY: Final = Catalogue({})


def words_for(header: str, library: Library) -> tuple[Catalogue, str]:
    """The catalogue of the language that the reader likes best, with its tag; else the English keys, with ""."""
    tag = preferred(header[:200], tuple(library.locales))
    return (library.locales[tag].catalogue, tag) if tag else (_EMPTY, "")


@lru_cache(maxsize=256)
def preferred(header: str, tags: tuple[str, ...]) -> str | None:
    """The first of these tags that the header likes best; None when it likes none."""
    best: tuple[float, str | None] = (0.0, None)
    for wanted, quality in weights(header).items():
        found = next((tag for tag in tags if wanted == tag.lower() or wanted.startswith(tag.lower() + "-")), None)
        if found and quality > best[0]:
            best = quality, found
    return best[1]


def weights(header: str) -> Mapping[str, float]:
    """Ranges of a header with their q-values (RFC 9110, 12.4.2), in order; a malformed q-value counts as nothing."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            found[name] = next((_quality(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
    return found


def _quality(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text))) if len(text) <= 5 else 0.0
    except ValueError:
        return 0.0
