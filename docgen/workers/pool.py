"""The pool: jobs go to worker processes, and each comes back as a result, an error of ours, or a process lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import TimeoutError as Expired
from dataclasses import replace
from multiprocessing import get_context, parent_process
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from docgen.errors import DocgenError, Message, TimeLimitReached, WorkerLost
from docgen.press import ENGINES, Press
from docgen.settings import Settings
from docgen.verification.issuer import Issuer
from docgen.verification.key import ensured_key
from docgen.workers.turns import Turn, Turns

P = ParamSpec("P")
T = TypeVar("T")
_AHEAD: Final = 1
"""Jobs that lie ready beside those in hand, so that no worker waits for its next one. More would keep short jobs
waiting, which cannot overtake what lies ready."""
_LOOK_AGAIN: Final = 0.05

_press: Press | None = None  # of a worker process, opened once when it starts


class WorkerPool:
    """Worker processes with a press each. `run` hands a job in; close the pool, or use it in a `with`.

    A job is a function that an import finds, taking the press first; arguments and result are pickled.
    """

    def __init__(self, settings: Settings, processes: int = 0, *, engine: str = ENGINES[0], codes: bool = True) -> None:
        self.processes = processes or settings.workers or core_count()
        if codes:
            ensured_key(settings.key_file)  # before the workers race for it, and with the error told here
        self._turns = Turns(self.processes + _AHEAD)
        self._pool = ProcessPool(
            max_workers=self.processes,
            # Threads of the parent (of the server, of Typst) must not be copied half-way.
            context=get_context("spawn"),
            initializer=_start,
            initargs=(settings, engine, codes),
        )

    def run(
        self,
        job: Callable[Concatenate[Press, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        """Give a job to a worker without a limit of time; see `run_within`."""
        return self.run_within(None, job, *args, **kwargs)

    def run_within(
        self, seconds: float | None, job: Callable[Concatenate[Press, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Give a job to a worker; its process is killed when the job takes longer than that many seconds.

        The future raises what the job raised, WorkerLost when its process ended, TimeLimitReached when it was killed.
        Cancelling the future of a job that runs kills its process, too; one that waits is never begun.
        """
        return self._give(Turn(seconds, job, args, kwargs, Future()), short=False)

    def run_first(
        self, seconds: float | None, job: Callable[Concatenate[Press, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """As `run_within`, before all jobs given by that: for a job of some milliseconds for which somebody waits."""
        return self._give(Turn(seconds, job, args, kwargs, Future()), short=True)

    def _give(self, turn: Turn, *, short: bool) -> Future[Any]:
        if not self._pool.active:
            raise RuntimeError("the pool is broken or was stopped")
        self._turns.add(turn, short=short)
        self._go_on()
        return turn.future

    def _go_on(self) -> None:
        """Hand the workers what they have room for."""
        while turn := self._turns.next():
            try:
                inner = self._pool.schedule(_work, args=(turn.job, turn.args, turn.kwargs), timeout=turn.seconds)
            except RuntimeError as error:  # the pool broke, or was closed while the job waited
                self._turns.ended()
                if turn.future.set_running_or_notify_cancel():
                    turn.future.set_exception(BrokenExecutor(str(error)))
            else:
                self._join(inner, turn.future)

    def _join(self, inner: Future[Any], outer: Future[Any]) -> None:
        """What becomes of one becomes of the other."""
        inner.add_done_callback(lambda done: self._ended(done, outer))
        outer.add_done_callback(lambda done: inner.cancel() if done.cancelled() else None)

    def _ended(self, done: Future[Any], outer: Future[Any]) -> None:
        self._turns.ended()
        self._go_on()
        _pass_on(done, outer)

    def close(self) -> None:
        """Let the jobs that were given end, and take no more."""
        while self._pool.active and not self._turns.idle:
            time.sleep(_LOOK_AGAIN)
        self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()

    def stop(self) -> None:
        """End all workers now, whatever they do; jobs that wait are cancelled."""
        self._turns.empty()
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close() if kind is None else self.stop()


def core_count() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(settings: Settings, engine: str, codes: bool) -> None:
    global _press
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer: the row in hand is finished
    issuer = Issuer(ensured_key(settings.key_file), settings.verify_url) if codes else None
    _press = replace(Press.open(settings, engine=engine), issuer=issuer)


def _end_with_parent() -> None:
    """A worker whose parent was killed has nobody to answer to, and must not write beside the next run's workers."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(job: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    assert _press is not None
    return job(_press, *args, **kwargs)


def _pass_on(done: Future[T], outer: Future[T]) -> None:
    if outer.cancelled() or not outer.set_running_or_notify_cancel():
        return
    try:
        outer.set_result(done.result())
    except Expired:
        outer.set_exception(TimeLimitReached(Message("this takes longer than it may; ask for fewer documents at once")))
    except ProcessExpired:
        outer.set_exception(
            WorkerLost(Message("the process that worked on this ended unexpectedly; nothing was made, so try again"))
        )
    except DocgenError as error:
        outer.set_exception(error)
    except BaseException as error:  # noqa: BLE001 - a future carries whatever the job raised
        outer.set_exception(error)
