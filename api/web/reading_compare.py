"""Two versions of a wording compared: on a page, and as a Word file with tracked changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.negotiation import DOCX
from api.problems import NotFound
from api.service import service_of
from api.web.days import local
from api.web.library_versions import Staff
from api.web.reading_choice import Choice, choice_of, no_such, numbered
from api.web.reading_job import compared, tracked
from api.web.shell import page
from api.web.visitors import Visitor
from docgen.errors import DocgenError, EngineUnavailable, Message, TemplateRefused, WorkerLost
from docgen.review.words import STATES
from docgen.shelf.state import Version

router: Final = APIRouter()
_SECONDS: Final = 25.0
"""What the redline program may take; less than any job of a worker may."""
_NEVER_KEPT: Final = {"Cache-Control": "private, no-store"}


@router.get("/library/{type_id}/{tag}/compare")
async def show_comparison(
    request: Request, visitor: Staff, type_id: str, tag: str, old: str = "", new: str = ""
) -> Response:  # fmt: skip
    """The passages of two versions beside each other; without numbers of the newest and the one before it."""
    choice, pair = await _pair(request, type_id, tag, old, new)
    return await _shown(request, visitor, choice, tag, pair)


@router.get("/library/{type_id}/{tag}/redline")
async def send_redline(
    request: Request, visitor: Staff, type_id: str, tag: str, old: str = "", new: str = ""
) -> Response:  # fmt: skip
    """The newer version with tracked changes; where it cannot be made, the comparison says why."""
    service = service_of(request)
    choice, pair = await _pair(request, type_id, tag, old, new)
    before, after = [await asyncio.to_thread(service.shelf.wording, each) for each in pair]
    try:
        made = await service.workers.run(
            tracked, tag, before.data, after.data, visitor.user.name, _clock(service.now()), _SECONDS
        )
    except (TemplateRefused, EngineUnavailable, WorkerLost) as error:
        return await _shown(request, visitor, choice, tag, pair, error)
    name = f"{type_id}.{tag}.{pair[0].number}-{pair[1].number}.docx"
    return Response(
        made, media_type=DOCX, headers={**_NEVER_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
    )


async def _shown(
    request: Request, visitor: Visitor, choice: Choice, tag: str, pair: Sequence[Version],
    problem: DocgenError | None = None,
) -> Response:  # fmt: skip
    service, locale = service_of(request), visitor.locale
    wordings = [await asyncio.to_thread(service.shelf.wording, each) for each in pair]
    names = [
        locale.catalogue.translate(Message("Version {number}", {"number": locale.digits(str(each.number))}))
        for each in pair
    ]
    made = await service.workers.run(compared, tag, locale.tag, wordings[0], wordings[1], (names[0], names[1]))
    parts = {name for name, data in wordings[1].fragments if dict(wordings[0].fragments).get(name) != data}
    return page(
        request, "reading_compare.html", locale, visitor=visitor, choice=choice, tag=tag, pair=pair, states=STATES,
        comparison=Markup(made), problem=problem, parts=sorted(parts), locales=service.library.locales,
        status=problem.http_status if problem else 200,
    )  # fmt: skip  # all that stands in the fragment is escaped (docgen.compare.html)


async def _pair(request: Request, type_id: str, tag: str, old: str, new: str) -> tuple[Choice, tuple[Version, Version]]:
    """The versions with these numbers, else the newest and the one before. Raises NotFound."""
    choice = await choice_of(request, type_id)
    if tag not in choice.kept:
        raise NotFound(no_such())
    kept = choice.kept[tag]
    after = numbered(kept, new) if new else kept[0]
    older = [each for each in kept if each.number < after.number]
    return choice, (numbered(kept, old) if old else (older or [after])[0], after)


def _clock(now: datetime) -> datetime:
    """The time that the offices' clocks show: Word writes it without a zone."""
    return local(now).replace(tzinfo=None)
