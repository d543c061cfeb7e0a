"""The dispatcher lets in as many jobs as may wait, and lets the next in when one is done."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest

from api.service import Dispatcher
from docgen.errors import EngineBusy


class HeldPool:
    """A pool whose jobs end when the test says so."""

    processes = 1

    def __init__(self) -> None:
        self.given: list[Future[Any]] = []
        self.limits: list[float | None] = []
        self.first: list[Future[Any]] = []

    def run_within(self, seconds: float | None, job: Any, /, *_: Any, **__: Any) -> Future[Any]:
        self.limits.append(seconds)
        self.given.append(Future())
        return self.given[-1]

    def run_first(self, seconds: float | None, job: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.first.append(self.run_within(seconds, job, *args, **kwargs))
        return self.first[-1]


def job(_: object) -> str:
    return "done"


async def _scenario(pool: HeldPool) -> tuple[str, str]:
    dispatcher = Dispatcher(pool, 2.5, waiting=1)
    first = asyncio.create_task(dispatcher.run(job))
    await asyncio.sleep(0)
    with pytest.raises(EngineBusy):
        await dispatcher.run(job)
    pool.given[0].set_result("first")
    done = await first
    second = asyncio.create_task(dispatcher.run(job))
    await asyncio.sleep(0)
    pool.given[1].set_result("second")
    return done, await second


def test_what_comes_beyond_the_queue_is_refused_until_a_job_is_done() -> None:
    pool = HeldPool()
    assert asyncio.run(_scenario(pool)) == ("first", "second")
    assert pool.limits == [2.5, 2.5]


async def _short_beside_long(pool: HeldPool) -> str:
    dispatcher = Dispatcher(pool, 2.5, waiting=2)
    long = asyncio.create_task(dispatcher.run(job))
    short = asyncio.create_task(dispatcher.run_first(job))
    await asyncio.sleep(0)
    with pytest.raises(EngineBusy):
        await dispatcher.run_first(job)
    (first,) = pool.first
    first.set_result("short")
    done = await short
    pool.given[0].set_result("long")
    return f"{done}, {await long}"


def test_a_short_job_is_given_to_the_pool_as_one_and_counts_as_any_other() -> None:
    assert asyncio.run(_short_beside_long(HeldPool())) == "short, long"
