"""Jobs for a confined child: one warm child, replaced when it has failed or has done its number of jobs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from docgen.errors import DocgenError, Key, Message, PdfRefused
from docgen.pdf.confined.frames import JSON, Rubbish
from docgen.pdf.confined.limits import Limits
from docgen.pdf.confined.process import Child, ChildGone
from docgen.pdf.confined.transport import CRASHED, from_json

MODULES: Final = ("pikepdf", "pypdf", "docgen.pdf.gate")
"""What a child imports before its first job, so that a job does not wait for it."""

_TOO_LONG: Final[Key] = "the PDF takes too long to read; print it to a new PDF or ask the agency for it again"
_TOO_LARGE: Final[Key] = "the PDF needs too much memory; print it to a new PDF or ask the agency for it again"
_BY_TIME: Final = {-signal.SIGXCPU, -signal.SIGALRM}


@dataclass(frozen=True, slots=True)
class Job:
    """A module-level function by name (`module:name`), its JSON argument and its bytes."""

    function: str
    payload: JSON = None
    blobs: Sequence[bytes] = ()


class Confinement:
    """Runs functions in a confined child; safe to share between threads, which then take turns.

    The child starts with the first job and ends with `close` (or the with block). If this process dies, the child
    ends with the pipe between them.
    """

    def __init__(self, limits: Limits | None = None, *, modules: Sequence[str] = MODULES) -> None:
        self._limits, self._modules = limits or Limits(), tuple(modules)
        self._child: Child | None = None
        self._jobs = 0
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, function: str, payload: JSON = None, blobs: Sequence[bytes] = ()) -> tuple[JSON, list[bytes]]:
        """What `function` (`module:name`) returns for payload and blobs: JSON and bytes.

        Raises the DocgenError that it raises; PdfRefused when the child crashes, takes too long, runs out of memory
        or answers rubbish; EngineUnavailable when no child can be started.
        """
        with self._turn:
            reply, made = self._asked({"function": function, "payload": payload}, blobs)
        if isinstance(reply, DocgenError):
            raise reply
        return reply, made

    def _asked(self, job: JSON, blobs: Sequence[bytes]) -> tuple[JSON | DocgenError, list[bytes]]:
        """What the child answers, which it survives, or else a PdfRefused raised, which it does not."""
        failure: Key = CRASHED
        survives = False
        child = self._ready()
        try:
            reply, made = child.ask(job, blobs, self._limits.seconds)
            if not isinstance(reply, dict):
                raise Rubbish
            if "failed" not in reply:
                answer = from_json(reply["error"]) if "error" in reply else reply["result"]
                survives = True
                return answer, made
            failure = _TOO_LARGE if reply["failed"] == "memory" else CRASHED
        except TimeoutError:
            failure = _TOO_LONG
        except (ChildGone, Rubbish, KeyError):
            pass  # told apart below, by what the child ended with
        finally:
            if not survives and self._end() in _BY_TIME:
                failure = _TOO_LONG
        raise PdfRefused(Message(failure)) from None

    @property
    def is_offline(self) -> bool:
        """Whether the child has no network, which needs a kernel that lets it give that up; starts a child."""
        with self._turn:
            return self._ready().is_offline

    def close(self) -> None:
        """End the child; a later `run` starts another."""
        with self._turn:
            self._end()

    def _ready(self) -> Child:
        if self._child is None or self._jobs >= self._limits.jobs:
            self._end()
            self._child, self._jobs = Child(self._limits, self._modules), 0
        self._jobs += 1
        return self._child

    def _end(self) -> int:
        child, self._child = self._child, None
        return 0 if child is None else child.kill()


def run(function: str, payload: JSON = None, blobs: Sequence[bytes] = ()) -> tuple[JSON, list[bytes]]:
    """`Confinement.run` in a child of its own, for one job: some tenths of a second more than in a warm one."""
    with Confinement() as confinement:
        return confinement.run(function, payload, blobs)
