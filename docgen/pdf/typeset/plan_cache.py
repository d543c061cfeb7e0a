"""Finished paragraphs and tables kept between documents: most of a template's are the same in every case."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from docgen.pdf.typeset.refusals import Refusals

if TYPE_CHECKING:
    from docgen.pdf.typeset.context import Context

Key = tuple[object, ...]
_CAPACITY = 8192


@dataclass(frozen=True)
class Planned:
    """Something translated: the definitions its code calls, and the constructs it holds that are not set."""

    definitions: Mapping[str, str]
    refused: tuple[str, ...]


P = TypeVar("P", bound=Planned)


class PlanCache:
    """Least recently used plans by everything they depend on. Holds text of cases: it lives and dies with the
    process."""

    def __init__(self) -> None:
        self._plans: OrderedDict[Key, Planned] = OrderedDict()

    def plan(self, kind: type[P], element: etree._Element, context: Context, width: int, make: Callable[[], P]) -> P:
        """The plan of an element for a column of `width` twips, made anew unless its XML was planned before in the
        same setting.

        A plan is kept when making it asked for nothing that differs from place to place (`Context.local` stays False).
        """
        key = (kind, etree.tostring(element), width, *context.setting)
        found = self._plans.get(key)
        if isinstance(found, kind):
            self._plans.move_to_end(key)
        else:
            found, lasting = self._made(context, make)
            if lasting:
                self._keep(key, found)
        for name in found.refused:
            context.refusals.add(name)
        context.definitions.update(found.definitions)
        return found

    def _made(self, context: Context, make: Callable[[], P]) -> tuple[P, bool]:
        outer = context.refusals, context.definitions, context.local
        context.refusals, context.definitions, context.local = Refusals(), {}, False
        try:
            made = make()
            made = replace(
                made, definitions={**context.definitions, **made.definitions}, refused=tuple(context.refusals.names)
            )
            lasting = not context.local
        finally:
            context.refusals, context.definitions, context.local = outer
        context.local = context.local or not lasting
        return made, lasting

    def _keep(self, key: Key, found: Planned) -> None:
        self._plans[key] = found
        if len(self._plans) > _CAPACITY:
            self._plans.popitem(last=False)
