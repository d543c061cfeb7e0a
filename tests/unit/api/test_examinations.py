"""What was examined is kept by its wordings: asked again, no worker is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import update

from api.examinations import Examinations, examined_newest, examined_version
from api.service import Service
from docgen.errors import WordingDamaged
from docgen.settings import Settings
from docgen.store.template_rows import TemplateFileRow
from tests.conftest import open_press
from tests.unit.shelf.office import Office, office_in


@dataclass
class Here:
    """Workers that work in this process, and say how often they did."""

    ran: list[str] = field(default_factory=list)

    async def run(self, job: Callable[..., Any], *args: Any) -> Any:
        self.ran.append(job.__name__)
        await asyncio.sleep(0)
        return job(open_press(), *args)


@pytest.fixture
def office(installed: Settings, tmp_path: Path) -> Iterator[Office]:
    with office_in(installed, tmp_path / "templates") as running:
        yield running


def service_of(office: Office) -> tuple[Service, Here]:
    here = Here()
    made = SimpleNamespace(shelf=office.shelf, workers=here, examinations=Examinations())
    return cast(Service, made), here


def test_the_same_wordings_are_examined_once_and_asked_at_once_by_one_worker(office: Office) -> None:
    first, (service, here) = office.added("One"), service_of(office)

    async def asked() -> None:
        both = await asyncio.gather(*(examined_version(service, first) for _ in range(3)))
        assert both[0] == both[1] and both[0].findings
        assert await examined_newest(service) == {first.id: both[0]}
        assert here.ran == ["examine"]
        second = await asyncio.to_thread(office.added, "Two")
        await examined_version(service, second)
        assert here.ran == ["examine", "examine"]

    asyncio.run(asked())


def test_what_the_store_has_damaged_is_neither_examined_nor_kept(office: Office) -> None:
    version, (service, here) = office.added("One"), service_of(office)
    damage = update(TemplateFileRow).where(TemplateFileRow.sha256 == version.file).values(data=b"other")
    office.store.write(lambda session: session.execute(damage)).result()

    async def asked() -> None:
        with pytest.raises(WordingDamaged):
            await examined_version(service, version)
        for times in (1, 2):
            (found,) = (await examined_newest(service)).values()
            assert [each.code for each in found.findings] == ["template.unusable"]
            assert here.ran == ["examine"] * times

    asyncio.run(asked())
