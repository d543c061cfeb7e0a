"""`GET /v1/templates`: which wording is in use, and whether it is approved."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.answers import tagged
from api.body import JSON
from api.cursors import page
from api.deps import Needs
from api.examinations import examined_newest
from api.jobs import templates
from api.openapi import operation
from api.schemas import named
from api.service import service_of
from docgen.review.rows import counted
from docgen.shelf.gate import Examined
from docgen.shelf.state import State, Version
from docgen.store import ApiKey, Scope

router: Final = APIRouter()
_PATIENCE: Final = 8.0
"""Seconds that the list waits for what is being examined, once for each set of wordings: all templates take three."""


@router.get(
    "/v1/templates",
    response_class=Response,
    openapi_extra=operation({JSON: named("Templates")}, problems=[422]),
    responses={304: {"description": "Nothing changed since the ETag that If-None-Match names"}},
)
async def list_templates(
    request: Request,
    _: Annotated[ApiKey, Depends(Needs(Scope.TEMPLATES_READ))],
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """The templates by type and language: the wording that is used with its approval state, and state and findings of
    the newest one."""
    service = service_of(request)
    found = await service.workers.run(templates)
    newest = {(each.type, each.language): each for each in await asyncio.to_thread(service.shelf.newest)}
    shown, following = page(found, lambda each: f"{each.type} {each.language}", cursor, limit)
    examined = await examined_newest(service, _PATIENCE, {each.type for each in shown})
    rows = [asdict(each) | _newest(newest.get((each.type, each.language)), examined) for each in shown]
    return tagged(request, {"templates": rows, "next": following})


def _newest(version: Version | None, examined: Mapping[str, Examined]) -> dict[str, Any]:
    """What is said of the newest version beside the one that is used; a file that is not taken in has number 0."""
    if version is None:
        return {"newest": 0, "state": State.DRAFT.value, "findings": None}
    found = examined.get(version.id)
    return {
        "newest": version.number,
        "state": version.state.value,
        "findings": counted(found.findings) if found else None,
    }
