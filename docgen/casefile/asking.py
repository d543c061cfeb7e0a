"""Which questions of a group are asked: some matter only after a certain answer to another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from docgen.forms.nodes import Node

ASKED_WHEN: Final = "asked_when"
"""Name under which a field's schema lists, by field beside it or path below that, the answers (JSON) after which it is
asked: `{"kind": ["ad_hoc"], "disclose/circumstances": [True]}`."""


def asked(group: Node, value: Any, member: Node) -> bool:
    """Whether `member`, a field of `group`, is asked, where the group holds `value` (JSON; None: nothing yet).

    It is when the answer to each field that its `asked_when` names is among those listed. A field that has not been
    answered, or is itself not asked, counts as its default; where it has none and null is not listed, `member` is not
    asked.
    """
    return _asked(group, value if isinstance(value, Mapping) else {}, str(member.steps[-1]), frozenset())


def conditions(group: Node, member: Node) -> Mapping[str, list[Any]]:
    """The answers after which `member` is asked, by name of the field beside it; none for one that always is."""
    return _conditions(group, str(member.steps[-1]))


def _conditions(group: Node, name: str) -> Mapping[str, list[Any]]:
    found = _declared(group, name, ASKED_WHEN)
    pairs = found.items() if isinstance(found, Mapping) else ()
    return {sibling: each if isinstance(each, list) else [each] for sibling, each in pairs}


def _asked(group: Node, value: Mapping[str, Any], name: str, above: frozenset[str]) -> bool:
    if name in above:  # two that ask for each other: declared wrongly, and no reason to hide an answer
        return True
    for sibling, answers in _conditions(group, name).items():
        if not any(_same(_answer(group, value, sibling, above | {name}), each) for each in answers):
            return False
    return True


def _answer(group: Node, value: Mapping[str, Any], name: str, above: frozenset[str]) -> Any:
    first, _, rest = name.partition("/")
    if rest:
        within, below = group.at((first,)), value.get(first)
        if within is None or not _asked(group, value, first, above):
            return None
        return _answer(within, below if isinstance(below, Mapping) else {}, rest, frozenset())
    given = value.get(name)
    if given in (None, "") or not _asked(group, value, name, above):
        return _declared(group, name, "default")
    return given


def _declared(group: Node, name: str, word: str) -> Any:
    """What the schema says of a field: beside the reference to its type, or in the type itself."""
    beside = group.schema.get("properties", {}).get(name, {})
    if word in beside:
        return beside[word]
    node = group.at((name,))
    return node.schema.get(word) if node else None


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is no 1."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
