"""Answers in JSON: in the reader's language, and with an ETag where they stay the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.body import JSON
from api.language import words_for
from api.service import service_of
from docgen.locale.catalogue import Catalogue


def reader_of(request: Request) -> tuple[Catalogue, str]:
    """Whose words the answer speaks, with the language's tag."""
    return words_for(request.headers.get("accept-language", ""), service_of(request).library)


def answer(tree: Any, language: str = "", media_type: str = JSON) -> Response:
    """A tree as JSON; `language` is that of its words ("" for the keys', or where there are none)."""
    headers = {"Vary": "Accept-Language"} | ({"Content-Language": language} if language else {})
    return Response(_encoded(tree), 200, headers, media_type)


def tagged(request: Request, tree: Any) -> Response:
    """A tree as JSON with a strong ETag (RFC 9110, 8.8.3): 304 for a caller who has it already."""
    body = _encoded(tree)
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, JSON)


def _encoded(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()
