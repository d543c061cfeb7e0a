"""Webhooks: who is told of a batch's end, in what words, signed how, and how often it is tried.

The message follows the Standard Webhooks specification 1.0.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Protocol

import httpx2
import structlog
from standardwebhooks import Webhook

from docgen.errors import Finding, Message, Severity
from docgen.store.crypt import derived

POINTER: Final = "/webhook"
LONGEST: Final = 2048
"""Characters of an address; no receiver needs more."""
SECONDS: Final = 10.0
"""How long a receiver may take to answer."""
WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 6 * 3600))
"""How long after each failed try the next one is made; after the last of them it is given up."""
CLAIM: Final = timedelta(seconds=6 * SECONDS)
"""For how long a notice belongs to the process that took it; a process that died leaves it to the others then."""


class Outcome(StrEnum):
    """How a notice stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one receiver is to be told: that a batch of this key ended, how, and how many rows; nothing of a case."""

    batch: str
    key: str
    url: str
    state: str
    counts: Mapping[str, int]
    tries: int = 0

    def body(self, now: datetime) -> str:
        """The payload (Standard Webhooks, “Payload structure”)."""
        data = {"id": self.batch, "state": self.state, "counts": dict(self.counts)}
        return json.dumps({"type": "batch.ended", "timestamp": now.isoformat(), "data": data})


class Notices(Protocol):
    """Where notices are kept, so that a restart goes on; calls block."""

    def take(self, now: datetime, until: datetime) -> Sequence[Notice]:
        """Those of ended batches that are due, kept from other processes `until` then."""

    def settle(self, batch: str, outcome: Outcome, tries: int, due: datetime) -> None:
        """Note how a try ended."""


def secret(store_key: bytes, key_id: str) -> str:
    """The secret with which what is sent for an API key is signed: the same on every machine with this store key."""
    return "whsec_" + base64.b64encode(derived(store_key, f"docgen webhooks of {key_id}")).decode()


def refusal(address: str, allowed: Collection[str]) -> Finding | None:
    """Why this address is not told, or None: only `https` to a host[:port] in `allowed`; `http` on this machine."""
    try:
        # The client's own reading of the address, so that both mean the same host.
        url = httpx2.URL(address) if len(address) <= LONGEST else httpx2.URL()
    except httpx2.InvalidURL:
        url = httpx2.URL()
    secure = url.scheme == "https" or (url.scheme == "http" and _loopback(url.host))
    if not url.host or not secure or url.userinfo or url.fragment:
        return _finding(
            "webhook_malformed",
            Message(
                "this is no address that can be told; give one that begins with {scheme} and holds no password",
                {"scheme": "https://"},
            ),
        )
    if url.netloc.decode("ascii") not in {host.lower() for host in allowed}:
        return _finding(
            "webhook_host",
            Message("hosts other than those that the administrator allowed are not told; ask the administrator"),
        )
    return None


def _finding(code: str, message: Message) -> Finding:
    return Finding(Severity.ERROR, code, POINTER, message)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def signed(notice: Notice, store_key: bytes, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one try. The id stays the same over all tries, so that a receiver can drop repetitions."""
    body, message_id = notice.body(now), f"msg_{notice.batch}"
    return body.encode(), {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret(store_key, notice.key)).sign(message_id, now, body),
    }


def client(**options: Any) -> httpx2.AsyncClient:
    """Goes where the address says and nowhere else: no redirects, no proxy or password of the environment."""
    return httpx2.AsyncClient(
        follow_redirects=False, trust_env=False, timeout=SECONDS, headers={"user-agent": "docgen"}, **options
    )


@dataclass(frozen=True)
class Courier:
    """Tells receivers, one after another; `run` never ends by itself."""

    notices: Notices
    store_key: bytes
    allowed: Collection[str]
    now: Callable[[], datetime]
    http: httpx2.AsyncClient

    async def run(self, pause: float = 1.0) -> None:
        """Deliver what is due, look again after `pause` seconds; a store that fails is asked again later."""
        log = structlog.get_logger()
        while True:
            try:
                await self.deliver()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next batch's receiver is to be told
                log.warning("webhooks", error=type(error).__name__)
            await asyncio.sleep(pause)

    async def deliver(self) -> int:
        """Try everything that is due now, once. Returns how many were tried."""
        now = self.now()
        taken = await asyncio.to_thread(self.notices.take, now, now + CLAIM)
        await asyncio.gather(*(self._try(notice) for notice in taken))
        return len(taken)

    async def _try(self, notice: Notice) -> None:
        status = await self._post(notice)
        tries, now = notice.tries + 1, self.now()
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            outcome = Outcome.DELIVERED
        elif status == HTTPStatus.GONE or tries > len(WAITS):
            outcome = Outcome.GIVEN_UP
        else:
            outcome = Outcome.WAITING
        due = now + WAITS[tries - 1] if outcome is Outcome.WAITING else now
        await asyncio.to_thread(self.notices.settle, notice.batch, outcome, tries, due)

    async def _post(self, notice: Notice) -> int:
        """The status that the receiver answers with, 0 for none. Its words are not read."""
        if refusal(notice.url, self.allowed):  # the administrator took the host from the list since
            return HTTPStatus.GONE
        body, headers = signed(notice, self.store_key, self.now())
        try:
            async with (
                asyncio.timeout(SECONDS),
                self.http.stream("POST", notice.url, content=body, headers=headers) as answer,
            ):
                return answer.status_code
        except (httpx2.HTTPError, TimeoutError, OSError):
            return 0
