"""What a blank carries: the type's fields in order under headings, with rows for lists and words for everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import babel

from docgen.errors import Message
from docgen.forms.nodes import CODES, Kind, Node, value_at
from docgen.forms.values import options, written
from docgen.locale import Locale
from docgen.locale.names import LATIN

ROWS = 3
"""Rows of a list on an empty blank; a document with more of them gets a blank with as many rows as it needs."""
ROWS_WITHIN = 2
"""Rows of a list inside a row of another."""
_MOST_BUTTONS = 5
_SAMPLE_DAY, _SAMPLE_TIME = dt.date(2026, 8, 25), dt.time(9, 30)


class Control(StrEnum):
    """How a field is filled."""

    TEXT = "text"
    MULTILINE = "multiline"
    CHECK = "check"
    RADIO = "radio"
    DROPDOWN = "dropdown"


@dataclass(frozen=True)
class Entry:
    """A field of a blank. `options`: export value → words; `editable`: other text than the options is taken."""

    node: Node
    label: str
    help: str
    control: Control
    required: bool
    options: Mapping[str, str]
    wide: bool
    editable: bool = False

    @property
    def name(self) -> str:
        """The name of the form field: the path of the document's field."""
        return self.node.path

    @property
    def tooltip(self) -> str:
        """What a screen reader says of it (ISO 32000-1 Table 220, TU)."""
        return f"{self.label}. {self.help}" if self.help else self.label


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 … below the title, with what its fields are for."""

    level: int
    text: str
    help: str


Block: TypeAlias = Heading | Entry


def plan(tree: Node, locale: Locale, value: Any = None) -> list[Block]:
    """Headings and fields of a document type for one language; `value`, a document as JSON, may ask for more rows."""
    return list(_Planner(locale, value).group(tree, 0, True))


@dataclass(frozen=True)
class _Planner:
    locale: Locale
    value: Any

    def group(self, node: Node, level: int, required: bool) -> Iterator[Block]:
        """The fields of a group: first those of its own, then the groups and lists within it."""
        members = sorted(node.members, key=_divided)
        if not level and not _divided(members[0]):
            yield Heading(1, self.locale.term("General"), "")
        for member in members:
            yield from self.block(member, level + 1, required and member.required)

    def block(self, node: Node, level: int, required: bool) -> Iterator[Block]:
        if node.leaf:
            yield self.entry(node, self.locale.term(node.title), required)
        elif node.kind is Kind.WORDS:
            yield self.entry(node.word(self.locale.tag), self.locale.term(node.title), required, node.description)
        elif node.kind is Kind.NAMES:
            yield from self.names(node, required)
        else:
            yield Heading(level, self.locale.term(node.title), self.help(node.description, required))
            yield from self.rows(node, level, required) if node.kind is Kind.LIST else self.group(node, level, required)

    def help(self, text: str, required: bool) -> str:
        return (
            self.locale.catalogue.translate(text) if text else "" if required else self.locale.term("If there is any")
        )

    def rows(self, node: Node, level: int, required: bool) -> Iterator[Block]:
        for index in range(self._count(node)):
            item, number = node.item(index), self.locale.number(index + 1)
            title = f"{self.locale.term(node.title)} {number}"
            needed = required and item.required
            if item.kind is Kind.GROUP:
                yield Heading(level + 1, title, "")
                yield from self.group(item, level + 1, needed)
            elif item.kind is Kind.WORDS:
                yield self.entry(item.word(self.locale.tag), title, needed)
            else:
                yield self.entry(item, title, needed)

    def _count(self, node: Node) -> int:
        there = value_at(self.value, node.steps) or ()
        within = any(isinstance(step, int) for step in node.steps)
        usual = ROWS_WITHIN if within else ROWS
        least = max(usual, node.min_items, len(there))
        return min(least, max(node.max_items or least, len(there)))

    def names(self, node: Node, required: bool) -> Iterator[Block]:
        """The name in the language's own script and in Latin letters, as identity documents have both."""
        scripts = babel.Locale.parse(self.locale.tag).scripts
        for script in dict.fromkeys((self.locale.script, LATIN)):
            label = self.locale.term(
                Message("{name} ({script} script)", {
                    "name": self.locale.term(node.title), "script": scripts.get(script, script),
                })
            )  # fmt: skip
            own = required and script == self.locale.script
            yield self.entry(node.word(script), label, own, node.description)

    def entry(self, node: Node, label: str, required: bool, help_of_parent: str = "") -> Entry:
        control = _control(node)
        texts = [self.locale.catalogue.translate(text) for text in (node.description or help_of_parent,) if text]
        texts += [self.locale.catalogue.translate(hint) for hint in hints(node, self.locale)]
        chosen, wide = options(node, self.locale), _wide(node, control)
        return Entry(node, label, "; ".join(texts), control, required, chosen, wide, node.kind is Kind.LANGUAGE)


def _divided(node: Node) -> bool:
    """Whether it stands under a heading of its own."""
    return node.kind in (Kind.GROUP, Kind.LIST)


def _control(node: Node) -> Control:
    if node.kind is Kind.YES_NO:
        return Control.RADIO if node.required else Control.CHECK
    if node.kind is Kind.CHOICE:
        return Control.RADIO if len(node.options) <= _MOST_BUTTONS else Control.DROPDOWN
    if node.kind in CODES:
        return Control.DROPDOWN
    return Control.MULTILINE if node.kind is Kind.PARAGRAPHS else Control.TEXT


def _wide(node: Node, control: Control) -> bool:
    if control in (Control.MULTILINE, Control.RADIO):
        return control is Control.MULTILINE or len(node.options) > 2
    return node.kind is Kind.LINE and (node.max_length or 0) > 100


def hints(node: Node, locale: Locale) -> Iterator[Message]:
    """The forms that are understood in one box, by example."""
    if node.kind in (Kind.DAY, Kind.PARTIAL_DATE):
        slots = {"example": written(node, _SAMPLE_DAY.isoformat(), locale)}
        yield Message("such as {example}", slots)
        if node.kind is Kind.PARTIAL_DATE:
            yield Message("~ at the end means about")
    elif node.kind is Kind.TIME:
        yield Message("such as {example}", {"example": locale.time(_SAMPLE_TIME)})
