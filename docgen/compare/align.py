"""Which passage of one version is which of another: by clause bookmark first, between those by likeness.

Clause bookmarks that both versions have in the same order cut the versions into stretches; within a stretch the pairs
are those of the best alignment in order (Needleman and Wunsch, 1970), scored by the words two passages share. What is
left over on both sides and reads the same was moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from docgen.compare.words import words
from docgen.docx.passages import Passage
from docgen.docx.tags import TAG

# Below this share of common words two passages are two passages, not one that was reworded.
_ALIKE: Final = 0.4
_WEIGHT: Final = 40  # words: a longer passage weighs no more than this when pairs compete
_SAME_ANCHOR: Final = 0.5
# Passages times passages in one stretch: beyond it only passages that read the same are paired, in order.
_MAX_PRODUCT: Final = 40_000
_MAX_REMEMBERED: Final = 10_000  # characters
_WORD_IN_TAG: Final = re.compile(r"\w+|[^\w\s]+")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A passage of the old version and what it became; at least one of the two is there."""

    old: Passage | None
    new: Passage | None
    moved: bool = False


Score = Callable[[Passage, Passage], float]
"""How much speaks for two passages being one; 0 when they cannot be."""


def aligned(old: Sequence[Passage], new: Sequence[Passage], score: Score | None = None) -> list[Aligned]:
    """Every passage of both once, in the order of the new version; a deleted one stands where it stood.

    `score` judges passages between clauses; by default the words they share do.
    """
    pairs = _by_clause(old, new)
    spine = _in_order(pairs)
    moved = {j: i for i, j in pairs if (i, j) not in set(spine)}
    apart = set(moved.values())
    for start, end in _stretches(spine, len(old), len(new)):
        left = [i for i in range(start[0], end[0]) if i not in apart]
        right = [j for j in range(start[1], end[1]) if j not in moved]
        spine += _alike(old, new, (left, right), score or _score)
    spine.sort()
    moved |= _the_same_elsewhere(old, new, {i for i, _ in spine} | apart, {j for _, j in spine} | set(moved))
    return list(_merged(old, new, spine, moved))


def _by_clause(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """Positions of passages that carry the same clause bookmark: each once, in the order of the old version."""
    places: dict[str, int] = {}
    for j, passage in enumerate(new):
        for clause in passage.clauses:
            places.setdefault(clause, j)
    found: dict[int, int] = {}
    for i, passage in enumerate(old):
        at = next((places[clause] for clause in passage.clauses if clause in places), None)
        if at is not None and at not in found.values():
            found[i] = at
    return list(found.items())


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that keeps the order of both versions (patience sorting)."""
    tops: list[int] = []
    chains: list[list[tuple[int, int]]] = []
    for pair in pairs:
        at = bisect_left(tops, pair[1])
        chain = [*(chains[at - 1] if at else []), pair]
        if at == len(tops):
            tops.append(pair[1])
            chains.append(chain)
        else:
            tops[at], chains[at] = pair[1], chain
    return list(chains[-1]) if chains else []


def _stretches(spine: Sequence[tuple[int, int]], olds: int, news: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """(start, end) positions of what stands between the pairs of the spine, ends not included."""
    edges = [(-1, -1), *spine, (olds, news)]
    return [((i + 1, j + 1), end) for (i, j), end in pairwise(edges)]


def _alike(
    old: Sequence[Passage], new: Sequence[Passage], positions: tuple[list[int], list[int]], score: Score
) -> list[tuple[int, int]]:
    """The best pairs in order among these positions."""
    left, right = positions
    if not left or not right:
        return []
    if len(left) * len(right) > _MAX_PRODUCT:
        return _equal_in_order(old, new, left, right)
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    scores = [[score(old[i], new[j]) for j in right] for i in left]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(right) - 1, -1, -1):
            paired = best[a + 1][b + 1] + scores[a][b] if scores[a][b] else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], paired)
    found: list[tuple[int, int]] = []
    a = b = 0
    while a < len(left) and b < len(right):
        if scores[a][b] and best[a][b] == best[a + 1][b + 1] + scores[a][b]:
            found.append((left[a], right[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def _equal_in_order(
    old: Sequence[Passage], new: Sequence[Passage], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for j in right:
        places.setdefault(new[j].text, []).append(j)
    found: list[tuple[int, int]] = []
    for i in left:
        after = found[-1][1] if found else -1
        at = next((j for j in places.get(old[i].text, ()) if j > after), None)
        if at is not None:
            found.append((i, at))
    return found


def _score(old: Passage, new: Passage) -> float:
    """How much speaks for a pair; 0 when they are no pair."""
    if old.part != new.part:
        return 0.0
    before, after = _bag(old.text), _bag(new.text)
    total = before.total() + after.total()
    likeness = 1.0 if old.text == new.text else 2 * (before & after).total() / total if total else 0.0
    if likeness < _ALIKE:
        return 0.0
    return likeness * min(max(total / 2, 1), _WEIGHT) + _SAME_ANCHOR * (old.anchor == new.anchor)


def _bag(text: str) -> Counter[str]:
    return _remembered(text) if len(text) < _MAX_REMEMBERED else _counted(text)


def _counted(text: str) -> Counter[str]:
    """The words of a text with letters or digits, those of its tags one by one; of a text without any its signs."""
    found: Counter[str] = Counter()
    for word in words(text, ""):
        found.update(_WORD_IN_TAG.findall(word) if TAG.fullmatch(word) else [word] if word.strip() else [])
    spoken = Counter({word: count for word, count in found.items() if any(map(str.isalnum, word))})
    return spoken or found


_remembered = lru_cache(maxsize=4096)(_counted)


def _the_same_elsewhere(
    old: Sequence[Passage], new: Sequence[Passage], olds: set[int], news: set[int]
) -> dict[int, int]:
    """New position → old position of passages that read the same and are no pair yet; lines of tags alone are none."""
    places: dict[str, list[int]] = {}
    for i, passage in enumerate(old):
        if i not in olds and any(map(str.isalnum, TAG.sub("", passage.text))):
            places.setdefault(passage.text, []).append(i)
    found: dict[int, int] = {}
    for j, passage in enumerate(new):
        if j not in news and places.get(passage.text):
            found[j] = places[passage.text].pop(0)
    return found


def _merged(
    old: Sequence[Passage], new: Sequence[Passage], spine: Sequence[tuple[int, int]], moved: dict[int, int]
) -> Iterator[Aligned]:
    apart = set(moved.values())
    for start, end in _stretches(spine, len(old), len(new)):
        yield from (Aligned(old[i], None) for i in range(start[0], end[0]) if i not in apart)
        for j in range(start[1], end[1]):
            yield Aligned(old[moved[j]], new[j], moved=True) if j in moved else Aligned(None, new[j])
        if end[1] < len(new):
            yield Aligned(old[end[0]], new[end[1]])
