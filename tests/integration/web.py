"""A browser without JavaScript, as tests of the pages use it: it follows nothing by itself and keeps its cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from docgen.settings import Settings
from docgen.store import Role, Store, User, passwords, users
from tests.integration.api_app import settings_in

PASSWORD = "kite over the quiet river"
HERE = "http://127.0.0.1"
THERE = "https://papers.example"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **parts: float) -> None:
        self.at += timedelta(**parts)


@dataclass
class Browser:
    """One browser; `url` says whether it is on the machine of the service or elsewhere, by TLS."""

    client: TestClient
    headers: dict[str, str] = field(default_factory=lambda: {"accept": "text/html", "accept-language": "en"})

    def get(self, address: str, **headers: str) -> Response:
        return self.client.get(address, headers=self.headers | _named(headers), follow_redirects=False)

    def post(self, address: str, data: Mapping[str, Any] | None = None, **headers: str) -> Response:
        sent = self.headers | _named(headers)
        return self.client.post(address, data=data or {}, headers=sent, follow_redirects=False)

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> Response:
        """As somebody does who types name and password into the form."""
        asked = hidden(self.get("/sign-in"))
        return self.post("/sign-in", asked | {"name": name, "password": password} | more)

    def csrf(self, address: str = "/account") -> str:
        """The token that the forms of this session carry."""
        found: str = hidden(self.get(address))["csrf"]
        return found


@dataclass(frozen=True)
class Pages:
    """A running service, its clock, and browsers for it."""

    app: FastAPI
    clock: Clock
    first: TestClient

    @property
    def store(self) -> Store:
        store: Store = self.app.state.service.store
        return store

    def user(self, name: str, *roles: Role, password: str = PASSWORD) -> User:
        """A new account; a clerk's unless roles are named."""
        made = roles or (Role.CLERK,)
        return self.store.write(lambda session: users.create(session, name, password, made, self.clock())).result()

    def browser(self, url: str = HERE) -> Browser:
        """A new browser, which nobody is signed in with. What fails is answered, not raised."""
        client = TestClient(self.app, url, raise_server_exceptions=False)
        client.portal = self.first.portal  # the loop of the one that started the service
        return Browser(client)

    def visitor(self, name: str, *roles: Role, url: str = HERE) -> Browser:
        """A browser in which a new user of these roles is signed in."""
        self.user(name, *roles)
        browser = self.browser(url)
        assert browser.sign_in(name).status_code == 303
        return browser


@contextmanager
def pages(where: Path | Settings) -> Iterator[Pages]:
    """The service with its data in a folder, or with these settings, and a clock that stands still."""
    clock = Clock()
    settings = where if isinstance(where, Settings) else settings_in(where)
    app = create_app(settings, now=clock)
    with quick_hashes(), TestClient(app, HERE, raise_server_exceptions=False) as first:
        yield Pages(app, clock, first)


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Hashes that cost next to nothing, since tests make and check so many; what they hold is not at stake."""
    with patch.object(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)):
        passwords._nobody.cache_clear()
        yield
    passwords._nobody.cache_clear()


def hidden(answer: Response) -> dict[str, str]:
    """The hidden inputs of a page; of those with one name the last."""
    return {unescape(name): unescape(value) for name, value in _HIDDEN.findall(answer.text)}


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
