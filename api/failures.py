"""Errors become problems: ours, the framework's, and those of parameters, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.exchange import exchange_of
from api.language import words_for
from api.problems import BadParameter, HttpProblem, MethodNotAllowed, NotFound, internal, problem
from api.service import service_of
from docgen.errors import DocgenError, Message


def register(app: FastAPI) -> None:
    """Answer all errors of the application."""
    app.add_exception_handler(DocgenError, told)
    app.add_exception_handler(HTTPException, of_framework)
    app.add_exception_handler(RequestValidationError, of_parameters)


async def told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DocgenError)
    words, language = words_for(request.headers.get("accept-language", ""), service_of(request).library)
    return problem(error, words, language, exchange_of(request.scope).request_id)


_NOT_FOUND: Final = Message("nothing is at this address; compare it with the description of the service")
_NOT_ALLOWED: Final = Message("this address does not take this method; see the header “{header}”", {"header": "Allow"})


async def of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers: Mapping[str, str] = error.headers or {}
    found: HttpProblem = internal()
    if error.status_code == NotFound.http_status:
        found = NotFound(_NOT_FOUND)
    elif error.status_code == MethodNotAllowed.http_status:
        found = MethodNotAllowed(_NOT_ALLOWED, headers)
    return await told(request, found)


async def of_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # The names are ours, from the route's declaration; what was sent stays out.
    names = sorted({str(each["loc"][-1]) for each in error.errors()})
    message = Message(
        "not acceptable: {names}; compare with the description of the service", {"names": ", ".join(names)}
    )
    return await told(request, BadParameter(message))
