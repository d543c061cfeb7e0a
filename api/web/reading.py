"""The wordings of a type in all languages beside each other: what its lawyers read, passage by passage."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.service import Service, service_of
from api.web.days import local
from api.web.library_versions import Staff
from api.web.library_words import names_of
from api.web.reading_choice import Choice, choice_of, wordings_of
from api.web.reading_job import read
from api.web.reading_views import Noted, Page, page_of
from api.web.shell import page
from docgen import sop
from docgen.errors import Message
from docgen.review.sheet import Sheet
from docgen.review.words import STATES

router: Final = APIRouter()


@router.get("/library/{type_id}")
async def show_wordings(request: Request, visitor: Staff, type_id: str) -> Response:
    """The passages in rows. `only` leaves those of which something is to be settled, `values` puts the example's values
    into the texts."""
    service, choice = service_of(request), await choice_of(request, type_id)
    read_page, unread = await page_with_notes(service, choice)
    only, values = (bool(request.query_params.get(name)) for name in ("only", "values"))
    return page(
        request, "reading.html", visitor.locale, visitor=visitor, choice=choice, unread=unread, whole=read_page,
        read=read_page.only_open() if only else read_page, only=only, values=values,
        names=await asyncio.to_thread(names_of, service), states=STATES, local=local,
        authentic=sop.instrument().authentic_language, locales=service.library.locales,
    )  # fmt: skip


async def page_with_notes(service: Service, choice: Choice) -> tuple[Page, dict[str, Message]]:
    """The page of a choice, and of which languages the wording cannot be read. Raises StoreUnusable, EngineBusy,
    TimeLimitReached, WorkerLost."""
    wordings, damaged = await wordings_of(service, choice.versions)
    sheet: Sheet = await service.workers.run(read, choice.type_id, wordings)
    found = await service.examinations.of(service, await choice.panel(service))
    noted = {}
    for tag, version in choice.versions.items():
        notes = service.shelf.notes
        waivers = await asyncio.to_thread(notes.waivers, version.id)
        noted[tag] = Noted(
            found[tag].findings,
            {each.finding: each for each in waivers if each.withdrawn is None},
            await asyncio.to_thread(notes.comments, choice.type_id, tag),
            await asyncio.to_thread(notes.back_translations, choice.type_id, tag),
        )
    return page_of(choice, sheet, noted), {**damaged, **sheet.unread}
