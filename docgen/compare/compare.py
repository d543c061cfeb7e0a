"""Two versions of a template compared: which passage became which, and which words of it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from docgen.compare.align import Aligned, aligned
from docgen.compare.words import Change, Run, compared, is_tag, words
from docgen.docx.passages import Passage
from docgen.locale import Locale


class Fate(StrEnum):
    """What became of a passage."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage of the old version beside the one it became; None where there is none.

    `runs` are its words in reading order. A passage that moved stands where it stands in the new version; it may have
    changed as well, then `runs` say so.
    """

    old: Passage | None
    new: Passage | None
    fate: Fate
    runs: tuple[Run, ...]

    @property
    def anchor(self) -> str:
        """The anchor in the new version, else in the old one."""
        return self._one.anchor

    @property
    def part(self) -> str:
        """The part it stands in: header, body, footnotes, endnotes or footer."""
        return self._one.part

    @property
    def bookmarks_differ(self) -> bool:
        """Whether the passage carries other SOP clauses than before."""
        return self.old is not None and self.new is not None and self.old.clauses != self.new.clauses

    @property
    def _one(self) -> Passage:
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Counts:
    """Passages by what became of them, and words and tags deleted and inserted (spaces and signs not counted)."""

    unchanged: int
    changed: int
    inserted: int
    deleted: int
    moved: int
    words_deleted: int
    words_inserted: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All passages of two versions in the order of the new one, deleted ones where they stood."""

    pairs: tuple[Pair, ...]
    counts: Counts

    @property
    def same(self) -> bool:
        """Whether the two read alike and carry the same clauses; formatting is not looked at."""
        return all(pair.fate is Fate.UNCHANGED for pair in self.pairs)


def compare(old: Sequence[Passage], new: Sequence[Passage], locale: Locale) -> Comparison:
    """The passages of two versions (`docgen.docx.passages`) aligned, and the words of each pair compared.

    `locale` is the language both are written in. Pure.
    """
    pairs = tuple(_pair(each, locale.tag) for each in aligned(old, new))
    fates = [pair.fate for pair in pairs]
    counted = {fate: fates.count(fate) for fate in Fate}
    return Comparison(
        pairs,
        Counts(
            unchanged=counted[Fate.UNCHANGED],
            changed=counted[Fate.CHANGED],
            inserted=counted[Fate.INSERTED],
            deleted=counted[Fate.DELETED],
            moved=counted[Fate.MOVED],
            words_deleted=sum(_words_of(pairs, Change.DELETED, locale.tag)),
            words_inserted=sum(_words_of(pairs, Change.INSERTED, locale.tag)),
        ),
    )


def _pair(found: Aligned, language: str) -> Pair:
    old, new = found.old, found.new
    before = words(old.text, language) if old else ()
    after = words(new.text, language) if new else ()
    runs = compared(before, after)
    if new is None:
        fate = Fate.DELETED
    elif old is None:
        fate = Fate.INSERTED
    elif found.moved:
        fate = Fate.MOVED
    else:
        same = old.text == new.text and old.clauses == new.clauses
        fate = Fate.UNCHANGED if same else Fate.CHANGED
    return Pair(old, new, fate, runs)


def _words_of(pairs: Sequence[Pair], change: Change, language: str) -> Iterator[int]:
    for pair in pairs:
        for run in pair.runs:
            if run.change is change:
                yield sum(is_tag(word) or any(map(str.isalnum, word)) for word in words(run.text, language))
