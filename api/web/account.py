"""Somebody's own account: the password, the language of the pages, and where else he is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.service import service_of
from api.web.cookies import give_language, give_session
from api.web.days import local
from api.web.door import door_of
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.errors import Key, Message
from docgen.store import passwords, users
from docgen.store.audit import Event

router: Final = APIRouter()
Anybody = Annotated[Visitor, Depends(SignedIn())]
Secretly = Annotated[Visitor, Depends(SignedIn(keeps=False))]
"""For forms with passwords, which are kept nowhere."""
_DONE: Final[Mapping[str, Key]] = {
    "password": "The password is changed. You are signed out everywhere else.",
    "language": "The language of the pages is changed.",
    "sessions": "You are signed out there.",
}


@dataclass(frozen=True)
class _Refused:
    """What is wrong, and in which box."""

    box: str
    message: Message


@router.get("/account")
async def show_account(request: Request, visitor: Anybody) -> Response:
    """The account, and what was changed of it a moment ago."""
    return await _page(request, visitor)


@router.post("/account/password")
async def change_password(request: Request, visitor: Secretly) -> Response:
    """Another password: all sessions end, and this browser gets a new one."""
    service, given = service_of(request), await answers_of(request)
    old, new, again = (given.get(box, [""])[0] for box in ("old", "new", "again"))
    refused = _refused(visitor, new, again)
    if refused is None and await door_of(request).admit(request, visitor.user.name, old) is None:
        refused = _Refused("old", Message("this is not your password now, or the account is locked for a while"))
    if refused is not None:
        return await _page(request, visitor, refused)
    fresh, now = await door_of(request).hashed(new), service.now()

    def change(session: Session) -> str:
        users.set_hash(session, visitor.user.id, fresh)
        service.store.sessions.end_all(session, visitor.user.id, now)
        service.store.audit.append(session, Event(visitor.user.id, "user.password", visitor.user.id), now)
        return service.store.sessions.start(session, visitor.user.id, now)

    secret = await service.write(change)
    response = _done("password")
    give_session(request, response, secret)
    return response


@router.post("/account/language")
async def change_language(request: Request, visitor: Anybody) -> Response:
    """The language of the pages, here and wherever this user signs in."""
    service, tag = service_of(request), (await answers_of(request)).get("language", [""])[0]
    if tag not in service.library.locales:
        return await _page(request, visitor, _Refused("language", Message("choose one of the languages")))
    await service.write(lambda session: users.set_language(session, visitor.user.id, tag))
    response = _done("language")
    give_language(request, response, tag)
    return response


@router.post("/account/sessions")
async def end_session(request: Request, visitor: Anybody) -> Response:
    """One of the user's other sessions ends, or all of them where none is named."""
    service, chosen = service_of(request), (await answers_of(request)).get("session", [""])[0]
    sessions, now = service.store.sessions, service.now()

    def end(session: Session) -> None:
        for each in sessions.open_of(session, visitor.user.id, now):
            if each.id != visitor.session.id and chosen in ("", each.id):
                sessions.end(session, each.id, now)
        service.store.audit.append(session, Event(visitor.user.id, "user.sign_out", visitor.user.id), now)

    await service.write(end)
    return _done("sessions")


def _refused(visitor: Visitor, new: str, again: str) -> _Refused | None:
    wrong = passwords.refusal(new, visitor.user.name)
    if wrong is not None:
        return _Refused("new", wrong)
    return _Refused("again", Message("the two new passwords differ; type the same one twice")) if new != again else None


def _done(what: str) -> RedirectResponse:
    return RedirectResponse(f"/account?done={what}", 303)


async def _page(request: Request, visitor: Visitor, refused: _Refused | None = None) -> Response:
    service = service_of(request)
    sessions, now = service.store.sessions, service.now()
    found = await service.read(lambda session: sessions.open_of(session, visitor.user.id, now))
    return page(
        request, "account.html", visitor.locale, status=422 if refused else 200, visitor=visitor, refused=refused,
        done=_DONE.get(request.query_params.get("done", "")), shortest=passwords.SHORTEST,
        others=[(each.id, local(each.seen)) for each in found if each.id != visitor.session.id],
    )  # fmt: skip
