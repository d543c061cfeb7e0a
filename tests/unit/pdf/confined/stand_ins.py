"""What a child may be made to do by a hostile PDF, played by functions that a job can name."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docgen.errors import (
    Finding,
    InputRefused,
    LayoutUnsupported,
    Message,
    PasswordNeeded,
    PdfRefused,
    Severity,
)

Made = tuple[Any, Sequence[bytes]]


def echo(payload: Any, blobs: Sequence[bytes]) -> Made:
    return payload, list(blobs)


def whoami(payload: Any, blobs: Sequence[bytes]) -> Made:
    return {"pid": os.getpid(), "group": os.getpgid(0), "environment": dict(os.environ)}, []


def printing(payload: Any, blobs: Sequence[bytes]) -> Made:
    print("noise on standard output", flush=True)
    os.write(1, b"\0" * 100)
    sys.stderr.write("noise\n")
    return "still in step", []


def sleeping(payload: Any, blobs: Sequence[bytes]) -> Made:
    time.sleep(600)
    return None, []


def spinning(payload: Any, blobs: Sequence[bytes]) -> Made:
    while True:
        pass


def with_a_sleeping_grandchild(payload: Any, blobs: Sequence[bytes]) -> Made:
    return subprocess.Popen(["sleep", "600"]).pid, []


def segfault(payload: Any, blobs: Sequence[bytes]) -> Made:
    return ctypes.string_at(0), []


def killed(payload: Any, blobs: Sequence[bytes]) -> Made:
    os.kill(os.getpid(), signal.SIGKILL)
    return None, []


def leaving(payload: Any, blobs: Sequence[bytes]) -> Made:
    os._exit(0)


def greedy(payload: Any, blobs: Sequence[bytes]) -> Made:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def recursing(payload: Any, blobs: Sequence[bytes]) -> Made:
    return recursing(payload, blobs)


def failing(payload: Any, blobs: Sequence[bytes]) -> Made:
    raise AttributeError(f"no untyped error may carry {payload}")


def unspeakable(payload: Any, blobs: Sequence[bytes]) -> Made:
    return object(), []


def long_winded(payload: Any, blobs: Sequence[bytes]) -> Made:
    return None, [bytes(2_000_000)]


def raw_reply(payload: Any, blobs: Sequence[bytes]) -> Made:
    """Writes bytes of its own to wherever a reply goes, as code that took the child over would."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, blobs[0])
        except OSError:
            continue
    os._exit(0)


def writing(payload: Any, blobs: Sequence[bytes]) -> Made:
    Path(payload).write_bytes(b"x" * 1000)
    return "written", []


def connecting(payload: Any, blobs: Sequence[bytes]) -> Made:
    try:
        socket.create_connection(("127.0.0.1", payload), timeout=2).close()
    except OSError:
        return "refused", []
    return "connected", []


def limits(payload: Any, blobs: Sequence[bytes]) -> Made:
    names = ("RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_CPU")
    return {name: resource.getrlimit(getattr(resource, name)) for name in names}, []


def refusing(payload: Any, blobs: Sequence[bytes]) -> Made:
    message = Message("{part}: {reason}", {"part": Message("page {page}", {"page": "3"}), "reason": "no"})
    raise {
        "pdf": PdfRefused(message),
        "password": PasswordNeeded(message),
        "counted": PdfRefused(Message.counted("{count} page", "{count} pages", 2)),
        "findings": InputRefused([Finding(Severity.WARNING, "code", "/a", message, "4.7")]),
        "constructs": LayoutUnsupported(["a", "b"]),
    }[payload]
