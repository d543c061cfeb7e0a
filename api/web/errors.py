"""Errors become pages in the visitor's language, and problems (RFC 9457) for whoever does not ask for HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from api.exchange import exchange_of
from api.failures import of_framework, of_parameters, told
from api.problems import HttpProblem, internal
from api.web.headers import guarded
from api.web.shell import locale_of, page
from api.web.visitors import SignInNeeded, Visitor, visitor_of
from docgen.errors import DocgenError, Key, Message

SIGN_IN: Final = "/sign-in"
_TITLES: Final[Mapping[int, Key]] = {
    403: "You may not do that",
    404: "There is no such page",
    405: "There is no such page",
    409: "Somebody else was faster",
    413: "That is too large",
    422: "This cannot be accepted",
    429: "Please wait a moment",
    503: "The service has too much to do",
}
_OTHERWISE: Final[Key] = "Something went wrong"
_ADVICE: Final[Mapping[int, Message]] = {
    404: Message("Look for what you need on the start page."),
    405: Message("Look for what you need on the start page."),
}


def register(pages: FastAPI) -> None:
    """Answer all errors of the pages."""
    pages.add_exception_handler(SignInNeeded, _to_sign_in)
    pages.add_exception_handler(DocgenError, _page)
    pages.add_exception_handler(HTTPException, _of_framework)
    pages.add_exception_handler(RequestValidationError, _of_parameters)
    pages.add_exception_handler(Exception, _unforeseen)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    """Back to this page after signing in; htmx is told in a header, and keeps what is on the page."""
    assert isinstance(error, SignInNeeded)
    asked = {"next": _target(request)} | ({"kept": error.kept} if error.kept else {})
    address = f"{SIGN_IN}?{urlencode(asked)}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"X-Sign-In": address})
    return RedirectResponse(address, 303)


def _target(request: Request) -> str:
    """The page that the visitor sees: of a part of a page the whole one, of a form the page at its address."""
    if request.headers.get("hx-request"):
        shown = urlsplit(request.headers.get("hx-current-url", ""))
        path, query = (unquote(shown.path), shown.query) if shown.netloc == request.url.netloc else ("", "")
    else:
        path, query = request.url.path, request.url.query if request.method == "GET" else ""
    return (quote(path) + (f"?{query}" if query else "")) if _is_page(request, path) else "/"


def _is_page(request: Request, path: str) -> bool:
    scope = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)


async def _page(request: Request, error: Exception) -> Response:
    assert isinstance(error, DocgenError)
    if not _wants_page(request):
        return await told(request, error)
    headers = error.headers if isinstance(error, HttpProblem) else {}
    return await _shown(request, error.http_status, error.message, headers)


async def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not _wants_page(request):
        return await of_framework(request, error)
    return await _shown(request, error.status_code, _ADVICE.get(error.status_code), error.headers or {})


async def _of_parameters(request: Request, error: Exception) -> Response:
    return await (_shown(request, 404, _ADVICE[404]) if _wants_page(request) else of_parameters(request, error))


async def _unforeseen(request: Request, error: Exception) -> Response:
    """Answered here, then logged by the envelope, to which the error goes on."""
    del error  # its text may quote what was sent
    problem = internal()
    answered = _shown(request, problem.http_status, None) if _wants_page(request) else told(request, problem)
    return guarded(await answered)


async def _shown(
    request: Request, status: int, message: Message | None, headers: Mapping[str, str] | None = None
) -> Response:
    """With the menu of whoever is signed in: who may not see a page can still leave it."""
    visitor = await _visitor_of(request)
    return page(
        request, "error.html", visitor.locale if visitor else locale_of(request), status=status, headers=headers,
        visitor=visitor, message=message, title=_TITLES.get(status, _OTHERWISE),
        request_id=exchange_of(request.scope).request_id,
    )  # fmt: skip


async def _visitor_of(request: Request) -> Visitor | None:
    try:
        return await visitor_of(request)
    except DocgenError:  # the store is what fails; the page says so without it
        return None


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") or bool(request.headers.get("hx-request"))
