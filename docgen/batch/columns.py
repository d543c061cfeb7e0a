"""The columns of a table that holds one case of one document type a row, all derived from the type's own model.

A column is one field of the document (`docgen.forms.nodes`): lists are numbered columns, a text in several languages is
one column a language, a name one column a script. Its heading is either

- its JSON Pointer in the case, `/person/names/Latn` or `/documents/meeting_minutes/agenda/0/title/en`, or
- its caption in any language of the library: the captions from the document down, `Agenda item 1 › Discussion (Thai)`.
  The star of a required column makes no difference, and a list may have more columns than the workbook was made with.

Cells hold what people write: words of choices in any language, dates in words, in either era and in native digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import babel

from docgen.case import pointer
from docgen.documents import Document
from docgen.errors import Message
from docgen.forms.nodes import Kind, Node, Steps, tree_of, value_at
from docgen.forms.plan import ROWS, ROWS_WITHIN
from docgen.forms.reading import belongs_to_case
from docgen.forms.values import caption as in_words
from docgen.locale import Locale

REPEAT: Final = ROWS
"""Columns of each list, unless the type asks for more; a list within a list has at most two."""
STAR: Final = " *"
_BETWEEN: Final = " › "
_PIECE: Final = re.compile(r"(?P<title>.*?)(?:\s+(?P<number>\d{1,3}))?(?P<entry>\s*\([^()]*\))?", re.DOTALL)
_MOST_ITEMS: Final = 500


@dataclass(frozen=True, eq=False)
class Column:
    """One field of a document as a column; `chain` leads from the document down to the field."""

    kind: type[Document]
    chain: tuple[Node, ...]

    @property
    def node(self) -> Node:
        """The field."""
        return self.chain[-1]

    @property
    def pointer(self) -> str:
        """The field's JSON Pointer in the case."""
        return pointer_in_case(self.kind, self.node.steps)

    @property
    def help(self) -> str:
        """What belongs in it: a key of the catalogues, or nothing."""
        return next((node.description for node in reversed(self.chain[-2:]) if node.steps and node.description), "")

    @property
    def code(self) -> str | None:
        """The language (BCP 47) or script (ISO 15924) that its text is in; None for what is in none."""
        return str(self.node.steps[-1]) if self.chain[-2].kind in (Kind.NAMES, Kind.WORDS) else None

    def required(self, locale: Locale) -> bool:
        """Whether no row can do without it; of a text in several languages that in the language of the table."""
        own = self.code is None or self.code in (locale.tag, locale.script)
        return own and all(node.required for node in self.chain[1:])

    def caption(self, locale: Locale) -> str:
        """The heading in a language; no two columns of a type have the same."""
        pieces: list[str] = []
        for above, node in zip(self.chain, self.chain[1:], strict=False):
            title = locale.term(node.title)
            if above.kind is Kind.LIST:
                pieces.append(f"{title} {locale.digits(str(int(node.steps[-1]) + 1))}")
            elif above.kind in (Kind.NAMES, Kind.WORDS):
                numbered = isinstance(above.steps[-1], int)
                pieces.append(_entry(pieces.pop() if numbered else title, above.kind, str(node.steps[-1]), locale))
            elif node.kind not in (Kind.LIST, Kind.NAMES, Kind.WORDS):
                pieces.append(title)
        return _BETWEEN.join(pieces)

    def cell(self, document: Any, locale: Locale) -> str:
        """What the cell shows for a document as JSON; nothing where it has no value there."""
        value = value_at(document, self.node.steps)
        return "" if value is None else in_words(self.node, value, locale)


def _entry(title: str, kind: Kind, code: str, locale: Locale) -> str:
    if kind is Kind.WORDS:
        return f"{title} ({locale.language(code)})"
    script = babel.Locale.parse(locale.tag).scripts.get(code, code)
    return locale.term(Message("{name} ({script} script)", {"name": title, "script": script}))


def columns_of(
    kind: type[Document], locales: Sequence[Locale], repeat: int = REPEAT, document: Any = None
) -> list[Column]:
    """Every column of a type in the order in which it declares its fields.

    `document`, one as JSON, may ask for more items of a list and for more scripts of a name.
    """
    return list(_Walk(kind, locales, repeat, document).below((tree_of(kind),)))


