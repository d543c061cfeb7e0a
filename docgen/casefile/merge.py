"""Two drafts made of the same one, as one: each keeps what only one of them changed; what both changed is a clash."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from docgen.casefile.draft import KIND, VALUE, Draft, Typed
from docgen.casefile.places import PEOPLE, Place, path_of, place_of

_NOTHING: Final = object()
"""Instead of a value: there is none. (None is one: JSON's null.)"""
_MAP: Final = object()
"""Instead of a value: fields by name."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A question that both changed, and what each has there: a value, else the text as typed, else None."""

    place: Place
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """`draft` has, where both changed a question, what the merging was told to prefer."""

    draft: Draft
    conflicts: tuple[Clash, ...] = ()


def merged(
    base: Draft | None,
    theirs: Draft,
    mine: Draft,
    *,
    prefer_mine: bool = False,
    touched: Collection[Place] | None = None,
) -> Merged:
    """`theirs` and `mine`, both made of `base`, question by question; the same change on both sides is none.

    A list is one question if rows came, went or changed places; so is a group that one side filled from the directory,
    or no longer does, and an entry of the directory that one side removed. Without a base (it is not kept any more)
    whatever differs is a clash, or, where it is known which places of `theirs` were `touched` since, what differs
    there; `mine` is then taken to be made of `theirs` but for one's own edits.
    """
    merging = _Merging(theirs, mine, prefer_mine, touched)
    before = _tree(base) if base is not None else _UNKNOWN
    whole = merging.node(before, _tree(theirs), _tree(mine), ())
    draft = merging.with_used(_draft(whole))
    return Merged(draft, tuple(merging.clashes))


@dataclass(frozen=True)
class _Node:
    """What a draft holds at one place and below, texts and uses included.

    `value` is a leaf's JSON, _MAP or _NOTHING; a list has `rows` instead. `mark` is the entry that fills a group, or
    the kind of an entry.
    """

    value: Any = _NOTHING
    rows: int | None = None
    typed: Typed | None = None
    mark: str | None = None
    below: Mapping[str | int, _Node] = field(default_factory=dict)

    @property
    def branch(self) -> bool:
        """Whether questions are below it rather than in it; so of nothing at all, which may have been a group."""
        return self.typed is None and (self.value is _MAP or self.value is _NOTHING)

    def child(self, step: str | int) -> _Node:
        return self if self is _UNKNOWN else self.below.get(step, _ABSENT)


_ABSENT: Final = _Node()
_UNKNOWN: Final = _Node(value=object())
"""Like nothing that there is."""


@dataclass
class _Merging:
    theirs: Draft
    mine: Draft
    prefer_mine: bool
    touched: Collection[Place] | None
    clashes: list[Clash] = field(default_factory=list)

    def node(self, base: _Node, theirs: _Node, mine: _Node, place: Place) -> _Node:
        if mine == base:
            return theirs
        if theirs in (base, mine):
            return mine
        if base is _UNKNOWN and self.touched is not None and not _near(place, self.touched):
            return mine
        if not _divisible(base, theirs, mine):
            self.clashes.append(Clash(place, _said(self.theirs, place), _said(self.mine, place)))
            return mine if self.prefer_mine else theirs
        below: dict[str | int, _Node] = {}
        for step in dict.fromkeys((*theirs.below, *mine.below)):
            found = self.node(base.child(step), theirs.child(step), mine.child(step), (*place, step))
            if found != _ABSENT:
                below[step] = found
        holds = any(each.value is not _NOTHING or each.rows is not None for each in below.values())
        value = _MAP if theirs.rows is None and (holds or theirs.mark) else _NOTHING
        return _Node(value, theirs.rows, None, theirs.mark, below)

    def with_used(self, draft: Draft) -> Draft:
        """With entries that one side removed and the other began to use; each of them is a clash, too."""
        clashing = {clash.place for clash in self.clashes}
        used = set(draft.uses.values())
        for path, person in (*self.theirs.uses.items(), *self.mine.uses.items()):
            if any(place_of(path)[: len(place)] == place for place in clashing):  # it may yet be used
                used.add(person)
        for person in sorted(used - set(draft.people)):
            owner = next((each for each in (self.theirs, self.mine) if person in each.people), None)
            if owner is not None:
                place = (PEOPLE, person)
                self.clashes.append(Clash(place, _said(self.theirs, place), _said(self.mine, place)))
                draft = replace(draft, people={**draft.people, person: owner.people[person]})
        return draft


def changed(before: Draft, after: Draft) -> list[Place]:
    """Where two drafts differ, as far down as one can say."""
    return list(_changed(_tree(before), _tree(after), ()))


def _changed(before: _Node, after: _Node, place: Place) -> Iterator[Place]:
    if before == after:
        return
    if _divisible(_UNKNOWN, before, after):
        for step in dict.fromkeys((*before.below, *after.below)):
            yield from _changed(before.child(step), after.child(step), (*place, step))
    else:
        yield place


def _near(place: Place, others: Iterable[Place]) -> bool:
    """Whether one of the others is the same place, above or below it."""
    return any(other[: len(place)] == place or place[: len(other)] == other for other in others)


def _divisible(base: _Node, theirs: _Node, mine: _Node) -> bool:
    """Whether what both changed can be looked at part by part."""
    sides = (theirs, mine) if base is _UNKNOWN else (base, theirs, mine)
    if not all(side.branch and side.rows == theirs.rows for side in sides) or theirs.mark != mine.mark:
        return False
    if theirs.rows is None:
        return True
    groups = all(row.value is _MAP for side in sides for row in side.below.values())
    return groups and not any(_moved(one, other) for one in sides[:1] for other in sides[1:])


def _moved(before: _Node, after: _Node) -> bool:
    """Whether a row stands where another one was: then a number no longer says which row is meant."""
    return any(
        row != before.child(index) and any(row == other for number, other in before.below.items() if number != index)
        for index, row in after.below.items()
    )


def _said(draft: Draft, place: Place) -> Any:
    """What a draft has there, as one would show it."""
    if (typed := draft.typed_at(place)) is not None:
        return typed
    value, entry = draft.at(place), draft.people.get(draft.uses.get(path_of(place), ""))
    if entry and isinstance(value, Mapping | None):
        return {**(value or {}), **entry[VALUE]}
    return value


def _tree(draft: Draft) -> _Node:
    root = _node(draft.values)
    entries: dict[str | int, _Node] = {
        person: replace(_node(entry.get(VALUE)), mark=entry.get(KIND)) for person, entry in draft.people.items()
    }
    root = replace(root, below={**root.below, PEOPLE: _Node(_MAP, below=entries)})
    for path, text in draft.typed.items():
        root = _marked(root, place_of(path), typed=text)
    for path, person in draft.uses.items():
        root = _marked(root, place_of(path), mark=person)
    return root


def _node(value: Any) -> _Node:
    if isinstance(value, Mapping):
        return _Node(_MAP, below={step: _node(each) for step, each in value.items()})
    if isinstance(value, list):
        return _Node(rows=len(value), below={index: _node(each) for index, each in enumerate(value)})
    return _Node(value)


def _marked(node: _Node, steps: Place, **marks: Any) -> _Node:
    if not steps:
        return replace(node, **marks)
    return replace(node, below={**node.below, steps[0]: _marked(node.child(steps[0]), steps[1:], **marks)})


def _draft(root: _Node) -> Draft:
    entries = root.child(PEOPLE).below
    values = _value(replace(root, below={step: each for step, each in root.below.items() if step != PEOPLE}))
    people = {str(person): {KIND: entry.mark, VALUE: _value(entry)} for person, entry in entries.items()}
    typed: dict[str, Typed] = {}
    uses: dict[str, str] = {}
    for place, node in _all(root, ()):
        if node.typed is not None:
            typed[path_of(place)] = node.typed
        if node.mark is not None and place[:-1] != (PEOPLE,):
            uses[path_of(place)] = node.mark
    return Draft({} if values is _NOTHING else values, typed, people, uses)


def _all(node: _Node, place: Place) -> Iterator[tuple[Place, _Node]]:
    yield place, node
    for step, each in node.below.items():
        yield from _all(each, (*place, step))


def _value(node: _Node) -> Any:
    if node.rows is not None:
        rows = (_value(node.child(index)) for index in range(node.rows))
        return [{} if row is _NOTHING else row for row in rows]
    if node.value is not _MAP:
        return node.value
    found = {step: _value(each) for step, each in node.below.items()}
    return {step: each for step, each in found.items() if each is not _NOTHING}
