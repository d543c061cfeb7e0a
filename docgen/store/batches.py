"""The tables of batches: what was accepted, the chunks that wait, what became of each row. A person stands in sealed
columns only.

A chunk is there as long as it waits to be done. Who deletes it writes its results in the same transaction, so of two
that did the same chunk one finds nothing left to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    case,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from docgen.store.models import Base, SealedRecord

ACCEPTING: Final = "accepting"
QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN: Final = (QUEUED, RUNNING)
_SOURCE_ROW: Final = 0
_BLIND: Final = {"synchronize_session": False}
"""Nothing that a statement changes is held as an object in the same session."""
ABANDONED: Final = timedelta(days=2)
"""After this an acceptance that was never finished is given up; longer than a clock may be wrong by."""


class BatchRow(Base):
    """One batch; its id is also the id of the sealed record that holds its order. `version` grows with each change.

    `owner` is the id of an API key or of a user; `tell_at` the moment from which its webhook is to be told, `tells` how
    often that was tried.
    """

    __tablename__ = "batch"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    owner: Mapped[str] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(12))
    specimen: Mapped[bool] = mapped_column(Boolean)
    total: Mapped[int] = mapped_column(BigInteger)
    done: Mapped[int] = mapped_column(BigInteger)
    failed: Mapped[int] = mapped_column(BigInteger)
    outputs: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(BigInteger)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    webhook: Mapped[bool] = mapped_column(Boolean)
    tell_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), index=True)
    tells: Mapped[int] = mapped_column(Integer)


class ChunkRow(Base):
    """Rows of a batch that wait together: `data` is sealed."""

    __tablename__ = "batch_chunk"
    # Chunks are taken by number first: a small batch need not wait for a large one before it.
    __table_args__ = (Index("ix_batch_chunk_turn", "number", "batch"),)
    batch: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ResultRow(Base):
    """What became of a row: `data`, sealed, holds its findings."""

    __tablename__ = "batch_result"
    batch: Mapped[str] = mapped_column(String(36), primary_key=True)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ok: Mapped[bool] = mapped_column(Boolean)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class OutputRow(Base):
    """A file made of a row: its name `<type>.<lang>.<ext>`, SHA-256, size in bytes, and its address among the batch's
    objects. Of a batch that only checks its source, row 0 is the source itself, `source.<ending>`."""

    __tablename__ = "batch_output"
    batch: Mapped[str] = mapped_column(String(36), primary_key=True)
    row: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(32))


@dataclass(frozen=True)
class Made:
    """A file as `OutputRow` keeps it."""

    name: str
    address: str
    sha256: str
    size: int
    code: str


@dataclass(frozen=True)
class Ended:
    """A row that is through: `data`, sealed, is what there is to say about it."""

    row: int
    ok: bool
    data: bytes
    files: Sequence[Made]


def begin(session: Session, batch: str, owner: str, *, specimen: bool, webhook: bool, now: datetime) -> None:
    """Enter a batch whose chunks are still to come; nobody works on it before `accept`."""
    counts = dict.fromkeys(("total", "done", "failed", "outputs", "version", "tells"), 0)
    session.add(
        BatchRow(
            id=batch,
            owner=owner,
            state=ACCEPTING,
            specimen=specimen,
            webhook=webhook,
            created=now,
            expires=now + ABANDONED,
            **counts,
        )
    )


def add_chunks(session: Session, batch: str, chunks: Iterable[tuple[int, bytes]]) -> None:
    """Keep chunks (number and sealed rows) of a batch that is being accepted."""
    rows = [{"batch": batch, "number": number, "data": data} for number, data in chunks]
    if rows:
        session.execute(insert(ChunkRow), rows)


def accept(session: Session, batch: str, total: int, expires: datetime) -> bool:
    """All `total` rows are there: the batch may be worked on. It is kept until `expires` if it never ends. False when
    it was given up meanwhile."""
    query = update(BatchRow).where(BatchRow.id == batch, BatchRow.state == ACCEPTING)
    query = query.values(state=QUEUED, total=total, expires=expires, version=BatchRow.version + 1)
    found = session.scalar(query.returning(BatchRow.id), execution_options=_BLIND) is not None
    keep_until(session, batch, expires)
    return found


def waiting(session: Session, limit: int, without: Iterable[tuple[str, int]] = ()) -> list[tuple[str, int]]:
    """The next chunks (batch, number) to do, in turn, apart from those that are in hand."""
    taken = set(without)
    query = (
        select(ChunkRow.batch, ChunkRow.number)
        .join(BatchRow, BatchRow.id == ChunkRow.batch)
        .join(SealedRecord, SealedRecord.id == ChunkRow.batch)  # without its key nobody can do it
        .where(BatchRow.state.in_(OPEN))
        .order_by(ChunkRow.number, ChunkRow.batch)
        .limit(limit + len(taken))
    )
    return [(batch, number) for batch, number in session.execute(query) if (batch, number) not in taken][:limit]


def chunk(session: Session, batch: str, number: int) -> tuple[BatchRow, bytes] | None:
    """A chunk that waits, with its batch; None when it is done, cancelled or purged."""
    data = session.scalar(select(ChunkRow.data).where(ChunkRow.batch == batch, ChunkRow.number == number))
    found = session.get(BatchRow, batch)
    return None if data is None or found is None or found.state not in OPEN else (found, data)


def mark_running(session: Session, batch: str) -> None:
    """Somebody has begun."""
    query = update(BatchRow).where(BatchRow.id == batch, BatchRow.state == QUEUED)
    session.execute(query.values(state=RUNNING, version=BatchRow.version + 1), execution_options=_BLIND)


def mark_done(session: Session, batch: str, number: int, rows: Sequence[Ended]) -> bool:
    """Write what became of a chunk, unless it is done already (or its batch cancelled): False, nothing is written."""
    gone = delete(ChunkRow).where(ChunkRow.batch == batch, ChunkRow.number == number).returning(ChunkRow.number)
    if session.scalar(gone, execution_options=_BLIND) is None:
        return False
    session.execute(insert(ResultRow), [{"batch": batch, "row": e.row, "ok": e.ok, "data": e.data} for e in rows])
    files = [{"batch": batch, "row": each.row, **vars(file)} for each in rows for file in each.files]
    if files:
        session.execute(insert(OutputRow), files)
    good = sum(each.ok for each in rows)
    _set(
        session,
        batch,
        state=case((BatchRow.state == QUEUED, RUNNING), else_=BatchRow.state),
        done=BatchRow.done + good,
        failed=BatchRow.failed + len(rows) - good,
        outputs=BatchRow.outputs + len(files),
    )
    return True


def finish(session: Session, batch: str, now: datetime, keep: timedelta) -> bool:
    """End a batch all of whose rows are through; it is kept that long from now. False when there is more to do."""
    through = BatchRow.done + BatchRow.failed >= BatchRow.total
    how = case(((BatchRow.done == 0) & (BatchRow.total > 0), FAILED), else_=DONE)
    query = update(BatchRow).where(BatchRow.id == batch, BatchRow.state.in_(OPEN), through).values(state=how)
    return _ended(session, session.scalar(query.returning(BatchRow.id), execution_options=_BLIND), now, keep)


def cancel(session: Session, batch: str, now: datetime, keep: timedelta) -> bool:
    """End a batch as it is; its chunks are gone at once. False when it has ended already."""
    query = update(BatchRow).where(BatchRow.id == batch, BatchRow.state.in_(OPEN)).values(state=CANCELLED)
    ended = _ended(session, session.scalar(query.returning(BatchRow.id), execution_options=_BLIND), now, keep)
    if ended:
        session.execute(delete(ChunkRow).where(ChunkRow.batch == batch), execution_options=_BLIND)
    return ended


def keep_until(session: Session, batch: str, moment: datetime) -> None:
    """The record of the batch's order, with its key, lives as long as the batch."""
    query = update(SealedRecord).where(SealedRecord.id == batch).values(expires=moment)
    session.execute(query, execution_options=_BLIND)


