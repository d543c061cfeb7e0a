"""The cases of a clerk: the list, search by reference number, a new one.

The list shows of each case its number, when it was last changed, and when it will be destroyed if that is soon. No name
and no code of a person: the list is what stands on a screen while others walk past, and the number is enough to find
a case. For the same reason a search is a POST: no number stands in an address, a history or a log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.service import service_of
from api.web.days import local
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFile
from docgen.casefile.tasks import referenced
from docgen.errors import InputRefused
from docgen.store import Role

router: Final = APIRouter()
Anybody = Annotated[Visitor, Depends(SignedIn())]
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
A_PAGE: Final = 30
SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list; moments in the time of the offices, `destroyed` None while that is far off."""

    id: str
    reference: str
    changed: datetime
    destroyed: datetime | None


@router.get("/")
async def list_cases(request: Request, visitor: Anybody, after: str = "") -> Response:
    """The cases that the clerk works on, the one that was changed last first, thirty a page. Whoever is no clerk is led
    to the template library, or without a role there sees the pages that are for everybody.

    `after` is the id of the last case of the page before, so that nothing is passed over while others save.
    """
    if not visitor.clerk and visitor.staff:
        return RedirectResponse("/library", 303)
    if not visitor.clerk:
        return page(request, "home.html", visitor.locale, visitor=visitor)
    service = service_of(request)
    found = await asyncio.to_thread(service.cases.mine, visitor.user.id, limit=A_PAGE + 1, after=after or None)
    cut = found[:A_PAGE]
    return page(
        request, "cases.html", visitor.locale, visitor=visitor, cases=_listed(cut, service.now()), later=bool(after),
        following=cut[-1].id if len(found) > A_PAGE else "",
    )  # fmt: skip


@router.get("/search")
async def start_over(request: Request, visitor: Clerk) -> Response:
    """What was found has no address: back to the list."""
    return RedirectResponse("/", 303)


@router.post("/search")
async def search(request: Request, visitor: Clerk) -> Response:
    """The clerk's cases, thirty at most, in whose number all words that were asked for stand."""
    service = service_of(request)
    asked = (await answers_of(request)).get("number", [""])[0].strip()
    if not asked:
        return RedirectResponse("/", 303)
    found = await asyncio.to_thread(service.cases.search, visitor.user.id, asked, limit=A_PAGE)
    return page(
        request, "cases.html", visitor.locale, visitor=visitor, cases=_listed(found, service.now()), asked=asked,
    )  # fmt: skip


@router.get("/cases/new")
async def ask_number(request: Request, visitor: Clerk) -> Response:
    """The one question before a case begins."""
    return page(request, "case_new.html", visitor.locale, visitor=visitor)


@router.get("/cases")
async def ask_again(request: Request, visitor: Clerk) -> Response:
    """Where a number that cannot be one was refused, a reload or another language leads to the question."""
    return RedirectResponse("/cases/new", 303)


@router.post("/cases")
async def create(request: Request, visitor: Clerk) -> Response:
    """A new case, with the number if one was given; on to its tasks."""
    service = service_of(request)
    given = (await answers_of(request)).get("number", [""])[0].strip()
    draft = Draft()
    if given:
        try:
            draft = referenced(draft, given)
        except InputRefused as refused:
            return page(
                request, "case_new.html", visitor.locale, status=422, visitor=visitor, given=given,
                problem=refused.findings[0].message,
            )  # fmt: skip
    made = await asyncio.to_thread(service.cases.create, visitor.user.id, draft, service.now())
    return RedirectResponse(f"/cases/{made.id}", 303)


def _listed(found: Sequence[CaseFile], now: datetime) -> list[Listed]:
    return [
        Listed(
            each.id, each.draft.reference, local(each.changed),
            local(each.expires) if each.expires - now <= SOON else None,
        )
        for each in found
    ]  # fmt: skip
