"""What the heading of a table means for one document type: each cell's field, and the row read into a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final, Self

from docgen.batch.columns import STAR, Column, Headings, pointer_in_case
from docgen.batch.sources.row import finding, refused
from docgen.case import Problem
from docgen.case.text import MAX_CHARACTERS
from docgen.documents import Document
from docgen.errors import Finding, Message
from docgen.forms.nodes import CODES, Kind, Node, Steps, steps_of
from docgen.forms.reading import read
from docgen.forms.values import NO, YES, options
from docgen.locale import Locale

_BOOLEANS: Final = {YES: YES, NO: NO, "true": YES, "false": NO}


@dataclass(frozen=True, slots=True)
class Read:
    """A row's case as JSON, its problems, and its columns by JSON Pointer."""

    case: Mapping[str, Any]
    problems: tuple[Finding, ...]
    columns: Mapping[str, str]


@dataclass
class Binding:
    """The columns of one table for one type."""

    kind: type[Document]
    locale: Locale
    locales: Sequence[Locale]
    columns: Mapping[int, Column]
    passed: Set[int]
    labels: Mapping[int, str]
    _usual: Mapping[str, str] = field(default_factory=dict)
    _choices: dict[object, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: type[Document],
        heading: Sequence[str],
        headings: Headings,
        locale: Locale,
        locales: Sequence[Locale],
        passed: Set[int],
    ) -> Self:
        """Find each heading's column. Raises InputRefused where none is found, and where two are the same field."""
        found = {index: headings.find(name) for index, name in enumerate(heading) if index not in passed}
        columns = {index: column for index, column in found.items() if column is not None}
        if not columns:
            message = Message("the first row names no field of this document type; begin with the workbook for it")
            raise refused("source.heading", message)
        _refuse_twice(columns)
        labels = {index: f"{letter(index)}: {column.caption(locale)}" for index, column in columns.items()}
        made = cls(kind, locale, locales, columns, passed, labels)
        made._usual = made._by_pointer({index: column.node.steps for index, column in columns.items()})
        return made

    def captions(self, cells: Sequence[str]) -> bool:
        """Whether most cells are the captions of their columns in some language."""
        filled = [(index, cell.strip().removesuffix(STAR)) for index, cell in enumerate(cells) if cell.strip()]
        known = [(self.columns[index], cell) for index, cell in filled if index in self.columns]
        same = sum(any(cell == column.caption(each) for each in self.locales) for column, cell in known)
        return bool(same) and same * 2 > len(known)

    def read(self, cells: Sequence[str]) -> Read:
        """One row. A cell that is not understood is a problem at its field, and then what is missing is found too."""
        filled = {index: text for index, cell in enumerate(cells) if (text := cell.strip())}
        problems = [
            finding(_strange(index)) for index in filled if index not in self.columns and index not in self.passed
        ]
        fields = {index: column.node.steps for index, column in self.columns.items()}
        moved = _closed_up(fields, filled)
        place = moved or fields
        given: dict[str, str | bool] = {}
        for index, text in filled.items():
            if index not in self.columns:
                continue
            if len(text) > MAX_CHARACTERS:
                problems.append(finding(_too_long(), pointer_in_case(self.kind, place[index])))
            else:
                given["/".join(map(str, place[index]))] = self._meant(self.columns[index].node, text)
        case, found = self._read(given, bool(problems))
        columns = self._by_pointer(moved) if moved else self._usual
        return Read(case, (*problems, *found), columns)

    def _read(self, given: Mapping[str, str | bool], wrong: bool) -> tuple[Mapping[str, Any], list[Finding]]:
        reading = read(self.kind, given, self.locale, self.locales, checked=False)
        if wrong or reading.findings:  # a row to be corrected is corrected once
            reading = read(self.kind, given, self.locale, self.locales)
        found = [
            Finding(each.severity, each.code, self._in_case(each.pointer), each.message) for each in reading.findings
        ]
        return reading.case, found

    def _in_case(self, pointer: str) -> str:
        return pointer_in_case(self.kind, steps_of(pointer.strip("/"))) if pointer.strip("/") else pointer

    def _meant(self, node: Node, text: str) -> str:
        """The value of what is chosen, in whichever language it is written; any other text as it is."""
        if node.kind not in (Kind.CHOICE, Kind.YES_NO, *CODES):
            return text
        key = tuple(node.options.items()) if node.kind is Kind.CHOICE else node.kind
        if key not in self._choices:
            self._choices[key] = _choices(node, [self.locale, *self.locales])
        return self._choices[key].get(text.casefold(), text)

    def _by_pointer(self, places: Mapping[int, Steps]) -> Mapping[str, str]:
        """Letter and caption by JSON Pointer, at the top of the case and among the document's own, groups included."""
        found: dict[str, str] = {}
        for index, steps in places.items():
            for length in range(len(steps), 0, -1):
                path = "/" + "/".join(map(str, steps[:length]))
                for place in (path, f"/documents/{self.kind.type_id}{path}"):
                    found.setdefault(place, self.labels[index])
        return found


def _refuse_twice(columns: Mapping[int, Column]) -> None:
    first: dict[str, int] = {}
    for index, column in columns.items():
        before = first.setdefault(column.node.path, index)
        if before != index:
            slots = {"first": letter(before), "second": letter(index)}
            message = Message("columns {first} and {second} are for the same field; remove one of them", slots)
            raise refused("source.column_twice", message)


def _choices(node: Node, locales: Sequence[Locale]) -> Mapping[str, str]:
    """Words in small letters → value; words of two values in one language mean neither, earlier languages go first."""
    found = dict(_BOOLEANS) if node.kind is Kind.YES_NO else {}
    for locale in locales:
        choices = options(node, locale)
        words = [each.casefold() for each in choices.values()]
        found |= {value.casefold(): value for value in choices if value.casefold() not in found}
        for value, word in zip(choices, words, strict=True):
            if words.count(word) == 1:
                found.setdefault(word, value)
    return found


def _closed_up(fields: Mapping[int, Steps], filled: Mapping[int, str]) -> Mapping[int, Steps] | None:
    """The fields when items of lists that are left empty are passed over, or None where there are no such gaps.

    Columns of an item that is left empty are left out.
    """
    items: dict[Steps, set[int]] = {}
    for index in filled:
        for length, step in enumerate(fields.get(index, ())):
            if isinstance(step, int):
                items.setdefault(fields[index][:length], set()).add(step)
    if all(max(numbers) + 1 == len(numbers) for numbers in items.values()):
        return None
    ranks = {holder: {number: rank for rank, number in enumerate(sorted(each))} for holder, each in items.items()}
    moved: dict[int, Steps] = {}
    for index, steps in fields.items():
        new = [
            ranks.get(steps[:length], {}).get(step, -1) if isinstance(step, int) else step
            for length, step in enumerate(steps)
        ]
        if -1 not in new:
            moved[index] = tuple(new)
    return moved


def _strange(index: int) -> Problem:
    slots = {"column": letter(index)}
    message = Message("column {column} is no field of this document type; correct its heading, or remove it", slots)
    return Problem("source.column", message)


def _too_long() -> Problem:
    slots = {"limit": str(MAX_CHARACTERS)}
    return Problem("text.too_long", Message("the text is longer than {limit} characters; shorten it", slots))


def letter(index: int) -> str:
    """The letters of a column as spreadsheets have them; 0 is A."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
