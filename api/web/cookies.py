"""The cookies of the pages: for TLS alone and for this host alone, except on this machine without TLS."""

from __future__ import annotations

from typing import Final

from fastapi import Request
from starlette.responses import Response

from api.web.shell import LANGUAGE_COOKIE
from api.web.visitors import COOKIE, SAFE_COOKIE, is_local

_BEFORE: Final = "docgen-before"
_YEAR: Final = 365 * 24 * 3600


def give_session(request: Request, response: Response, secret: str) -> None:
    """The browser keeps the session until it is closed; the store ends it earlier."""
    _give(request, response, COOKIE if is_local(request) else SAFE_COOKIE, secret)
    _take(response, _BEFORE, f"__Host-{_BEFORE}")


def take_session(response: Response) -> None:
    """The browser forgets the session."""
    _take(response, COOKIE, SAFE_COOKIE)


def give_before(request: Request, response: Response, secret: str) -> None:
    """What the form to sign in is bound to, before there is a session."""
    _give(request, response, _name_before(request), secret)


def before_of(request: Request) -> str:
    """What `give_before` gave; "" without it."""
    return request.cookies.get(_name_before(request), "")


def give_language(request: Request, response: Response, tag: str) -> None:
    """The language of the pages, on this machine."""
    response.set_cookie(
        LANGUAGE_COOKIE, tag, max_age=_YEAR, httponly=True, samesite="lax", secure=not is_local(request), path="/"
    )


def _name_before(request: Request) -> str:
    return _BEFORE if is_local(request) else f"__Host-{_BEFORE}"


def _give(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=not is_local(request), path="/")


def _take(response: Response, *names: str) -> None:
    for name in names:
        response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=name.startswith("__Host-"))
