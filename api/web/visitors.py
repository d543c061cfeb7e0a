"""Who visits: the session of a request, the roles that a page asks for, and the token that each form carries."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from api.service import Service, service_of
from api.web.shell import locale_of
from docgen.errors import DocgenError, Message
from docgen.locale import Locale
from docgen.store import Role, User, WebSession, users

COOKIE: Final = "docgen"
SAFE_COOKIE: Final = "__Host-docgen"
"""The cookie's name where it is sent over TLS alone (RFC 6265bis, 4.1.3.2)."""
TOKEN: Final = "csrf"
TOKEN_HEADER: Final = "x-csrf"
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")
_FIELDS, _PART = 5_000, 200_000_000


class SignInNeeded(DocgenError):
    """Nobody is signed in (any more); `kept` is the id of the form that was sent, where it was kept."""

    code, http_status = "sign_in_needed", 401

    def __init__(self, kept: str = "") -> None:
        super().__init__(Message("sign in to go on"))
        self.kept = kept


class NotAllowed(DocgenError):
    """The visitor has not the role for it, or the form did not come from our own page."""

    code, http_status = "not_allowed", 403


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, and the language of the pages."""

    user: User
    session: WebSession
    csrf: str
    locale: Locale

    def may(self, *roles: Role) -> bool:
        """Whether the user has one of the roles."""
        return bool(self.user.roles & set(roles))


class SignedIn:
    """Dependency of every page but the public ones; without roles any user will do.

    A request that changes something must carry the session's token, in the form or (htmx) in a header.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, request: Request) -> Visitor:
        """Raises SignInNeeded, NotAllowed."""
        service = service_of(request)
        secret = cookie_of(request)
        found = await service.read(lambda session: _found(session, service, secret)) if secret else None
        if found is None or not found[0].live:
            raise SignInNeeded
        session, user, due = found
        csrf = service.store.sessions.csrf(secret)
        if request.method != "GET":
            await require_token(request, csrf)
        if self.roles and not user.roles & self.roles:
            raise NotAllowed(Message("your account has not the role for this; ask an administrator"))
        if due:
            await service.write(lambda store: service.store.sessions.mark(store, session.id, service.now()))
        return Visitor(user, session, csrf, locale_of(request, user.language))


async def require_token(request: Request, csrf: str) -> None:
    """Raises NotAllowed for a form that does not come from our own page."""
    given = request.headers.get(TOKEN_HEADER) or str((await form_of(request)).get(TOKEN, ""))
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if elsewhere or not hmac.compare_digest(given.encode(), csrf.encode()):
        raise NotAllowed(Message("this form does not belong to your session; open the page again and repeat it"))


async def form_of(request: Request) -> FormData:
    """The form of a request, read once however often it is asked for."""
    return await request.form(max_files=2, max_fields=_FIELDS, max_part_size=_PART)


async def answers_of(request: Request) -> Mapping[str, list[str]]:
    """The texts of a form by name, in the order in which they were sent."""
    found: dict[str, list[str]] = {}
    for name, value in (await form_of(request)).multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


def cookie_of(request: Request) -> str:
    """The secret of the visitor's session; "" without one."""
    return request.cookies.get(SAFE_COOKIE) or (request.cookies.get(COOKIE, "") if is_local(request) else "")


def is_local(request: Request) -> bool:
    """Whether the page is on this machine and without TLS, where a cookie for TLS alone would never come back."""
    return request.url.hostname in _LOCAL and request.url.scheme == "http"


def _found(session: Session, service: Service, secret: str) -> tuple[WebSession, User, bool] | None:
    sessions, now = service.store.sessions, service.now()
    found = sessions.find(session, secret, now)
    user = users.find(session, found.user) if found else None
    if found is None or user is None or not user.usable():
        return None
    return found, user, found.live and sessions.marks_due(session, found.id, now)
