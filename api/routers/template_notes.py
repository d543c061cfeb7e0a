"""Beside a version: findings waived, comments made. Every step is that of the user to whom the key belongs."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import library_schemas as schemas
from api.answers import answer, reader_of
from api.cursors import page
from api.examinations import examined_version
from api.library import (
    Body,
    Id,
    Name,
    Number,
    Reads,
    Writes,
    body_of,
    created,
    rows_of,
    user_of,
    version_of,
    versions_of,
)
from api.service import Service, service_of
from docgen.errors import Message, UnknownName
from docgen.shelf.gate import key_of
from docgen.shelf.state import Version
from docgen.store.clause_comments import Comment

router: Final = APIRouter()
_TEMPLATE: Final = "/v1/templates/{type_id}/{language}"
_ONE: Final = _TEMPLATE + "/versions/{number}"


class WaiverAsked(Body):
    """A finding, by its key, and why it may stand."""

    finding: str
    reason: str


class CommentAsked(Body):
    """A remark on a passage."""

    anchor: str
    text: str


@router.post(_ONE + "/waivers", status_code=201, response_class=Response, openapi_extra=schemas.WAIVE)
async def waive(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Let a finding stand in this version; a reason is needed."""
    service, user, said = service_of(request), await user_of(request, key), await body_of(request, WaiverAsked)
    version = await version_of(service, type_id, language, number)
    examined = await examined_version(service, version)
    finding = next((each for each in examined.findings if key_of(each) == said.finding), None)
    if finding is None:
        raise UnknownName(Message("there is no such finding about this version; look at the version again"))
    notes = service.shelf.notes
    made = await asyncio.to_thread(notes.waive, version.id, finding, user, said.reason, service.now())
    return created((await rows_of(request)).waiver(made))


@router.delete(_ONE + "/waivers/{waiver_id}", response_class=Response, openapi_extra=schemas.WITHDRAW)
async def withdraw(
    request: Request, type_id: Name, language: Name, number: Number, waiver_id: Id, key: Writes
) -> Response:
    """Let a finding stand no more; revokes the approval of the version."""
    service, user = service_of(request), await user_of(request, key)
    version = await version_of(service, type_id, language, number)
    kept = await asyncio.to_thread(service.shelf.notes.waivers, version.id)
    if waiver_id not in {each.id for each in kept}:
        raise UnknownName(Message("there is no such note; look at the version again"))
    made = await asyncio.to_thread(service.shelf.notes.withdraw, waiver_id, user, service.now())
    return answer((await rows_of(request)).waiver(made))


@router.get(_TEMPLATE + "/comments", response_class=Response, openapi_extra=schemas.COMMENTS)
async def list_comments(
    request: Request,
    type_id: Name,
    language: Name,
    _: Reads,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """The comments on all versions of a template, the oldest first, those resolved among them."""
    service, rows = service_of(request), await rows_of(request)
    numbers = {each.id: each.number for each in await versions_of(service, type_id, language)}
    found = await asyncio.to_thread(service.shelf.notes.comments, type_id, language)
    shown, following = page(found, lambda each: f"{each.at.isoformat()} {each.id}", cursor, limit)
    return answer({"comments": [rows.comment(each, numbers) for each in shown], "next": following})


@router.post(_ONE + "/comments", status_code=201, response_class=Response, openapi_extra=schemas.COMMENT)
async def comment(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Remark on a passage; while it is open neither this version nor a newer one can be approved."""
    service, user, said = service_of(request), await user_of(request, key), await body_of(request, CommentAsked)
    version = await version_of(service, type_id, language, number)
    notes = service.shelf.notes
    made = await asyncio.to_thread(notes.comment, version.id, said.anchor, said.text, user, service.now())
    return created((await rows_of(request)).comment(made, {version.id: version.number}))


@router.post(_TEMPLATE + "/comments/{comment_id}/resolve", response_class=Response, openapi_extra=schemas.SETTLE)
async def resolve(request: Request, type_id: Name, language: Name, comment_id: Id, key: Writes) -> Response:
    """A comment is answered to."""
    service, user = service_of(request), await user_of(request, key)
    versions = await _holding(service, type_id, language, comment_id)
    made = await asyncio.to_thread(service.shelf.notes.resolve, comment_id, user, service.now())
    return await _settled(request, made, versions)


@router.post(_TEMPLATE + "/comments/{comment_id}/reopen", response_class=Response, openapi_extra=schemas.SETTLE)
async def reopen(request: Request, type_id: Name, language: Name, comment_id: Id, key: Writes) -> Response:
    """It is not: revokes the approval of the version on which it was made, and of newer ones."""
    service, user = service_of(request), await user_of(request, key)
    versions = await _holding(service, type_id, language, comment_id)
    made = await asyncio.to_thread(service.shelf.notes.reopen, comment_id, user, service.now())
    return await _settled(request, made, versions)


async def _holding(service: Service, type_id: str, language: str, comment_id: str) -> list[Version]:
    """The versions of the template that the comment is on. Raises UnknownName where it is on another one."""
    versions = await versions_of(service, type_id, language)
    found = await asyncio.to_thread(service.shelf.notes.comments, type_id, language)
    if comment_id not in {each.id for each in found}:
        raise UnknownName(Message("there is no such note; look at the version again"))
    return versions


async def _settled(request: Request, made: Comment, versions: list[Version]) -> Response:
    rows = await rows_of(request)
    return answer(rows.comment(made, {each.id: each.number for each in versions}), reader_of(request)[1])
