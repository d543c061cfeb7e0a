"""The body of a request, read up to a limit whatever its headers promise, and what its headers say it is."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from api.problems import TooLarge, UnsupportedMediaType
from docgen.case.strict_json import MAX_BYTES
from docgen.errors import Message

JSON: Final = "application/json"


async def read_body(request: Request, limit: int = MAX_BYTES) -> bytes:
    """The bytes of the body. Raises TooLarge as soon as there are more than the limit, said or sent."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and (len(said) > 18 or int(said) > limit):
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    return b"".join(parts)


def require_media_type(request: Request, *accepted: str) -> str:
    """The media type of the body, which is one of these. Raises UnsupportedMediaType."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in accepted:
        raise UnsupportedMediaType(
            Message("send the content as {types}, and say so in its header", {"types": ", ".join(accepted)}),
            {"Accept": ", ".join(accepted)},
        )
    return given


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        Message("the request is larger than {limit} bytes; shorten it, or send several", {"limit": str(limit)}),
        {"Connection": "close"},
    )
