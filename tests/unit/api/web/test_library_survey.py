"""The survey of the library: it waits as long as told, looks at one panel at a time, asks again about what failed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast

from api.service import Service
from api.web.library_survey import Survey
from docgen.errors import EngineBusy, Message
from docgen.review.examining import Panel
from docgen.shelf.gate import Examined
from docgen.shelf.state import Version
from tests.unit.shelf.office import NOW

LONG, NONE = 10.0, 0.01


@dataclass
class Slow:
    """Examinations that end when they are let, and fail for what is in `failing`."""

    failing: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    most: int = 0
    _inside: int = 0
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def of(self, _: Service, panel: Panel) -> dict[str, Examined]:
        self.asked.append(panel.type)
        self._inside += 1
        self.most = max(self.most, self._inside)
        await self.let.wait()
        self._inside -= 1
        if panel.type in self.failing:
            raise EngineBusy(Message("too much to do"))
        return {"en": Examined()}


def panel(type_id: str) -> Panel:
    version = Version(1, f"v-{type_id}", 1, type_id, "en", "ab" * 32, "cd" * 32, (), "", NOW, "")
    return Panel({"en": version})


PANELS = [panel("one"), panel("two")]


def test_what_is_not_known_in_time_is_known_later_and_nothing_is_looked_at_twice() -> None:
    async def asked() -> None:
        slow, survey = Slow(), Survey()
        service = cast(Service, SimpleNamespace(examinations=slow))
        assert await survey.known(service, PANELS, NONE) == {}
        slow.let.set()
        assert set(await survey.known(service, PANELS, LONG)) == {"v-one", "v-two"}
        assert set(await survey.known(service, PANELS, LONG)) == {"v-one", "v-two"}
        assert (slow.asked, slow.most) == (["one", "two"], 1)

    asyncio.run(asked())


def test_what_failed_is_looked_for_again_when_somebody_asks_again() -> None:
    async def asked() -> None:
        slow, survey = Slow({"one"}), Survey()
        slow.let.set()
        service = cast(Service, SimpleNamespace(examinations=slow))
        assert set(await survey.known(service, PANELS, LONG)) == {"v-two"}
        slow.failing.clear()
        assert set(await survey.known(service, PANELS, LONG)) == {"v-one", "v-two"}

    asyncio.run(asked())
