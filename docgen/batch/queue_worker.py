"""A worker on PostgreSQL: fetches jobs, does their chunks in processes of its own, and takes over from workers that
died."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import procrastinate
from procrastinate.exceptions import ConnectorException

from docgen.batch.queue import QUEUE, TASK, conninfo, defer_lost, ensure_schema
from docgen.settings import Settings
from docgen.store.store import Store

_log = logging.getLogger(__name__)
_AGAIN_SECONDS: Final = 5
"""When a chunk is tried again that the disk or the database did not let through."""
_RECONNECT_SECONDS: Final = 1.0
_LOST_EVERY: Final = 10
"""Every so many looks for dead workers one is for chunks without a job."""


class _PutOff(Exception):
    """Tells Procrastinate, and nobody else, to try a chunk again later."""


@dataclass(frozen=True)
class Pace:
    """Seconds: a worker that was silent for `dead_after` counts as dead and others take over its chunks; it tells that
    it lives five times as often. The database's clock counts, not the machines'."""

    dead_after: float = 15.0

    @property
    def heartbeat(self) -> float:
        return self.dead_after / 5

    @property
    def look(self) -> float:
        """How often each worker looks for dead ones."""
        return self.dead_after / 3


class QueueWorker:
    """Does jobs, `concurrency` at once, until it is told to stop."""

    def __init__(
        self, store: Store, settings: Settings, run: Callable[[str, int], None], concurrency: int, pace: Pace
    ) -> None:
        self._store, self._settings, self._run = store, settings, run
        self._concurrency, self._pace = concurrency, pace
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="docgen chunk")

    def work(self) -> None:
        """Work until SIGTERM or SIGINT; then finish the chunks in hand. A lost database is waited for."""
        with self._threads:
            asyncio.run(self._until_signal())

    async def _until_signal(self) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        while not stop.is_set():
            try:
                await asyncio.to_thread(ensure_schema, self._store.engine)
                await self._connected(stop)
            except Exception as error:  # noqa: BLE001 - a worker goes on as soon as it can
                _log.warning("the queue cannot be reached: %s", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RECONNECT_SECONDS)

    async def _connected(self, stop: asyncio.Event) -> None:
        """Work as long as the connection holds."""
        app = self._app()
        async with app.open_async():
            duties: list[Awaitable[object]] = [
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._concurrency,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    update_heartbeat_interval=self._pace.heartbeat,
                    # Removed from the list of workers long after others took over what it had in hand.
                    stalled_worker_timeout=self._pace.dead_after * 10,
                    fetch_job_polling_interval=self._pace.heartbeat,
                ),
                self._take_over(app),
                stop.wait(),
            ]
            tasks = [asyncio.ensure_future(duty) for duty in duties]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()  # the worker then finishes what it has in hand
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception) and not stop.is_set():
                    raise ended

    def _app(self) -> procrastinate.App:
        connector = procrastinate.PsycopgConnector(
            conninfo=conninfo(self._settings),
            min_size=1,
            max_size=self._concurrency + 3,
            timeout=10.0,
        )
        app = procrastinate.App(connector=connector)
        # No limit to the tries: a row that cannot be made is a result, so what fails here is the installation.
        app.task(name=TASK, queue=QUEUE, retry=procrastinate.RetryStrategy(wait=_AGAIN_SECONDS))(self._do)
        return app

    async def _do(self, batch: str, number: int) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._run, batch, number)
        except Exception as error:  # noqa: BLE001 - a text could quote what the chunk holds, and Procrastinate logs it
            _log.warning("a chunk of a batch is put off: %s", type(error).__name__)
            raise _PutOff from None

    async def _take_over(self, app: procrastinate.App) -> None:
        """Give the jobs of dead workers to whoever is free."""
        looks = 0
        while True:
            await asyncio.sleep(self._pace.look)
            stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=self._pace.dead_after)
            for job in stalled:
                # Another worker may have been first; done twice, a chunk counts once.
                with suppress(ConnectorException):
                    await app.job_manager.retry_job(job)
            looks += 1
            if looks % _LOST_EVERY == 0:
                await asyncio.to_thread(self._store.write(defer_lost).result)
