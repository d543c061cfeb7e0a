"""The draft: what clerks have entered so far, gaps and misunderstood texts included; a value, changed by copying."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self, TypeAlias

from docgen.casefile.places import PEOPLE, Place, path_of, place_of
from docgen.forms.nodes import value_at

Typed: TypeAlias = str | Mapping[str, str]
"""A text as it was typed; of a question with several boxes each box's."""
REFERENCE: Final[Place] = ("reference",)
KIND: Final = "kind"
VALUE: Final = "value"


@dataclass(frozen=True)
class Draft:
    """A case with gaps.

    `values` is shaped as the JSON of a case. `typed` holds, by path, what was not understood: there `values` has
    nothing. `people` is the directory: id → {"kind": …, "value": …}; `uses` says by path which entry fills a group.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    uses: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """What `to_json` wrote."""
        return cls(**json.loads(data))

    def to_json(self) -> bytes:
        """The draft as UTF-8 JSON."""
        tree = {"values": self.values, "typed": self.typed, "people": self.people, "uses": self.uses}
        return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def reference(self) -> str:
        """The number of the case as it was entered, understood or not; "" where there is none yet."""
        found = self.typed_at(REFERENCE) or self.at(REFERENCE)
        return found if isinstance(found, str) else ""

    def at(self, place: Place) -> Any:
        """The JSON value that was entered there; None where nothing (understood) was."""
        if place[:1] == (PEOPLE,):
            entry = self.people.get(str(place[1]), {}) if len(place) > 1 else {}
            return value_at(entry.get(VALUE), place[2:])
        return value_at(self.values, place)

    def typed_at(self, place: Place) -> Typed | None:
        """What was typed there and not understood."""
        return self.typed.get(path_of(place))

    def put(self, place: Place, value: Any) -> Draft:
        """With this value there (None: without one), and what was typed there forgotten.

        A row right behind the last one of a list is added; groups on the way are made.
        """
        typed = {path: text for path, text in self.typed.items() if path != path_of(place)}
        if place[0] == PEOPLE:
            entry = self.people[str(place[1])]
            changed = {**entry, VALUE: _with(entry[VALUE], place[2:], value) or {}}
            return replace(self, people={**self.people, str(place[1]): changed}, typed=typed)
        return replace(self, values=_with(self.values, place, value) or {}, typed=typed)

    def mistyped(self, place: Place, text: Typed) -> Draft:
        """With a text there that was not understood, in place of a value."""
        cleared = self.put(place, None)
        return replace(cleared, typed={**cleared.typed, path_of(place): text})

    def using(self, place: Place, person: str | None) -> Draft:
        """With that group filled from an entry of the directory; None: with answers of its own."""
        others = {path: each for path, each in self.uses.items() if path != path_of(place)}
        return replace(self, uses=others if person is None else {**others, path_of(place): person})

    def with_person(self, person: str, kind: str, value: Mapping[str, Any]) -> Draft:
        """With an entry of the directory, new or in place of that with the same id."""
        return replace(self, people={**self.people, person: {KIND: kind, VALUE: value}})

    def without_person(self, person: str) -> Draft:
        """Without an entry and its uses."""
        people = {each: entry for each, entry in self.people.items() if each != person}
        uses = {path: each for path, each in self.uses.items() if each != person}
        return replace(self, people=people, uses=uses)._moved((PEOPLE, person), lambda _: None)

    def rows(self, place: Place) -> int:
        """How many rows a list has."""
        found = self.at(place)
        return len(found) if isinstance(found, Sequence) and not isinstance(found, str) else 0

    def add_row(self, place: Place, value: Any) -> Draft:
        """With a row at the end of a list."""
        return self.put(place, [*(self.at(place) or ()), value])

    def remove_row(self, place: Place, index: int) -> Draft:
        """Without that row, and the texts and uses in it."""
        rows = [row for number, row in enumerate(self.at(place)) if number != index]
        changed = self._moved(place, lambda old: None if old == index else old - (old > index))
        return changed.put(place, rows or None)

    def move_row(self, place: Place, index: int, to: int) -> Draft:
        """With that row at another place among its siblings."""
        order = list(range(self.rows(place)))
        order.insert(to, order.pop(index))
        rows = self.at(place)
        return self._moved(place, order.index).put(place, [rows[number] for number in order])

    def _moved(self, place: Place, renumber: Callable[[Any], Any]) -> Draft:
        """With texts and uses below `place` under the number that its next step gets; None: without them."""
        return replace(
            self, typed=_renumbered(self.typed, place, renumber), uses=_renumbered(self.uses, place, renumber)
        )


def _with(tree: Any, steps: Sequence[str | int], value: Any) -> Any:
    """A copy with another value there; branches that become empty go, rows of lists stay."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        rows = list(tree or ())
        old = rows[step] if step < len(rows) else None
        new = _with(old, rest, value)
        rows[step : step + 1] = [({} if rest else "") if new is None else new]
        return rows
    branches = dict(tree or {})
    new = _with(branches.get(step), rest, value)
    if new is None:
        branches.pop(step, None)
    else:
        branches[step] = new
    return branches or None


def _renumbered(found: Mapping[str, Any], place: Place, renumber: Callable[[Any], Any]) -> dict[str, Any]:
    moved: dict[str, Any] = {}
    for path, each in found.items():
        steps = place_of(path)
        if len(steps) > len(place) and steps[: len(place)] == place:
            number = renumber(steps[len(place)])
            if number is None:
                continue
            path = path_of((*place, number, *steps[len(place) + 1 :]))
        moved[path] = each
    return moved
