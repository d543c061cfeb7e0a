"""Lines filled first fit, broken where `docgen.locale.breaking` allows, or in an emergency at the next best place.

Typst breaks paragraphs of spaced words itself. A paragraph of Khmer, Thai or another script without spaces is broken
here, and so is one with a tab behind its first line (a tab's width follows from where its line begins): the breaks are
written out, and the marks that told where they may be are taken out of the text.
(Handing Typst every ICU word in a box gives LibreOffice's line breaks, but took 1.3 times as long for a page of new
text and 1.8 times for one laid out before.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from docgen.breaks import clusters, marked, unmarked
from docgen.locale.breaking import at_spaces, holds_spaceless, units, words
from docgen.pdf.typeset.atoms import Atom, Text

# What measuring and setting may differ by; a line filled to the last twip must not break once more.
_SLACK = 2


def needs_breaks(atoms: Sequence[Atom]) -> bool:
    """Whether Typst must be told where the lines of these atoms break."""
    return any(isinstance(atom, Text) and (holds_spaceless(atom.text) or marked(atom.text)) for atom in atoms)


def as_read(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms without marks of breaks; what held nothing else is left out."""
    read = (Text(atom.style, unmarked(atom.text)) if isinstance(atom, Text) else atom for atom in atoms)
    return [atom for atom in read if not isinstance(atom, Text) or atom.text]


def wrap(
    atoms: Sequence[Atom], start: float, left: float, right: float, *, begun: bool = False
) -> tuple[list[list[Atom]], float]:
    """Set atoms from `start` on lines that reach from `left` to `right` (twips).

    `begun`: something stands on the first line already, so it may stay as it is. Returns the lines, without marks of
    breaks, and where the last one ends.
    """
    lines: list[list[Atom]] = [[]]
    x = start
    for group in _units(atoms):
        for piece in _fitting(group, right - left - _SLACK):
            if piece and x + _visible(piece) > right - _SLACK and (lines[-1] or begun):
                lines.append([])
                begun = False
                x = left
            lines[-1] += piece
            x += sum(getattr(atom, "width", 0.0) for atom in piece)
    return [*(_trimmed(_joined(line)) for line in lines[:-1]), _joined(lines[-1])], x


def _units(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """What stays on one line: atoms and parts of atoms, as long as no break is allowed between them."""
    group: list[Atom] = []
    for stretch in _texts(atoms):
        if not isinstance(stretch, list):
            group.append(stretch)
            continue
        language = stretch[0].style.language
        for index, unit in enumerate(units("".join(text.text for text in stretch), language)):
            if index and group:
                yield group
                group = []
            group += _taken(stretch, len(unit))
    if group:
        yield group


def _texts(atoms: Sequence[Atom]) -> Iterator[list[Text] | Atom]:
    """Texts that follow one another, together: a break between two runs depends on both. Others by themselves."""
    texts: list[Text] = []
    for atom in atoms:
        if isinstance(atom, Text):
            texts.append(atom)
            continue
        if texts:
            yield texts
            texts = []
        yield atom
    if texts:
        yield texts


def _taken(stretch: list[Text], length: int) -> list[Atom]:
    """The first `length` characters off a stretch of texts."""
    taken: list[Atom] = []
    while length:
        head = stretch.pop(0)
        taken.append(Text(head.style, head.text[:length]))
        if len(head.text) > length:
            stretch.insert(0, Text(head.style, head.text[length:]))
        length -= min(length, len(head.text))
    return taken


def _visible(piece: Sequence[Atom]) -> float:
    """Twips of a piece without the spaces at its end."""
    total = sum(getattr(atom, "width", 0.0) for atom in piece)
    last = piece[-1]
    if not isinstance(last, Text) or not last.text.endswith(" "):
        return total
    kept = last.text.rstrip(" ")
    return total - last.width + (last.style.width(kept) if kept else 0.0)


def _fitting(group: list[Atom], room: float) -> Iterator[list[Atom]]:
    """The unit without marks; one wider than a line in pieces: at its spaces, else at ICU's words, else at clusters."""
    whole = as_read(group)
    if not whole or _visible(whole) <= room:
        yield whole
        return
    for cut in (at_spaces, _at_words, clusters):
        pieces = [piece for atom in group for piece in _cut(atom, cut)]
        if cut is clusters or all(_visible([piece]) <= room for piece in pieces):
            yield from ([piece] for piece in pieces)
            return


def _cut(atom: Atom, cut: Callable[[str], Iterable[str]]) -> list[Atom]:
    return as_read([Text(atom.style, part) for part in cut(atom.text)]) if isinstance(atom, Text) else [atom]


def _at_words(text: str) -> Iterable[str]:
    return words(unmarked(text))


def _trimmed(line: list[Atom]) -> list[Atom]:
    """A line without the spaces at its end: before a forced break Typst would find room for them."""
    last = line[-1] if line else None
    return [*line[:-1], Text(last.style, last.text.rstrip(" "))] if isinstance(last, Text) else line


def _joined(line: list[Atom]) -> list[Atom]:
    """Neighbours in one style as one text, so that they are shaped together."""
    joined: list[Atom] = []
    for atom in line:
        last = joined[-1] if joined else None
        if isinstance(atom, Text) and isinstance(last, Text) and last.style is atom.style:
            joined[-1] = Text(last.style, last.text + atom.text)
        else:
            joined.append(atom)
    return joined
