"""What is wrong with the number words of a language before any number is written: gaps, loops, lost digits."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.locale.spellout import CARDINAL, LOWEST, MAXIMUM, Kind, Part, Rule, Shape, Spellout

_Reach = dict[str, tuple[int, int]]
"""Rule set → lowest and highest number that it may be asked for."""


def check(spellout: Spellout) -> None:
    """Raises ValueError, in English, with the first fault: a set that is not there or never used, a number without
    a rule, a rule that asks for itself for ever, or one that writes two numbers alike.
    """
    if CARDINAL not in spellout.sets:
        raise ValueError(f"{CARDINAL}: the set is missing")
    for place, rule, shape in _shapes(spellout):
        _names_sets(spellout, place, shape)
        _gets_smaller(place, rule, shape)
    _ends(spellout)
    reach = _reach(spellout)
    for name, rules in spellout.sets.items():
        if name not in reach:
            raise ValueError(f"{name}: no rule asks for this set; remove it")
        if reach[name][0] < rules.lowest:
            raise ValueError(f"{name}: there is no rule for {reach[name][0]}; add one")
        for rule in rules.rules:
            _keeps_digits(f"{name}/{rule.base}", rule, reach[name])


def _shapes(spellout: Spellout) -> Iterator[tuple[str, Rule, Shape]]:
    for name, rules in spellout.sets.items():
        for rule in rules.rules:
            for shape in rule.shapes:
                yield f"{name}/{rule.base}", rule, shape


def _names_sets(spellout: Spellout, place: str, shape: Shape) -> None:
    for part in shape.parts:
        if part.kind is not Kind.TEXT and part.text not in spellout.sets:
            raise ValueError(f"{place}: there is no set {part.text}")


def _gets_smaller(place: str, rule: Rule, shape: Shape) -> None:
    if rule.divisor == 1 and (shape.has(Kind.QUOTIENT) or shape.has(Kind.REMAINDER)):
        raise ValueError(f"{place}: a base value below its radix has neither quotient nor remainder")


def _ends(spellout: Spellout) -> None:
    """A quotient and a remainder are smaller than the number; only `=%set=` could go round in a circle."""
    asks = {
        name: {
            part.text for rule in rules.rules for shape in rule.shapes for part in shape.parts if part.kind is Kind.SAME
        }
        for name, rules in spellout.sets.items()
    }
    for name in asks:
        seen, waiting = set[str](), set(asks[name])
        while waiting:
            other = waiting.pop()
            if other == name:
                raise ValueError(f"{name}: the set asks for the same number in itself")
            if other not in seen:
                seen.add(other)
                waiting |= asks[other]


def _reach(spellout: Spellout) -> _Reach:
    reach = {name: (lowest, MAXIMUM) for name, lowest in LOWEST.items() if name in spellout.sets}
    while True:
        wider = dict(reach)
        for name, bounds in reach.items():
            for rule in spellout.sets[name].rules:
                for shape in rule.shapes:
                    for part in shape.parts:
                        _widen(wider, part, _asked(rule, shape, part, bounds))
        if wider == reach:
            return reach
        reach = wider


def _widen(reach: _Reach, part: Part, asked: tuple[int, int] | None) -> None:
    if asked:
        low, high = reach.get(part.text, asked)
        reach[part.text] = (min(low, asked[0]), max(high, asked[1]))


def _asked(rule: Rule, shape: Shape, part: Part, bounds: tuple[int, int]) -> tuple[int, int] | None:
    """The numbers that a part passes on when its set is asked for `bounds`; nothing when the rule is not reached."""
    first, last = max(rule.base, bounds[0]), min(rule.last, bounds[1])
    if part.kind is Kind.TEXT or first > last:
        return None
    if part.kind is Kind.SAME:
        return first, last
    quotients = first // rule.divisor, last // rule.divisor
    if part.kind is Kind.QUOTIENT:
        return quotients
    low, high = (first % rule.divisor, last % rule.divisor) if quotients[0] == quotients[1] else (0, rule.divisor - 1)
    low = max(low, 1) if shape.exact is False else low
    return (low, high) if low <= high else None


def _keeps_digits(place: str, rule: Rule, bounds: tuple[int, int]) -> None:
    first, last = max(rule.base, bounds[0]), min(rule.last, bounds[1])
    if first >= last:
        return
    for shape in rule.shapes:
        several = first // rule.divisor != last // rule.divisor
        loses_quotient = several and not shape.has(Kind.QUOTIENT)
        loses_remainder = shape.exact is not True and not shape.has(Kind.REMAINDER) and rule.divisor > 1
        if not shape.has(Kind.SAME) and (loses_quotient or loses_remainder):
            raise ValueError(
                f"{place}: the numbers {first} to {last} would be written alike; add rules or substitutions"
            )
