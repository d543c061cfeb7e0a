"""What every page says of the wording of the papers: whether somebody answers for all of it, some, or none."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.service import service_of
from docgen.library import Share
from docgen.verification.key import StoreUnusable

_KEY: Final = "wording"
_NOT_PAGES: Final = "/assets/"


class Standing:
    """ASGI middleware around the pages: asks before a whole page is made, once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(_NOT_PAGES):
            request = Request(scope)
            if "hx-request" not in request.headers:  # parts of pages do not say it again
                setattr(request.state, _KEY, await _share(request))
        await self._app(scope, receive, send)


def share_of(request: Request) -> Share:
    """What was found for this request; where nothing is known, that nobody answers for anything."""
    found = getattr(request.state, _KEY, Share.NONE)
    assert isinstance(found, Share)
    return found


async def _share(request: Request) -> Share:
    try:
        return await asyncio.to_thread(service_of(request).library.approved)
    except StoreUnusable:  # the page itself says so, if it needs the store
        return Share.NONE
