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
from docgen.batch.queue import Queue, on_postgresql
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
    async with _telling(settings, store, now):
        if on_postgresql(settings):  # `docgen worker` does the chunks
            yield Batches(store, settings, library, await asyncio.to_thread(Queue, store))
            return
        with _workers(settings, pool) as (workers, at_once):
            embedded = Embedded(store, ChunkRunner(store, settings, workers, now), at_once)
            embedded.start()
            try:
                yield Batches(store, settings, library, embedded)
            finally:
                await asyncio.to_thread(embedded.close)


@asynccontextmanager
async def _telling(settings: Settings, store: Store, now: Callable[[], datetime]) -> AsyncIterator[None]:
    """Webhooks are sent until the end of the `with`; what is left is told after the next start."""
    async with client() as http:
        courier = Courier(StoredNotices(store), store.key, settings.webhook_hosts, now, http)
        telling = asyncio.create_task(courier.run())
        try:
            yield
        finally:
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling


@contextmanager
def _workers(settings: Settings, pool: WorkerPool) -> Iterator[tuple[WorkerPool, int]]:
    """The workers of batches and how many chunks they do at once: one worker is left to callers who wait."""
    if pool.processes > 1:
        yield pool, pool.processes - 1
        return
    own = WorkerPool(settings, 1)
    try:
        yield own, 1
    finally:
        own.stop()
