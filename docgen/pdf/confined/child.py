"""The child's side: `python -m docgen.pdf.confined.child` reads jobs from its standard input until it ends."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO, TypeAlias

from docgen.errors import DocgenError
from docgen.pdf.confined.frames import HEADER, JSON, body_sizes, lengths_size, packed, unpacked
from docgen.pdf.confined.limits import begin_job, bind, end_job, end_with_parent
from docgen.pdf.confined.transport import to_json

Work: TypeAlias = Callable[[JSON, Sequence[bytes]], tuple[JSON, Sequence[bytes]]]
_REQUEST = 1 << 30


def main() -> None:
    """Import what the first frame names, bind the process, answer, then do job after job; ends with its input."""
    end_with_parent(int(sys.argv[1]))
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    first = _received(requests)
    if first is None:
        return
    settings, _ = first
    for name in settings["modules"]:
        importlib.import_module(name)
    _send(replies, {"offline": bind(settings["memory"])}, ())
    while (job := _received(requests)) is not None:
        begin_job(settings["cpu_seconds"], settings["seconds"])
        reply, blobs = _done(*job)
        frame = packed(reply, blobs)
        end_job()
        replies.write(frame)
        replies.flush()


def _done(job: JSON, blobs: Sequence[bytes]) -> tuple[JSON, Sequence[bytes]]:
    try:
        result, made = resolved(job["function"])(job["payload"], blobs)
    except DocgenError as error:
        return {"error": to_json(error)}, ()
    except MemoryError:
        return {"failed": "memory"}, ()
    except Exception:  # noqa: BLE001 - whatever a library raises on a hostile file; the parent says so in one sentence
        return {"failed": "exception"}, ()
    return {"result": result}, made


def resolved(function: str) -> Work:
    """The function that `module:name` stands for."""
    module, _, name = function.partition(":")
    work: Work = getattr(importlib.import_module(module), name)
    return work


def _received(requests: BinaryIO) -> tuple[JSON, list[bytes]] | None:
    header = requests.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    lengths = requests.read(lengths_size(header))
    sizes = body_sizes(header, lengths, _REQUEST)
    body = requests.read(sum(sizes))
    return unpacked(body, sizes) if len(body) == sum(sizes) else None


def _send(replies: BinaryIO, payload: JSON, blobs: Sequence[bytes]) -> None:
    replies.write(packed(payload, blobs))
    replies.flush()


if __name__ == "__main__":
    main()
