"""The service: what the routes work with, opened when the process starts and closed when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.orm import Session
from starlette.requests import Request

from api.examinations import Examinations
from api.limiting import Limiter
from api.metrics import Metrics
from docgen.batch.service import Batches
from docgen.casefile.files import CaseFiles
from docgen.errors import EngineBusy, Message
from docgen.library import Library
from docgen.press import Press
from docgen.settings import Settings
from docgen.shelf.shelf import Shelf
from docgen.store import Store

P = ParamSpec("P")
T = TypeVar("T")
_WAITING = 64
"""Jobs a worker may have waiting before new ones are refused: some seconds of work."""


class Pool(Protocol):
    """`docgen.workers.WorkerPool`, as far as it is used here."""

    processes: int

    def run_within(
        self, seconds: float | None, job: Callable[Concatenate[Press, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]: ...

    def run_first(
        self, seconds: float | None, job: Callable[Concatenate[Press, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]: ...


class Dispatcher:
    """Hands jobs to the workers, as many at once as may wait; what comes beyond is refused at once."""

    def __init__(self, pool: Pool, seconds: float, waiting: int = 0) -> None:
        self._pool, self._seconds = pool, seconds
        self._most = waiting or _WAITING * pool.processes
        self.inside = 0

    async def run(self, job: Callable[Concatenate[Press, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The job's result. Raises EngineBusy, TimeLimitReached, WorkerLost and what the job raises."""
        return await self._done(lambda: self._pool.run_within(self._seconds, job, *args, **kwargs))

    async def run_first(self, job: Callable[Concatenate[Press, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, before all jobs given by that: for a job of some milliseconds."""
        return await self._done(lambda: self._pool.run_first(self._seconds, job, *args, **kwargs))

    async def _done(self, give: Callable[[], Future[T]]) -> T:
        if self.inside >= self._most:
            raise EngineBusy(Message("the service has as many requests waiting as it takes; try again in a moment"))
        self.inside += 1
        try:
            return await asyncio.wrap_future(give())
        finally:
            self.inside -= 1


@dataclass
class Service:
    """What every route may use. `now` is the clock."""

    settings: Settings
    store: Store
    pool: Pool
    workers: Dispatcher
    library: Library
    limiter: Limiter
    metrics: Metrics
    now: Callable[[], datetime]
    batches: Batches
    cases: CaseFiles
    shelf: Shelf
    examinations: Examinations = field(default_factory=Examinations)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Durable when it returns; grouped with what others write. Raises StoreUnusable."""
        return await asyncio.wrap_future(self.store.write(work))

    async def read(self, work: Callable[[Session], T]) -> T:
        """In a thread, since the database blocks. Raises StoreUnusable."""
        return await asyncio.to_thread(self.store.read, work)


def service_of(request: Request) -> Service:
    """The service that answers this request."""
    service: Any = request.app.state.service
    assert isinstance(service, Service)
    return service
