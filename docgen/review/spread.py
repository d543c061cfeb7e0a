"""A type's wordings beside each other, for people to read: rows of passages that say the same, one a language.

A row holds what is seen on paper. Paragraphs that only govern others, and empty ones, are no rows of their own: what is
said about them is said of the next passage of their clause that is seen, else of the one before, else of the last of
their part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from docgen.docx.passages import Passage
from docgen.docx.tags import TAG
from docgen.review.structure import Paragraph, paragraphs

_CLOSED: Final = "end"
_OPENING: Final = ("if", "for")
_BRANCHES: Final = ("elif", "else")


class Mark(StrEnum):
    """What a stretch of a passage is."""

    WORDS = "words"
    VALUE = "value"
    BEGIN = "begin"
    OTHERWISE = "otherwise"
    END = "end"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage as typed. `said` is, in the normal form of `docgen.review.structure`, the path that a
    VALUE prints ("person.name"), or what a BEGIN or OTHERWISE asks ("if …", "for …")."""

    mark: Mark
    text: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage that is seen. `anchors` has its own first, then those of paragraphs that are told with it; `within` are
    the conditions and loops ("if …", "for …") that govern it, the outermost first."""

    passage: Passage
    anchors: tuple[str, ...]
    within: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def sort(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What passages of two languages that say the same have in common."""
        return self.within, tuple(sorted(each.said for each in self.pieces if each.mark is Mark.VALUE))


@dataclass(frozen=True, slots=True)
class Row:
    """Passages that say the same, by language; a language that has none is left out. `clause` is the clause bookmark
    that they stand under, "" before the first."""

    part: str
    fragment: str
    clause: str
    spots: Mapping[str, Spot]

    @property
    def begins(self) -> bool:
        """Whether the clause begins here, in some language."""
        return any(self.clause in spot.passage.clauses for spot in self.spots.values())


_Key = tuple[str, str, str]


def spread(texts: Mapping[str, Sequence[Passage]]) -> list[Row]:
    """The passages of each language's wording (`docgen.docx.passages`) in rows, in reading order. Pure.

    Clauses and fragments align them; within one the passages in order, where the languages have as many, else those
    that print the same.
    """
    regions = {tag: _regions(found) for tag, found in texts.items()}
    rows: list[Row] = []
    for key in _order([list(own) for own in regions.values()]):
        there = {tag: own[key] for tag, own in regions.items() if key in own}
        rows += (Row(*key, spots) for spots in _aligned(there))
    return rows


def _regions(passages: Sequence[Passage]) -> dict[_Key, list[Spot]]:
    """The passages that are seen, by part, fragment and the clause they stand under."""
    found: dict[_Key, list[Spot]] = {}
    waiting: dict[_Key, list[str]] = {}
    opened: dict[str, list[str]] = {}
    clause: dict[str, str] = {}
    for paragraph in paragraphs(passages):
        passage = paragraph.passage
        if passage.clauses:
            clause[passage.part] = passage.clauses[0]
        key = (passage.part, passage.fragment, clause.get(passage.part, ""))
        within = opened.setdefault(passage.part, [])
        if paragraph.block or paragraph.empty:
            _follow(within, paragraph.controls)
            waiting.setdefault(key, []).append(passage.anchor)
            continue
        anchors = (passage.anchor, *waiting.pop(key, ()))
        found.setdefault(key, []).append(Spot(passage, anchors, tuple(within), tuple(pieces(paragraph))))
        _follow(within, paragraph.controls)
    for key, rest in waiting.items():
        _tell_rest(found, key, rest)
    return found


def _tell_rest(found: Mapping[_Key, list[Spot]], key: _Key, rest: Sequence[str]) -> None:
    """What stands after the last passage that is seen is told with that; where none is seen, with the part's last."""
    spots = found.get(key) or next((found[each] for each in reversed(list(found)) if each[0] == key[0]), None)
    if spots:
        spots[-1] = replace(spots[-1], anchors=(*spots[-1].anchors, *rest))


def _follow(opened: list[str], controls: Sequence[str]) -> None:
    for said in controls:
        if said != _CLOSED:
            opened.append(said)
        elif opened:
            opened.pop()


def pieces(paragraph: Paragraph) -> Iterator[Piece]:
    """A paragraph cut at its tags; together the texts are its own."""
    text, at = paragraph.passage.text, 0
    prints, controls = iter(paragraph.prints), iter(paragraph.controls)
    for tag in TAG.finditer(text):
        if at < tag.start():
            yield Piece(Mark.WORDS, text[at : tag.start()])
        yield _piece(tag[0], prints, controls)
        at = tag.end()
    if at < len(text):
        yield Piece(Mark.WORDS, text[at:])


def _piece(tag: str, prints: Iterator[object], controls: Iterator[str]) -> Piece:
    if tag.startswith("{{"):
        return Piece(Mark.VALUE, tag, getattr(next(prints, None), "path", ""))
    words = tag[2:-2].strip(" -+").split()
    word = next((each for each in words[:2] if each in (*_OPENING, *_BRANCHES) or each.startswith(_CLOSED)), "")
    said = next(controls, "")
    if word in _OPENING:
        return Piece(Mark.BEGIN, tag, said)
    if word in _BRANCHES:
        return Piece(Mark.OTHERWISE, tag, next(controls, "") if said == _CLOSED else said)
    return Piece(Mark.END, tag)


def _order(lists: Sequence[Sequence[_Key]]) -> list[_Key]:
    """All keys, those of the first list in its order, each other one after what it follows in its own."""
    ordered: list[_Key] = []
    for keys in lists:
        at = 0
        for key in keys:
            if key in ordered:
                at = ordered.index(key) + 1
            else:
                ordered.insert(at, key)
                at += 1
    return ordered


def _aligned(there: Mapping[str, list[Spot]]) -> Iterator[dict[str, Spot]]:
    if len({len(own) for own in there.values()}) == 1:
        for spots in zip(*there.values(), strict=True):
            yield dict(zip(there, spots, strict=True))
        return
    longest = max(there, key=lambda tag: len(there[tag]))
    rows: list[dict[str, Spot]] = [{longest: spot} for spot in there[longest]]
    for tag in there:
        if tag != longest:
            rows = list(_joined(rows, longest, tag, there[tag]))
    yield from ({tag: row[tag] for tag in there if tag in row} for row in rows)


def _joined(rows: list[dict[str, Spot]], first: str, tag: str, own: list[Spot]) -> Iterator[dict[str, Spot]]:
    """The rows with one more language: beside each passage of the first one that which is of its sort."""
    anchored = [at for at, row in enumerate(rows) if first in row]
    sorts = [rows[at][first].sort for at in anchored]
    reached = 0
    for _, i, j, k, m in SequenceMatcher(None, sorts, [each.sort for each in own], autojunk=False).get_opcodes():
        for at, spot in zip_longest(anchored[i:j], own[k:m]):
            if at is None:
                yield {tag: spot}
                continue
            yield from rows[reached:at]
            reached = at + 1
            yield rows[at] | ({tag: spot} if spot else {})
    yield from rows[reached:]
