"""What surrounds every answer: the request id, one line of log, the figures, and an answer where all else failed."""

from __future__ import annotations

import time
import traceback
from typing import Any, Final

import structlog
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.exchange import SCOPE_KEY, Exchange, request_id_of
from api.language import words_for
from api.problems import internal, problem

UNMATCHED: Final = "unmatched"
_SAFETY: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
]
log: Any = structlog.get_logger("docgen.http")


class Envelope:
    """ASGI middleware. It stands outside everything that may raise, so no traceback reaches a caller or a log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(request_id_of(scope["headers"]))
        scope[SCOPE_KEY] = exchange
        started, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _completed(message["headers"], exchange)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            status = status or 499
        except Exception as error:  # noqa: BLE001 - whatever it was, the caller gets an answer and the log its place
            log.critical("failed", request_id=exchange.request_id, error=type(error).__name__, places=_places(error))
            if not status:
                await _answer_failure(scope, receive, sending, exchange)
        finally:
            _note(scope, exchange, status, time.perf_counter() - started)


def _completed(headers: list[tuple[bytes, bytes]], exchange: Exchange) -> list[tuple[bytes, bytes]]:
    present = {name for name, _ in headers}
    extra = [each for each in _SAFETY if each[0] not in present]
    return [*headers, *extra, *exchange.headers, (b"x-request-id", exchange.request_id.encode())]


async def _answer_failure(scope: Scope, receive: Receive, send: Send, exchange: Exchange) -> None:
    service = scope["app"].state.service
    words, language = words_for(Headers(scope=scope).get("accept-language", ""), service.library)
    await problem(internal(), words, language, exchange.request_id)(scope, receive, send)


def _places(error: Exception) -> list[str]:
    """Where it happened, without the exception's text, which may quote what was sent."""
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]]


def _note(scope: Scope, exchange: Exchange, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", UNMATCHED)
    method = scope["method"] if route != UNMATCHED else "other"
    scope["app"].state.service.metrics.answered(method, route, status, seconds)
    log.info(
        "request",
        method=method,
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
        key=exchange.caller.prefix if exchange.caller else "",
        request_id=exchange.request_id,
    )
