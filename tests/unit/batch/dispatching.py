"""What the tests of batches share: rows, a pool that works in this process, an installation with batches."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from docgen.batch.chunks import ChunkRunner
from docgen.batch.embedded import Embedded
from docgen.batch.row import Order
from docgen.batch.service import Batches, Status
from docgen.batch.sources.row import Row
from docgen.documents import document_type, example
from docgen.settings import Settings
from docgen.store import Store
from docgen.workers.pool import WorkerPool
from tests.conftest import open_press

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
OWNER = "key-of-a-desk"
ORDER = Order(types=("rights_statement",), languages=("en",), formats=("docx",))


def name(number: int) -> str:
    """The name of the person in a row; names bear no digits."""
    return "Invented " + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def row(number: int) -> Row:
    """A case that differs from every other row's."""
    tree = example(document_type("rights_statement"))
    tree["person"]["names"] = {"Latn": name(number)}
    return Row(number, json.dumps(tree).encode())


def rows(count: int) -> Iterator[Row]:
    return (row(number) for number in range(1, count + 1))


class HerePool:
    """Stands in for `WorkerPool`: does the jobs in this process. `before` may raise what a worker would."""

    def __init__(self, before: Callable[[Any], None] = lambda numbers: None) -> None:
        self.before = before

    def run_within(self, seconds: float, job: Callable[..., Any], order: Order, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        numbers = [args[0]] if isinstance(args[0], int) else [number for number, _ in args[0]]
        try:
            self.before(numbers)
            future.set_result(job(open_press(), order, *args))
        except Exception as error:  # noqa: BLE001 - a future carries whatever the job raised
            future.set_exception(error)
        return future


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Desk:
    """An installation with batches, done in this process."""

    settings: Settings
    store: Store
    batches: Batches
    embedded: Embedded
    clock: Clock = field(default_factory=Clock)

    def accept(self, count: int, order: Order = ORDER, *, specimen: bool = False, webhook: str | None = None) -> str:
        now = self.clock()
        return self.batches.accept(rows(count), order, owner=OWNER, specimen=specimen, webhook=webhook, now=now)

    def status(self, batch: str) -> Status:
        found = self.batches.status(batch, OWNER)
        assert found is not None
        return found

    def ended(self, batch: str, seconds: float = 120) -> Status:
        """The status of a batch once it has ended."""
        deadline = time.monotonic() + seconds
        while not (status := self.status(batch)).ended:
            assert time.monotonic() < deadline, status
            time.sleep(0.02)
        return status


@contextmanager
def desk(settings: Settings, pool: HerePool | WorkerPool | None = None, *, begin: bool = True) -> Iterator[Desk]:
    """Opened on an installation, closed again; `begin=False` accepts batches and does none."""
    clock = Clock()
    with Store.open(settings) as store:
        runner = ChunkRunner(store, settings, pool or HerePool(), clock)  # type: ignore[arg-type]
        embedded = Embedded(store, runner, at_once=2)
        made = Desk(settings, store, Batches(store, settings, open_press().library, embedded), embedded, clock)
        if begin:
            embedded.start()
        try:
            yield made
        finally:
            embedded.close()


def with_codes(order: Order = ORDER) -> Order:
    """An order whose papers come in all formats with a code."""
    return replace(order, formats=("docx", "pdf"))
