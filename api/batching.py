"""What batches need while the service runs: who does their chunks, and who tells of their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime

from api.notices import StoredNotices
from api.webhooks import Courier, client
from docgen.batch.chunks import ChunkRunner
from docgen.batch.embedded import Embedded
from docgen.batch.service import Batches
from docgen.library import Library
from docgen.settings import Settings
from docgen.store import Store
from docgen.workers import WorkerPool


@asynccontextmanager
async def batching(
    settings: Settings, store: Store, pool: WorkerPool, library: Library, now: Callable[[], datetime]
) -> AsyncIterator[Batches]:
    """The batches of the service, done and told of, until the end of the `with`."""
    with _own(settings, pool) as (workers, at_once):
        dispatcher = Embedded(store, ChunkRunner(store, settings, workers, now), at_once)
        batches = Batches(store, settings, library, dispatcher)
        async with client() as http:
            courier = Courier(StoredNotices(store), store.key, settings.webhook_hosts, now, http)
            telling = asyncio.create_task(courier.run())
            dispatcher.start()
            try:
                yield batches
            finally:
                telling.cancel()
                with suppress(asyncio.CancelledError):
                    await telling
                await asyncio.to_thread(dispatcher.close)


@contextmanager
def _own(settings: Settings, pool: WorkerPool) -> Iterator[tuple[WorkerPool, int]]:
    """The workers of batches and how many chunks they do at once: one worker is left to callers who wait."""
    if pool.processes > 1:
        yield pool, pool.processes - 1
        return
    own = WorkerPool(settings, 1)
    try:
        yield own, 1
    finally:
        own.stop()
