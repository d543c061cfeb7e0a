"""Where languages disagree, which of them is to be looked at: the fewer; of as many, not the one the SOP is made in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from docgen.errors import Finding, Key, Message, Severity
from docgen.sop import instrument

LACKS: Final[Key] = "another language has {item}, this one has not; add it or remove it there"
EXTRA: Final[Key] = "{item} stands here and not in the other languages; remove it here, or add it there"
OTHER: Final[Key] = "{item} stands here where the other languages have {other}; correct it here or there"

_LONGEST: Final = 80

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Difference(Generic[T]):
    """What one language lacks and what it alone has, each in order."""

    lacks: tuple[T, ...]
    extra: tuple[T, ...]


def differences(values: Mapping[str, Iterable[T]]) -> Iterator[tuple[str, Difference[T]]]:
    """The languages (tags) that deviate from the others, with what they lack and have too much."""
    sets = {tag: frozenset(own) for tag, own in values.items()}
    if len(set(sets.values())) < 2:
        return
    expected = {item for item in frozenset().union(*sets.values()) if _is_usual(item, sets)}
    for tag, own in sets.items():
        if own != expected:
            lacks, extra = (tuple(sorted(each, key=str)) for each in (expected - own, own - expected))
            yield tag, Difference(lacks, extra)


def _is_usual(item: Hashable, sets: Mapping[str, frozenset[T]]) -> bool:
    holders = sum(item in own for own in sets.values())
    if 2 * holders == len(sets):
        return item in sets[reference(sets)]
    return 2 * holders > len(sets)


def reference(tags: Iterable[str]) -> str:
    """The language in which the SOP is authentic, if it is among these, else the first of them."""
    known = list(tags)
    source = instrument().authentic_language
    return source if source in known else known[0]


def usual(values: Mapping[str, T]) -> T:
    """The value that most languages have; of as many, that of the reference."""
    counted = Counter(values.values())
    most = max(counted.values())
    own = values[reference(values)]
    return own if counted[own] == most else next(value for value in values.values() if counted[value] == most)


def findings(
    difference: Difference[T],
    code: str | Callable[[T], str],
    pointer: Callable[[T, bool], str],
    say: Callable[[T], str] = str,
) -> Iterator[Finding]:
    """A finding for each thing that is lacking or too much; one for a pair that seems to be exchanged.

    `pointer` is asked for the place of a thing, and told whether the language has it.
    """
    lacks, extra = difference.lacks, difference.extra
    if len(lacks) == len(extra) == 1 and _coded(code, lacks[0]) == _coded(code, extra[0]):
        slots = {"item": shortened(say(extra[0])), "other": shortened(say(lacks[0]))}
        yield Finding(Severity.ERROR, _coded(code, extra[0]), pointer(extra[0], True), Message(OTHER, slots))
        return
    for item in lacks:
        yield Finding(
            Severity.ERROR, _coded(code, item), pointer(item, False), Message(LACKS, {"item": shortened(say(item))})
        )
    for item in extra:
        yield Finding(
            Severity.ERROR, _coded(code, item), pointer(item, True), Message(EXTRA, {"item": shortened(say(item))})
        )


def shortened(text: str) -> str:
    """The text as a message shows it: of one that no author wrote by hand only the beginning."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _coded(code: str | Callable[[T], str], item: T) -> str:
    return code if isinstance(code, str) else code(item)
