"""The batches of a service: accepted whole or not at all, followed, fetched, cancelled, purged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from docgen.batch.acceptance import CHUNK_OF_SOURCE, CHUNK_ROWS, Acceptance, Also, Entry, Source
from docgen.batch.objects import Objects
from docgen.batch.row import Order
from docgen.batch.sealed import order_bytes, order_of, unseal_findings
from docgen.batch.sources.row import Row
from docgen.errors import Finding
from docgen.library import Library
from docgen.settings import Settings
from docgen.store import batches
from docgen.store.store import Store


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
    """What became of a row: `state` is done or failed, with findings why; `columns` as in `row.Outcome`."""

    row: int
    state: str
    files: tuple[ResultFile, ...]
    findings: tuple[Finding, ...]
    columns: Mapping[str, str] = field(default_factory=dict)


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
        self._acceptance = Acceptance(store, self._objects, self._keep)

    def accept(
        self,
        rows: Iterable[Row],
        order: Order,
        *,
        owner: str,
        specimen: bool,
        webhook: str | None,
        now: datetime,
        source: Source | None = None,
        check: str = "",
        also: Also | None = None,
    ) -> str:
        """Keep a batch; returns its id once all of it is durable. Of one that fails on the way nothing is left.

        With a `source` it is a check: `rows` are then only numbers, which are read and examined there. `check` is the
        id of the check that found these rows good. Raises UnknownName, what `rows` and `also` raise, and StoreUnusable.
        """
        order = replace(order.checked(self._library), specimen=specimen)
        record = order_bytes(order, webhook, check)
        batch, key = self._acceptance.enter(Entry(owner, specimen, webhook is not None, now, record))
        try:
            landed = self._acceptance.land(batch, key, source) if source else None
            total = self._acceptance.keep_rows(batch, key, rows, CHUNK_OF_SOURCE if source else CHUNK_ROWS)

            def accepted(session: Session) -> None:
                if landed is not None:
                    batches.keep_source(session, batch, landed)
                self._acceptance.finish(session, batch, total, now)
                self._dispatcher.submit(session, batch)
                batches.finish(session, batch, now, self._keep)  # one without rows has ended
                if also is not None:
                    also(session, batch, total)

            self._store.write(accepted).result()
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

    def results(
        self, batch: str, owner: str, after: int = 0, limit: int = 500, ok: bool | None = None
    ) -> Sequence[RowResult] | None:
        """Rows that are through, in order of their numbers, from the one after `after`; None as in `status`. `ok`
        leaves only the good or only the bad ones."""

        def read(session: Session) -> Sequence[RowResult] | None:
            key = self._key(session, batch, owner)
            return None if key is None else _results(session, key, batch, after, limit, ok)

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

    def _destroy(self, session: Session, gone: Sequence[str]) -> int:
        if gone:
            self._store.vault.destroy(session, gone)
            batches.remove(session, gone)
        for batch in gone:
            self._dispatcher.withdraw(session, batch)
        return len(gone)

    def _key(self, session: Session, batch: str, owner: str) -> bytes | None:
        return self._store.vault.key_of(session, batch) if batches.of_owner(session, batch, owner) else None


def _results(session: Session, key: bytes, batch: str, after: int, limit: int, ok: bool | None) -> list[RowResult]:
    return [
        RowResult(
            row.row,
            batches.DONE if row.ok else batches.FAILED,
            tuple(ResultFile(file.name, file.sha256, file.size, file.code) for file in files),
            *unseal_findings(key, batch, row.row, row.data),
        )
        for row, files in batches.results(session, batch, after, limit, ok)
    ]


def _status(row: batches.BatchRow) -> Status:
    counts = (row.total, row.done, row.failed, row.outputs)
    finished = _utc(row.finished) if row.finished else None
    return Status(row.id, row.state, *counts, _utc(row.created), finished, _utc(row.expires), row.specimen, row.version)


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone: what was put in was UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
