"""`/v1/templates/{type}/{language}/versions`: the wordings of a template, added, read and compared."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import library_schemas as schemas
from api.answers import answer, reader_of
from api.cursors import page
from api.library import (
    Name,
    Number,
    Reads,
    Writes,
    add,
    file_name,
    linked,
    owner_of,
    rows_of,
    upload_of,
    user_of,
    version_of,
    versions_of,
    whole,
)
from api.library_jobs import comparison, redlined
from api.negotiation import DOCX
from api.service import Service, service_of
from docgen.docx.wording import Wording
from docgen.shelf.state import Version

router: Final = APIRouter()
_AT: Final = "/v1/templates/{type_id}/{language}/versions"
_ONE: Final = _AT + "/{number}"
Against = Annotated[int, Query(ge=1, le=1_000_000_000, description="number of the older version")]


@router.get(_AT, response_class=Response, openapi_extra=schemas.VERSIONS)
async def list_versions(
    request: Request,
    type_id: Name,
    language: Name,
    _: Reads,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """The versions of a template, the newest first, with their steps."""
    found = await versions_of(service_of(request), type_id, language)
    shown, following = page(found, lambda each: f"{10**10 - each.number}", cursor, limit)
    rows = await rows_of(request)
    versions = [linked(rows.version(each), each) for each in shown]
    return answer({"versions": versions, "next": following}, reader_of(request)[1])


@router.post(_AT, status_code=201, response_class=Response, openapi_extra=schemas.UPLOAD)
async def add_version(request: Request, type_id: Name, language: Name, key: Writes) -> Response:
    """A new version of a Word file, whose author is the user of the key; 200 with the version there is for a wording
    that is not new."""
    user = await user_of(request, key)
    data, note = await upload_of(request)
    return await add(request, (type_id, language), data, note, user)


@router.get(_ONE, response_class=Response, openapi_extra=schemas.VERSION)
async def get_version(request: Request, type_id: Name, language: Name, number: Number, key: Reads) -> Response:
    """A version with its findings and their waivers, the comments, the results of its tests, and what stands in the
    way of approval: by the user of the key, if it has one."""
    version = await version_of(service_of(request), type_id, language, number)
    return answer(await whole(request, version, await owner_of(request, key)), reader_of(request)[1])


@router.get(_ONE + "/file", response_class=Response, openapi_extra=schemas.FILE)
async def get_file(request: Request, type_id: Name, language: Name, number: Number, _: Reads) -> Response:
    """The Word file of a version, without its fragments."""
    service = service_of(request)
    version = await version_of(service, type_id, language, number)
    wording = await asyncio.to_thread(service.shelf.wording, version)
    headers = {"ETag": f'"{version.file}"', "Content-Disposition": f'attachment; filename="{file_name(version)}"'}
    return Response(wording.data, 200, headers, DOCX)


@router.get(_ONE + "/comparison", response_class=Response, openapi_extra=schemas.COMPARISON)
async def get_comparison(
    request: Request, type_id: Name, language: Name, number: Number, against: Against, _: Reads
) -> Response:
    """What became of each passage of an older version, and of its words."""
    old, new = await _both(service_of(request), type_id, language, against, number)
    made = await service_of(request).workers.run(comparison, (type_id, language), old[1], new[1])
    return answer({"old": old[0].number, "new": new[0].number} | made)


@router.get(_ONE + "/redline", response_class=Response, openapi_extra=schemas.REDLINE)
async def get_redline(
    request: Request, type_id: Name, language: Name, number: Number, against: Against, _: Reads
) -> Response:
    """The Word file of a version with its changes from an older one as tracked changes, by the version's author."""
    service = service_of(request)
    old, new = await _both(service, type_id, language, against, number)
    rows = await rows_of(request)
    author = rows.names.get(new[0].author, "docgen")
    data = await service.workers.run(redlined, language, (old[1], new[1]), author, new[0].added)
    name = file_name(new[0]).removesuffix(".docx") + f".against-{old[0].number}.docx"
    return Response(data, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, DOCX)


async def _both(
    service: Service, type_id: str, language: str, old: int, new: int
) -> tuple[tuple[Version, Wording], tuple[Version, Wording]]:
    """Two versions of a template with their bytes. Raises UnknownName, WordingDamaged."""
    first, second = [await version_of(service, type_id, language, number) for number in (old, new)]
    return (
        (first, await asyncio.to_thread(service.shelf.wording, first)),
        (second, await asyncio.to_thread(service.shelf.wording, second)),
    )
