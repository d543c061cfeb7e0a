"""The bundle for a meeting between the Parties: which papers it shall hold, and the file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.bundles import bundled
from api.negotiation import ZIP
from api.service import Service, service_of
from api.web.library_versions import Staff
from api.web.library_words import in_order
from api.web.shell import page
from api.web.visitors import Visitor
from docgen.errors import Message
from docgen.review.bundle import ARCHIVE
from docgen.review.words import title_of

router: Final = APIRouter()
Types = Annotated[Sequence[str], Query()]


@router.get("/library/bundle")
async def ask_types(request: Request, visitor: Staff) -> Response:
    """The papers to choose from, all of them chosen."""
    types = await _types(service_of(request))
    return _asking(request, visitor, types, types)


@router.get("/library/bundle/file")
async def get_bundle(request: Request, visitor: Staff, type: Types = ()) -> Response:
    """The bundle of the papers that were chosen, in the language of the pages; without one the question again."""
    service = service_of(request)
    types = await _types(service)
    chosen = [each for each in types if each in type]
    if not chosen:
        return _asking(request, visitor, types, [], Message("Choose at least one paper"))
    data = await bundled(service, chosen, visitor.locale)
    headers = {"Content-Disposition": f'attachment; filename="{ARCHIVE}"'}
    return Response(data, headers=headers, media_type=ZIP)


async def _types(service: Service) -> list[str]:
    """The types that have a wording, in the order of the library."""
    newest = await asyncio.to_thread(service.shelf.newest)
    return in_order({each.type for each in newest})


def _asking(
    request: Request, visitor: Visitor, types: Sequence[str], chosen: Sequence[str], wrong: Message | None = None
) -> Response:
    return page(
        request, "library_bundle.html", visitor.locale, status=422 if wrong else 200, visitor=visitor,
        types=[(each, title_of(each), each in chosen) for each in types], wrong=wrong,
    )  # fmt: skip
