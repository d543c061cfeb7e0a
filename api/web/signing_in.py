"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.service import service_of
from api.web.shell import LANGUAGE_COOKIE, locale_of, page
from api.web.visitors import COOKIE, SAFE_COOKIE, SignedIn, Visitor, answers_of, is_local
from docgen.errors import Message
from docgen.store import users

router: Final = APIRouter()
_YEAR: Final = 365 * 24 * 3600


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    """The form, with the address to go on to."""
    return _form(request, request.query_params.get("next", "/"))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """A session for whom name and password fit; the same sentence for all else."""
    service, given = service_of(request), await answers_of(request)
    name, password = (given.get(field, [""])[0] for field in ("name", "password"))
    target = given.get("next", ["/"])[0]
    now = service.now()
    user = await service.write(lambda session: users.admit(session, name.strip(), password, now))
    if user is None:
        return _form(request, target, Message("name and password do not fit, or the account is locked for a while"))
    secret = await service.write(lambda session: service.store.sessions.start(session, user.id, now))
    response = RedirectResponse(_inside(target), 303)
    local = is_local(request)
    response.set_cookie(
        COOKIE if local else SAFE_COOKIE, secret, httponly=True, samesite="lax", secure=not local, path="/"
    )
    return response


@router.post("/sign-out")
async def sign_out(request: Request, visitor: Annotated[Visitor, Depends(SignedIn())]) -> Response:
    """The session ends here and in the store."""
    service = service_of(request)
    await service.write(lambda session: service.store.sessions.end(session, visitor.session.id, service.now()))
    response = RedirectResponse("/sign-in", 303)
    for cookie in (COOKIE, SAFE_COOKIE):
        response.delete_cookie(cookie, path="/", secure=cookie == SAFE_COOKIE)
    return response


@router.get("/language/{tag}")
async def choose_language(request: Request, tag: str) -> Response:
    """The pages in another language from now on; back to where it was chosen."""
    response = RedirectResponse(_inside(request.query_params.get("next", "/")), 303)
    if tag in service_of(request).library.locales:
        response.set_cookie(LANGUAGE_COOKIE, tag, max_age=_YEAR, samesite="lax", secure=not is_local(request))
    return response


def _form(request: Request, target: str, refused: Message | None = None) -> Response:
    status = 403 if refused else 200
    return page(request, "sign_in.html", locale_of(request), status=status, next=_inside(target), refused=refused)


def _inside(target: str) -> str:
    """An address of ours; whatever else is asked for becomes the first page."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if plain else "/"
