"""Which clause of the SOP is carried by which paper, passage and language, and which clause no paper carries."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.service import Service, service_of
from api.web.library_jobs import cover
from api.web.library_versions import Staff, address
from api.web.shell import page
from docgen import sop
from docgen.docx.wording import Wording
from docgen.errors import Key, WordingDamaged
from docgen.review.coverage import Carried, Covered
from docgen.review.examining import panels
from docgen.review.words import title_of
from docgen.shelf.state import Version
from docgen.sop import Clause

router: Final = APIRouter()
_Newest = Mapping[tuple[str, str], Version]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that carries a clause: its anchor, the languages in which it does, and its address in the first."""

    anchor: str
    tags: Sequence[str]
    address: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A type that carries a clause, in which languages, by which passages."""

    title: Key
    tags: Sequence[str]
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Line:
    clause: Clause
    papers: Sequence[Paper]


@router.get("/library/coverage")
async def show_coverage(request: Request, visitor: Staff, article: str = "") -> Response:
    """Every clause with a text, or those of one article."""
    service = service_of(request)
    articles = {each.number: each for each in sop.articles()}
    chosen = articles.get(article)
    newest, wordings = await asyncio.to_thread(_read, service)
    covered = await service.workers.run(cover, wordings)
    lines = [_line(each, newest, service) for each in covered if chosen is None or each.clause.article == article]
    parts = [(each, [line for line in lines if line.clause.article == number]) for number, each in articles.items()]
    return page(
        request, "library_coverage.html", visitor.locale, visitor=visitor, articles=articles, chosen=chosen,
        parts=[part for part in parts if part[1]], whole=len(lines), bare=[each for each in lines if not each.papers],
        authentic=sop.instrument().authentic_language,
    )  # fmt: skip


def _read(service: Service) -> tuple[_Newest, list[tuple[str, dict[str, Wording]]]]:
    """The newest versions in use and their wordings; one that is damaged carries nothing."""
    newest: dict[tuple[str, str], Version] = {}
    wordings: list[tuple[str, dict[str, Wording]]] = []
    for panel in panels(service.shelf):
        own: dict[str, Wording] = {}
        for tag, version in panel.versions.items():
            newest[panel.type, tag] = version
            try:
                own[tag] = service.shelf.wording(version)
            except WordingDamaged:
                continue  # a finding of its own
        wordings.append((panel.type, own))
    return newest, wordings


def _line(covered: Covered, newest: _Newest, service: Service) -> Line:
    by: dict[str, list[Carried]] = {}
    for each in covered.by:
        by.setdefault(each.type, []).append(each)
    return Line(covered.clause, [_paper(type_id, found, newest, service) for type_id, found in by.items()])


def _paper(type_id: str, found: Sequence[Carried], newest: _Newest, service: Service) -> Paper:
    by: dict[str, list[str]] = {}
    for each in found:
        by.setdefault(each.anchor, []).append(each.language)
    order = list(service.library.locales)
    tags = [tag for tag in order if any(each.language == tag for each in found)]
    places = [Place(anchor, own, address(newest[type_id, own[0]])) for anchor, own in by.items()]
    return Paper(title_of(type_id), tags, places)
