"""The chain of approval: a version is submitted, approved, returned, revoked or retired.

Every step is that of the user to whom the key belongs, under the rules of `docgen.shelf`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import library_schemas as schemas
from api.examinations import examined_version
from api.library import Body, Name, Number, Writes, body_of, told, user_of, version_of
from api.service import service_of
from docgen.shelf.chain import Chain
from docgen.shelf.state import Version
from docgen.store import ApiKey, User

router: Final = APIRouter()
_ONE: Final = "/v1/templates/{type_id}/{language}/versions/{number}"
_Step: TypeAlias = Callable[[Chain, str, User, str, datetime], Version]


class Reason(Body):
    """Why a step is taken."""

    reason: str = ""


@router.post(_ONE + "/approve", response_class=Response, openapi_extra=schemas.STEP)
async def approve(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Answer for a version that somebody else wrote and submitted; what stands in the way is in `errors`."""
    service, user, said = service_of(request), await user_of(request, key), await body_of(request, Reason)
    version = await version_of(service, type_id, language, number)
    examined = await examined_version(service, version)
    chain = service.shelf.chain
    done = await asyncio.to_thread(chain.approve, version.id, user, said.reason, service.now(), examined)
    return await told(request, done)


@router.post(_ONE + "/submit", response_class=Response, openapi_extra=schemas.STEP)
async def submit(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Ask for approval."""
    return await _taken(request, (type_id, language, number), key, Chain.submit)


@router.post(_ONE + "/return", response_class=Response, openapi_extra=schemas.STEP)
async def give_back(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Give a submitted version back as a draft; a reason is needed."""
    return await _taken(request, (type_id, language, number), key, Chain.return_)


@router.post(_ONE + "/revoke", response_class=Response, openapi_extra=schemas.STEP)
async def revoke(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Take an approval away, from the next page on; a reason is needed."""
    return await _taken(request, (type_id, language, number), key, Chain.revoke)


@router.post(_ONE + "/retire", response_class=Response, openapi_extra=schemas.STEP)
async def retire(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Take a version out of use for good; a reason is needed."""
    return await _taken(request, (type_id, language, number), key, Chain.retire)


async def _taken(request: Request, named: tuple[str, str, int], key: ApiKey, step: _Step) -> Response:
    service, user, said = service_of(request), await user_of(request, key), await body_of(request, Reason)
    version = await version_of(service, *named)
    done = await asyncio.to_thread(step, service.shelf.chain, version.id, user, said.reason, service.now())
    return await told(request, done)
