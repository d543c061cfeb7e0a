"""Where lines may break and, where a tab's place depends on it, where they do: ICU's rules, first fit.

Typst breaks ordinary paragraphs itself. A paragraph with a tab behind its first line is broken here, and the breaks are
written out, because a tab's width follows from where its line begins. One policy for all outputs can replace `wrap`.
(Handing Typst every ICU word in a box gives LibreOffice's line breaks, but took 1.3 times as long for a page of new
text and 1.8 times for one laid out before.)
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache

from icu4py.breakers import LineBreaker

from docgen.pdf.typeset.atoms import Atom, Text

_LOCK = threading.Lock()  # an ICU break iterator is not safe to share between threads


@lru_cache(maxsize=1024)
def units(text: str, language: str) -> tuple[str, ...]:
    """The text cut at every line-break opportunity (UAX #14, with ICU's dictionaries for Khmer, Thai, Lao, Myanmar)."""
    with _LOCK:
        return tuple(LineBreaker(text, language))


def _pieces(atoms: Sequence[Atom]) -> Iterator[tuple[Atom, float, float]]:
    """(atom, width, width without trailing space) for each unit that stays whole, in twips."""
    for atom in atoms:
        if isinstance(atom, Text):
            for unit in units(atom.text, atom.style.language):
                yield Text(atom.style, unit), atom.style.width(unit), atom.style.width(unit.rstrip(" "))
        else:
            width = getattr(atom, "width", 0.0)
            yield atom, width, width


def wrap(atoms: Sequence[Atom], start: float, left: float, right: float) -> tuple[list[list[Atom]], float]:
    """Set atoms from `start` on lines that reach from `left` to `right` (twips).

    Returns the lines and where the last one ends.
    """
    lines: list[list[Atom]] = [[]]
    x = start
    for atom, width, visible in _pieces(atoms):
        if x + visible > right and lines[-1]:
            lines.append([])
            x = left
        lines[-1].append(atom)
        x += width
    return lines, x
