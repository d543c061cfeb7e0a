"""What is found about many wordings, looked for one after another: who waits for one waits not behind all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from fastapi import Request

from api.service import Service
from docgen.errors import DocgenError
from docgen.review.examining import Panel
from docgen.shelf.gate import Examined


class Survey:
    """One for an application; what it finds, the service keeps as `Service.examinations` does."""

    def __init__(self) -> None:
        self._found: dict[str, Mapping[str, Examined]] = {}
        self._going: asyncio.Task[None] | None = None

    async def known(self, service: Service, wanted: Sequence[Panel], patience: float) -> Mapping[str, Examined]:
        """What is known about the versions of these panels, by id, once that many seconds are over; with all of it
        sooner. What is not known then goes on being looked for."""
        if any(panel.key not in self._found for panel in wanted) and (self._going is None or self._going.done()):
            self._going = asyncio.create_task(self._run(service, wanted))
        if self._going is not None:
            await asyncio.wait([self._going], timeout=patience)
        return {
            panel.versions[tag].id: each
            for panel in wanted
            for tag, each in self._found.get(panel.key, {}).items()
        }  # fmt: skip

    async def _run(self, service: Service, wanted: Sequence[Panel]) -> None:
        kept = self._found
        self._found = {panel.key: kept[panel.key] for panel in wanted if panel.key in kept}
        for panel in wanted:
            try:
                self._found[panel.key] = await service.examinations.of(service, panel)
            except DocgenError:  # too much to do, or no store: looked for again when a page asks again
                continue


def survey_of(request: Request) -> Survey:
    """The survey of this application."""
    survey = request.app.state.survey
    assert isinstance(survey, Survey)
    return survey
