"""What was examined, kept for the pages and the API: a worker does it once for each set of wordings."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from api.library_jobs import examine
from docgen.review.examining import Fetched, Panel, fetched, panel_of, panels
from docgen.shelf.gate import Examined
from docgen.shelf.state import Version

if TYPE_CHECKING:
    from api.service import Service

_MOST: Final = 200
"""Panels that are kept: some hundred kilobytes."""


class Examinations:
    """By `Panel.key`; of one event loop. What the store has damaged is never kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Mapping[str, Examined]] = OrderedDict()
        self._going: dict[str, asyncio.Task[Mapping[str, Examined]]] = {}

    async def of(self, service: Service, panel: Panel) -> Mapping[str, Examined]:
        """What is found about a panel, by language. Raises StoreUnusable, EngineBusy, TimeLimitReached, WorkerLost."""
        if panel.key in self._kept:
            self._kept.move_to_end(panel.key)
            return self._kept[panel.key]
        going = self._going.get(panel.key)
        if going is None:
            going = asyncio.create_task(self._made(service, panel))
            self._going[panel.key] = going
            going.add_done_callback(lambda done: self._ended(panel.key, done))
        return await asyncio.shield(going)

    def _ended(self, key: str, done: asyncio.Task[Mapping[str, Examined]]) -> None:
        self._going.pop(key, None)
        if not done.cancelled():
            done.exception()  # told to whoever waits; nobody may

    async def _made(self, service: Service, panel: Panel) -> Mapping[str, Examined]:
        got: Fetched = await asyncio.to_thread(fetched, service.shelf, panel)
        made = await service.workers.run(examine, got)
        if not got.damaged:
            self._kept[panel.key] = made
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return made


async def examined_version(service: Service, version: Version) -> Examined:
    """What an approver of this version looks at. Raises WordingDamaged for its own bytes, and as `Examinations.of`."""
    panel = await asyncio.to_thread(panel_of, service.shelf, version.id)
    await asyncio.to_thread(service.shelf.wording, version)
    return (await service.examinations.of(service, panel))[version.language]


async def examined_newest(
    service: Service, seconds: float | None = None, type_ids: Collection[str] | None = None
) -> Mapping[str, Examined]:
    """The same of the newest version of every type (or of these) and language, by the version's id.

    After so many seconds without those that are not done yet: they go on, and are there when asked for again.
    """
    found = await asyncio.to_thread(panels, service.shelf, type_ids)
    tasks = [asyncio.ensure_future(service.examinations.of(service, panel)) for panel in found]
    if not tasks:
        return {}
    done, waiting = await asyncio.wait(tasks, timeout=seconds)
    for each in waiting:
        each.cancel()  # the wait, not the work
    return {
        panel.versions[tag].id: each
        for panel, task in zip(found, tasks, strict=True)
        if task in done
        for tag, each in task.result().items()
    }
