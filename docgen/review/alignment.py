"""Which paragraphs of the languages say the same: by clause, and between clauses by what governs them.

Clauses that all languages have divide a part into regions; a fragment is a region of its own. A region whose languages
have the same conditions and loops is cut at them; what is then left is aligned paragraph by paragraph where the
languages have as many and print the same in each, else it stays together: where the sentences of a letter's head or
foot stand is each language's own matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.review.structure import Paragraph
from docgen.review.wording import Text

Key = tuple[str, str, str]
"""Part, fragment ("" for the template's own), the last clause before ("" before the first)."""


@dataclass(frozen=True)
class Region:
    """The paragraphs from one common clause to the next, or of a fragment, by language."""

    key: Key
    paragraphs: Mapping[str, Sequence[Paragraph]]

    def controls(self) -> Mapping[str, tuple[str, ...]]:
        """Conditions and loops of each language in order."""
        return {tag: tuple(said for each in own for said in each.controls) for tag, own in self.paragraphs.items()}


@dataclass(frozen=True)
class Unit:
    """Paragraphs that say the same in each language; in reading order, none of them empty or a tag alone."""

    paragraphs: Mapping[str, Sequence[Paragraph]]


def common_clauses(texts: Mapping[str, Text]) -> frozenset[str]:
    """Clause bookmarks that all languages have."""
    sets = [{name for each in text.paragraphs for name in each.passage.clauses} for text in texts.values()]
    return frozenset(set.intersection(*sets)) if sets else frozenset()


def regions(texts: Mapping[str, Text]) -> list[Region]:
    """The regions in the order of the first language. A paragraph whose clause some language lacks is in none."""
    common = common_clauses(texts)
    found: dict[Key, dict[str, list[Paragraph]]] = {}
    for tag, text in texts.items():
        for key, paragraph in _keyed(text, common):
            found.setdefault(key, {each: [] for each in texts})[tag].append(paragraph)
    return [Region(key, own) for key, own in found.items()]


def _keyed(text: Text, common: frozenset[str]) -> Iterator[tuple[Key, Paragraph]]:
    last: dict[tuple[str, str], str] = {}
    for paragraph in text.paragraphs:
        passage = paragraph.passage
        here = (passage.part, passage.fragment)
        shared = [name for name in passage.clauses if name in common]
        if shared:
            last[here] = shared[0]
        elif passage.clauses:
            continue
        yield (*here, last.get(here, "")), paragraph


def units(region: Region) -> list[Unit]:
    """What is compared of a region, as finely as its languages can be aligned."""
    if len(set(region.controls().values())) > 1 or not _same_blocks(region):
        return [_unit(region.paragraphs)]
    cut = {tag: [each.paragraphs for each in intervals(own)] for tag, own in region.paragraphs.items()}
    if len({len(own) for own in cut.values()}) > 1:
        return [_unit(region.paragraphs)]
    return [
        unit
        for row in zip(*cut.values(), strict=True)
        for unit in _aligned(dict(zip(cut, row, strict=True)))
        if any(unit.paragraphs.values())
    ]


def _same_blocks(region: Region) -> bool:
    return len({tuple(each.controls for each in own if each.block) for own in region.paragraphs.values()}) == 1


@dataclass(frozen=True)
class Interval:
    """Paragraphs between two that govern others; `within` is the innermost condition or loop of the region that is open
    there ("" outside all), `first` the paragraph that governs it or begins it."""

    paragraphs: Sequence[Paragraph]
    within: str
    first: Paragraph | None


def intervals(paragraphs: Sequence[Paragraph]) -> Iterator[Interval]:
    """A region's paragraphs cut at those that govern others, which are in none, nor are empty ones."""
    opened: list[str] = []
    begin: Paragraph | None = None
    own: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.block:
            yield Interval(own, opened[-1] if opened else "", begin or next(iter(own), None))
            own, begin = [], paragraph
            for said in paragraph.controls:
                if said != "end":
                    opened.append(said)
                elif opened:
                    opened.pop()
        elif not paragraph.empty:
            own.append(paragraph)
    yield Interval(own, opened[-1] if opened else "", begin or next(iter(own), None))


def _aligned(interval: Mapping[str, Sequence[Paragraph]]) -> list[Unit]:
    if len({len(own) for own in interval.values()}) > 1:
        return [_unit(interval)]
    rows = [
        {tag: [each] for tag, each in zip(interval, row, strict=True)} for row in zip(*interval.values(), strict=True)
    ]
    if all(_prints_the_same(row) for row in rows) or not _prints_the_same(interval):
        return [Unit(row) for row in rows]
    return [_unit(interval)]


def _prints_the_same(paragraphs: Mapping[str, Sequence[Paragraph]]) -> bool:
    return len({frozenset(printed(own)) for own in paragraphs.values()}) == 1


def printed(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    """How often each path is printed."""
    return Counter(each.path for paragraph in paragraphs for each in paragraph.prints)


def _unit(paragraphs: Mapping[str, Sequence[Paragraph]]) -> Unit:
    return Unit({tag: [each for each in own if not each.block and not each.empty] for tag, own in paragraphs.items()})
