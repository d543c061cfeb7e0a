"""What placeholders, conditions and loops of a template stand for: the model's words, and what the example gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from docgen.documents import Document, View
from docgen.errors import Key
from docgen.forms.nodes import Kind, Node, tree_of

_PATH: Final = re.compile(r"[A-Za-z_]\w*(?:\[\])*(?:\.\w+(?:\[\])*)*")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_WORDS: Final = frozenset(
    {"if", "for", "else", "and", "or", "not", "in", "True", "False", "true", "false", "none", "None"}
)
_ITEM: Final = "[]"
_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a path of the view stands for.

    `captions` lead to the field of the model, as far as it has one of that name; `description` is that field's.
    `values` are the example's in the language of the text, of a list the first ones: texts, or bools of what is only
    asked; `more` says that there are further ones.
    """

    path: str
    captions: tuple[Key, ...]
    description: Key
    values: tuple[str | bool, ...]
    more: bool = False


def asked(said: str) -> list[str]:
    """The paths that a condition or loop in normal form asks for, each once."""
    found = _PATH.findall(_QUOTED.sub(" ", said.partition("|")[0] if said.startswith("for ") else said))
    return [path for path in dict.fromkeys(found) if path not in _WORDS]


def meaning(path: str, kind: type[Document] | None, view: View) -> Meaning:
    """What a path says; `kind` is None for the packets' cover. A path the view has not, has no values. Pure."""
    bare = path.partition("|")[0]
    values = list(_values(view, bare.replace(_ITEM, ".[]").split(".")))
    node, captions = _reached(kind, bare.replace(_ITEM, "")) if kind else (None, ())
    return Meaning(bare, captions, node.description if node else "", tuple(values[:_MOST]), len(values) > _MOST)


def _values(value: Any, steps: list[str]) -> Iterator[str | bool]:
    if not steps:
        if isinstance(value, list):
            yield from (each for each in value if isinstance(each, str | bool))
        elif isinstance(value, str | bool):
            yield value
    elif steps[0] == _ITEM:
        for each in value if isinstance(value, list | tuple) else ():
            yield from _values(each, steps[1:])
    elif isinstance(value, Mapping) and steps[0] in value:
        yield from _values(value[steps[0]], steps[1:])


@cache
def _reached(kind: type[Document], path: str) -> tuple[Node | None, tuple[Key, ...]]:
    """The field that the path names, and the captions down to it; of the groups alone where the last steps are the
    view's own. A path whose first step the model has not is known by its last one, if only one field has it."""
    tree, steps = tree_of(kind), path.split(".")
    if _member(tree, steps[0]) is None:
        alone = _named(kind).get(steps[-1], [])
        return (alone[0], _captions(tree, alone[0])) if len(alone) == 1 else (None, ())
    node: Node | None = tree
    captions: list[Key] = []
    for step in steps:
        node = _member(node, step) if node else None
        if node is None:
            break
        captions.append(node.title)
    return node, tuple(captions)


def _member(node: Node, name: str) -> Node | None:
    group = node.item(0) if node.kind is Kind.LIST else node
    return next((each for each in group.members if each.steps[-1] in (name, f"{name}s")), None)


@cache
def _named(kind: type[Document]) -> Mapping[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    waiting = list(tree_of(kind).members)
    while waiting:
        node = waiting.pop(0)
        found.setdefault(str(node.steps[-1]), []).append(node)
        group = node.item(0) if node.kind is Kind.LIST else node
        waiting += group.members
    return found


def _captions(tree: Node, node: Node) -> tuple[Key, ...]:
    ways = (tree.at(node.steps[:end]) for end in range(1, len(node.steps) + 1) if node.steps[end - 1] != 0)
    return tuple(each.title for each in ways if each)
