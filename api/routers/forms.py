"""`POST /v1/forms/fill`: anybody's PDF form, filled."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.answers import reader_of
from api.body import JSON, read_body, require_media_type
from api.deps import Needs
from api.form_job import MAX_FORM, fill_form
from api.negotiation import PDF, chosen
from api.once import Answer, once
from api.openapi import operation
from api.schemas import BINARY, TEXT, closed
from api.service import service_of
from docgen.case.strict_json import MAX_BYTES
from docgen.pdf.acroform import Overflow
from docgen.store import ApiKey, Scope
from docgen.store.audit import Event

router: Final = APIRouter()
MULTIPART: Final = "multipart/form-data"
_PARTS: Final = closed(
    {
        "form": {**BINARY, "description": "the PDF form, at most 10 MB"},
        "data": {**TEXT, "contentMediaType": JSON, "description": "name of a field → text, true, false or texts"},
        "flatten": {**TEXT, "enum": ["true", "false"]},
        "overflow": {**TEXT, "enum": [each.value for each in Overflow]},
        "language": TEXT,
        "password": TEXT,
    },
    ["flatten", "overflow", "language", "password"],
)
_LIMIT: Final = MAX_FORM + MAX_BYTES + 16_384
"""Form, data, and what stands around them."""


@router.post(
    "/v1/forms/fill",
    response_class=Response,
    openapi_extra=operation({PDF: BINARY}, takes={MULTIPART: _PARTS}, once=True),
)
async def fill(request: Request, caller: Annotated[ApiKey, Depends(Needs(Scope.RENDER))]) -> Response:
    """A PDF form with the values of the part `data` in its fields; scripts and actions are taken out."""
    require_media_type(request, MULTIPART)
    chosen(request.headers.get("accept", ""), [PDF])
    body = await read_body(request, _LIMIT)
    service = service_of(request)
    language = reader_of(request)[1]

    async def work() -> Answer:
        kind = request.headers["content-type"]
        made = await service.workers.run(fill_form, body, kind, language, specimen=caller.test)
        event = Event(caller.prefix, "form.fill", details={"removed": len(made.findings)})
        headers = {
            "Content-Type": PDF,
            "Content-Disposition": 'attachment; filename="form.pdf"',
            "Docgen-Continued": str(len(made.continued)),
            "Docgen-Removed": ", ".join(sorted({each.code for each in made.findings})),
        }
        return Answer(
            200, headers, made.data, lambda session: service.store.audit.append(session, event, service.now())
        )

    return await once(request, caller, body, work)
