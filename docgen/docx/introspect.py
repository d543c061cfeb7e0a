"""What a template asks for: placeholders, conditions and loops, with loop variables resolved to their lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from docgen.docx.sandbox import INTERNAL

_Scope = Mapping[str, str | None]


@dataclass
class Asked:
    """Paths into the view: "person.name", "evidence[].description"; of loops the lists' own paths."""

    placeholders: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    loops: set[str] = field(default_factory=set)

    def read(self, tree: nodes.Template) -> None:
        """Add everything a part's syntax tree asks for (before it is instrumented)."""
        self._body(tree.body, {})

    def _body(self, body: list[nodes.Node], scope: _Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for expression in node.nodes:
                    self.placeholders |= _paths(expression, scope)
            elif isinstance(node, nodes.If):
                self.conditions |= _paths(node.test, scope)
                self._body([*node.body, *node.elif_, *node.else_], scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        lists = _paths(node.iter, scope)
        self.loops |= lists
        assert isinstance(node.target, nodes.Name)
        inner = {**scope, node.target.name: f"{min(lists)}[]" if lists else None, "loop": None}
        if node.test is not None:
            self.conditions |= _paths(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, scope)


def _path(node: nodes.Node, scope: _Scope) -> str | None:
    """The path of a chain of names, or None for the loop's counters and our own names."""
    if isinstance(node, nodes.Name):
        found = scope.get(node.name, node.name)
        return None if found is None or found.startswith(INTERNAL) else found
    if isinstance(node, nodes.Getattr):
        base, step = _path(node.node, scope), f".{node.attr}"
    elif isinstance(node, nodes.Getitem):
        assert isinstance(node.arg, nodes.Const)
        base, step = _path(node.node, scope), "[]" if isinstance(node.arg.value, int) else f".{node.arg.value}"
    elif isinstance(node, nodes.Filter) and node.node is not None:
        base, step = _path(node.node, scope), "" if node.name == "length" else "[]"
    else:
        return None
    return None if base is None else base + step


def _paths(node: nodes.Node, scope: _Scope) -> set[str]:
    if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Filter)):
        found = _path(node, scope)
        return set() if found is None else {found}
    return {path for child in node.iter_child_nodes() for path in _paths(child, scope)}
