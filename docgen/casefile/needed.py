"""The questions of a document that need an answer as things stand, and those of them that have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.casefile.asking import asked
from docgen.forms.nodes import Kind, Node, Steps


@dataclass
class Needed:
    """`missing` are steps in the document; a group that needs no field in particular counts as one question."""

    asked: int = 0
    missing: list[Steps] = field(default_factory=list)

    @classmethod
    def of(cls, root: Node, tree: Mapping[str, Any]) -> Needed:
        """What a document asks for: all that is required, and what is in the groups and rows that are there."""
        found = cls()
        found._members(root, tree, ())
        return found

    def _members(self, group: Node, value: Mapping[str, Any], steps: Steps) -> None:
        for member in group.members:
            if asked(group, value, member):
                name = str(member.steps[-1])
                self._look(member, value.get(name), (*steps, name))

    def _look(self, node: Node, value: Any, steps: Steps) -> None:
        if value is None and not node.required:
            return
        if node.kind is Kind.GROUP and (isinstance(value, Mapping) or _has_required(node)):
            self._members(node, value if isinstance(value, Mapping) else {}, steps)
            return
        if node.required:
            self.asked += 1
            if value is None or (value == [] and node.min_items):
                self.missing.append(steps)
        if node.kind is Kind.LIST and isinstance(value, list):
            self._rows(node, value, steps)

    def _rows(self, node: Node, rows: list[Any], steps: Steps) -> None:
        item = node.item(0)  # all rows are alike
        for index, row in enumerate(rows):
            if item.kind is Kind.GROUP and isinstance(row, Mapping):
                self._members(item, row, (*steps, index))


def _has_required(group: Node) -> bool:
    return any(member.required for member in group.members)
