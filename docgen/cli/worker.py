"""`docgen worker`: does chunks of batches that a PostgreSQL hands out, beside others on any number of machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from docgen.settings import Settings


def worker(
    concurrency: Annotated[
        int, typer.Option(min=0, help="Chunks at once, each in a process of its own; 0 for one a core.")
    ] = 0,
    dead_after: Annotated[
        float | None,
        typer.Option(
            min=1, show_default="15", help="Seconds of silence after which others take over a worker's chunks."
        ),
    ] = None,
) -> None:
    """Work on batches until SIGTERM or Ctrl-C, which finish the chunks in hand; needs DOCGEN_DATABASE_URL."""
    from docgen.batch.chunks import ChunkRunner
    from docgen.batch.queue import on_postgresql
    from docgen.batch.queue_worker import Pace, QueueWorker
    from docgen.store.store import Store
    from docgen.workers.pool import WorkerPool, core_count

    settings = Settings.read()
    if not on_postgresql(settings):
        raise typer.BadParameter(
            "set DOCGEN_DATABASE_URL to a PostgreSQL; without one, docgen serve does batches itself"
        )
    at_once = concurrency or settings.workers or core_count()
    with Store.open(settings) as store, WorkerPool(settings, at_once) as pool:
        runner = ChunkRunner(store, settings, pool, lambda: datetime.now(UTC))
        QueueWorker(store, settings, runner.run, at_once, Pace() if dead_after is None else Pace(dead_after)).work()
