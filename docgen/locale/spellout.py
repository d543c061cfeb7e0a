"""Numbers in words: rule sets of Unicode's rule-based number format (UTS #35 Part 3, RBNF), read from `locale.toml`.

A rule set maps base values to bodies. The rule for a number is the one with the highest base value that is not above
it; its divisor is the highest power of ten (of the radix, where the key says `base/radix`) that is not above the base.

    ←←  ←%set←     the quotient by the divisor, in this set or another
    →→  →%set→     the remainder, likewise
    =%set=         the number itself in another set
    [ … ]          left out when the remainder is nothing
    x.x            key of the rule for decimals; there →→ is each digit and a space between them, →→→ without a space

The rules are the language folder's own, not CLDR's: CLDR has หนึ่งร้อยหนึ่ง where the Royal Institute of Thailand has
หนึ่งร้อยเอ็ด, breaks Khmer and Thai numbers by invisible spaces, and no library of CLDR's rules reads words back.

This is a subset: no plural or decimal formats, no negative numbers, no rollback, which none of our languages needs.
One thing is added: a list of bodies means that the first is written and all are read. Two sets are asked for from
outside, `cardinal` (0 to MAXIMUM) and `ordinal` (1 to MAXIMUM); all others serve them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

MAXIMUM = 10**15 - 1
"""The highest number with words: an amount of money has at most 15 digits before the point."""

CARDINAL, ORDINAL = "cardinal", "ordinal"
LOWEST = {CARDINAL: 0, ORDINAL: 1}
DECIMALS = "x.x"

Source = Mapping[str, Mapping[str, str | Sequence[str]]]
"""Rule sets as `locale.toml` has them: set name → key (base, base/radix or x.x) → body or bodies."""

_TOKEN = re.compile(r"←(?:%([a-z-]+))?←|→(?:%([a-z-]+))?→|=%([a-z-]+)=|([\[\]])|([^←→=\[\]]+)")
_KEY = re.compile(r"(0|[1-9][0-9]{0,14})(?:/([1-9][0-9]{0,14}))?")
_DECIMALS = re.compile(r"←←([^←→=\[\]]*)(→→→?)")


class Kind(Enum):
    """What a part of a body stands for."""

    TEXT = "text"
    QUOTIENT = "quotient"
    REMAINDER = "remainder"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Part:
    """Literal text, or a substitution that names the rule set to go on with."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a rule's numbers; `exact` says whether the remainder must be 0, must not, or may be either."""

    parts: tuple[Part, ...]
    exact: bool | None = None

    def fits(self, remainder: int) -> bool:
        return self.exact is None or self.exact == (remainder == 0)

    def has(self, kind: Kind) -> bool:
        return any(part.kind is kind for part in self.parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers from `base` to `last` and their shapes; the first shape that fits is written, all are read."""

    base: int
    last: int
    divisor: int
    shapes: tuple[Shape, ...]

    def shape_of(self, number: int) -> Shape:
        return next(shape for shape in self.shapes if shape.fits(number % self.divisor))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one set by rising base; none below the first base."""

    rules: tuple[Rule, ...]

    @property
    def lowest(self) -> int:
        return self.rules[0].base

    def rule_of(self, number: int) -> Rule:
        return self.rules[bisect_right(self.rules, number, key=lambda rule: rule.base) - 1]


class Spellout:
    """The number words of one language."""

    def __init__(self, source: Source) -> None:
        """Compile rule sets. Raises ValueError, in English, naming the set and key that is not well formed.

        `docgen.locale.spellout_check` says whether every number is covered and none is written like another.
        """
        self.sets: dict[str, RuleSet] = {}
        self._point: tuple[str, str] | None = None
        for name, rules in source.items():
            if DECIMALS in rules:
                self._point = _decimals(name, rules[DECIMALS])
            self.sets[name] = _compiled(name, {key: body for key, body in rules.items() if key != DECIMALS})

    def spell(self, number: int, name: str = CARDINAL) -> str:
        """The number (LOWEST[name] to MAXIMUM) in words. Raises KeyError when there is no such set."""
        if not LOWEST.get(name, 0) <= number <= MAXIMUM:
            raise ValueError(f"{name}: not between {LOWEST.get(name, 0)} and {MAXIMUM}")
        return self._spell(number, name)

    def _spell(self, number: int, name: str) -> str:
        rule = self.sets[name].rule_of(number)
        quotient, remainder = divmod(number, rule.divisor)
        value = {Kind.QUOTIENT: quotient, Kind.REMAINDER: remainder, Kind.SAME: number}
        return "".join(
            part.text if part.kind is Kind.TEXT else self._spell(value[part.kind], part.text)
            for part in rule.shape_of(number).parts
        )

    @property
    def has_decimals(self) -> bool:
        """True when the cardinal set has an x.x rule."""
        return self._point is not None

    def spell_decimals(self, whole: int, decimals: str) -> str:
        """A number with decimals, each digit spelt alone. Raises ValueError when the language has no x.x rule."""
        if self._point is None:
            raise ValueError("there is no x.x rule")
        point, space = self._point
        return self.spell(whole) + point + space.join(self.spell(int(digit)) for digit in decimals)


def _compiled(name: str, source: Mapping[str, str | Sequence[str]]) -> RuleSet:
    keys = sorted((_key(name, key), key) for key in source)
    if not keys:
        raise ValueError(f"{name}: the set has no rule")
    bases = [base for (base, _), _ in keys]
    rules = []
    for ((base, radix), key), following in zip(keys, [*bases[1:], MAXIMUM + 1], strict=True):
        if following == base:
            raise ValueError(f"{name}/{key}: the base value stands twice")
        bodies = [source[key]] if isinstance(source[key], str) else list(source[key])
        if not bodies:
            raise ValueError(f"{name}/{key}: the list has no body")
        shapes = tuple(shape for body in bodies for shape in _shapes(name, key, str(body)))
        rules.append(Rule(base, following - 1, _divisor(base, radix), shapes))
    return RuleSet(tuple(rules))


def _key(name: str, key: str) -> tuple[int, int]:
    found = _KEY.fullmatch(key)
    if not found or int(found[2] or 10) < 2:
        raise ValueError(f"{name}/{key}: a key is a base value, a base value and a radix from 2 (80/20), or x.x")
    return int(found[1]), int(found[2] or 10)


def _divisor(base: int, radix: int) -> int:
    divisor = 1
    while divisor * radix <= base:
        divisor *= radix
    return divisor


def _decimals(name: str, body: str | Sequence[str]) -> tuple[str, str]:
    found = _DECIMALS.fullmatch(body) if isinstance(body, str) else None
    if name != CARDINAL or not found:
        raise ValueError(f"{name}/{DECIMALS}: write ←←, the word for the point, and →→ or →→→, in {CARDINAL} alone")
    return found[1], "" if found[2] == "→→→" else " "


def _shapes(name: str, key: str, body: str) -> list[Shape]:
    """The body without its brackets: two shapes where it has a bracket, one where it has none."""
    always: list[Part] = []
    sometimes: list[Part] = []
    inside = bracket = False
    place = 0
    while place < len(body):
        found = _TOKEN.match(body, place)
        if not found:
            raise ValueError(f"{name}/{key}: {body[place:]} is no text and no substitution")
        place = found.end()
        if found[4]:
            if (found[4] == "]") != inside or (found[4] == "[" and bracket):
                raise ValueError(f"{name}/{key}: one pair of brackets at most, none within another")
            inside = bracket = found[4] == "["
            bracket = True
            continue
        part = _part(name, found)
        sometimes.append(part)
        if not inside:
            always.append(part)
    if inside:
        raise ValueError(f"{name}/{key}: a bracket is not closed")
    shapes = [Shape(tuple(always), True), Shape(tuple(sometimes), False)] if bracket else [Shape(tuple(always))]
    for shape in shapes:
        _sound(f"{name}/{key}", shape, bracket)
    return shapes


def _part(name: str, found: re.Match[str]) -> Part:
    if found[5]:
        return Part(Kind.TEXT, found[5])
    kind = {"←": Kind.QUOTIENT, "→": Kind.REMAINDER, "=": Kind.SAME}[found[0][0]]
    return Part(kind, found[1] or found[2] or found[3] or name)


def _sound(place: str, shape: Shape, bracket: bool) -> None:
    kinds = [part.kind for part in shape.parts if part.kind is not Kind.TEXT]
    if len(kinds) != len(set(kinds)) or (Kind.SAME in kinds and (len(kinds) > 1 or bracket)):
        raise ValueError(f"{place}: one quotient and one remainder at most, or the number itself alone")
