"""The two pipes to a helper process, with a deadline on everything: a line of JSON and so many bytes, each way."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping
from typing import Any

_CHUNK = 1 << 18
_LONGEST_LINE = 1 << 12
_LOOK_SECONDS = 0.25


class ChannelClosed(Exception):
    """The other side has ended, or says what nobody understands."""


class Channel:
    """Speaks with one process over its standard input and output (see `helper.py` for the words)."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._process, self._to, self._from = process, process.stdin.fileno(), process.stdout.fileno()
        self._read = bytearray()
        for descriptor in (self._to, self._from):
            os.set_blocking(descriptor, False)

    def send(self, head: Mapping[str, Any], body: bytes, until: float) -> None:
        """A request. `until` is a time of `time.monotonic`; raises TimeoutError and ChannelClosed."""
        line = json.dumps({**head, "size": len(body)}).encode() + b"\n"
        rest = memoryview(line + body)
        while rest:
            self._wait(self._to, select.POLLOUT, until)
            try:
                rest = rest[os.write(self._to, rest[:_CHUNK]) :]
            except BrokenPipeError as error:
                raise ChannelClosed from error

    def receive(self, until: float, most: int) -> tuple[str, bytes]:
        """The answer's word and its bytes, at most `most` of them (raises as `send`)."""
        while b"\n" not in self._read:
            if len(self._read) > _LONGEST_LINE:
                raise ChannelClosed
            self._fill(until)
        line, _, rest = bytes(self._read).partition(b"\n")
        answer, size = _understood(line)
        if size > most:
            raise ChannelClosed
        self._read = bytearray(rest)
        while len(self._read) < size:
            self._fill(until)
        body = bytes(self._read[:size])
        del self._read[:size]
        return answer, body

    def is_quiet(self) -> bool:
        """Whether nothing has come that nobody asked for: an end, or an answer too many."""
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        return not self._read and not poll.poll(0)

    def close(self) -> None:
        """Close both pipes; a helper of ours takes that as its sign to leave."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _wait(self, descriptor: int, event: int, until: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        while not poll.poll(max(0.0, min(until - time.monotonic(), _LOOK_SECONDS)) * 1000):
            if self._process.poll() is not None:  # a child of its own may still hold the pipe open
                raise ChannelClosed
            if time.monotonic() > until:
                raise TimeoutError

    def _fill(self, until: float) -> None:
        self._wait(self._from, select.POLLIN, until)
        data = os.read(self._from, _CHUNK)
        if not data:
            raise ChannelClosed
        self._read += data


def _understood(line: bytes) -> tuple[str, int]:
    try:
        head = json.loads(line)
        answer, size = head["answer"], head["size"]
    except (ValueError, KeyError, TypeError) as error:
        raise ChannelClosed from error
    if not isinstance(answer, str) or not isinstance(size, int) or size < 0:
        raise ChannelClosed
    return answer, size
