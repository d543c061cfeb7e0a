"""Parity: clauses, fragments, conditions, loops and paragraphs that some language of a type has and another has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from docgen.errors import Finding, Key, Message, Severity
from docgen.review import votes
from docgen.review.alignment import Region, common_clauses, intervals
from docgen.review.structure import Paragraph
from docgen.review.wording import Text

_ORDER: Key = "what stands here has another order than in the other languages ({other}); put it in that order"
_ENCLOSED: Key = "conditions or loops enclose other paragraphs than in the other languages; move their beginning or end"
_NOTHING: Key = "the other languages say something under {item}, this one nothing; add it, or remove it there"
_PARAGRAPHS: Key = "the other languages have {other} paragraphs here, this one has {item}; add what is lacking"


def clauses(texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Clause bookmarks that some language lacks, or has in another order."""
    own = {tag: _clauses(text) for tag, text in texts.items()}
    for tag, difference in votes.differences(own):
        yield from votes.findings(difference, "parity.clauses", partial(_place_of, texts[tag]))
    common = common_clauses(texts)
    orders = {tag: tuple(name for name in names if name in common) for tag, names in own.items()}
    if not orders:
        return
    expected = votes.usual(orders)
    for tag, order in orders.items():
        if order != expected:
            first, other = next((one, two) for one, two in zip(order, expected, strict=True) if one != two)
            yield _error("parity.order", _at(texts[tag], first), _ORDER, other=other)


def _clauses(text: Text) -> list[str]:
    return list(dict.fromkeys(name for each in text.paragraphs for name in each.passage.clauses))


def _place_of(text: Text, clause: str, here: bool) -> str:
    return _at(text, clause if here else None)


def _at(text: Text, clause: str | None) -> str:
    holder = (each for each in text.paragraphs if clause in each.passage.clauses)
    return text.at(next(holder, None) if clause is not None else None)


def fragments(file_of: Mapping[str, str], included: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Fragments that some language does not include; by language the file and the names it includes."""
    for tag, difference in votes.differences(included):
        yield from votes.findings(difference, "parity.fragments", partial(_file, file_of[tag]))


def _file(file: str, _name: str, _here: bool) -> str:
    return file


def controls(region: Region, texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Conditions and loops of a region: which, and in what order.

    A fragment that asks nothing at all in a language is left out: the form of a letter's parts is the language's own.
    """
    own = {tag: said for tag, said in region.controls().items() if said or not region.key[1]}
    if len(set(own.values())) < 2:
        return
    for tag, difference in votes.differences({tag: _numbered(said) for tag, said in own.items()}):
        place = partial(_place_saying, texts[tag], region.paragraphs[tag])
        yield from votes.findings(difference, _code, place, lambda said: said[0])
    yield from _order(region, own, texts)


def _code(said: tuple[str, int]) -> str:
    return "parity.loops" if said[0].startswith("for ") else "parity.conditions"


def _place_saying(text: Text, paragraphs: Sequence[Paragraph], said: tuple[str, int], here: bool) -> str:
    return text.at(_saying(paragraphs, said[0] if here else None))


def _numbered(said: Sequence[str]) -> list[tuple[str, int]]:
    """Each condition and loop with how many times it stood there before, so that one asked twice counts twice."""
    counted: Counter[str] = Counter()
    numbered = []
    for each in said:
        if each != "end":
            numbered.append((each, counted[each]))
            counted[each] += 1
    return numbered


def _order(region: Region, own: Mapping[str, tuple[str, ...]], texts: Mapping[str, Text]) -> Iterator[Finding]:
    expected = votes.usual(own)
    for tag, said in own.items():
        if said != expected and Counter(said) == Counter(expected):
            first, other = next((one, two) for one, two in zip(said, expected, strict=True) if one != two)
            place = texts[tag].at(_saying(region.paragraphs[tag], first))
            yield _error("parity.order", place, _ORDER, other=other)


def _saying(paragraphs: Sequence[Paragraph], said: str | None) -> Paragraph | None:
    """The paragraph that says this, else the first that says anything, else the first of all."""
    for wanted in ([said], None):
        for each in paragraphs:
            if wanted is None or said in each.controls:
                return each
    return None


def enclosure(region: Region, texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Paragraphs that a condition or loop encloses in some languages only, and paragraphs that are lacking."""
    cut = {tag: list(intervals(own)) for tag, own in region.paragraphs.items()}
    if len(set(region.controls().values())) > 1 or len({len(own) for own in cut.values()}) > 1:
        return  # said of the conditions themselves
    counts = {tag: tuple(len(each.paragraphs) for each in own) for tag, own in cut.items()}
    usual = votes.usual(counts)
    for tag, own in counts.items():
        if own == usual:
            continue
        at = next(number for number, (one, two) in enumerate(zip(own, usual, strict=True)) if one != two)
        interval = cut[tag][at]
        place = texts[tag].at(interval.first or next(iter(region.paragraphs[tag]), None))
        if sum(own) == sum(usual):
            yield _error("parity.order", place, _ENCLOSED)
        elif not own[at] and interval.within:
            yield _error("parity.paragraphs", place, _NOTHING, item=interval.within)
        elif own[at] < usual[at] and _must_have_all(region, tag, counts):
            yield _error("parity.paragraphs", place, _PARAGRAPHS, item=str(own[at]), other=str(usual[at]))


def _must_have_all(region: Region, tag: str, counts: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether fewer paragraphs are a fault: not in a fragment, whose form is the language's own; nor before the first
    clause of the reference, which needs no word on translations; nor where each language has another number."""
    source = votes.reference(counts)
    agreed = max(Counter(counts.values()).values()) > 1
    return not region.key[1] and (tag != source or (agreed and bool(region.key[2])))


def _error(code: str, pointer: str, key: Key, **slots: str) -> Finding:
    return Finding(Severity.ERROR, code, pointer, Message(key, slots))
