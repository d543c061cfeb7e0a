"""The batches of a service: accepted whole or not at all, followed, fetched, cancelled, purged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Final, Protocol
from uuid import uuid4

from sqlalchemy.orm import Session

from docgen.batch.objects import Objects
from docgen.batch.row import Order
from docgen.batch.sealed import Waiting, order_bytes, order_of, seal_rows, unseal_findings
from docgen.batch.sources.row import Row
from docgen.errors import Finding, Message
from docgen.library import Library
from docgen.settings import Settings
from docgen.store import batches
from docgen.store.store import Store
from docgen.verification.key import StoreUnusable

CHUNK_ROWS: Final = 25
CHUNK_BYTES: Final = 1 << 20
"""A chunk ends with the row that takes it past this."""
_TOGETHER: Final = 16
"""Chunks written in one transaction while a batch is accepted."""
_UNENDED: Final = timedelta(days=30)
"""How much longer than an ended batch one is kept that does not end."""


class Dispatcher(Protocol):
    """Who hands accepted chunks out to be done."""

    def submit(self, session: Session, batch: str) -> None:
        """Take on the chunks of a batch, in the transaction that accepts it."""
        ...

    def withdraw(self, session: Session, batch: str) -> None:
        """Give up those that have not begun, in the transaction that cancels it."""
        ...

    def wake(self) -> None:
        """Something was accepted just now."""
        ...


@dataclass(frozen=True, slots=True)
class Status:
    """How far a batch is. `state`: queued, running, done, failed (not one row came to anything) or cancelled; `done`
    and `failed` count rows, `outputs` files; `version` grows with every change; moments are in UTC."""

    id: str
    state: str
    total: int
    done: int
    failed: int
    outputs: int
    created: datetime
    finished: datetime | None
    expires: datetime
    specimen: bool
    version: int

    @property
    def ended(self) -> bool:
        return self.state not in batches.OPEN


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file of a row: `<type>.<lang>.<ext>`, the SHA-256 and size in bytes of what `output` gives, and the
    verification code it bears ("" for none)."""

    name: str
    sha256: str
    size: int
    code: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row: `state` is done or failed, with findings why."""

    row: int
    state: str
    files: tuple[ResultFile, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A batch that ended and whose webhook is to be told; `tells` counts the tries so far."""

    status: Status
    url: str
    tells: int


