"""One child as its parent sees it: started, asked under a deadline, killed with all it started."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

from docgen.errors import EngineUnavailable, Message
from docgen.pdf.confined.frames import HEADER, JSON, Rubbish, body_sizes, lengths_size, packed, unpacked
from docgen.pdf.confined.limits import Limits

START_SECONDS: Final = 30.0
_CHUNK: Final = 1 << 16


class ChildGone(Exception):
    """The child ended, or closed its side, before it answered."""


class Child:
    """A running child; not to be used by two threads at once."""

    def __init__(self, limits: Limits, modules: Sequence[str]) -> None:
        """Start it and wait until it has imported `modules` and bound itself; raises EngineUnavailable."""
        self._limits = limits
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        theirs, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "docgen.pdf.confined.child", str(theirs)], pass_fds=[theirs],
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": path}, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            os.close(self._lifeline)
            raise EngineUnavailable(_not_started()) from error
        finally:
            os.close(theirs)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests: IO[bytes] = self._process.stdin
        self._replies: IO[bytes] = self._process.stdout
        for pipe in (self._requests, self._replies):
            os.set_blocking(pipe.fileno(), False)
        settings = {
            "modules": list(modules), "memory": limits.memory, "cpu_seconds": limits.cpu_seconds,
            "seconds": limits.seconds,
        }  # fmt: skip
        try:
            hello, _ = self.ask(settings, (), START_SECONDS)
            self.is_offline: bool = hello["offline"] is True
        except (ChildGone, TimeoutError, Rubbish, KeyError, TypeError) as error:
            self.kill()
            raise EngineUnavailable(_not_started()) from error
        except BaseException:
            self.kill()
            raise

    def ask(self, payload: JSON, blobs: Sequence[bytes], seconds: float) -> tuple[JSON, list[bytes]]:
        """Send a frame, receive one. Raises ChildGone, TimeoutError after `seconds`, Rubbish."""
        deadline = time.monotonic() + seconds
        self._write(packed(payload, blobs), deadline)
        header = self._read(HEADER.size, deadline)
        lengths = self._read(lengths_size(header), deadline)
        sizes = body_sizes(header, lengths, self._limits.reply)
        return unpacked(self._read(sum(sizes), deadline), sizes)

    def kill(self) -> int:
        """Kill the child and all it started, and reap it; returns its exit status, negative for a signal."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it had ended by itself
        finally:
            os.close(self._lifeline)
            self._requests.close()
            self._replies.close()
            status = self._process.wait()
        return status

    def _write(self, frame: bytes, deadline: float) -> None:
        rest = memoryview(frame)
        while rest:
            self._wait(self._requests, selectors.EVENT_WRITE, deadline)
            try:
                rest = rest[os.write(self._requests.fileno(), rest[:_CHUNK]) :]
            except BrokenPipeError:
                raise ChildGone from None

    def _read(self, size: int, deadline: float) -> bytes:
        pieces, missing = [], size
        while missing:
            self._wait(self._replies, selectors.EVENT_READ, deadline)
            piece = os.read(self._replies.fileno(), min(missing, 16 * _CHUNK))
            if not piece:
                raise ChildGone
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def _wait(self, pipe: IO[bytes], event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(deadline - time.monotonic(), 0)):
                raise TimeoutError


def _not_started() -> Message:
    return Message("the process in which foreign PDFs are read could not be started; check the installation")
