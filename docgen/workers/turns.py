"""Whose turn it is: short jobs before long ones, else in the order in which they came."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A job that waits, and the future that whoever gave it holds."""

    seconds: float | None
    job: Callable[..., Any]
    args: tuple[Any, ...] = field(repr=False)
    kwargs: dict[str, Any] = field(repr=False)
    future: Future[Any]


class Turns:
    """Jobs that wait for a worker, with room for so many at once. From any thread."""

    def __init__(self, room: int) -> None:
        self._room = self._free = room
        self._short: deque[Turn] = deque()
        self._long: deque[Turn] = deque()
        self._lock = threading.Lock()

    def add(self, turn: Turn, *, short: bool) -> None:
        """Behind all others of its kind."""
        with self._lock:
            (self._short if short else self._long).append(turn)

    def next(self) -> Turn | None:
        """The next one, which takes room until `ended`; None without room, or where nobody waits. Nobody waits for a
        job whose future was cancelled."""
        with self._lock:
            while self._free and (line := self._short or self._long):
                turn = line.popleft()
                if not turn.future.cancelled():
                    self._free -= 1
                    return turn
                turn.future.set_running_or_notify_cancel()
            return None

    def ended(self) -> None:
        """One that had its turn takes no room any more."""
        with self._lock:
            self._free += 1

    def empty(self) -> None:
        """Nobody waits any more: all their futures are cancelled."""
        with self._lock:
            gone = [*self._short, *self._long]
            self._short.clear()
            self._long.clear()
        for turn in gone:
            turn.future.cancel()

    @property
    def idle(self) -> bool:
        """Whether no job waits or is being done."""
        with self._lock:
            return self._free == self._room and not self._short and not self._long