@dataclass(frozen=True)
class _Walk:
    kind: type[Document]
    locales: Sequence[Locale]
    repeat: int
    document: Any

    def below(self, chain: tuple[Node, ...]) -> Iterator[Column]:
        node = chain[-1]
        if node.leaf:
            yield Column(self.kind, chain)
        for member in self._members(node):
            yield from self.below((*chain, member))

    def _members(self, node: Node) -> Iterable[Node]:
        there = value_at(self.document, node.steps) if node.steps else None
        match node.kind:
            case Kind.GROUP:
                return node.members
            case Kind.LIST:
                return map(node.item, range(self._count(node, len(there or ()))))
            case Kind.NAMES:
                return map(node.word, dict.fromkeys([*(each.script for each in self.locales), *(there or ())]))
            case Kind.WORDS:
                return map(node.word, dict.fromkeys([*(each.tag for each in self.locales), *(there or ())]))
        return ()

    def _count(self, node: Node, there: int) -> int:
        within = any(isinstance(step, int) for step in node.steps)
        least = max(min(self.repeat, ROWS_WITHIN) if within else self.repeat, node.min_items)
        return max(there, min(least, node.max_items or least))


def pointer_in_case(kind: type[Document], steps: Steps) -> str:
    """Where a field of the document stands in the case that `docgen.forms.reading.read` makes."""
    shared = bool(steps) and belongs_to_case(str(steps[0]), kind)
    return pointer(steps, "" if shared else f"/documents/{kind.type_id}")


class Headings:
    """Finds the column that a heading means."""

    def __init__(self, kind: type[Document], locales: Sequence[Locale]) -> None:
        self._kind = kind
        self._patterns: dict[tuple[str, ...], tuple[Steps, str]] = {}
        for column in columns_of(kind, locales, 1):
            for locale in locales:
                key, _ = _parsed(column.caption(locale))
                self._patterns.setdefault(key, (column.node.steps, locale.tag))

    def find(self, heading: str) -> Column | None:
        """The column of a JSON Pointer or caption; None where the type has no such field."""
        text = heading.strip()
        steps = self._pointed(text) if text.startswith("/") else self._captioned(text)
        chain = _chain(tree_of(self._kind), steps) if steps else None
        return Column(self._kind, chain) if chain and chain[-1].leaf else None

    def language(self, heading: str) -> str | None:
        """The tag of the language that a caption is in; None for any other heading."""
        found = self._patterns.get(_parsed(heading.strip())[0])
        return found[1] if found else None

    def _pointed(self, text: str) -> Steps:
        own = f"/documents/{self._kind.type_id}/"
        steps = text.removeprefix(own).strip("/").split("/")
        return tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in steps)

    def _captioned(self, text: str) -> Steps | None:
        key, numbers = _parsed(text)
        steps, _ = self._patterns.get(key, (None, ""))
        if steps is None:
            return None
        counted = iter(numbers)
        return tuple(next(counted) - 1 if isinstance(step, int) else step for step in steps)


def _parsed(caption: str) -> tuple[tuple[str, ...], list[int]]:
    """A caption without its numbers, and these."""
    key: list[str] = []
    numbers: list[int] = []
    for piece in caption.removesuffix(STAR.strip()).split(_BETWEEN.strip()):
        found = _PIECE.fullmatch(piece.strip())
        if found is None:
            return (), []
        numbers += [int(found["number"])] if found["number"] else []
        mark = "#" if found["number"] else ""
        key.append(f"{found['title']}{mark}{(found['entry'] or '').strip()}".casefold())
    return tuple(key), numbers


def _chain(root: Node, steps: Steps) -> tuple[Node, ...] | None:
    chain = [root]
    for step in steps:
        if isinstance(step, int) and not 0 <= step < _MOST_ITEMS:
            return None
        node = None if chain[-1].leaf else root.at((*chain[-1].steps, step))
        if node is None:
            return None
        chain.append(node)
    return tuple(chain)
