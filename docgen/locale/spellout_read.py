"""Number words read back: every number that the rules of a language would write with these words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from docgen.locale.spellout import MAXIMUM, Kind, Part, Rule, Shape, Spellout

LONGEST = 400
"""Longest text that is read, in code points; the longest number in words of our languages has about 200."""


def numbers_of(spellout: Spellout, text: str, name: str) -> set[int]:
    """The numbers (0 to MAXIMUM) that the whole text may mean in this rule set: none, one, or several if ambiguous.

    Capitals, spaces, hyphens, commas and invisible characters do not count (UTS #35 Part 3, lenient parsing).
    """
    if len(text) > LONGEST or name not in spellout.sets:
        return set()
    key = _key(text)
    return {value for value, end in _Reader(spellout, key).read(name, 0, MAXIMUM) if end == len(key)}


def _key(text: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text).casefold()
        if letter != "," and unicodedata.category(letter) not in ("Zs", "Cf", "Cc", "Pd")
    )


class _Reader:
    """Recursive descent over the rules: each call gives every (value, end) from a place, so no guess is lost.

    It ends because every step down has a lower limit on the value, and `=%set=` has no circles (checked at load).
    """

    def __init__(self, spellout: Spellout, text: str) -> None:
        self._sets = spellout.sets
        self._text = text
        self._known: dict[tuple[str, int, int], frozenset[tuple[int, int]]] = {}

    def read(self, name: str, start: int, limit: int) -> frozenset[tuple[int, int]]:
        place = (name, start, limit)
        if place not in self._known:
            self._known[place] = frozenset(
                found
                for rule in self._sets[name].rules
                if rule.base <= limit
                for shape in rule.shapes
                for found in self._shape(rule, shape, start, min(rule.last, limit))
            )
        return self._known[place]

    def _shape(self, rule: Rule, shape: Shape, start: int, last: int) -> Iterator[tuple[int, int]]:
        # Without a quotient in its words a rule has only one (checked at load), that of its base.
        quotient = None if shape.has(Kind.QUOTIENT) else rule.base // rule.divisor
        remainder = None if shape.has(Kind.REMAINDER) else 0 if shape.exact else rule.base % rule.divisor
        for values, end in self._parts(rule, shape.parts, start, last):
            value = values.get(
                Kind.SAME,
                values.get(Kind.QUOTIENT, quotient or 0) * rule.divisor + values.get(Kind.REMAINDER, remainder or 0),
            )
            if rule.base <= value <= last and shape.fits(value % rule.divisor):
                yield value, end

    def _parts(
        self, rule: Rule, parts: tuple[Part, ...], start: int, last: int
    ) -> Iterator[tuple[dict[Kind, int], int]]:
        if not parts:
            yield {}, start
            return
        part, rest = parts[0], parts[1:]
        for value, end in self._part(rule, part, start, last):
            for values, final in self._parts(rule, rest, end, last):
                yield (values if part.kind is Kind.TEXT else values | {part.kind: value}), final

    def _part(self, rule: Rule, part: Part, start: int, last: int) -> Iterator[tuple[int, int]]:
        if part.kind is Kind.TEXT:
            text = _key(part.text)
            if self._text.startswith(text, start):
                yield 0, start + len(text)
            return
        limits = {Kind.QUOTIENT: last // rule.divisor, Kind.REMAINDER: rule.divisor - 1, Kind.SAME: last}
        yield from self.read(part.text, start, limits[part.kind])
