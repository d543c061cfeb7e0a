"""An incomplete document made whole, so that its page can be shown while it is being written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from docgen.case.refusal import Refused
from docgen.documents import Document
from docgen.forms.nodes import Kind, Node, Steps, value_at
from docgen.preview.stand_ins import BY_CODE, Standing, StandIns, copied, stand_ins_of

_ROUNDS: Final = 40
_UNKNOWN: Final = "extra_forbidden"
_KEY: Final = "[key]"  # Pydantic's last step of an error in a mapping's key
_MOST_CODES: Final = 20


class Filled(NamedTuple):
    """The document, and the places, as steps from it, whose values come from the type's example."""

    document: Document
    gaps: tuple[Steps, ...]


def filled(kind: type[Document], tree: Mapping[str, Any]) -> Filled:
    """The document of a tree with gaps (docgen.casefile.assembly.assembled), whatever is missing or wrong in it.

    A text that is missing or not acceptable becomes dots; a date, a choice, a number is taken from the type's example;
    lists get the rows that the model asks for. What is there and acceptable stays, unless it contradicts something
    else that is there.
    """
    work = _Work(stand_ins_of(kind), tree)
    for _ in range(_ROUNDS):
        try:
            return Filled(kind.model_validate(work.tree), work.gaps())
        except ValidationError as error:
            # Values of the case are only in what Pydantic would show of the input, and nothing shows it.
            work.repair(error.errors(include_url=False, include_input=False))
    work.give_up()
    return Filled(kind.model_validate(work.tree), work.gaps())


class _Work:
    """A tree under repair: each place that was objected to gets a stand-in, then the example, then goes, and at last
    its parent is treated alike."""

    def __init__(self, stand_ins: StandIns, tree: Mapping[str, Any]) -> None:
        self.tree: Any = copied(dict(tree))
        self._stand_ins, self._root = stand_ins, stand_ins.tree
        self._tries: Counter[Steps] = Counter()
        self._taken: set[Steps] = set()

    def gaps(self) -> tuple[Steps, ...]:
        """The places that hold the example's values, each within none of the others."""
        return tuple(sorted(
            (steps for steps in self._taken if not any(steps[:end] in self._taken for end in range(len(steps)))),
            key=lambda steps: [str(step) for step in steps],
        ))  # fmt: skip

    def repair(self, errors: Sequence[Any]) -> None:
        """Answer each objection once."""
        done: set[Steps] = set()
        for error in errors:
            cause = error.get("ctx", {}).get("error")
            ways = [problem.at for problem in cause.problems] if isinstance(cause, Refused) else [()]
            for at in ways or [()]:
                steps = self._known((*error["loc"], *at), error["type"])
                if steps is not None and not any(steps[:end] in done for end in range(len(steps) + 1)):
                    done.add(steps)
                    self._stand_in(steps)

    def give_up(self) -> None:
        """Nothing but the example."""
        self.tree = copied(self._stand_ins.example)
        self._taken = {(name,) for name in self.tree}

    def _known(self, loc: Steps, kind: str) -> Steps | None:
        """The place that an objection is about; None where its remedy was to take something out."""
        if (loc and loc[-1] == _KEY) or kind == _UNKNOWN:
            self._take_out(loc[:-1] if loc[-1] == _KEY else loc)
            return None
        while loc and self._root.at(loc) is None:
            loc = loc[:-1]
        return loc

    def _stand_in(self, steps: Steps) -> None:
        if not steps:
            self._start_anew()
            return
        node = self._root.at(steps)
        assert node is not None
        self._tries[steps] += 1
        match self._tries[steps]:
            case 1:
                self._put(node, self._mended(node))
            case 2:
                self._put(node, self._stand_ins.from_example(node))
            case 3 if not node.required and not isinstance(steps[-1], int):
                self._take_out(steps)
            case _:
                self._tries[steps[:-1]] = max(1, self._tries[steps[:-1]])
                self._stand_in(steps[:-1])

    def _start_anew(self) -> None:
        """What contradicts is among what stands right in the document: first all of it that is no text."""
        self._tries[()] += 1
        if self._tries[()] > 2:
            self.give_up()
            return
        for node in self._root.members:
            if node.leaf and value_at(self.tree, node.steps) is not None:
                self._put(node, self._stand_ins.from_example(node))

    def _mended(self, node: Node) -> Standing:
        """As much as can stay of what is there, else the least that the model asks for."""
        there = value_at(self.tree, node.steps)
        if node.kind is Kind.LIST and isinstance(there, list):
            return self._stand_ins.rows(node, there)
        if node.kind in BY_CODE and isinstance(there, Mapping) and there:
            return Standing(dict(list(there.items())[:_MOST_CODES]))
        if node.leaf and isinstance(there, str) and 0 < len(there.strip()) < len(there):
            return Standing(there.strip())
        return self._stand_ins.of(node)

    def _put(self, node: Node, standing: Standing) -> None:
        self._forget(node.steps)
        self._taken |= set(standing.taken)
        self.tree = _with(self.tree, node.steps, copied(standing.value))

    def _take_out(self, steps: Steps) -> None:
        self._forget(steps)
        holder = value_at(self.tree, tuple(steps[:-1]))
        if isinstance(holder, dict):
            holder.pop(steps[-1], None)
        elif isinstance(holder, list) and isinstance(steps[-1], int) and steps[-1] < len(holder):
            holder.pop(steps[-1])

    def _forget(self, steps: Steps) -> None:
        self._taken = {each for each in self._taken if each[: len(steps)] != steps}


def _with(tree: Any, steps: Steps, value: Any) -> Any:
    """The tree with a value there; what stands in its way is replaced."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        rows = tree if isinstance(tree, list) else []
        old = rows[step] if step < len(rows) else None
        rows[step : step + 1] = [_with(old, rest, value)]
        return rows
    branches = tree if isinstance(tree, dict) else {}
    branches[step] = _with(branches.get(step), rest, value)
    return branches
