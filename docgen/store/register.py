"""The register of what was issued, in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from docgen.store.models import IssuedRow
from docgen.verification.register import Issued

T = TypeVar("T")
Write = Callable[[Callable[[Session], Any]], Future[Any]]
Read = Callable[[Callable[[Session], Any]], Any]
_NAMES = tuple(each.name for each in fields(Issued))


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

    def _matching(self, condition: Any) -> list[Issued]:
        query = select(IssuedRow).where(condition).order_by(IssuedRow.id)
        found: list[Issued] = self._read(lambda session: [_issued(row) for row in session.scalars(query)])
        return found


def _issued(row: IssuedRow) -> Issued:
    return Issued(**{name: getattr(row, name) for name in _NAMES})
