"""Finished paragraphs kept between documents: most of a template's paragraphs are the same in every case."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.pdf.typeset.paragraph import Plan

Key = tuple[object, ...]
_CAPACITY = 8192


class PlanCache:
    """Least recently used plans by everything they depend on. Holds text of cases: it lives and dies with the process."""

    def __init__(self) -> None:
        self._plans: OrderedDict[Key, Plan] = OrderedDict()

    def get(self, key: Key) -> Plan | None:
        """A plan made before, or None."""
        plan = self._plans.get(key)
        if plan is not None:
            self._plans.move_to_end(key)
        return plan

    def put(self, key: Key, plan: Plan) -> None:
        """Keep a plan, forgetting the least recently used one past capacity."""
        self._plans[key] = plan
        if len(self._plans) > _CAPACITY:
            self._plans.popitem(last=False)
