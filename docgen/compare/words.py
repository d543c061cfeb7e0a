"""Words of a passage and what became of them: text cut where ICU sees words, and two such cuts compared.

A word here is what a person replaces at once: a word of the language (Khmer and Thai by ICU's dictionaries, UAX #29 for
all others), a sign, a stretch of spaces, or a whole tag (`{{ person.name }}`). No grapheme cluster is ever cut.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import Final

from icu4py.breakers import WordBreaker

from docgen.breaks import extends
from docgen.docx.tags import TAG

# Words times words: beyond it the middle of a passage counts as replaced, for difflib's time grows with this product.
_MAX_PRODUCT: Final = 1_000_000
_MAX_REMEMBERED: Final = 10_000  # characters: a page full; nobody's long text shall stay in memory
_LOCK = threading.Lock()  # an ICU break iterator is not safe to share between threads


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a passage: only in the old version, only in the new one, or in both."""

    change: Change
    text: str


def words(text: str, language: str) -> tuple[str, ...]:
    """The text cut into words; their concatenation is the text. `language` is a BCP 47 tag."""
    return _remembered(text, language) if len(text) < _MAX_REMEMBERED else _words(text, language)


def _words(text: str, language: str) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    for tag in TAG.finditer(text):
        found += _plain(text[at : tag.start()], language)
        found.append(tag[0])
        at = tag.end()
    return (*found, *_plain(text[at:], language))


_remembered = lru_cache(maxsize=8192)(_words)


def is_tag(word: str) -> bool:
    """Whether a word of `words` is a placeholder or another tag."""
    return TAG.fullmatch(word) is not None


def _plain(text: str, language: str) -> list[str]:
    if not text:
        return []
    with _LOCK:
        pieces = list(WordBreaker(text, language))
    found: list[str] = []
    at = 0
    for piece in pieces:
        joined = found and (extends(text, at) or (piece.isspace() and found[-1].isspace()))
        if joined:
            found[-1] += piece
        else:
            found.append(piece)
        at += len(piece)
    return found


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[Run, ...]:
    """Runs of the old words and the new ones; without those inserted they read as the old, without those deleted as
    the new. What was deleted stands before what was inserted in its place."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    steps = [(Change.SAME, word) for word in old[:head]]
    steps += _middle(middle_old, middle_new)
    steps += [(Change.SAME, word) for word in old[len(old) - tail :]]
    return tuple(_runs(_without_islands(steps)))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )


Step = tuple[Change, str]


def _middle(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    if len(old) * len(new) > _MAX_PRODUCT:
        return [*((Change.DELETED, word) for word in old), *((Change.INSERTED, word) for word in new)]
    steps: list[Step] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            steps += [(Change.SAME, word) for word in old[i:j]]
        else:
            steps += [(Change.DELETED, word) for word in old[i:j]]
            steps += [(Change.INSERTED, word) for word in new[k:m]]
    return steps


def _without_islands(steps: Iterable[Step]) -> Iterator[Step]:
    """Spaces and signs that stayed between two changes count as changed: people read whole phrases, not confetti."""
    deleted: list[str] = []
    inserted: list[str] = []
    waiting: list[str] = []
    for change, word in steps:
        if change is Change.SAME:
            waiting.append(word)
            if deleted or inserted:
                if not any(letter.isalnum() for letter in word):
                    continue
                yield from _changed(deleted, inserted)
            yield from ((Change.SAME, each) for each in waiting)
            waiting.clear()
            continue
        deleted += waiting
        inserted += waiting
        waiting.clear()
        (deleted if change is Change.DELETED else inserted).append(word)
    yield from _changed(deleted, inserted)
    yield from ((Change.SAME, each) for each in waiting)


def _changed(deleted: list[str], inserted: list[str]) -> Iterator[Step]:
    yield from [(Change.DELETED, word) for word in deleted]
    yield from [(Change.INSERTED, word) for word in inserted]
    deleted.clear()
    inserted.clear()


def _runs(steps: Iterable[Step]) -> Iterator[Run]:
    """Neighbours of one kind joined, empty ones left out."""
    change, text = Change.SAME, ""
    for kind, word in steps:
        if kind is not change:
            if text:
                yield Run(change, text)
            change, text = kind, ""
        text += word
    if text:
        yield Run(change, text)
