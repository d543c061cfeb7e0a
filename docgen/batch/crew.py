"""The crew: chunks of rows go to worker processes, a few at a time, and come back as outcomes, whatever dies."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from typing import Final

from docgen.batch.landing import FolderLanding
from docgen.batch.options import Options
from docgen.batch.row import (
    NOT_THE_ROWS_FAULT,
    Outcome,
    examine_chunk,
    failed_by,
    failed_unexpectedly,
    perform_chunk,
)
from docgen.batch.sources import Row
from docgen.errors import DocgenError, Message, TimeLimitReached, WorkerLost
from docgen.workers import WorkerPool, core_count

TRIES: Final = 3
"""How many worker processes a row may cost."""
_AHEAD: Final = 3
"""Chunks per worker in hand: one being made, one waiting, one being written down."""
_MOST: Final = 20
"""Rows of a chunk: its outcomes fit into one write to a pipe, which a kill does not cut in two."""
_AIM: Final = 0.25
"""Seconds of work in a chunk: long enough to hide the way there and back, short enough to be waited for at Ctrl-C."""
_PATIENCE: Final = 30.0
"""Seconds beyond a row's limit after which a pool that answers nothing is opened anew, each row alone."""
_RENEWALS: Final = 5
"""How often in a row, before the batch gives up."""


@dataclass(frozen=True)
class Chunk:
    """Rows that go to a worker together; `lost` counts the processes that a single row has cost."""

    rows: Sequence[Row]
    lost: int = 0


@dataclass
class Crew:
    """The worker processes of a run. `open_pool` is called again when a pool broke. Close it, or use it in a `with`."""

    open_pool: Callable[[], WorkerPool]
    options: Options
    landing: FolderLanding
    _pool: WorkerPool | None = None
    _again: deque[Chunk] = field(default_factory=deque)
    _working: dict[Future[list[Outcome]], Chunk] = field(default_factory=dict)
    _pace: float = _AIM
    """Seconds a row takes a worker, as last seen."""
    _seen: float | None = None
    """When something last came back."""
    _renewed: int = 0

    @property
    def size(self) -> int:
        """Rows that the next chunk should have."""
        return max(1, min(_MOST, int(_AIM / self._pace)))

    @property
    def idle(self) -> bool:
        """Whether nothing is in hand."""
        return not self._working and not self._again

    @property
    def has_room(self) -> bool:
        """Whether it takes another chunk."""
        return len(self._working) + len(self._again) < _AHEAD * self.processes

    @property
    def processes(self) -> int:
        """How many worker processes there are, or will be."""
        return self.options.workers or core_count()

    @property
    def pool(self) -> WorkerPool:
        """The worker processes, started when they are first wanted."""
        if self._pool is None:
            self._pool = self.open_pool()
            self._seen = None
        return self._pool

    def hand(self, chunk: Chunk) -> None:
        """Give a chunk to the workers."""
        seconds = self.options.row_seconds * len(chunk.rows)
        rows = [(row.number, row.data) for row in chunk.rows]
        order = self.options.order
        try:
            if self.options.dry_run:
                future = self.pool.run_within(seconds, examine_chunk, order, rows)
            else:
                future = self.pool.run_within(seconds, perform_chunk, order, rows, self.landing)
        except RuntimeError:  # pebble: the pool broke
            self._again.append(chunk)
            self._renew()
        else:
            self._working[future] = chunk

    def results(self, seconds: float) -> Iterator[tuple[Row, Outcome]]:
        """What has come back, after at most that many seconds. Raises StoreUnusable or EngineUnavailable."""
        while self._again and len(self._working) < _AHEAD * self.processes:
            self.hand(self._again.popleft())
        done, _ = wait(self._working, seconds, FIRST_COMPLETED)
        came = [(self._working.pop(future), future) for future in done]
        self._measure(sum(len(chunk.rows) for chunk, _ in came))
        for chunk, future in came:
            yield from self._result(chunk, future)

    def _measure(self, rows: int) -> None:
        """See how long rows take, and whether the pool still answers."""
        now = time.monotonic()
        if rows and self._seen is not None:
            self._pace = 0.7 * self._pace + 0.3 * (now - self._seen) * self.processes / rows
        if rows or self._seen is None or not self._working:
            self._seen = now
        elif now - self._seen > _PATIENCE + self.options.row_seconds:
            self._renew()

    def close(self) -> None:
        """Let the workers go; what they have in hand is cut off."""
        if self._pool:
            self._pool.stop()
            self._pool = None

    def _result(self, chunk: Chunk, future: Future[list[Outcome]]) -> Iterator[tuple[Row, Outcome]]:
        error = future.exception()
        if error is None:
            self._renewed = 0
            yield from zip(chunk.rows, future.result(), strict=True)
        elif isinstance(error, NOT_THE_ROWS_FAULT):
            raise error
        elif len(chunk.rows) > 1:
            self._again.extend(_singly([chunk]))
        elif isinstance(error, TimeLimitReached):
            yield chunk.rows[0], failed_by(chunk.rows[0].number, error)
        elif isinstance(error, WorkerLost) and chunk.lost + 1 < TRIES:
            self._again.append(Chunk(chunk.rows, chunk.lost + 1))
        elif isinstance(error, DocgenError):
            yield chunk.rows[0], failed_by(chunk.rows[0].number, error)
        elif isinstance(error, BrokenExecutor):  # which is no row's fault
            self._again.append(chunk)
            self._renew()
        else:
            yield chunk.rows[0], failed_unexpectedly(chunk.rows[0].number)

    def _renew(self) -> None:
        """Another pool, and everything in hand again. Raises WorkerLost when that does not help."""
        self._renewed += 1
        if self._renewed > _RENEWALS:
            raise WorkerLost(
                Message("the process that worked on this ended unexpectedly; nothing was made, so try again")
            )
        self._again = deque(_singly([*self._working.values(), *self._again]))
        self._working.clear()
        self.close()


def _singly(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Each row alone: which row it was that a process died of, nobody knows."""
    return (Chunk([row], chunk.lost) for chunk in chunks for row in chunk.rows)
