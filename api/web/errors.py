"""Errors become pages in the visitor's language, and problems (RFC 9457) for whoever does not ask for HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.exchange import exchange_of
from api.failures import of_framework, of_parameters, told
from api.web.shell import locale_of, page
from api.web.visitors import SignInNeeded
from docgen.errors import DocgenError, Key

SIGN_IN: Final = "/sign-in"
_TITLES: Final[Mapping[int, Key]] = {
    403: "You may not do that",
    404: "There is no such page",
    409: "Somebody else was faster",
    503: "The service has too much to do",
}
_OTHERWISE: Final[Key] = "Something went wrong"


def register(pages: FastAPI) -> None:
    """Answer all errors of the pages."""
    pages.add_exception_handler(SignInNeeded, _to_sign_in)
    pages.add_exception_handler(DocgenError, _page)
    pages.add_exception_handler(HTTPException, _of_framework)
    pages.add_exception_handler(RequestValidationError, _of_parameters)


async def _to_sign_in(request: Request, error: Exception) -> Response:
    """Back to this page after signing in; htmx is told in a header, and keeps what is on the page."""
    assert isinstance(error, SignInNeeded)
    asked = {"next": _target(request)} | ({"kept": error.kept} if error.kept else {})
    address = f"{SIGN_IN}?{urlencode(asked)}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"X-Sign-In": address})
    return RedirectResponse(address, 303)


def _target(request: Request) -> str:
    if request.method != "GET":
        return request.url.path
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _page(request: Request, error: Exception) -> Response:
    assert isinstance(error, DocgenError)
    if not _wants_page(request):
        return await told(request, error)
    status = error.http_status
    return page(
        request, "error.html", locale_of(request), status=status, title=_TITLES.get(status, _OTHERWISE),
        message=error.message, request_id=exchange_of(request.scope).request_id,
    )  # fmt: skip


async def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not _wants_page(request):
        return await of_framework(request, error)
    title = _TITLES.get(error.status_code, _OTHERWISE)
    return page(
        request, "error.html", locale_of(request), status=error.status_code, title=title, message=None,
        request_id=exchange_of(request.scope).request_id,
    )  # fmt: skip


async def _of_parameters(request: Request, error: Exception) -> Response:
    if not _wants_page(request):
        return await of_parameters(request, error)
    return page(
        request, "error.html", locale_of(request), status=404, title=_TITLES[404], message=None,
        request_id=exchange_of(request.scope).request_id,
    )  # fmt: skip


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") or bool(request.headers.get("hx-request"))
