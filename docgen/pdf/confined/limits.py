"""What a confined child may use up, and how it binds itself to that: memory, time, files, network."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_DUMPABLE: Final = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child; those of time hold for each job."""

    memory: int = 512 * 1024 * 1024
    """Bytes of address space beyond what the child has mapped when its modules are imported."""
    cpu_seconds: int = 5
    seconds: float = 10.0
    """Wall-clock time of a job, after which the whole process group is killed."""
    reply: int = 64 * 1024 * 1024
    """Bytes a result may have."""
    jobs: int = 200
    """Jobs after which the child is replaced."""


def bind(memory: int) -> bool:
    """Give up for good what no job needs; whether the network could be given up, too.

    No file can be written (RLIMIT_FSIZE 0), no core dumped, no privilege gained. The network goes where the kernel
    lets an ordinary process have a network of its own with nothing in it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    is_offline = any(int(libc.unshare(flags)) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    return is_offline


def _lower(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def end_with_parent(lifeline: int) -> None:
    """Let SIGIO end this process, even inside a library, as soon as the parent's end of a pipe is closed.

    Nothing is ever written to that pipe: a write would signal, too, and may do so after its bytes were read.
    """
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | fcntl.FASYNC)


def begin_job(cpu_seconds: int, seconds: float) -> None:
    """Start the clocks of one job; each kills the process by its signal's default, even inside a library."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = used + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def end_job() -> None:
    """Stop the clock that would run on while the child waits for work."""
    signal.setitimer(signal.ITIMER_REAL, 0)
