"""What a source yields: a row with its case, and before that a record of plain cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.case import Problem
from docgen.case.strict_json import MAX_BYTES
from docgen.errors import Finding, InputRefused, Message, Severity

MAX_ROW = MAX_BYTES
"""The most bytes of one row, as of one case."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a source: one case, or why there is none."""

    number: int
    """As people count: the line of a file of JSON lines; the sheet's own row, the heading being row 1."""
    data: bytes | None
    """The case as JSON (UTF-8), for `Case.load`; None when the row could not be read."""
    problems: tuple[Finding, ...] = ()
    """Why there is no case: one finding a cell, at the JSON Pointer of its field in the case."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """JSON Pointer in the case → letter and caption of the column, such as "C: Name"; groups have that of their first
    field, so a finding at a group that is missing has a column too."""
    name: str = ""
    """A name of its own for the row's folder; none of the sources gives any, the number is used."""

    def column(self, pointer: str) -> str | None:
        """Letter and caption of the column that a pointer, or what it stands in, belongs to."""
        while pointer:
            if pointer in self.columns:
                return self.columns[pointer]
            pointer = pointer.rpartition("/")[0]
        return None


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table as text; `problem` where the row could not be read as such."""

    number: int
    cells: Sequence[str]
    problem: Problem | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.problem is None and not any(cell.strip() for cell in self.cells)


def finding(problem: Problem, pointer: str = "") -> Finding:
    """The problem as an error."""
    return Finding(Severity.ERROR, problem.code, pointer, problem.message)


def refused(code: str, message: Message) -> InputRefused:
    """A source that cannot be read at all."""
    return InputRefused([finding(Problem(code, message))])


def too_long() -> Problem:
    """A row beyond the limit."""
    message = Message("the row is longer than {limit} bytes; shorten it", {"limit": str(MAX_ROW)})
    return Problem("source.row_too_long", message)
