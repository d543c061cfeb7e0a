"""Webhooks: which addresses are told, what they are told, and how often it is tried."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from api.webhooks import WAITS, Courier, Notice, Outcome, client, refusal, secret, signed
from docgen.settings import Settings

STORE_KEY = bytes(range(32))
NOTICE = Notice("b1", "k1", "https://ministry.example/hook", "done", {"rows": 3, "done": 2, "failed": 1})
ALLOWED = ("ministry.example", "other.example:8443", "127.0.0.1:9000")


@dataclass
class Kept:
    """Notices in memory, as the store keeps them."""

    waiting: dict[str, Notice] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def take(self, now: datetime, until: datetime) -> Sequence[Notice]:
        return [notice for batch, notice in self.waiting.items() if self.due.get(batch, now) <= now]

    def settle(self, batch: str, outcome: Outcome, tries: int, due: datetime) -> None:
        self.outcomes[batch], self.due[batch] = outcome, due
        notice = self.waiting.pop(batch)
        if outcome is Outcome.WAITING:
            self.waiting[batch] = replace(notice, tries=tries)


def told(
    answer: Callable[[httpx2.Request], httpx2.Response], *, rounds: int = 1, allowed: Sequence[str] = ALLOWED
) -> tuple[Kept, list[timedelta]]:
    """The state after so many tries, and how long before each the courier waited."""
    kept, clock, waits = Kept({"b1": NOTICE}), [datetime.now(UTC)], []

    async def deliver() -> None:
        async with client(transport=httpx2.MockTransport(answer)) as http:
            courier = Courier(kept, STORE_KEY, allowed, lambda: clock[0], http)
            for _ in range(rounds):
                if not await courier.deliver():
                    break
                waits.append(max(kept.due["b1"] - clock[0], timedelta()))
                clock[0] = max(kept.due["b1"], clock[0])

    asyncio.run(deliver())
    return kept, waits


@pytest.mark.parametrize(
    "address",
    [
        "https://ministry.example/hook?x=1",
        "https://MINISTRY.example:443/",
        "https://other.example:8443/",
        "http://127.0.0.1:9000/",
    ],
)
def test_an_allowed_host_is_told(address: str) -> None:
    assert refusal(address, ALLOWED) is None


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://elsewhere.example/", "webhook_host"),
        ("https://ministry.example:8443/", "webhook_host"),
        ("https://ministry.example.evil.example/", "webhook_host"),
        ("https://sub.ministry.example/", "webhook_host"),
        ("https://127.0.0.1/", "webhook_host"),
        ("http://127.0.0.1:9001/", "webhook_host"),
        ("http://ministry.example/", "webhook_malformed"),
        ("https://ministry.example@evil.example/", "webhook_malformed"),
        ("https://user:word@ministry.example/", "webhook_malformed"),
        ("https://ministry.example/#part", "webhook_malformed"),
        ("https://ministry.example\\@evil.example/", "webhook_malformed"),
        ("file:///etc/passwd", "webhook_malformed"),
        ("ministry.example", "webhook_malformed"),
        ("https:///hook", "webhook_malformed"),
        ("https://[", "webhook_host"),
        ("https://ministry.example/" + "a" * 3000, "webhook_malformed"),
    ],
)  # fmt: skip
def test_any_other_address_is_refused_by_name(address: str, code: str) -> None:
    finding = refusal(address, ALLOWED)
    assert finding is not None
    assert (finding.code, finding.pointer) == (code, "/webhook")
    assert address not in str(finding.message)


def test_hosts_and_ports_are_read_from_environment_and_file(tmp_path: Path) -> None:
    hosts = ("ministry.example", "other.example:8443")
    assert Settings.read({"DOCGEN_WEBHOOK_HOSTS": " ".join(hosts)}).webhook_hosts == hosts
    assert Settings.read({"DOCGEN_WEBHOOK_HOSTS": ", ".join(hosts)}).webhook_hosts == hosts
    file = tmp_path / "docgen.toml"
    file.write_text('webhook_hosts = ["ministry.example", "other.example:8443"]')
    assert Settings.read({"DOCGEN_CONFIG": str(file)}).webhook_hosts == hosts


def test_nobody_is_told_where_nothing_is_allowed() -> None:
    assert refusal("https://ministry.example/", ()) is not None


def test_a_receiver_can_check_who_sent_it() -> None:
    now = datetime.now(UTC)
    body, headers = signed(NOTICE, STORE_KEY, now)
    received = Webhook(secret(STORE_KEY, "k1")).verify(body, headers)
    assert received["type"] == "batch.ended"
    assert received["data"] == {"id": "b1", "state": "done", "counts": {"rows": 3, "done": 2, "failed": 1}}


def test_another_key_or_a_changed_body_is_noticed() -> None:
    body, headers = signed(NOTICE, STORE_KEY, datetime.now(UTC))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(STORE_KEY, "k2")).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(STORE_KEY, "k1")).verify(body.replace(b"done", b"gone"), headers)


def test_a_message_is_sent_once_when_it_is_accepted() -> None:
    seen: list[httpx2.Request] = []

    def accept(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(204)

    kept, _ = told(accept, rounds=3)
    assert kept.outcomes == {"b1": Outcome.DELIVERED}
    assert len(seen) == 1
    assert json.loads(seen[0].content)["data"]["id"] == "b1"
    assert seen[0].headers["webhook-id"] == "msg_b1"


def test_a_failing_receiver_is_tried_ever_later_then_given_up() -> None:
    kept, waits = told(lambda _: httpx2.Response(500), rounds=100)
    assert kept.outcomes == {"b1": Outcome.GIVEN_UP}
    assert waits == [*WAITS, timedelta()]


def test_a_receiver_that_comes_back_is_told() -> None:
    answers = iter([500, 503, 200])
    kept, _ = told(lambda _: httpx2.Response(next(answers)), rounds=3)
    assert kept.outcomes == {"b1": Outcome.DELIVERED}


def test_a_redirect_is_not_followed() -> None:
    hosts: list[str] = []

    def elsewhere(request: httpx2.Request) -> httpx2.Response:
        hosts.append(request.url.host)
        return httpx2.Response(307, headers={"location": "https://evil.example/"})

    kept, _ = told(elsewhere)
    assert hosts == ["ministry.example"]
    assert kept.outcomes == {"b1": Outcome.WAITING}


def test_a_receiver_that_is_gone_is_not_asked_again() -> None:
    kept, waits = told(lambda _: httpx2.Response(410), rounds=5)
    assert (kept.outcomes["b1"], len(waits)) == (Outcome.GIVEN_UP, 1)


def test_a_host_taken_off_the_list_is_told_nothing() -> None:
    def unwanted(request: httpx2.Request) -> httpx2.Response:
        raise AssertionError(request.url)

    kept, _ = told(unwanted, allowed=())
    assert kept.outcomes == {"b1": Outcome.GIVEN_UP}


def test_a_broken_connection_is_a_failed_try() -> None:
    def broken(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    kept, _ = told(broken)
    assert kept.outcomes == {"b1": Outcome.WAITING}
