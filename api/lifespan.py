"""From start to end: the store, the workers and the library opened, old records purged, everything closed again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, Final

import structlog

from api.batching import batching
from api.limiting import Limiter
from api.metrics import Metrics
from api.service import Dispatcher, Service
from docgen.casefile.files import CaseFiles
from docgen.errors import DocgenError
from docgen.library import Library
from docgen.settings import Settings
from docgen.shelf.installed import InstalledShelf
from docgen.shelf.shelf import Shelf
from docgen.store import Store
from docgen.store.retention import purge
from docgen.workers import WorkerPool

_BETWEEN_PURGES: Final = 3600.0
log: Any = structlog.get_logger("docgen.service")


@asynccontextmanager
async def opened(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[Service]:
    """The service, until the end of the `with`. Raises StoreUnusable, TemplateError."""
    library = await asyncio.to_thread(Library.load, *settings.templates, shelf=InstalledShelf(settings))
    store = await asyncio.to_thread(Store.open, settings)
    shelf = Shelf(store, library)
    pool = WorkerPool(settings)
    try:
        await asyncio.to_thread(shelf.take_in, now())
        workers, metrics = Dispatcher(pool, settings.render_seconds), Metrics()
        metrics.watch(lambda: workers.inside)
        limiter = Limiter(settings.rate_limit)
        async with batching(settings, store, pool, library, now) as batches:
            cases = CaseFiles(store, settings.case_days)
            service = Service(settings, store, pool, workers, library, limiter, metrics, now, batches, cases, shelf)
            purging = asyncio.create_task(_purging(service))
            try:
                yield service
            finally:
                purging.cancel()
                with suppress(asyncio.CancelledError):
                    await purging
    finally:
        await asyncio.to_thread(pool.stop)
        await asyncio.to_thread(store.close)
        library.shelf.close()


async def _purging(service: Service) -> None:
    """Purge at the start and every hour."""
    while True:
        try:
            also = {"batches": service.batches.expire, "cases": service.cases.purge, **service.store.ended}
            counts = await asyncio.to_thread(purge, service.store, service.now(), also)
            await asyncio.to_thread(service.batches.sweep)
            log.info("purged", **counts)
        except DocgenError as error:  # told, and tried again in an hour
            log.critical("purge failed", code=error.code)
        await asyncio.sleep(_BETWEEN_PURGES)
