"""What is written beside a version: findings waived and waivers withdrawn, comments resolved or opened again."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import service_of
from api.web.library_version import Opened, Said, opened_by, shown
from api.web.library_versions import Staff, address
from api.web.library_words import Found
from api.web.shell import page
from api.web.visitors import Visitor, answers_of
from docgen.errors import Message
from docgen.review.words import title_of
from docgen.shelf.errors import NoteRefused

router: Final = APIRouter()


@router.post("/library/{type_id}/{tag}/{number:int}/waive")
async def waive(request: Request, visitor: Staff, type_id: str, tag: str, number: int) -> Response:
    """Waive a finding for a reason; without one the page again, with what was typed."""
    service, given = service_of(request), await answers_of(request)
    key, reason = given.get("finding", [""])[0], given.get("reason", [""])[0]
    opened = await opened_by(request, visitor, type_id, tag, number)
    found = next((each for each in opened.findings if each.key == key), None)
    if found is None:
        gone = Message("this finding is not there any more; look at those that there are")
        return shown(request, visitor, opened, status=409, errors={"findings": gone}, typed={"": reason})
    try:
        await asyncio.to_thread(
            service.shelf.notes.waive, opened.version.id, found.finding, visitor.user, reason, service.now()
        )
    except NoteRefused as refused:
        return shown(request, visitor, opened, status=422, errors={f"reason-{key}": refused.message},
                     typed={f"reason-{key}": reason})  # fmt: skip
    return _done(opened, "waived", "findings")


@router.get("/library/{type_id}/{tag}/{number:int}/withdraw/{waiver}")
async def ask_withdrawing(
    request: Request, visitor: Staff, type_id: str, tag: str, number: int, waiver: str
) -> Response:
    """Whether a waiver shall be withdrawn, and that an approval ends by it."""
    opened = await opened_by(request, visitor, type_id, tag, number)
    found = next((each for each in opened.findings if each.waiver and each.waiver.id == waiver), None)
    if found is None:
        return RedirectResponse(f"{address(opened.version)}#findings", 303)
    return _asking(request, visitor, opened, found=found)


@router.post("/library/{type_id}/{tag}/{number:int}/withdraw/{waiver}")
async def withdraw(request: Request, visitor: Staff, type_id: str, tag: str, number: int, waiver: str) -> Response:
    """The waiver ends."""
    service = service_of(request)
    opened = await opened_by(request, visitor, type_id, tag, number)
    known = await asyncio.to_thread(service.shelf.notes.waivers, opened.version.id)
    if waiver not in {each.id for each in known}:
        raise _absent()
    await asyncio.to_thread(service.shelf.notes.withdraw, waiver, visitor.user, service.now())
    return _done(opened, "withdrawn", "findings")


@router.post("/library/{type_id}/{tag}/{number:int}/resolve/{comment}")
async def resolve(request: Request, visitor: Staff, type_id: str, tag: str, number: int, comment: str) -> Response:
    """A comment is answered to."""
    service = service_of(request)
    opened = await _with_comment(request, visitor, (type_id, tag, number), comment)
    await asyncio.to_thread(service.shelf.notes.resolve, comment, visitor.user, service.now())
    return _done(opened, "resolved", "comments")


@router.get("/library/{type_id}/{tag}/{number:int}/reopen/{comment}")
async def ask_reopening(
    request: Request, visitor: Staff, type_id: str, tag: str, number: int, comment: str
) -> Response:
    """Whether a comment shall be open again, and that approvals end by it."""
    opened = await _with_comment(request, visitor, (type_id, tag, number), comment)
    said = next(each for each in opened.comments if each.comment.id == comment)
    return _asking(request, visitor, opened, said=said)


@router.post("/library/{type_id}/{tag}/{number:int}/reopen/{comment}")
async def reopen(request: Request, visitor: Staff, type_id: str, tag: str, number: int, comment: str) -> Response:
    """A comment is open again."""
    service = service_of(request)
    opened = await _with_comment(request, visitor, (type_id, tag, number), comment)
    await asyncio.to_thread(service.shelf.notes.reopen, comment, visitor.user, service.now())
    return _done(opened, "reopened", "comments")


async def _with_comment(
    request: Request, visitor: Visitor, place: tuple[str, str, int], comment: str
) -> Opened:  # fmt: skip
    """Raises NotFound for a comment that is none of this version's page."""
    opened = await opened_by(request, visitor, *place)
    if comment not in {each.comment.id for each in opened.comments}:
        raise _absent()
    return opened


def _asking(
    request: Request, visitor: Visitor, opened: Opened, *, found: Found | None = None, said: Said | None = None
) -> Response:  # fmt: skip
    return page(
        request, "library_undo.html", visitor.locale, visitor=visitor, opened=opened, version=opened.version,
        title=title_of(opened.version.type), here=address(opened.version), found=found, said=said,
    )  # fmt: skip


def _absent() -> NotFound:
    return NotFound(Message("there is no such note; look at the version again"))


def _done(opened: Opened, said: str, where: str) -> Response:
    return RedirectResponse(f"{address(opened.version)}?done={said}#{where}", 303)
