"""Signing in and out, and the language of the pages."""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.service import Service, service_of
from api.web.cookies import before_of, give_before, give_language, give_session, take_session
from api.web.door import door_of
from api.web.shell import locale_of, page
from api.web.visitors import KEPT, TOKEN, SignedIn, Visitor, cookie_of, from_elsewhere, visitor_of
from docgen.errors import Message
from docgen.store import User
from docgen.store.audit import Event

router: Final = APIRouter()
_FIELDS, _PART = 20, 20_000
_FIRST: Final = "/"
_LONGEST: Final = 2_000
_NOT_ADMITTED: Final = Message("name and password do not fit, or the account is locked for a while; try again")
_NOT_OURS: Final = Message("this page was open too long, or the browser keeps no cookies; sign in again")


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    """The form, with the address to go on to; who is signed in already goes on."""
    target = request.query_params.get("next", _FIRST)
    if await visitor_of(request) is not None:
        return RedirectResponse(inside(target), 303)
    return _form(request, target, request.query_params.get(KEPT, ""))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """A session for whom name and password fit; the same sentence, after the same time, for all else."""
    service = service_of(request)
    given = await request.form(max_files=0, max_fields=_FIELDS, max_part_size=_PART)
    target, kept = _text(given, "next") or _FIRST, _text(given, KEPT)
    if from_elsewhere(request) or not _same(_token(service, before_of(request)), _text(given, TOKEN)):
        return _form(request, target, kept, _NOT_OURS)
    user = await door_of(request).admit(request, _text(given, "name"), _text(given, "password"))
    if user is None:
        return _form(request, target, kept, _NOT_ADMITTED)
    return await _admitted(request, user, inside(target), kept)


@router.post("/sign-out")
async def sign_out(request: Request, visitor: Annotated[Visitor, Depends(SignedIn(keeps=False))]) -> Response:
    """The session ends here and in the store."""
    service, now = service_of(request), service_of(request).now()

    def end(session: Session) -> None:
        service.store.sessions.end(session, visitor.session.id, now)
        service.store.audit.append(session, Event(visitor.user.id, "user.sign_out", visitor.user.id), now)

    await service.write(end)
    response = RedirectResponse("/sign-in", 303)
    take_session(response)
    return response


@router.get("/language/{tag}")
async def choose_language(request: Request, tag: str) -> Response:
    """The pages in another language from now on; back to where it was chosen."""
    response = RedirectResponse(inside(request.query_params.get("next", _FIRST)), 303)
    if tag in service_of(request).library.locales:
        give_language(request, response, tag)
    return response


def inside(target: str) -> str:
    """An address of ours; whatever else is asked for becomes the first page."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if plain and len(target) <= _LONGEST and not target.startswith("/sign-") else _FIRST


async def _admitted(request: Request, user: User, target: str, kept: str) -> Response:
    """A new session, whatever the browser had; on to the form that was kept for this user, or to where he wanted."""
    service, old = service_of(request), cookie_of(request)
    sessions, now = service.store.sessions, service.now()

    def start(session: Session) -> tuple[str, bool]:
        if old:
            sessions.end(session, sessions.id_of(old), now)
        service.store.audit.append(session, Event(user.id, "user.sign_in", user.id), now)
        his = bool(kept) and service.store.forms.open(session, kept, user.id, now) is not None
        return sessions.start(session, user.id, now), his

    secret, his = await service.write(start)
    response = RedirectResponse(f"/kept/{kept}" if his else target, 303)
    give_session(request, response, secret)
    if user.language in service.library.locales:
        give_language(request, response, user.language)
    return response


def _form(request: Request, target: str, kept: str, refused: Message | None = None) -> Response:
    before = before_of(request)
    fresh = before if re.fullmatch(r"[\w-]{40,60}", before, re.ASCII) else secrets.token_urlsafe(32)
    response = page(
        request, "sign_in.html", locale_of(request), status=403 if refused else 200, next=inside(target), kept=kept,
        refused=refused, csrf=_token(service_of(request), fresh),
    )  # fmt: skip
    if fresh != before:
        give_before(request, response, fresh)
    return response


def _token(service: Service, before: str) -> str:
    return service.store.sessions.csrf(before) if before else ""


def _same(expected: str, given: str) -> bool:
    return bool(expected) and hmac.compare_digest(expected.encode(), given.encode())


def _text(given: FormData, name: str) -> str:
    found = given.get(name, "")
    return found if isinstance(found, str) else ""
