"""The register of what was issued, in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from docgen.store.models import FactRow, IssuedRow
from docgen.verification.register import FileRegister, Issued

T = TypeVar("T")
Write = Callable[[Callable[[Session], Any]], Future[Any]]
Read = Callable[[Callable[[Session], Any]], Any]
_NAMES = tuple(each.name for each in fields(Issued))
_WIDTHS: Final = {name: getattr(IssuedRow.__table__.c[name].type, "length", 0) for name in _NAMES}
_TAKEN_OVER: Final = "issued.jsonl taken over"
_PORTION: Final = 500


def enter(session: Session, records: Iterable[Issued]) -> None:
    """Add records in the session's transaction; one that is there already stays as it is."""
    rows = [asdict(each) for each in records]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(IssuedRow).on_conflict_do_nothing(), rows)


class StoreRegister:
    """`docgen.verification.register.Register` over the store."""

    def __init__(self, write: Write, read: Read) -> None:
        self._write, self._read = write, read

    def add(self, records: Sequence[Issued]) -> None:
        """Durable when it returns. Raises StoreUnusable."""
        self._write(lambda session: enter(session, records)).result()

    def with_hash(self, sha256: str) -> Issued | None:
        found = self._matching(IssuedRow.sha256 == sha256)
        return found[-1] if found else None

    def with_code(self, code: str) -> Sequence[Issued]:
        return self._matching(IssuedRow.code == code)

    def take_over(self, path: Path) -> None:
        """Add what a register in a file has that was not taken over before. Raises StoreUnusable."""
        if path.is_file():
            self._write(lambda session: _take_over(session, path)).result()

    def _matching(self, condition: Any) -> list[Issued]:
        query = select(IssuedRow).where(condition).order_by(IssuedRow.id)
        found: list[Issued] = self._read(lambda session: [_issued(row) for row in session.scalars(query)])
        return found


def _take_over(session: Session, path: Path) -> None:
    """How far the file was read is remembered; one that is shorter now is another, and read from its start."""
    fact = session.get(FactRow, _TAKEN_OVER) or FactRow(name=_TAKEN_OVER, value="0")
    offset = int(fact.value) if int(fact.value) <= path.stat().st_size else 0
    kept = list[Issued]()
    for end, record in FileRegister(path).since(offset):
        fact.value = str(end)
        if _fits(record):
            kept.append(record)
        if len(kept) == _PORTION:
            enter(session, kept)
            kept.clear()
    enter(session, kept)
    session.add(fact)


def _fits(record: Issued) -> bool:
    """Whether a line, which anybody could have written, holds what the columns take."""
    texts = {name: value for name, value in asdict(record).items() if name != "signed"}
    return isinstance(record.signed, bool) and all(
        isinstance(value, str) and len(value) <= _WIDTHS[name] and "\0" not in value for name, value in texts.items()
    )


def _issued(row: IssuedRow) -> Issued:
    return Issued(**{name: getattr(row, name) for name in _NAMES})
