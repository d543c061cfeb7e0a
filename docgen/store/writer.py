"""The writer: one thread that commits what came in together as one transaction, and answers after the commit."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from docgen.errors import Message
from docgen.verification.key import StoreUnusable

T = TypeVar("T")
Work = Callable[[Session], Any]
_Piece = tuple[Work, Future[Any]]
_TOGETHER: Final = 64
_PAUSES: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0)
"""Seconds before each further try: a server that is started again is back within them."""
_FILE_PAUSES: Final = _PAUSES[:3]
"""A database that is a file does not come back by itself; it has waited for other writers already."""


class _CommitLost(Exception):
    """The connection broke during the commit: whether it was done is not known, so it is not done again."""


class Writer:
    """Group commit over one engine. `committed` is called after each transaction, in the writer's thread."""

    def __init__(self, engine: Engine, committed: Callable[[], None]) -> None:
        self._engine, self._committed = engine, committed
        self._queue: queue.SimpleQueue[_Piece | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="docgen store", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Do this in a transaction; the future has its result once that is durable.

        It may be done more than once, when the database has to be asked again, so it touches nothing but the session.
        """
        future: Future[T] = Future()
        with self._lock:  # nothing is queued behind the end
            if self._closed:
                raise StoreUnusable(Message("the store is closed; start the service again"))
            self._queue.put((work, future))
        return future

    def close(self) -> None:
        """Write what was handed in, then end."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            together = [first]
            last = False
            while len(together) < _TOGETHER and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    last = True
                    break
                together.append(more)
            # Whoever cancelled is served no more; from here on nobody can.
            if wanted := [piece for piece in together if piece[1].set_running_or_notify_cancel()]:
                self._write(wanted)
            if last:
                return

    def _write(self, together: list[_Piece]) -> None:
        try:
            outcomes = self._tried([work for work, _ in together])
            self._committed()
        except (DBAPIError, _CommitLost):
            # Without the error's text, which quotes the statement.
            unusable = Message("the database cannot be written to; see that it runs and has room, then try again")
            outcomes = [StoreUnusable(unusable) for _ in together]
        except BaseException as error:  # noqa: BLE001 - told to all who wait; the thread must live
            outcomes = [error] * len(together)
        for (_, future), outcome in zip(together, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    def _tried(self, works: list[Work]) -> list[Any]:
        for pause in _FILE_PAUSES if self._engine.dialect.name == "sqlite" else _PAUSES:
            try:
                return self._transaction(works)
            except DBAPIError as error:  # locked too long, or the connection is gone
                if not _passes(error):
                    raise
            time.sleep(pause)
        return self._transaction(works)

    def _transaction(self, works: list[Work]) -> list[Any]:
        with Session(self._engine, expire_on_commit=False) as session:
            session.connection()
            outcomes = [_one(session, work) for work in works]
            try:
                session.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise _CommitLost from error
                raise
        return outcomes


def _one(session: Session, work: Work) -> Any:
    """One piece of work in a savepoint of its own: if it fails, it fails alone."""
    try:
        with session.begin_nested():
            return work(session)
    except Exception as error:
        if isinstance(error, DBAPIError) and _passes(error):
            raise
        session.info.clear()  # what it remembers of its rows may have been undone
        return error


def _passes(error: DBAPIError) -> bool:
    """Whether it is the database's state (locked, gone, starting) and not the work that fails."""
    return isinstance(error, OperationalError) or error.connection_invalidated
