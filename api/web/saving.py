"""Signing in again beside a form that is being filled in: where its new tab ends, and where the form asks for its new
token."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.web.shell import page
from api.web.visitors import SignedIn, Visitor

router: Final = APIRouter()


@router.get("/signed-in")
async def show_signed_in(request: Request, visitor: Annotated[Visitor, Depends(SignedIn())]) -> Response:
    """That there is a session, and (as on every page) the token of its forms."""
    headers = {"Cache-Control": "private, no-store"}
    return page(request, "signed_in.html", visitor.locale, visitor=visitor, headers=headers)