def of_owner(session: Session, batch: str, owner: str) -> BatchRow | None:
    """An accepted batch of this owner."""
    found = session.get(BatchRow, batch)
    return found if found is not None and found.owner == owner and found.state != ACCEPTING else None


def version(session: Session, batch: str, owner: str) -> int | None:
    """The version of an accepted batch of this owner."""
    query = select(BatchRow.version).where(BatchRow.id == batch, BatchRow.owner == owner, BatchRow.state != ACCEPTING)
    return session.scalar(query)


def keep_source(session: Session, batch: str, source: Made) -> None:
    """Enter the source of a batch that checks it; whoever does its chunks reads the rows there."""
    session.add(OutputRow(batch=batch, row=_SOURCE_ROW, **vars(source)))


def sources(session: Session, batches: Iterable[str]) -> dict[str, OutputRow]:
    """The sources of those batches that check one."""
    query = select(OutputRow).where(OutputRow.batch.in_(list(batches)), OutputRow.row == _SOURCE_ROW)
    return {found.batch: found for found in session.scalars(query)}


def results(
    session: Session, batch: str, after: int, limit: int, ok: bool | None = None
) -> list[tuple[ResultRow, list[OutputRow]]]:
    """Rows that are through, by number, with their files; only the good or the bad ones where `ok` says so."""
    query = select(ResultRow).where(ResultRow.batch == batch, ResultRow.row > after)
    if ok is not None:
        query = query.where(ResultRow.ok == ok)
    rows = list(session.scalars(query.order_by(ResultRow.row).limit(limit)))
    if not rows:
        return []
    files: dict[int, list[OutputRow]] = {}
    query_files = select(OutputRow).where(OutputRow.batch == batch, OutputRow.row.between(rows[0].row, rows[-1].row))
    for file in session.scalars(query_files.order_by(OutputRow.row, OutputRow.name)):
        files.setdefault(file.row, []).append(file)
    return [(row, files.get(row.row, [])) for row in rows]


