"""`POST /v1/renders`: the documents of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.body import JSON, read_body, require_media_type
from api.deps import Needs
from api.jobs import Rendered, render
from api.negotiation import DOCX, PDF, ZIP
from api.once import Answer, once
from api.openapi import operation
from api.schemas import BINARY, named
from api.service import Service, service_of
from docgen.store import ApiKey, Scope
from docgen.store.audit import Event
from docgen.store.register import enter

router: Final = APIRouter()


@router.post(
    "/v1/renders",
    response_class=Response,
    openapi_extra=operation(
        dict.fromkeys((PDF, DOCX, ZIP), BINARY),
        takes={JSON: named("RenderRequest")},
        once=True,
    ),
)
async def create_render(request: Request, caller: Annotated[ApiKey, Depends(Needs(Scope.RENDER))]) -> Response:
    """The documents of one case: a single one as the file itself, several as a ZIP with their manifest."""
    require_media_type(request, JSON)
    body = await read_body(request)
    service = service_of(request)
    accept = request.headers.get("accept", "")

    async def work() -> Answer:
        made = await service.workers.run(render, body, accept, service.now(), specimen=caller.test)
        service.metrics.made(made.made)
        return Answer(200, _headers(made), made.data, lambda session: _keep(session, service, caller, made))

    return await once(request, caller, body, work)


def _headers(made: Rendered) -> Mapping[str, str]:
    headers = {
        "Content-Type": made.media_type,
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Vary": "Accept",
    }
    if made.template:
        headers |= {"Docgen-Template": made.template, "Docgen-Approval": made.approval}
    return headers


def _keep(session: Session, service: Service, caller: ApiKey, made: Rendered) -> None:
    """The records of what was issued and the audit's entry, in one transaction."""
    enter(session, made.issued)
    details = {"files": len(made.made), "types": sorted({kind for kind, _ in made.made}), "specimen": caller.test}
    service.store.audit.append(session, Event(caller.prefix, "render", details=details), service.now())
