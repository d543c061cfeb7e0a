"""The writer: one thread that commits what came in together as one transaction, and answers after the commit."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from docgen.errors import DocgenError, Message
from docgen.verification.key import StoreUnusable

T = TypeVar("T")
Work = Callable[[Session], Any]
_TOGETHER: Final = 64
_TRIES: Final = 5


class Writer:
    """Group commit over one engine. `committed` is called after each transaction, in the writer's thread."""

    def __init__(self, engine: Engine, committed: Callable[[], None]) -> None:
        self._engine, self._committed = engine, committed
        self._queue: queue.SimpleQueue[tuple[Work, Future[Any]] | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="docgen store", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """Do this in a transaction; the future has its result once that is durable.

        It may be done more than once, when the database has to be asked again, so it touches nothing but the session.
        """
        future: Future[T] = Future()
        if self._closed:
            raise StoreUnusable(Message("the store is closed; start the service again"))
        self._queue.put((work, future))
        return future

    def close(self) -> None:
        """Write what was handed in, then end."""
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
            self._write(together)
            if last:
                return

    def _write(self, together: list[tuple[Work, Future[Any]]]) -> None:
        for left in reversed(range(_TRIES)):
            try:
                outcomes = self._transaction([work for work, _ in together])
            except OperationalError as error:  # locked too long, or the connection is gone
                if left:
                    self._pause(_TRIES - left)
                    continue
                outcomes = [_unusable(error)] * len(together)
            except Exception as error:  # noqa: BLE001 - the commit itself failed: nobody's work is done
                outcomes = [error] * len(together)
            break
        for (_, future), outcome in zip(together, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    def _transaction(self, works: list[Work]) -> list[Any]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            outcomes = [_one(session, work) for work in works]
        self._committed()
        return outcomes

    def _pause(self, times: int) -> None:
        threading.Event().wait(0.05 * 2**times)


def _one(session: Session, work: Work) -> Any:
    """One piece of work in a savepoint of its own: if it fails, it fails alone."""
    try:
        with session.begin_nested():
            return work(session)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
        return error


def _unusable(error: OperationalError) -> DocgenError:
    """Without the error's text, which quotes the statement and its values."""
    del error
    return StoreUnusable(Message("the database cannot be written to; see that it runs and has room, then try again"))
