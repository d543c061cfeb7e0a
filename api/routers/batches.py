"""`/v1/batches`: many cases at once, followed, fetched and cancelled; `/v1/webhooks/secret`."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from api import batch_schemas as schemas
from api import batch_views
from api.answers import reader_of
from api.batch_events import followed
from api.body import JSON, require_media_type
from api.deps import Needs
from api.intake import ACCEPTED, NDJSON, Spool, spooled, taken
from api.negotiation import DOCX, PDF, ZIP
from api.once import Answer, once
from api.problems import BadParameter, InProgress, NotFound
from api.service import Service, service_of
from api.webhooks import secret
from docgen.errors import Message
from docgen.store import ApiKey, Scope
from docgen.store.audit import Event

router: Final = APIRouter()
Caller = Annotated[ApiKey, Depends(Needs(Scope.BATCH))]
_ID: Final = re.compile(r"[0-9a-f-]{36}")
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,80}(\.[A-Za-z0-9-]{1,20}){1,3}")
_ROW: Final = re.compile(r"[0-9]{1,15}")
_AGAIN: Final = {"Retry-After": "1"}


@router.post("/v1/batches", status_code=202, response_class=Response, openapi_extra=schemas.CREATE)
async def create_batch(request: Request, caller: Caller) -> Response:
    """Many cases: one a line, a file in a form, or `rows` of a JSON object. Accepted means durable."""
    require_media_type(request, *ACCEPTED)
    service = service_of(request)
    async with spooled(request, service.store.key) as body:

        async def work() -> Answer:
            batch, webhook = await asyncio.to_thread(_accept, service, request, caller, body)
            tree = await asyncio.to_thread(_status, service, batch, caller)
            total = tree["counts"]["total"] if tree else 0
            details = {"rows": total, "specimen": caller.test, "webhook": webhook}
            event = Event(caller.prefix, "batch.accept", batch, details)
            headers = {"Content-Type": JSON, "Location": f"{batch_views.PATH}/{batch}", **_AGAIN}
            return Answer(
                202, headers, json.dumps(tree).encode(),
                lambda session: service.store.audit.append(session, event, service.now()),
            )  # fmt: skip

        return await once(request, caller, body.mac + request.url.query.encode(), work)


@router.get("/v1/batches", response_class=Response, openapi_extra=schemas.LIST)
async def list_batches(
    request: Request, caller: Caller, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> Response:
    """The batches of this key, the newest first; `next` is the cursor of the next page, null at the end."""
    service = service_of(request)
    found = None
    if cursor is None or _ID.fullmatch(cursor):
        found = await asyncio.to_thread(
            batch_views.page, service.store, service.batches, caller.id, cursor, limit
        )  # fmt: skip
    if found is None:
        raise BadParameter(
            Message("not acceptable: {names}; compare with the description of the service", {"names": "cursor"})
        )
    trees, more = found
    return JSONResponse({"batches": trees, "next": trees[-1]["id"] if more and trees else None})


@router.get("/v1/batches/{batch_id}", response_class=Response, openapi_extra=schemas.GET)
async def get_batch(request: Request, batch_id: str, caller: Caller) -> Response:
    """How far a batch is."""
    tree = await _own(request, batch_id, caller)
    return JSONResponse(tree, headers=_AGAIN if tree["finished"] is None else None)


@router.get("/v1/batches/{batch_id}/results", response_class=Response, openapi_extra=schemas.RESULTS)
async def get_results(request: Request, batch_id: str, caller: Caller) -> Response:
    """What became of each row so far, as JSON lines in the reader's language."""
    await _own(request, batch_id, caller)
    words, language = reader_of(request)
    content = batch_views.lines(service_of(request).batches, batch_id, caller.id, words)
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return StreamingResponse(content, headers=headers, media_type=NDJSON)


