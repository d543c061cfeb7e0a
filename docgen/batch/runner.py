"""The run of a batch on one machine: rows are read as a stream, made by a crew, written down, and told of."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from docgen.batch.crew import Chunk, Crew
from docgen.batch.journal import BatchChanged, Journal
from docgen.batch.landing import FolderLanding, unusable
from docgen.batch.options import Options
from docgen.batch.recorder import Ended, Recorder, restart
from docgen.batch.results import write_rejects, write_results
from docgen.batch.row import State, failed
from docgen.batch.sources import Row, count, open_source
from docgen.errors import Message
from docgen.library import Library
from docgen.locale.catalogue import Catalogue
from docgen.verification.register import Register
from docgen.workers import WorkerPool

_READ: Final = 200
"""Rows that are looked up in the journal at once."""
_TURN: Final = 0.5
"""Seconds after which the run looks up from waiting: whether it shall stop, and to tell how far it is."""


@dataclass
class Progress:
    """How far a run is; `total` is None where the source does not say."""

    total: int | None = None
    done: int = 0
    failed: int = 0
    skipped: int = 0
    """Rows among those that earlier runs had ended, as far as the source was read."""
    before: int = 0
    """Rows that earlier runs had ended."""

    @property
    def ended(self) -> int:
        return self.done + self.failed


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a run: `rows` have ended in all, this run and earlier ones; `whole` says that none is left."""

    rows: int
    done: int
    failed: int
    skipped: int
    seconds: float
    whole: bool


@dataclass
class Runner:
    """One run. `now` gives moments of issue; `tell` hears how far it is; `stop` asks whether rows in hand be the last.

    Nothing in the outputs, the results or the order of work depends on the clock.
    """

    options: Options
    library: Library
    words: Catalogue
    register: Register
    open_pool: Callable[[], WorkerPool]
    now: Callable[[], datetime]
    tell: Callable[[Progress], None] = lambda _: None
    stop: Callable[[], bool] = lambda: False
    progress: Progress = field(default_factory=Progress)

    def run(self) -> Summary:
        """Make what is not made yet. Raises InputRefused, UnknownName, BatchChanged, StoreUnusable, EngineUnavailable;
        what had ended by then is kept, and the next run goes on from there."""
        began = time.monotonic()
        self.options.order.checked(self.library)
        with ExitStack() as opened:
            opened.enter_context(_alone(self.options))
            if self.options.restart or self.options.dry_run:
                restart(self.options)
            journal = opened.enter_context(Journal(self.options.journal))
            journal.begin(self.options.identity(self.library))
            whole = self._through(journal)
            write_results(journal, self.options.out, self.words)
            write_rejects(journal, self.options, self.library, self.words)
        done, bad, skipped = self.progress.done, self.progress.failed, self.progress.skipped
        return Summary(done + bad, done, bad, skipped, time.monotonic() - began, whole)

    def _through(self, journal: Journal) -> bool:
        """Go through the source; whether every row has ended."""
        counts = journal.counts()
        before = sum(counts.values())
        self.progress = Progress(count(self.options.source), counts[State.DONE], counts[State.FAILED], before=before)
        landing = FolderLanding(self.options.objects)
        landing.prepare()
        recorder = Recorder(self.options.out, landing, journal, self.register, self.now)
        crew = Crew(self.open_pool, self.options, landing)
        try:
            with open_source(self.options.source, self.library, type_id=self.options.only_type) as rows:
                return self._work(self._left(rows, journal), crew, recorder)
        finally:
            crew.close()
            with suppress(OSError):  # what stays is swept by the next run
                landing.sweep()

    def _work(self, rows: Iterator[Row], crew: Crew, recorder: Recorder) -> bool:
        """Hand rows out while there is room, write down what comes back; whether the rows came to their end."""
        exhausted = False
        while True:
            ended: list[Ended] = []
            while not exhausted and not self._enough() and crew.has_room and len(ended) < _READ:
                chunk = list(islice(rows, crew.size))
                exhausted = not chunk
                bad = [row for row in chunk if row.data is None or row.problems]
                good = [row for row in chunk if row not in bad] if bad else chunk
                ended += [_ended(row) for row in bad]
                if good:
                    crew.hand(Chunk(good))
            if crew.idle and not ended:
                return exhausted
            if not ended:
                ended += [Ended(outcome, _folder(row), row.columns) for row, outcome in crew.results(_TURN)]
            recorder.record(ended)
            self._count(ended)

    def _left(self, rows: Iterator[Row], journal: Journal) -> Iterator[Row]:
        """The rows that have not ended."""
        while block := list(islice(rows, _READ)):
            ended = journal.ended(block[0].number, block[-1].number)
            self.progress.skipped += len(ended)
            self.tell(self.progress)
            yield from (row for row in block if row.number not in ended)

    def _enough(self) -> bool:
        limit = self.options.max_errors
        return self.stop() or (limit is not None and self.progress.failed > limit)

    def _count(self, ended: Sequence[Ended]) -> None:
        bad = sum(each.outcome.state is State.FAILED for each in ended)
        self.progress.failed += bad
        self.progress.done += len(ended) - bad
        self.tell(self.progress)


def _ended(row: Row) -> Ended:
    return Ended(failed(row.number, row.problems), _folder(row), row.columns)


def _folder(row: Row) -> str:
    return row.name or str(row.number)


@contextmanager
def _alone(options: Options) -> Iterator[None]:
    """Keep other runs out of the folder, until this process ends by whatever means."""
    try:
        options.own.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(options.own / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise unusable() from None
    try:
        if not _locked(descriptor):
            raise BatchChanged(Message("another run writes to this folder; wait for its end"))
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
