"""Who visits: the session of a request, the roles that a page asks for, and the token that each form carries."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import BackgroundTasks, Request
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
KEPT: Final = "kept"
"""Where a form that was kept is sent again: its id, in the query."""
_READING: Final = ("GET", "HEAD")
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "via")
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

    @property
    def clerk(self) -> bool:
        """Whether the user works on cases, so that there is more than the pages for everybody."""
        return self.may(Role.CLERK)

    @property
    def staff(self) -> bool:
        """Whether the user works in the template library."""
        return self.may(Role.REVIEWER, Role.APPROVER)

    def may(self, *roles: Role) -> bool:
        """Whether the user has one of the roles."""
        return bool(self.user.roles & set(roles))


class SignedIn:
    """Dependency of every page but the public ones; without roles any user will do.

    A request that changes something must carry the session's token, in the form or (htmx) in a header. A form whose
    session has ended is sealed and handed back to the same user (`api.web.keeping`), unless `keeps` is False, as for
    passwords.
    """

    def __init__(self, *roles: Role, keeps: bool = True) -> None:
        self.roles, self.keeps = frozenset(roles), keeps

    async def __call__(self, request: Request, afterwards: BackgroundTasks) -> Visitor:
        """Raises SignInNeeded, NotAllowed. A kept form that comes back is destroyed once it was answered."""
        service = service_of(request)
        found = await _session_of(request, service)
        if found is None:
            raise SignInNeeded
        session, user, due = found
        changes = request.method not in _READING
        if not session.live:
            raise SignInNeeded(await _kept(request, service, session) if changes and self.keeps else "")
        if changes:
            await require_token(request, service, session)
        if self.roles and not user.roles & self.roles:
            raise NotAllowed(Message("your account has not the role for this; ask an administrator"))
        if due:
            await service.write(lambda store: service.store.sessions.mark(store, session.id, service.now()))
        if changes and (kept := request.query_params.get(KEPT)):
            afterwards.add_task(service.write, partial(_drop, service, kept, user.id))
        return _visitor(request, service, session, user)


async def visitor_of(request: Request) -> Visitor | None:
    """Who is signed in, on a page that anybody may see. Raises StoreUnusable."""
    service = service_of(request)
    found = await _session_of(request, service)
    return _visitor(request, service, found[0], found[1]) if found is not None and found[0].live else None


async def require_token(request: Request, service: Service, session: WebSession) -> None:
    """Raises NotAllowed for a form that does not come from a page of ours that this user was shown."""
    if not await _ours(request, service, session):
        raise NotAllowed(Message("this form does not belong to your session; open the page again and repeat it"))


def from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site's page made it ask (Fetch Metadata); old ones say nothing."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


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
    """Whether the page is on this machine and without TLS, where a cookie for TLS alone would never come back.

    Not behind a proxy, which may ask for us by a name of this machine.
    """
    forwarded = any(name in request.headers for name in _FORWARDED)
    return request.url.hostname in _LOCAL and request.url.scheme == "http" and not forwarded


def _visitor(request: Request, service: Service, session: WebSession, user: User) -> Visitor:
    return Visitor(user, session, service.store.sessions.token_of(session.id), locale_of(request, user.language))


async def _session_of(request: Request, service: Service) -> tuple[WebSession, User, bool] | None:
    """The session, live or ended, its user, and whether it is time to note that it was used."""
    secret = cookie_of(request)
    return await service.read(lambda session: _found(session, service, secret)) if secret else None


def _found(session: Session, service: Service, secret: str) -> tuple[WebSession, User, bool] | None:
    sessions, now = service.store.sessions, service.now()
    found = sessions.find(session, secret, now)
    user = users.find(session, found.user) if found else None
    if found is None or user is None or not user.usable():
        return None
    return found, user, found.live and sessions.marks_due(session, found.id, now)


async def _ours(request: Request, service: Service, session: WebSession) -> bool:
    if from_elsewhere(request):
        return False
    given = request.headers.get(TOKEN_HEADER) or str((await form_of(request)).get(TOKEN, ""))
    sessions, now = service.store.sessions, service.now()
    if hmac.compare_digest(sessions.token_of(session.id).encode(), given.encode()):
        return True
    return bool(given) and await service.read(lambda store: sessions.is_token(store, given, session.user, now))


async def _kept(request: Request, service: Service, session: WebSession) -> str:
    """Seal what was typed; "" where the page still holds it (htmx), where there is nothing, and for no form of ours."""
    if request.headers.get("hx-request") or not await _ours(request, service, session):
        return ""
    items = (await form_of(request)).multi_items()
    texts = [(name, value) for name, value in items if isinstance(value, str) and name != TOKEN]
    if not any(value.strip() for _, value in texts):
        return ""
    files = sum(not isinstance(value, str) and bool(value.filename) for _, value in items)
    query = urlencode([each for each in request.query_params.multi_items() if each[0] != KEPT])
    path = quote(request.url.path) + (f"?{query}" if query else "")
    forms, now = service.store.forms, service.now()
    return await service.write(lambda store: forms.keep(store, session.user, path, texts, files, now))


def _drop(service: Service, form: str, user: str, session: Session) -> None:
    service.store.forms.drop(session, form, user)
