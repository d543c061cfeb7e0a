"""Forms that were sent when the session had ended: handed back to whoever sent them, after signing in again."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.problems import NotFound
from api.service import service_of
from api.web.shell import page
from api.web.visitors import KEPT, SignedIn, Visitor
from docgen.errors import Message

router: Final = APIRouter()


@router.get("/kept/{form}")
async def show_kept(request: Request, form: str, visitor: Annotated[Visitor, Depends(SignedIn())]) -> Response:
    """One button, which sends the same texts to the same address. Raises NotFound for another user's."""
    service = service_of(request)
    found = await service.read(lambda store: service.store.forms.open(store, form, visitor.user.id, service.now()))
    if found is None:
        raise NotFound(Message("this form is kept no longer; open the page again and look what it holds"))
    joint = "&" if "?" in found.path else "?"
    target = f"{found.path}{joint}{urlencode({KEPT: found.id})}"
    return page(request, "kept.html", visitor.locale, visitor=visitor, kept=found, target=target)
