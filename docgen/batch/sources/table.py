"""Rows of a table as cases: what each heading means, and each cell read as people write.

A first row of JSON Pointers may be followed by one of captions, as in docgen's own workbook, where the first is hidden.
A column `type` says the document type of each row where nothing else does. A column with the heading PROBLEMS is passed
over: a file of rejected rows has one, and is given again when it is corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from docgen.batch.columns import Headings
from docgen.batch.sources.binding import Binding
from docgen.batch.sources.row import Record, Row, finding, refused
from docgen.case import Problem
from docgen.documents import document_type, document_types
from docgen.errors import Message
from docgen.library import Library
from docgen.locale import Locale

PROBLEMS: Final = "docgen:problems"
PROBLEMS_OVER_CAPTIONS: Final = "docgen:problems/captions"
"""The same where a row of captions follows."""
TYPE: Final = "type"


def table_rows(records: Iterator[Record], library: Library, type_id: str | None, tag: str | None) -> Iterator[Row]:
    """Every row that holds anything, once the heading is understood.

    `type_id` and `tag`: the document type and the language of the table, as far as known. Raises InputRefused for a
    heading that names no field, UnknownName for a type that does not exist.
    """
    table, rest = opened_table(records, library, type_id, tag)
    return (table.row(record) for record in rest)


def opened_table(
    records: Iterator[Record], library: Library, type_id: str | None, tag: str | None
) -> tuple[Table, Iterator[Record]]:
    """The table once its heading is understood, and the records under it that hold anything, none of them read yet.

    Parameters and errors as `table_rows`.
    """
    head = next((record for record in records if not record.blank), None)
    if head is None:
        return Table((), library, tag), iter(())
    if head.problem is not None:
        raise refused(head.problem.code, head.problem.message)
    table = Table(head.cells, library, tag)
    table.settle(type_id)
    second = next(records, None)
    rest = chain([] if second is None or table.captions(second.cells) else [second], records)
    return table, (record for record in rest if not record.blank)


@dataclass
class Table:
    """The heading, and what it means for each document type that a row may be of."""

    heading: Sequence[str]
    library: Library
    tag: str | None
    bindings: dict[str, Binding] = field(default_factory=dict)
    type_id: str | None = None

    def settle(self, type_id: str | None) -> None:
        """Fix the type of all rows, where it is told or the pointers tell it; refuse a heading that means nothing."""
        self.type_id = type_id or _type_in(self.heading)
        if self.type_id is not None:
            self.binding(self.type_id)
        elif TYPE not in self._names:
            message = Message("the document type is not said; name it, or add a column “{heading}”", {"heading": TYPE})
            raise refused("source.type", message)

    @property
    def _names(self) -> list[str]:
        return [name.strip().casefold() for name in self.heading]

    def binding(self, type_id: str) -> Binding:
        """The columns of a type. Raises UnknownName, InputRefused."""
        if type_id not in self.bindings:
            kind, locales = document_type(type_id), list(self.library.locales.values())
            headings = Headings(kind, locales)
            passed = {index for index, name in enumerate(self._names) if name in _PASSED}
            locale = self._locale(headings)
            self.bindings[type_id] = Binding.of(kind, self.heading, headings, locale, locales, passed)
        return self.bindings[type_id]

    def _locale(self, headings: Headings) -> Locale:
        """The language that the table says, else that of most captions, else the library's first."""
        if self.tag is not None and self.tag in self.library.locales:
            return self.library.locales[self.tag]
        found = [tag for name in self.heading if (tag := headings.language(name))]
        tag = max(self.library.locales, key=found.count)
        return self.library.locales[tag]

    def captions(self, cells: Sequence[str]) -> bool:
        """Whether a row under JSON Pointers is their captions."""
        if self.type_id is None or not any(name.startswith("/") for name in self._names):
            return False
        return self.binding(self.type_id).captions(cells)

    def row(self, record: Record) -> Row:
        """The case that a record describes."""
        if record.problem is not None:
            return Row(record.number, None, (finding(record.problem),))
        type_id = self.type_id or self._said(record)
        if type_id is None:
            message = Message("there is no such document type; correct the column “{heading}”", {"heading": TYPE})
            return Row(record.number, None, (finding(Problem("source.type", message)),))
        read = self.binding(type_id).read(record.cells)
        data = None if read.problems else json.dumps(read.case, ensure_ascii=False).encode()
        return Row(record.number, data, read.problems, read.columns)

    def _said(self, record: Record) -> str | None:
        index = self._names.index(TYPE)
        said = record.cells[index].strip() if index < len(record.cells) else ""
        return said if said in document_types() else None


_PASSED: Final = (PROBLEMS, PROBLEMS_OVER_CAPTIONS, TYPE, "")


def _type_in(heading: Sequence[str]) -> str | None:
    """The type that the JSON Pointers of the heading name, where they name one."""
    parts = [name.strip().split("/") for name in heading]
    found = {each[2] for each in parts if len(each) > 3 and each[:2] == ["", "documents"]}
    return found.pop() if len(found) == 1 else None
