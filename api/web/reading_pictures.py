"""Pictures of a page in all languages beside each other: of any versions, with the example or a test's case."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.problems import NotFound
from api.service import Service, service_of
from api.web.library_versions import Staff
from api.web.reading_choice import Choice, choice_of, no_such, wordings_of
from api.web.shell import page as shown
from docgen.errors import Message
from docgen.preview.picture import Picture
from docgen.preview.wordings import Shot, shot
from docgen.review.words import STATES
from docgen.shelf.state import State
from docgen.store.template_tests import TemplateTest

router: Final = APIRouter()
_SCALE: Final = 1.25
"""Pixels for a seventy-second of an inch."""
_NEVER_KEPT: Final = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class Side:
    """A language's picture, as the address of an image; "" where there is none, and `problems` says why."""

    source: str
    picture: Picture

    @classmethod
    def of(cls, picture: Picture) -> Side:
        source = "data:image/png;base64," + base64.b64encode(picture.png).decode() if picture.png else ""
        return cls(source, picture)

    @property
    def problems(self) -> Sequence[Message]:
        return self.picture.problems


@router.get("/library/{type_id}/pictures")
async def show_pictures(
    request: Request, visitor: Staff, type_id: str, page: int = 1, case: str = ""
) -> Response:  # fmt: skip
    """The same page of each language; of a shorter paper its last one."""
    service, choice = service_of(request), await choice_of(request, type_id)
    tests = [each for each in await asyncio.to_thread(service.shelf.trials.of, type_id) if each.case is not None]
    chosen = _chosen(tests, case)
    sides = await _sides(service, choice, chosen, page)
    pages = max((each.picture.pages for each in sides.values()), default=0)
    if page < 1 or page > max(pages, 1):
        raise NotFound(Message("the paper has no such page; look at its first page"))
    return shown(
        request, "reading_pictures.html", visitor.locale, visitor=visitor, choice=choice, sides=sides, number=page,
        pages=pages, tests=tests, chosen=chosen.id if chosen else "", states=STATES, headers=_NEVER_KEPT,
        large=bool(request.query_params.get("large")), locales=service.library.locales,
    )  # fmt: skip


def _chosen(tests: Sequence[TemplateTest], case: str) -> TemplateTest | None:
    found = next((each for each in tests if each.id == case), None)
    if case and found is None:
        raise NotFound(no_such())
    return found


async def _sides(
    service: Service, choice: Choice, test: TemplateTest | None, page: int
) -> Mapping[str, Side]:  # fmt: skip
    wordings, damaged = await wordings_of(service, choice.versions)
    case = test.case if test else None

    async def one(tag: str) -> Picture:
        if tag in damaged:
            return Picture(b"", problems=(damaged[tag],))
        approved = choice.versions[tag].state is State.APPROVED
        wanted = Shot(choice.type_id, tag, wordings[tag], approved, case)
        return await service.workers.run(shot, wanted, page, _SCALE)

    made = await asyncio.gather(*map(one, choice.versions))
    return {tag: Side.of(picture) for tag, picture in zip(choice.versions, made, strict=True)}
