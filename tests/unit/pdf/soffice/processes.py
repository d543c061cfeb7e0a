"""Which processes there are below one, and whether they have ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 60


def descendants(ancestor: int) -> dict[int, str]:
    """Process id → name of everything that a process has started, directly or not, and that still runs."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (found := _status(int(folder.name))):
            parents[int(folder.name)] = found
    below = {ancestor}
    while more := {pid for pid, (parent, _, _) in parents.items() if parent in below} - below:
        below |= more
    return {pid: parents[pid][2] for pid in below - {ancestor} if parents[pid][1] != "Z"}


class Started:
    """What this process has started since now: process id → name of what still runs."""

    def __init__(self) -> None:
        self._before = frozenset(descendants(os.getpid()))

    def __call__(self) -> dict[int, str]:
        return {pid: name for pid, name in descendants(os.getpid()).items() if pid not in self._before}


def running(pids: Iterable[int]) -> list[int]:
    """Those that still run; a zombie does not."""
    return [pid for pid in pids if (found := _status(pid)) and found[1] not in "ZX"]


def eventually(found: Callable[[], T]) -> T:
    """The first true answer; fails when there is none for a long time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (answer := found()):
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)
    return answer


def _status(pid: int) -> tuple[int, str, str] | None:
    """(parent, state, name), from proc(5); None when there is no such process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    name, _, rest = text.partition(" (")[2].rpartition(") ")
    state, parent = rest.split()[:2]
    return int(parent), state, name
