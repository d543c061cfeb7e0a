"""Batches on one machine: threads of the service take chunks from the store and give them to its worker processes.

What is in hand is known to this process alone: a chunk stays in the store until it is done, so what was in hand when
the process died is taken again when it starts.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from sqlalchemy.orm import Session

from docgen.batch.chunks import ChunkRunner
from docgen.store import batches
from docgen.store.store import Store
from docgen.verification.key import StoreUnusable

_log = logging.getLogger(__name__)
_IDLE_SECONDS: Final = 1.0
"""How often the store is asked for chunks when nobody says there are any."""
_AGAIN_SECONDS: Final = 5.0
"""When a chunk is tried again that the disk or the database did not let through."""
_Turn = tuple[str, int]


class Waiting:
    """A dispatcher for a process that does no chunks itself: they lie in the store until one that does is started."""

    def submit(self, session: Session, batch: str) -> None:
        """The chunks lie in the store: that is enough."""

    def withdraw(self, session: Session, batch: str) -> None:
        """The chunks are gone from the store: that is enough."""

    def wake(self) -> None:
        """There is nobody to wake."""


class Embedded(Waiting):
    """A dispatcher (`docgen.batch.service.Dispatcher`) that does the chunks itself, `at_once` of them at a time.

    A chunk keeps a worker process busy for seconds. Of a pool that also renders for callers, let `at_once` leave one
    process free (`WorkerPool.processes - 1`); of one process give batches a pool of their own.
    """

    def __init__(self, store: Store, runner: ChunkRunner, at_once: int) -> None:
        self._store, self._runner = store, runner
        self._in_hand: set[_Turn] = set()
        self._later: dict[_Turn, float] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._threads = [threading.Thread(target=self._work, name=f"docgen batch {i}") for i in range(max(1, at_once))]

    def start(self) -> None:
        """Begin with what the store holds."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Finish the chunks in hand, then end."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _work(self) -> None:
        while True:
            turn = self._next()
            if self._closing:
                return
            if turn is not None:
                self._do(turn)

    def _do(self, turn: _Turn) -> None:
        again = 0.0
        try:
            self._runner.run(*turn)
        except Exception as error:  # noqa: BLE001 - whatever it was, the batch is not lost and others go on
            # The kind of error alone: a text could quote what the chunk holds.
            _log.warning("a chunk of a batch is put off: %s", type(error).__name__)
            again = time.monotonic() + _AGAIN_SECONDS
        with self._changed:
            self._in_hand.discard(turn)
            if again:
                self._later[turn] = again

    def _next(self) -> _Turn | None:
        """The next chunk, now in this thread's hand; None after a while without one."""
        with self._changed:
            if self._closing:
                return None
            turn = self._waiting()
            if turn is None:
                self._changed.wait(_IDLE_SECONDS)
            else:
                self._in_hand.add(turn)
            return turn

    def _waiting(self) -> _Turn | None:
        now = time.monotonic()
        self._later = {turn: at for turn, at in self._later.items() if at > now}
        without = self._in_hand | self._later.keys()
        try:
            found = self._store.read(lambda session: batches.waiting(session, 1, without))
        except StoreUnusable:
            return None
        return found[0] if found else None
