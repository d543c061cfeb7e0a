"""The pool: a few LibreOffice processes, started when first needed, and a queue before them that can be full."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Self

from docgen.docx import gate
from docgen.errors import EngineBusy, EngineUnavailable, Message
from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice.archive import archived
from docgen.pdf.soffice.process import Limits, ManagedProcess
from docgen.pdf.soffice.program import Program

PROCESSES, WAITING = 2, 32
# What messages call the file: its own name may be somebody's name.
_DOCUMENT = "document.docx"


class SofficePool:
    """Converts Word files through LibreOffice; threads may share it.

    A conversion waits while all processes are busy; when `waiting` others wait already it is refused, so that a server
    answers at once (HTTP 503) instead of piling up work. A conversion that goes wrong costs one document: the next one
    gets a process that is well.
    """

    name = "soffice"

    def __init__(
        self,
        fonts: FontBook,
        *,
        processes: int = PROCESSES,
        waiting: int = WAITING,
        limits: Limits | None = None,
        program: Program | None = None,
    ) -> None:
        """Finds LibreOffice, and starts nothing yet. Raises EngineUnavailable, naming what to install."""
        program, limits = program or Program.find(), limits or Limits()
        self.confined = program.bubblewrap is not None
        self._all = [ManagedProcess(program, fonts, limits) for _ in range(processes)]
        self._free = list(self._all)
        self._seats = threading.BoundedSemaphore(processes + waiting)
        # Its threads live as long as the pool does, which the processes they start depend on.
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="docgen-soffice")
        self._end = weakref.finalize(self, _end, self._threads, self._all)

    def pdf(self, docx: bytes) -> bytes:
        """A tagged PDF/A-2 of a DOCX, of level A where that is reached, with nothing of the hour in it (see `archive`).

        Raises TemplateRefused when the file is unsafe, EngineBusy when too many wait, EngineUnavailable when
        LibreOffice ends, hangs or has no room, TemplateError when it makes no readable PDF.
        """
        gate.read(docx, _DOCUMENT)
        try:
            made = self._submit(docx).result()
        except CancelledError as error:
            raise _closed() from error
        return archived(made, docx)

    def close(self) -> None:
        """End every process, also in the midst of work; whoever waits gets EngineUnavailable."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _submit(self, docx: bytes) -> Future[bytes]:
        if not self._end.alive:
            raise _closed()
        if not self._seats.acquire(blocking=False):
            raise EngineBusy(Message("LibreOffice has more documents to convert than it can take; try again later"))
        try:
            future = self._threads.submit(_convert, self._free, docx)
        except RuntimeError as error:  # closed by another thread just now
            self._seats.release()
            raise _closed() from error
        future.add_done_callback(_releasing(self._seats))
        return future


def _releasing(seats: threading.BoundedSemaphore) -> Callable[[Future[bytes]], None]:
    return lambda _: seats.release()


def _convert(free: list[ManagedProcess], docx: bytes) -> bytes:
    """There are as many threads as processes, so one is free; the last used is taken first, since it runs."""
    process = free.pop()
    try:
        return process.convert(docx)
    finally:
        free.append(process)


def _end(threads: ThreadPoolExecutor, processes: Sequence[ManagedProcess]) -> None:
    threads.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    threads.shutdown(wait=True)
    for process in processes:
        process.stop()


def _closed() -> EngineUnavailable:
    return EngineUnavailable(Message("LibreOffice has been stopped; try again later"))
