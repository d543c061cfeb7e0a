"""A chunk done: taken from the store, performed by worker processes, marked in one transaction. Whoever hands chunks
out (`embedded`, `queue`) ends here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from docgen.batch.checking import SourceAt, check_chunk
from docgen.batch.landing import FolderLanding
from docgen.batch.objects import Objects
from docgen.batch.row import (
    NOT_THE_ROWS_FAULT,
    Order,
    Outcome,
    State,
    failed,
    failed_by,
    failed_unexpectedly,
    perform_chunk,
)
from docgen.batch.sealed import Waiting, order_of, seal_findings, unseal_rows
from docgen.errors import WorkerLost
from docgen.settings import Settings
from docgen.store import batches
from docgen.store.register import enter
from docgen.store.store import Store
from docgen.verification.register import timestamp
from docgen.workers.pool import WorkerPool

DEATHS: Final = 3
"""How often a row may end its worker before it is reported as failed."""


@dataclass(frozen=True)
class _Chunk:
    batch: str
    number: int
    key: bytes
    order: Order
    rows: Sequence[Waiting]
    landing: FolderLanding
    source: SourceAt | None


_Numbered = Sequence[tuple[int, bytes | None]]


class ChunkRunner:
    """Does chunks, several at once from several threads."""

    def __init__(self, store: Store, settings: Settings, pool: WorkerPool, clock: Callable[[], datetime]) -> None:
        self._store, self._pool, self._clock = store, pool, clock
        self._objects = Objects(settings.objects)
        self._keep = timedelta(days=settings.retention_days)
        self._row_seconds = settings.render_seconds

    def run(self, batch: str, number: int) -> None:
        """Do a chunk, unless it is done, cancelled or purged; when this returns, what became of it is durable.

        Raises StoreUnusable or EngineUnavailable, when the same will work later.
        """
        chunk = self._store.read(lambda session: self._taken(session, batch, number))
        if chunk is None:
            return
        self._objects.prepare(batch)
        if number == 0:
            self._store.write(lambda session: batches.mark_running(session, batch)).result()
        outcomes = self._performed(chunk)
        now = self._clock()
        self._store.write(lambda session: self._mark(session, chunk, outcomes, now)).result()

    def _taken(self, session: Session, batch: str, number: int) -> _Chunk | None:
        found = batches.chunk(session, batch, number)
        key, record = self._store.vault.key_of(session, batch), self._store.vault.get(session, batch)
        if found is None or key is None or record is None:
            return None
        order, _ = order_of(record)
        rows = unseal_rows(key, batch, number, found[1])
        source = batches.sources(session, [batch]).get(batch)
        there = SourceAt(source.name.rpartition(".")[2], source.address) if source else None
        return _Chunk(batch, number, key, order, rows, self._objects.landing(batch, key), there)

    def _performed(self, chunk: _Chunk) -> list[Outcome]:
        refused = [failed(row.number, row.findings) for row in chunk.rows if row.findings]
        rows = [(row.number, row.data) for row in chunk.rows if not row.findings]
        if not rows:
            return refused
        try:
            made = self._handed(chunk, rows)
        except (*NOT_THE_ROWS_FAULT, CancelledError):
            raise
        except Exception:  # noqa: BLE001 - one of these rows did it: alone, each shows whether it was the one
            made = [self._alone(chunk, number, data) for number, data in rows]
        return sorted([*refused, *made], key=lambda outcome: outcome.number)

    def _handed(self, chunk: _Chunk, rows: _Numbered) -> list[Outcome]:
        """What a worker makes of rows, or finds in them where the batch only checks its source."""
        seconds, landing = self._row_seconds * len(rows), chunk.landing
        if chunk.source is not None:
            return self._pool.run_within(seconds, check_chunk, chunk.order, rows, landing, chunk.source).result()
        return self._pool.run_within(seconds, perform_chunk, chunk.order, rows, landing).result()

    def _alone(self, chunk: _Chunk, number: int, data: bytes | None) -> Outcome:
        for left in reversed(range(DEATHS)):
            try:
                return self._handed(chunk, [(number, data)])[0]
            except (*NOT_THE_ROWS_FAULT, CancelledError):
                raise
            except WorkerLost as lost:
                if not left:
                    return failed_by(number, lost)
            except Exception:  # noqa: BLE001 - an error of ours must not hold up the batch
                break
        return failed_unexpectedly(number)

    def _mark(self, session: Session, chunk: _Chunk, outcomes: Sequence[Outcome], now: datetime) -> None:
        rows = [_ended(chunk, outcome) for outcome in outcomes]
        if not batches.mark_done(session, chunk.batch, chunk.number, rows):
            return
        if not chunk.order.specimen:
            issued = [replace(each, at=timestamp(now)) for outcome in outcomes for each in outcome.issued]
            enter(session, issued)
        batches.finish(session, chunk.batch, now, self._keep)


def _ended(chunk: _Chunk, outcome: Outcome) -> batches.Ended:
    # By name: an order may name a type twice.
    files = {each.name: each for each in outcome.outputs}.values()
    made = [batches.Made(each.name, each.address, each.sha256, each.size, each.code) for each in files]
    said = seal_findings(chunk.key, chunk.batch, outcome.number, outcome.findings, outcome.columns)
    return batches.Ended(outcome.number, outcome.state is State.DONE, said, made)
