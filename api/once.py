"""Idempotency-Key: a request sent again gets the answer it got, and what it asked for is not done twice."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.problems import BadParameter, InProgress, KeyReused
from api.service import Service, service_of
from docgen.errors import Message
from docgen.store import ApiKey
from docgen.store.answers import InFlight, Mismatch, Replay, Started

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Answer:
    """An answer that is sent once `kept` (what must be durable before) was written."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    kept: Callable[[Session], object] | None = None

    def response(self) -> Response:
        return Response(self.body, self.status, self.headers)


async def once(request: Request, caller: ApiKey, body: bytes, work: Callable[[], Awaitable[Answer]]) -> Response:
    """Do the work, write what it leaves and send its answer; with an Idempotency-Key only the first time.

    `body` is what the request is told apart by, beside method, path, Accept and Content-Type. A request that ended in
    an error may be sent again. Raises BadParameter, InProgress, KeyReused, and what the work raises.
    """
    service = service_of(request)
    key = request.headers.get(HEADER)
    if key is None:
        answer = await work()
        if answer.kept is not None:
            await service.write(answer.kept)
        return answer.response()
    begun = await _begun(request, service, caller, key, body)
    if isinstance(begun, Replay):
        return Response(begun.body, begun.status, {**begun.headers, REPLAYED: "true"})
    try:
        answer = await work()
        await service.write(lambda session: _keep(session, service, begun, answer))
    except BaseException:
        await service.write(lambda session: service.store.answers.abandon(session, begun))
        raise
    return answer.response()


async def _begun(request: Request, service: Service, caller: ApiKey, key: str, body: bytes) -> Started | Replay:
    if not _KEY.fullmatch(key):
        raise BadParameter(
            Message("the header “{header}” takes 1 to 255 letters and digits; correct it", {"header": HEADER})
        )
    fingerprint, now = _fingerprint(request, service, body), service.now()
    answers = service.store.answers
    begun = await service.write(lambda session: answers.begin(session, caller.id, key, fingerprint, now))
    if isinstance(begun, Mismatch):
        raise KeyReused(Message("this “{header}” was used for another request; choose a new one", {"header": HEADER}))
    if isinstance(begun, InFlight):
        raise InProgress(
            Message("a request with this “{header}” is being worked on; ask again in a moment", {"header": HEADER}),
            {"Retry-After": "1"},
        )
    return begun


def _fingerprint(request: Request, service: Service, body: bytes) -> str:
    """An HMAC, since a case could be guessed from a plain hash."""
    said = [
        request.method,
        request.url.path,
        request.headers.get("accept", ""),
        request.headers.get("content-type", ""),
    ]
    mac = hmac.new(service.store.key, "\0".join(said).encode() + b"\0", hashlib.sha256)
    mac.update(body)
    return mac.hexdigest()


def _keep(session: Session, service: Service, begun: Started, answer: Answer) -> None:
    if answer.kept is not None:
        answer.kept(session)
    service.store.answers.finish(session, begun, answer.status, answer.headers, answer.body, service.now())
