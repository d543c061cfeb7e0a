"""`GET /v1/verify/{code}`: whether a paper with this code was issued here. Anybody with the paper may ask."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.answers import answer, reader_of
from api.body import JSON
from api.deps import Public
from api.openapi import operation
from api.schemas import named
from api.service import service_of
from docgen.verification.verify import verify_code

router: Final = APIRouter()


@router.get(
    "/v1/verify/{code}",
    response_class=Response,
    openapi_extra=operation({JSON: named("Verdict")}, problems=[404, 422, 503]),
)
async def verify(request: Request, code: str, _: Annotated[None, Depends(Public())]) -> Response:
    """What the register knows under a code: type, language, day and state of approval, and nothing of a person.

    Public, since the QR on a paper is opened by whoever holds it.
    """
    verdict = await asyncio.to_thread(verify_code, code, service_of(request).store.register)
    words, language = reader_of(request)
    row: dict[str, Any] = {"status": verdict.status.value, "message": words.translate(verdict.message), "issued": None}
    if verdict.issued is not None:
        issued = verdict.issued
        row["issued"] = {"type": issued.type, "language": issued.language, "approval": issued.approval, "at": issued.at}
    return answer(row, language)