@router.get("/v1/batches/{batch_id}/files", response_class=Response, openapi_extra=schemas.FILES)
async def get_files(request: Request, batch_id: str, caller: Caller) -> Response:
    """All outputs of a batch that has ended, as one ZIP with its manifest at the end."""
    tree = await _own(request, batch_id, caller)
    if tree["finished"] is None:
        raise InProgress(Message("the batch is still being worked on; ask again when it has ended"), _AGAIN)
    content = batch_views.archive(service_of(request).batches, batch_id, caller.id)
    headers = {"Content-Disposition": 'attachment; filename="batch.zip"'}
    return StreamingResponse(content, headers=headers, media_type=ZIP)


@router.get("/v1/batches/{batch_id}/files/{row}/{name}", response_class=Response, openapi_extra=schemas.FILE)
async def get_file(request: Request, batch_id: str, row: str, name: str, caller: Caller) -> Response:
    """One output of one row."""
    await _own(request, batch_id, caller)
    data = None
    if _ROW.fullmatch(row) and _NAME.fullmatch(name):
        data = await asyncio.to_thread(service_of(request).batches.output, batch_id, caller.id, int(row), name)
    if data is None:
        raise _absent()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, media_type=DOCX if name.endswith(".docx") else PDF)


@router.get("/v1/batches/{batch_id}/events", response_class=Response, openapi_extra=schemas.EVENTS)
async def get_events(request: Request, batch_id: str, caller: Caller) -> Response:
    """Server-Sent Events: `progress` with the batch's state at each change, `done` at its end."""
    await _own(request, batch_id, caller)
    service = service_of(request)
    return followed(
        lambda: service.batches.version(batch_id, caller.id),
        lambda: _status(service, batch_id, caller),
        request.headers.get("last-event-id", ""),
    )


@router.delete("/v1/batches/{batch_id}", status_code=204, response_class=Response, openapi_extra=schemas.CANCEL)
async def cancel_batch(request: Request, batch_id: str, caller: Caller) -> Response:
    """End a batch; what is done stays. One that has ended already stays as it is."""
    await _own(request, batch_id, caller)
    service = service_of(request)
    if await asyncio.to_thread(service.batches.cancel, batch_id, caller.id, service.now()):
        event = Event(caller.prefix, "batch.cancel", batch_id)
        await service.write(lambda session: service.store.audit.append(session, event, service.now()))
    return Response(status_code=204)


@router.get("/v1/webhooks/secret", response_class=Response, openapi_extra=schemas.SECRET)
async def get_webhook_secret(request: Request, caller: Caller) -> Response:
    """What the webhooks of this key's batches are signed with (Standard Webhooks)."""
    return JSONResponse({"secret": secret(service_of(request).store.key, caller.id)})


def _accept(service: Service, request: Request, caller: ApiKey, body: Spool) -> tuple[str, bool]:
    """Keep the batch; returns its id and whether somebody is to be told of its end. Blocks."""
    query, kind = request.query_params.multi_items(), request.headers["content-type"]
    with (
        taken(body.file, kind, query, service.library, service.settings.webhook_hosts) as intake,
        intake.rows() as rows,
    ):
        wanted = intake.wanted
        batch = service.batches.accept(
            rows, wanted.order(), owner=caller.id, specimen=caller.test, webhook=wanted.webhook, now=service.now()
        )
        return batch, wanted.webhook is not None


def _status(service: Service, batch: str, caller: ApiKey) -> dict[str, Any] | None:
    return batch_views.tree_of(service.store, service.batches, batch, caller.id)


async def _own(request: Request, batch: str, caller: ApiKey) -> dict[str, Any]:
    """Raises NotFound for a batch that there is not, or that is another key's."""
    tree = await asyncio.to_thread(_status, service_of(request), batch, caller) if _ID.fullmatch(batch) else None
    if tree is None:
        raise _absent()
    return tree


def _absent() -> NotFound:
    return NotFound(Message("nothing is at this address; compare it with the description of the service"))
