"""`GET /v1/templates`: which wording is in use, and whether it is approved."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.answers import tagged
from api.body import JSON
from api.cursors import page
from api.deps import Needs
from api.jobs import templates
from api.openapi import operation
from api.schemas import named
from api.service import service_of
from docgen.store import ApiKey, Scope

router: Final = APIRouter()


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
    """The templates by type and language, with the fingerprint of their wording and its approval state."""
    found = await service_of(request).workers.run(templates)
    shown, following = page(found, lambda each: f"{each.type} {each.language}", cursor, limit)
    return tagged(request, {"templates": [asdict(each) for each in shown], "next": following})
