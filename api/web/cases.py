"""The cases of a clerk: the list, search by reference, a new one."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.web.shell import page
from api.web.visitors import SignedIn, Visitor
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]


@router.get("/")
async def list_cases(request: Request, visitor: Clerk) -> Response:
    """The cases that the clerk works on."""
    return page(request, "cases.html", visitor.locale, visitor=visitor)
