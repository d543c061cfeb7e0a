"""What stands in a picture for what is not written yet: dots for a text, the type's example for all else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from docgen.case.codes import COUNTRIES, CURRENCIES
from docgen.documents import Document, example
from docgen.forms.nodes import Kind, Node, Steps, tree_of

_DOTS: Final = ("……………", "...............")
_TEXTS: Final = (Kind.LINE, Kind.PARAGRAPHS)
BY_CODE: Final = (Kind.NAMES, Kind.WORDS)
_LAST_RESORT: Final[Mapping[Kind, Any]] = {
    Kind.DAY: "2000-01-01",
    Kind.PARTIAL_DATE: "2000",
    Kind.TIME: "00:00",
    Kind.AMOUNT: "0.00",
    Kind.YES_NO: False,
    Kind.COUNTRY: min(COUNTRIES),
    Kind.CURRENCY: min(CURRENCIES),
    Kind.LANGUAGE: "und",
}


@dataclass(frozen=True)
class Standing:
    """A value that stands in, and the places in it whose values come from the example, as steps from the document."""

    value: Any
    taken: tuple[Steps, ...] = ()


class StandIns:
    """Stand-ins for the fields of one type. Keep one for a type: `stand_ins_of`."""

    def __init__(self, kind: type[Document]) -> None:
        self.tree = tree_of(kind)
        case = example(kind)
        fields = {name: value for name, value in case.items() if name in kind.model_fields}
        self.example: Mapping[str, Any] = {**fields, **case["documents"][kind.type_id]}

    def of(self, node: Node) -> Standing:
        """The least that can stand there: what the model asks for, texts as dots."""
        if node.kind is Kind.GROUP:
            return _joined({str(member.steps[-1]): self.of(member) for member in node.members if member.required})
        if node.kind is Kind.LIST:
            return self.rows(node, ())
        if node.kind in BY_CODE:
            return _joined({code: self.of(node.word(code)) for code in self._codes(node)})
        dots = dots_for(node) if node.kind in _TEXTS else None
        return self.from_example(node) if dots is None else Standing(dots)

    def rows(self, node: Node, there: Sequence[Any]) -> Standing:
        """A list with so many rows as it may and must have: those that are there, then stand-ins."""
        kept = list(there[: node.max_items])
        added = [self.of(node.item(index)) for index in range(len(kept), node.min_items)]
        return Standing([*kept, *(each.value for each in added)], _taken(added))

    def from_example(self, node: Node) -> Standing:
        """The example's value; where it has none the next that is alike, and at last a neutral one."""
        found = _nearest(self.example, node.steps)
        if found is None and node.kind is Kind.CHOICE:
            found = next(iter(node.options))
        if found is None:
            found = self._alike.get(node.kind, _LAST_RESORT.get(node.kind))
        if found is None and node.kind is Kind.INTEGER:
            found = node.schema.get("minimum", 0)
        return self._plain(node) if found is None else Standing(found, (node.steps,))

    def _plain(self, node: Node) -> Standing:
        return Standing(_DOTS[1]) if node.leaf else self.of(node)

    @cached_property
    def _alike(self) -> Mapping[Kind, Any]:
        """Of each kind of single value the example's first."""
        return {node.kind: value for node, value in reversed([*_leaves(self.tree, self.example)])}

    def _codes(self, node: Node) -> Sequence[str]:
        """Scripts or languages in which the example has this or another text of the kind."""
        found = _nearest(self.example, node.steps)
        return tuple(found) if isinstance(found, Mapping) and found else self._codes_alike[node.kind]

    @cached_property
    def _codes_alike(self) -> Mapping[Kind, Sequence[str]]:
        found = {kind: tuple(value) for kind, value in _by_code(self.tree, self.example)}
        return {Kind.NAMES: ("Latn",), Kind.WORDS: ("und",), **found}


def dots_for(node: Node) -> str | None:
    """Dots in the form that the field has; None for a field that takes none."""
    pattern = node.schema.get("pattern", "")
    for dots in (text[: node.max_length] for text in _DOTS):
        if not pattern or re.fullmatch(pattern, dots):
            return dots
    return None


@cache
def stand_ins_of(kind: type[Document]) -> StandIns:
    """The stand-ins for a type, made once."""
    return StandIns(kind)


def copied(value: Any) -> Any:
    """A JSON value that may be changed."""
    return json.loads(json.dumps(value))


def _joined(parts: Mapping[str, Standing]) -> Standing:
    return Standing({name: each.value for name, each in parts.items()}, _taken(parts.values()))


def _taken(parts: Any) -> tuple[Steps, ...]:
    return tuple(steps for each in parts for steps in each.taken)


def _nearest(tree: Any, steps: Steps) -> Any:
    """What the example has there; of a row that it has not, what its last row has."""
    for step in steps:
        if isinstance(tree, Mapping):
            tree = tree.get(str(step))
        elif isinstance(tree, list) and tree and isinstance(step, int):
            tree = tree[min(step, len(tree) - 1)]
        else:
            return None
    return tree


def _leaves(node: Node, value: Any) -> Iterator[tuple[Node, Any]]:
    for below, each in _below(node, value):
        yield from [(below, each)] if below.leaf else _leaves(below, each)


def _by_code(node: Node, value: Any) -> Iterator[tuple[Kind, Mapping[str, Any]]]:
    for below, each in _below(node, value):
        if below.kind in BY_CODE:
            yield below.kind, each
        else:
            yield from _by_code(below, each)


def _below(node: Node, value: Any) -> Iterator[tuple[Node, Any]]:
    """The fields right below one in an acceptable tree, with their values."""
    if isinstance(value, Mapping):
        pairs = [(node.at((name,)), each) for name, each in value.items()]
    elif isinstance(value, list):
        pairs = [(node.item(index), each) for index, each in enumerate(value)]
    else:
        pairs = []
    yield from ((below, each) for below, each in pairs if below is not None and each is not None)
