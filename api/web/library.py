"""The template library: every type in every language, with the state of its wording and what is found about it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.service import Service, service_of
from api.web.clauses import carriers
from api.web.days import local
from api.web.library_survey import survey_of
from api.web.library_versions import Staff, address
from api.web.library_words import SHORT, in_order
from api.web.shell import page
from docgen import sop
from docgen.errors import Key
from docgen.review.examining import Panel, panels
from docgen.review.words import STATES, title_of
from docgen.shelf.gate import Examined, key_of
from docgen.shelf.state import State, Version

router: Final = APIRouter()
PATIENCE: Final = 2.0
"""Seconds for which the page waits for findings that are not known yet; those that come later are on the next one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A type in a language: its newest version, and which one papers are made of in its place, 0 for none.

    `findings` and `waived` are counts, None while they are not known.
    """

    version: Version
    state: Key
    changed: datetime
    used: int
    findings: int | None
    waived: int

    @property
    def address(self) -> str:
        return address(self.version)


@dataclass(frozen=True, slots=True)
class Line:
    """A type, or the packet's cover, with its cell in each language; None where there is no template."""

    type_id: str
    title: Key
    cells: Mapping[str, Cell | None]


@router.get("/library")
async def show_library(request: Request, visitor: Staff, article: str = "") -> Response:
    """All templates, or those that carry a clause of one article of the SOP."""
    service = service_of(request)
    articles = {each.number: each for each in sop.articles()}
    chosen = articles.get(article)
    wanted = {kind.type_id for kind in carriers(chosen.number)} if chosen else None
    found = await asyncio.to_thread(panels, service.shelf)
    shown = [each for each in found if wanted is None or each.type in wanted]
    examined = await survey_of(request).known(service, shown, PATIENCE)
    lines = await asyncio.to_thread(_lines, service, shown, examined)
    pending = sum(cell is not None and cell.findings is None for line in lines for cell in line.cells.values())
    return page(
        request, "library.html", visitor.locale, visitor=visitor, lines=lines, articles=articles, chosen=chosen,
        pending=pending, short=SHORT, authentic=sop.instrument().authentic_language,
    )  # fmt: skip


def _lines(service: Service, found: Sequence[Panel], examined: Mapping[str, Examined]) -> list[Line]:
    by_type = {panel.type: panel for panel in found}
    return [
        Line(panel.type, title_of(panel.type), {
            tag: _cell(service, panel.versions[tag], examined) if tag in panel.versions else None
            for tag in service.library.locales
        })
        for panel in map(by_type.__getitem__, in_order(by_type))
    ]  # fmt: skip


def _cell(service: Service, version: Version, examined: Mapping[str, Examined]) -> Cell:
    changed = version.steps[-1].at if version.steps else version.added
    known = examined.get(version.id)
    standing = {each.finding for each in service.shelf.notes.waivers(version.id) if each.withdrawn is None}
    keys = [key_of(each) for each in known.findings] if known else []
    waived = sum(key in standing for key in keys)
    return Cell(
        version, STATES[version.state], local(changed), _used(service, version), len(keys) - waived if known else None,
        waived,
    )  # fmt: skip


def _used(service: Service, version: Version) -> int:
    """The number of an older version that is approved, while the newest is not."""
    if version.state is State.APPROVED:
        return 0
    chosen = service.library.shelf.chosen(version.type, version.language)
    return chosen.number if chosen is not None and chosen.approvals else 0
