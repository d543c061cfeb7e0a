"""Problems: every answer that is an error, as RFC 9457 says, in the reader's language and without what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from docgen.errors import DocgenError, Finding, InputRefused, Key, Message, RuleViolated, TranslationRefused
from docgen.locale.catalogue import Catalogue
from docgen.shelf.errors import ApprovalRefused

MEDIA_TYPE: Final = "application/problem+json"
_TYPE: Final = "urn:docgen:problem:"

_TITLES: Final[Mapping[int, Key]] = {
    401: "a valid API key is needed",
    403: "this API key may not do that",
    404: "there is no such thing here",
    405: "this cannot be done here",
    406: "the answer cannot be given in that form",
    409: "the request does not fit the present state",
    413: "the request is too large",
    415: "this kind of content is not understood",
    422: "the request cannot be accepted",
    429: "too many requests",
    500: "the service failed",
    503: "the service has too much to do",
}
_TITLES_BY_CODE: Final[Mapping[str, Key]] = {"in_progress": "the same request is still being worked on"}
"""Of problems whose status stands for more than one."""
_WITH_FINDINGS: Final = (InputRefused, RuleViolated, TranslationRefused, ApprovalRefused)


class HttpProblem(DocgenError):
    """Something wrong with a request as such; `headers` go with the answer."""

    def __init__(self, message: Message, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.headers = headers or {}


class Unauthenticated(HttpProblem):
    code, http_status = "unauthenticated", 401


class Forbidden(HttpProblem):
    code, http_status = "forbidden", 403


class NotFound(HttpProblem):
    code, http_status = "not_found", 404


class MethodNotAllowed(HttpProblem):
    code, http_status = "method_not_allowed", 405


class NotAcceptable(HttpProblem):
    code, http_status = "not_acceptable", 406


class InProgress(HttpProblem):
    code, http_status = "in_progress", 409


class TooLarge(HttpProblem):
    code, http_status = "too_large", 413


class UnsupportedMediaType(HttpProblem):
    code, http_status = "unsupported_media_type", 415


class BadParameter(HttpProblem):
    code, http_status = "bad_parameter", 422


class KeyReused(HttpProblem):
    code, http_status = "idempotency_key_reused", 422


class RateLimited(HttpProblem):
    code, http_status = "rate_limited", 429


class Internal(HttpProblem):
    code, http_status = "internal", 500


def internal() -> Internal:
    """What is told of an error that nobody foresaw."""
    return Internal(Message("something went wrong in the service; tell its administrator the request id"))


def rows(findings: Sequence[Finding], words: Catalogue) -> list[dict[str, Any]]:
    """Findings as the objects of `errors`."""
    return [
        {
            "pointer": each.pointer,
            "severity": each.severity.value,
            "code": each.code,
            "clause": each.clause,
            "message": words.translate(each.message),
        }
        for each in findings
    ]


def problem(error: DocgenError, words: Catalogue, language: str, request_id: str) -> Response:
    """The answer to a request that ended in this error."""
    status = error.http_status
    title: Key = _TITLES_BY_CODE.get(error.code) or _TITLES.get(status, _TITLES[500])
    body = {
        "type": _TYPE + error.code,
        "title": words.translate(title),
        "status": status,
        "detail": words.translate(error.message),
        "code": error.code,
        "instance": f"urn:docgen:request:{request_id}",
        "errors": rows(error.findings, words) if isinstance(error, _WITH_FINDINGS) else [],
    }
    headers = {"Vary": "Accept-Language"} | ({"Content-Language": language} if language else {})
    headers |= dict(error.headers) if isinstance(error, HttpProblem) else {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    return Response(json.dumps(body, ensure_ascii=False), status, headers, MEDIA_TYPE)