class Batches:
    """What `/v1/batches` does. Methods block; they may be called from several threads."""

    def __init__(self, store: Store, settings: Settings, library: Library, dispatcher: Dispatcher) -> None:
        self._store, self._library, self._dispatcher = store, library, dispatcher
        self._keep = timedelta(days=settings.retention_days)
        self._objects = Objects(settings.objects)

    def accept(
        self,
        rows: Iterable[Row],
        order: Order,
        *,
        owner: str,
        specimen: bool,
        webhook: str | None,
        now: datetime,
    ) -> str:
        """Keep a batch; returns its id once all of it is durable. Of one that fails on the way nothing is left.

        Raises UnknownName, what `rows` raises, and StoreUnusable.
        """
        order = replace(order.checked(self._library), specimen=specimen)
        batch, record = str(uuid4()), order_bytes(order, webhook)

        def begin(session: Session) -> bytes:
            batches.begin(session, batch, owner, specimen=specimen, webhook=webhook is not None, now=now)
            return self._store.vault.put(session, batch, record, now + batches.ABANDONED)

        key = self._store.write(begin).result()
        try:
            total = self._keep_rows(batch, key, rows)
            self._store.write(lambda session: self._accepted(session, batch, total, now)).result()
        except BaseException:
            self._store.write(lambda session: self._destroy(session, [batch])).result()
            raise
        self._dispatcher.wake()
        return batch

    def status(self, batch: str, owner: str) -> Status | None:
        """How far a batch of this owner is; None when there is no such batch of theirs."""
        found = self._store.read(lambda session: batches.of_owner(session, batch, owner))
        return _status(found) if found else None

    def version(self, batch: str, owner: str) -> int | None:
        """A number that grows whenever `status` says something new: cheap to ask for again and again."""
        return self._store.read(lambda session: batches.version(session, batch, owner))

    def results(self, batch: str, owner: str, after: int = 0, limit: int = 500) -> Sequence[RowResult] | None:
        """Rows that are through, in order of their numbers, from the one after `after`; None as in `status`."""

        def read(session: Session) -> Sequence[RowResult] | None:
            key = self._key(session, batch, owner)
            return None if key is None else _results(session, key, batch, after, limit)

        return self._store.read(read)

    def output(self, batch: str, owner: str, row: int, name: str) -> bytes | None:
        """A file of a row; None when there is none. Raises StoreUnusable when it cannot be read."""

        def read(session: Session) -> tuple[bytes, str] | None:
            key = self._key(session, batch, owner)
            found = batches.output(session, batch, row, name)
            return (key, found.address) if key is not None and found else None

        found = self._store.read(read)
        return self._objects.landing(batch, found[0]).read(found[1]) if found else None

    def outputs(self, batch: str, owner: str) -> Iterator[tuple[str, bytes]]:
        """All files there are, one at a time, each with its name `<row>/<type>.<lang>.<ext>`."""
        after = 0
        while page := self.results(batch, owner, after):
            for result in page:
                for file in result.files:
                    data = self.output(batch, owner, result.row, file.name)
                    if data is not None:
                        yield f"{result.row}/{file.name}", data
            after = page[-1].row

    def cancel(self, batch: str, owner: str, now: datetime) -> bool:
        """Begin no more of a batch; what is done can be fetched until it is purged. False when it is not this owner's
        or has ended already."""

        def end(session: Session) -> bool:
            found = batches.of_owner(session, batch, owner)
            if found is None or not batches.cancel(session, batch, now, self._keep):
                return False
            self._dispatcher.withdraw(session, batch)
            return True

        return self._store.write(end).result()

    def to_tell(self, now: datetime, limit: int = 20) -> Sequence[Told]:
        """Batches that ended, whoever did them, and whose webhook is due."""

        def read(session: Session) -> Sequence[Told]:
            found = []
            for row in batches.to_tell(session, now, limit):
                record = self._store.vault.get(session, row.id)
                url = order_of(record)[1] if record else None
                found += [Told(_status(row), url, row.tells)] if url else []
            return found

        return self._store.read(read)

    def told(self, batch: str, again: datetime | None = None) -> None:
        """A webhook was told; or was not, and is due again at that moment."""
        self._store.write(lambda session: batches.told(session, batch, again)).result()

    def expire(self, session: Session, now: datetime) -> int:
        """Destroy keys and rows of the batches whose time is over (a `docgen.store.retention.Purger`); returns how
        many they were. Their outputs, which nobody can open any more, are left to `sweep`."""
        return self._destroy(session, batches.expired(session, now))

    def sweep(self) -> int:
        """Remove outputs that belong to no batch any more; returns of how many batches they were."""
        return len(self._objects.sweep(lambda found: self._store.read(lambda session: batches.known(session, found))))

    def purge(self, now: datetime) -> int:
        """`expire` and `sweep`; returns how many batches were destroyed."""
        destroyed = self._store.write(lambda session: self.expire(session, now)).result()
        self.sweep()
        return destroyed

    def _keep_rows(self, batch: str, key: bytes, rows: Iterable[Row]) -> int:
        total = 0

        def sealed() -> Iterator[tuple[int, bytes]]:
            nonlocal total
            for number, chunk in enumerate(_chunks(rows)):
                total += len(chunk)
                yield number, seal_rows(key, batch, number, chunk)

        chunks = sealed()
        while together := list(islice(chunks, _TOGETHER)):
            self._store.write(partial(batches.add_chunks, batch=batch, chunks=together)).result()
        return total

    def _accepted(self, session: Session, batch: str, total: int, now: datetime) -> None:
        if not batches.accept(session, batch, total, now + self._keep + _UNENDED):
            raise StoreUnusable(Message("the batch took too long to arrive and was given up; send it again"))
        self._dispatcher.submit(session, batch)
        batches.finish(session, batch, now, self._keep)  # one without rows has ended

    def _destroy(self, session: Session, gone: Sequence[str]) -> int:
        if gone:
            self._store.vault.destroy(session, gone)
            batches.remove(session, gone)
        for batch in gone:
            self._dispatcher.withdraw(session, batch)
        return len(gone)

    def _key(self, session: Session, batch: str, owner: str) -> bytes | None:
        return self._store.vault.key_of(session, batch) if batches.of_owner(session, batch, owner) else None


def _chunks(rows: Iterable[Row]) -> Iterator[list[Waiting]]:
    """Rows together, as many as a worker does at once."""
    chunk: list[Waiting] = []
    size = 0
    for row in rows:
        chunk.append(Waiting(row.number, row.data, row.problems))
        size += len(row.data or b"")
        if len(chunk) == CHUNK_ROWS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _results(session: Session, key: bytes, batch: str, after: int, limit: int) -> list[RowResult]:
    return [
        RowResult(
            row.row,
            batches.DONE if row.ok else batches.FAILED,
            tuple(ResultFile(file.name, file.sha256, file.size, file.code) for file in files),
            unseal_findings(key, batch, row.row, row.data),
        )
        for row, files in batches.results(session, batch, after, limit)
    ]


def _status(row: batches.BatchRow) -> Status:
    counts = (row.total, row.done, row.failed, row.outputs)
    finished = _utc(row.finished) if row.finished else None
    return Status(row.id, row.state, *counts, _utc(row.created), finished, _utc(row.expires), row.specimen, row.version)


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone: what was put in was UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
