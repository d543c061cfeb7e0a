"""Keeping a case: its history, with whom it is shared, a duplicate of it, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.service import service_of
from api.web.captions import Words, words_of
from api.web.days import local
from api.web.files import no_such_case, opened
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.casefile.files import CaseFile, Save
from docgen.casefile.places import place_of
from docgen.casefile.tasks import referenced
from docgen.casefile.words import words_of as words_in
from docgen.errors import InputRefused, Message, UnknownName
from docgen.store import Role, users

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
HISTORY: Final = "history"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """A save as the history shows it: `who` is an account's name, "" where it is gone; `page` None for no page."""

    revision: int
    who: str
    at: datetime
    page: Words | None


@router.get("/cases/{case}/history")
async def show_history(request: Request, visitor: Clerk, case: str) -> Response:
    """The saves that are kept: who, when, and on which page."""
    file = await opened(request, visitor, case)
    return page(
        request, "history.html", visitor.locale, visitor=visitor, file=file, here=HISTORY,
        saves=await _saves(request, visitor, file),
    )  # fmt: skip


@router.get("/cases/{case}/history/{revision}")
async def ask_restoring(request: Request, visitor: Clerk, case: str, revision: int) -> Response:
    """Whether the case shall be again as it was then."""
    file = await opened(request, visitor, case)
    save = next((each for each in await _saves(request, visitor, file) if each.revision == revision), None)
    if save is None:
        raise no_such_case()
    return page(request, "history_restore.html", visitor.locale, visitor=visitor, file=file, here=HISTORY, save=save)


@router.post("/cases/{case}/history/{revision}")
async def restore(request: Request, visitor: Clerk, case: str, revision: int) -> Response:
    """The case as it was then, as a new revision."""
    service = service_of(request)
    _there(await asyncio.to_thread(service.cases.restore, case, visitor.user.id, revision, service.now()))
    return RedirectResponse(f"/cases/{case}", 303)


@router.get("/cases/{case}/share")
async def show_sharing(request: Request, visitor: Clerk, case: str) -> Response:
    """Who works on the case."""
    return await _sharing(request, visitor, case)


@router.post("/cases/{case}/share")
async def share(request: Request, visitor: Clerk, case: str) -> Response:
    """Let another user work on it, by the name of the account; its owner may."""
    service = service_of(request)
    name = (await answers_of(request)).get("account", [""])[0].strip()
    await opened(request, visitor, case)
    other = await service.read(lambda session: users.named(session, name))
    try:
        told = await asyncio.to_thread(
            service.cases.share, case, visitor.user.id, other.id if other else "", service.now()
        )
    except UnknownName as error:
        return await _sharing(request, visitor, case, given=name, problem=error.message)
    _there(told)
    return RedirectResponse(f"/cases/{case}/share", 303)


@router.post("/cases/{case}/share/end")
async def end_sharing(request: Request, visitor: Clerk, case: str) -> Response:
    """Let somebody work on it no longer; oneself on somebody else's case, too."""
    service = service_of(request)
    other = (await answers_of(request)).get("user", [""])[0]
    _there(await asyncio.to_thread(service.cases.unshare, case, visitor.user.id, other, service.now()))
    return RedirectResponse("/" if other == visitor.user.id else f"/cases/{case}/share", 303)


@router.get("/cases/{case}/duplicate")
async def ask_duplicate(request: Request, visitor: Clerk, case: str) -> Response:
    """What the new case shall take over."""
    file = await opened(request, visitor, case)
    return page(request, "duplicate.html", visitor.locale, visitor=visitor, file=file, here="")


@router.post("/cases/{case}/duplicate")
async def duplicate(request: Request, visitor: Clerk, case: str) -> Response:
    """A new case with the agencies and officials of this one, and the words of its papers if they were asked for."""
    service, given = service_of(request), await answers_of(request)
    file = await opened(request, visitor, case)
    number, papers = given.get("number", [""])[0].strip(), given.get("papers", [""])[0] == "yes"
    try:
        if number:
            referenced(file.draft, number)
    except InputRefused as refused:
        return page(
            request, "duplicate.html", visitor.locale, status=422, visitor=visitor, file=file, here="", given=number,
            papers=papers, problem=refused.findings[0].message,
        )  # fmt: skip
    made = await asyncio.to_thread(
        service.cases.duplicate, case, visitor.user.id, service.now(), number, keep_documents=papers
    )
    return RedirectResponse(f"/cases/{_there(made).id}", 303)


@router.get("/cases/{case}/delete")
async def ask_deleting(request: Request, visitor: Clerk, case: str) -> Response:
    """Whether the case shall be destroyed; its number has to be typed again."""
    file = await opened(request, visitor, case)
    return page(request, "delete.html", visitor.locale, visitor=visitor, file=file, here="")


@router.post("/cases/{case}/delete")
async def delete(request: Request, visitor: Clerk, case: str) -> Response:
    """The end of the case, once its number was typed."""
    service = service_of(request)
    file = await opened(request, visitor, case)
    typed = (await answers_of(request)).get("number", [""])[0]
    if words_in(typed) != words_in(file.draft.reference):
        problem = Message("this is not the number of this case; type the number that stands above")
        return page(
            request, "delete.html", visitor.locale, status=422, visitor=visitor, file=file, here="", problem=problem
        )
    _there(await asyncio.to_thread(service.cases.delete, case, visitor.user.id, service.now()))
    return RedirectResponse("/", 303)


async def _sharing(
    request: Request, visitor: Visitor, case: str, *, given: str = "", problem: Message | None = None
) -> Response:
    service = service_of(request)
    file = await opened(request, visitor, case)
    members = _there(await asyncio.to_thread(service.cases.members, case, visitor.user.id))
    return page(
        request, "share.html", visitor.locale, status=422 if problem else 200, visitor=visitor, file=file, here="",
        names=await _names(request, (file.owner, *members)), members=members, given=given, problem=problem,
    )  # fmt: skip


async def _saves(request: Request, visitor: Visitor, file: CaseFile) -> list[Kept]:
    service = service_of(request)
    saves = _there(await asyncio.to_thread(service.cases.history, file.id, visitor.user.id))
    names = await _names(request, [save.user for save in saves])
    return [Kept(save.revision, names.get(save.user, ""), local(save.at), _page(save, file)) for save in saves]


def _page(save: Save, file: CaseFile) -> Words | None:
    return words_of(place_of(save.place), file.draft) if save.place else None


async def _names(request: Request, ids: Iterable[str]) -> Mapping[str, str]:
    """The account's name of each user that there is."""

    def work(session: Session) -> dict[str, str]:
        found = (users.find(session, user) for user in dict.fromkeys(ids))
        return {user.id: user.name for user in found if user}

    return await service_of(request).read(work)


def _there(found: T | None) -> T:
    """Raises NotFound for what there is not, or is not the visitor's to change."""
    if found is None:
        raise no_such_case()
    return found