def output(session: Session, batch: str, row: int, name: str) -> OutputRow | None:
    """One file of a row."""
    return session.get(OutputRow, (batch, row, name))


def expired(session: Session, now: datetime) -> list[str]:
    """Batches whose time is over, and those that were never accepted whole."""
    return list(session.scalars(select(BatchRow.id).where(BatchRow.expires <= now)))


def remove(session: Session, batches: Sequence[str]) -> None:
    """Delete all rows of batches; their sealed records are the vault's to destroy."""
    for column in (ChunkRow.batch, ResultRow.batch, OutputRow.batch, BatchRow.id):
        session.execute(delete(column.class_).where(column.in_(batches)), execution_options=_BLIND)


def known(session: Session, batches: Iterable[str]) -> set[str]:
    """Which of these there are."""
    return set(session.scalars(select(BatchRow.id).where(BatchRow.id.in_(list(batches)))))


def to_tell(session: Session, now: datetime, limit: int) -> list[BatchRow]:
    """Ended batches whose webhook is to be told now."""
    return list(
        session.scalars(select(BatchRow).where(BatchRow.tell_at <= now).order_by(BatchRow.tell_at).limit(limit))
    )


def told(session: Session, batch: str, again: datetime | None) -> None:
    """A webhook was told, or will be tried `again` then."""
    query = update(BatchRow).where(BatchRow.id == batch).values(tell_at=again, tells=BatchRow.tells + 1)
    session.execute(query, execution_options=_BLIND)


def _set(session: Session, batch: str, **values: object) -> None:
    query = update(BatchRow).where(BatchRow.id == batch).values(version=BatchRow.version + 1, **values)
    session.execute(query, execution_options=_BLIND)


def _ended(session: Session, batch: str | None, now: datetime, keep: timedelta) -> bool:
    if batch is None:
        return False
    _set(session, batch, finished=now, expires=now + keep, tell_at=case((BatchRow.webhook, now), else_=None))
    keep_until(session, batch, now + keep)
    return True
