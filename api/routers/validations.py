"""`POST /v1/validations`: what stands in the way of a case's documents, without making them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.answers import answer, reader_of
from api.body import JSON, read_body, require_media_type
from api.deps import Needs
from api.jobs import validate
from api.openapi import operation
from api.problems import rows
from api.schemas import named
from api.service import service_of
from docgen.check import blocking
from docgen.store import ApiKey, Scope

router: Final = APIRouter()


@router.post(
    "/v1/validations",
    response_class=Response,
    openapi_extra=operation(
        {JSON: named("Validation")},
        takes={JSON: named("ValidationRequest")},
    ),
)
async def create_validation(request: Request, _: Annotated[ApiKey, Depends(Needs(Scope.RENDER))]) -> Response:
    """The findings of a case: what forbids its documents and what its clerk should know. Nothing is kept."""
    require_media_type(request, JSON)
    body = await read_body(request)
    findings = await service_of(request).workers.run(validate, body)
    words, language = reader_of(request)
    return answer({"acceptable": not blocking(findings), "findings": rows(findings, words)}, language)
