"""Questions that are asked only after another answer, as the models say with `asked_when`.

    json_schema_extra={"asked_when": {"kind": "ad_hoc"}}
    json_schema_extra={"asked_when": {"mode": ["in_person", "hybrid"], "/agency/party": "TH"}}

A key is the path of the other question: from the group that holds this one, or with a slash in front from the root.
The question is asked where each of the answers is one of those named; without an answer the default of the other
question counts, and without a default the question is not asked. What is below a question that is not asked is not
asked either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docgen.forms.nodes import Node, Steps, value_at


def conditions(node: Node) -> Iterator[tuple[Steps, tuple[Any, ...]]]:
    """The questions on whose answers it depends whether this one is asked, from the root, with those answers."""
    for path, values in node.asked_when.items():
        steps = tuple(int(step) if step.isdecimal() else step for step in path.strip("/").split("/"))
        yield (steps if path.startswith("/") else (*node.steps[:-1], *steps)), values


def asked(tree: Node, steps: Steps, values: Any) -> bool:
    """Whether the question at these steps of a document is asked; `values` is the document's JSON, with its gaps."""
    for length in range(1, len(steps) + 1):
        node = tree.at(steps[:length])
        if node and not all(_answered(tree, other, values) in wanted for other, wanted in conditions(node)):
            return False
    return True


def _answered(tree: Node, steps: Steps, values: Any) -> Any:
    value = value_at(values, steps)
    node = tree.at(steps)
    return node.default if value is None and node else value
