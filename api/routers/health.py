"""Whether the service lives and is ready, and its figures."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from starlette.responses import JSONResponse, Response

from api.body import JSON
from api.deps import Needs
from api.jobs import ping
from api.openapi import operation
from api.schemas import TEXT, named
from api.service import service_of
from docgen.errors import EngineUnavailable, Message
from docgen.store import ApiKey, Scope

router: Final = APIRouter()
_PATIENCE: Final = 5.0


@router.get("/health/live", response_class=Response, openapi_extra=operation({JSON: named("Status")}))
async def live() -> Response:
    """The process answers."""
    return JSONResponse({"status": "live"})


@router.get("/health/ready", response_class=Response, openapi_extra=operation({JSON: named("Status")}, problems=[503]))
async def ready(request: Request) -> Response:
    """The store can be read and a worker answers."""
    service = service_of(request)
    await service.read(lambda session: session.execute(text("SELECT 1")).scalar())
    try:
        await asyncio.wait_for(service.workers.run(ping), _PATIENCE)
    except TimeoutError:
        raise EngineUnavailable(Message("no worker answers; wait, then see the service's log")) from None
    return JSONResponse({"status": "ready"})


@router.get("/metrics", response_class=Response, openapi_extra=operation({"text/plain": TEXT}))
async def metrics(request: Request, _: Annotated[ApiKey, Depends(Needs(Scope.ADMIN))]) -> Response:
    """Figures for Prometheus."""
    return Response(service_of(request).metrics.text(), media_type=CONTENT_TYPE_LATEST)
