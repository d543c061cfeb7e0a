"""What the queue itself costs: chunks a second when the work in them is nothing (docs/scaling.md).

`python -m tests.integration.queue_overhead` prints a line of JSON for each size of chunk: once with jobs that do
nothing at all, once with chunks that are read, opened, and whose results are written as those of real ones are.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from unittest.mock import patch

from docgen.batch.chunks import ChunkRunner
from docgen.batch.queue_worker import Pace, QueueWorker
from docgen.batch.row import Outcome, State
from docgen.batch.sources.row import Row
from tests.integration.queue_kills import Desk, desk, environment
from tests.postgresql import Cluster
from tests.unit.batch.dispatching import NOW, ORDER, OWNER

CHUNKS, AT_ONCE = 400, 4
BODY = json.dumps({"filled": "x" * 2000}).encode()


class NothingPool:
    """Says of every row that it is done."""

    def run_within(self, seconds: float, job: object, order: object, rows: Any, landing: object) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result([Outcome(number, State.DONE) for number, _ in rows])
        return future


def measured(on: Desk, size: int, run: Callable[[str, int], None]) -> tuple[float, float]:
    """Seconds to accept the chunks, and to do them."""
    begun = time.perf_counter()
    with patch("docgen.batch.service.CHUNK_ROWS", size):
        rows = (Row(number, BODY) for number in range(1, CHUNKS * size + 1))
        on.batches.accept(rows, ORDER, owner=OWNER, specimen=False, webhook=None, now=NOW)
    accepted = time.perf_counter()

    def stop_when_done() -> None:
        while on.jobs():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_when_done).start()
    QueueWorker(on.store, on.settings, run, AT_ONCE, Pace()).work()
    return accepted - begun, time.perf_counter() - accepted


def main() -> int:
    cluster = Cluster()
    try:
        for size in (1, 10, 100):
            with tempfile.TemporaryDirectory() as name, desk(environment(Path(name), cluster.database())) as on:
                runner = ChunkRunner(on.store, on.settings, NothingPool(), lambda: NOW)  # type: ignore[arg-type]
                accepting, nothing = measured(on, size, lambda batch, number: None)
                _, marked = measured(on, size, runner.run)
                figures = {
                    "rows a chunk": size,
                    "rows a second accepted": round(CHUNKS * size / accepting),
                    "empty jobs a second": round(CHUNKS / nothing),
                    "chunks a second with results written": round(CHUNKS / marked),
                    "rows a second with results written": round(CHUNKS * size / marked),
                }
                print(json.dumps(figures), flush=True)
        return 0
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
