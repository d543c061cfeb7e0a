"""The journal: which rows have ended and how, on disk before anybody is told. What a killed run leaves is resumed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from docgen.batch.row import Outcome, Output, State
from docgen.bundle import Approval
from docgen.errors import DocgenError, Finding, Key, Message, Severity
from docgen.verification.key import StoreUnusable

_RESTART: Final = {"option": "--restart"}
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS batch (id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS row (
    number INTEGER PRIMARY KEY, folder TEXT NOT NULL, state TEXT NOT NULL, outputs TEXT NOT NULL, problems TEXT NOT NULL
) STRICT;
"""


class BatchChanged(DocgenError):
    """The folder holds a batch of another source, of other options or of other templates."""

    code = "batch_changed"
    http_status = 409
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of one row with the column of its source ("" for none)."""

    finding: Finding
    column: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that has ended; `folder` is where its outputs are, below the batch's."""

    number: int
    folder: str
    state: State
    outputs: tuple[Output, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, outcome: Outcome, folder: str, columns: Mapping[str, str]) -> Self:
        """The entry of an outcome; `columns` holds, by JSON Pointer, those of the row's source."""
        problems = tuple(Problem(finding, _column(finding.pointer, columns)) for finding in outcome.findings)
        return cls(outcome.number, folder, outcome.state, outcome.outputs, problems)


class Journal:
    """The rows that have ended, in one SQLite file. It holds codes, places and sentences, no value of a case."""

    def __init__(self, path: Path) -> None:
        """Open or make it. Raises StoreUnusable."""
        with _stored():
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(_TABLES)

    def begin(self, identity: str) -> None:
        """Begin or go on with the batch of this identity. Raises BatchChanged when another one is here."""
        with _stored(), self._transaction():
            self._base.execute("INSERT OR IGNORE INTO batch VALUES (1, ?)", (identity,))
            ((found,),) = self._base.execute("SELECT identity FROM batch").fetchall()
        if found != identity:
            message: Key = (
                "the folder holds a batch of another source, order or library; choose another, or add {option}"
            )
            raise BatchChanged(Message(message, _RESTART))

    def abandon(self) -> None:
        """Let no run go on with this batch any more: what it made is being removed."""
        with _stored():
            self._base.execute("UPDATE batch SET identity = ''")

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep entries, all or none, on disk. One that is there already stays as it is. Raises StoreUnusable."""
        rows = [
            (each.number, each.folder, each.state, _json_of_outputs(each.outputs), _json_of_problems(each.problems))
            for each in entries
        ]
        with _stored(), self._transaction():
            self._base.executemany("INSERT OR IGNORE INTO row VALUES (?, ?, ?, ?, ?)", rows)

    def ended(self, first: int, last: int) -> set[int]:
        """Numbers of the rows that have ended, from `first` to `last`."""
        with _stored():
            found = self._base.execute("SELECT number FROM row WHERE number BETWEEN ? AND ?", (first, last))
            return {number for (number,) in found}

    def counts(self) -> Mapping[State, int]:
        """How many rows ended how."""
        with _stored():
            found = dict(self._base.execute("SELECT state, count(*) FROM row GROUP BY state").fetchall())
        return {state: found.get(state, 0) for state in State}

    def entries(self, state: State | None = None) -> Iterator[Entry]:
        """The rows that have ended, by number, read as they are asked for."""
        chosen = ("", ()) if state is None else ("WHERE state = ?", (state,))
        with _stored():
            query = f"SELECT number, folder, state, outputs, problems FROM row {chosen[0]} ORDER BY number"
            for number, folder, ended, outputs, problems in self._base.execute(query, chosen[1]):
                yield Entry(number, folder, State(ended), _outputs_of(outputs), _problems_of(problems))

    def close(self) -> None:
        """Leave one file on disk."""
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled it back already
                self._base.execute("ROLLBACK")
            raise


def remove_journal(path: Path) -> None:
    """Remove a journal; the file itself goes last, so that a removal cut short is seen as a batch to begin anew."""
    for suffix in ("-shm", "-wal", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _stored() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error:
        raise StoreUnusable(
            Message("the journal of the batch cannot be kept; make room on the disk, or add {option}", _RESTART)
        ) from None


def _column(pointer: str, columns: Mapping[str, str]) -> str:
    """The column of a place in the case, or of what it is part of."""
    while pointer and pointer not in columns:
        pointer = pointer.rpartition("/")[0]
    return columns.get(pointer, "")


def _json_of_outputs(outputs: Iterable[Output]) -> str:
    return json.dumps([asdict(output) for output in outputs], ensure_ascii=False)


def _outputs_of(text: str) -> tuple[Output, ...]:
    return tuple(_output(**each) for each in json.loads(text))


def _output(*, approvals: Iterable[Mapping[str, str]] = (), **said: Any) -> Output:
    return Output(**said, approvals=tuple(Approval(**each) for each in approvals))


def _json_of_problems(problems: Iterable[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False)


def _problems_of(text: str) -> tuple[Problem, ...]:
    return tuple(Problem(_finding(each["finding"]), each["column"]) for each in json.loads(text))


def _finding(tree: Mapping[str, Any]) -> Finding:
    severity, message = Severity(tree["severity"]), _message(tree["message"])
    return Finding(severity, tree["code"], tree["pointer"], message, tree["clause"])


def _message(tree: Any) -> Message:
    values = {name: _message(value) if isinstance(value, dict) else value for name, value in tree["values"].items()}
    return Message(**{**tree, "values": values})
