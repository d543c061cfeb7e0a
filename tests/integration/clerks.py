"""Clerks at the pages of their cases, as tests are one: what they read there, what they send, what is kept then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from httpx2 import Response

from api.service import Service
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFile
from docgen.documents import example_of_all
from docgen.errors import Message
from docgen.locale.catalogue import Catalogue
from docgen.settings import Settings
from docgen.store import User
from tests.integration.web import Browser, Pages, hidden

_NUMBERS: Final[Iterator[int]] = count(1)


@dataclass
class Clerk:
    """Somebody who is signed in and reads the pages in English."""

    pages: Pages
    user: User
    browser: Browser

    def get(self, path: str, **headers: str) -> Response:
        """The answer to a request for a page, whatever it is."""
        return self.browser.get(path, **headers)

    def read(self, path: str, **headers: str) -> str:
        """The text of a page that is there."""
        return text_of(self.found(path, **headers))

    def found(self, path: str, **headers: str) -> str:
        """The HTML of a page that is there."""
        answer = self.get(path, **headers)
        assert answer.status_code == 200, (path, answer.status_code, text_of(answer.text))
        html: str = answer.text
        return html

    def post(self, path: str, **fields: str) -> Response:
        """Send a form with the token of the session; the answer, whatever it is."""
        return self.browser.post(path, {**fields, "csrf": self._token})

    def sent(self, path: str, **fields: str) -> str:
        """Send a form that is accepted; the address that it leads to."""
        answer = self.post(path, **fields)
        assert answer.status_code == 303, (path, answer.status_code, text_of(answer.text))
        address: str = answer.headers["location"]
        return address

    def has(self, draft: Draft) -> CaseFile:
        """A case of this clerk, made without the pages."""
        return self._service.cases.create(self.user.id, draft, self.pages.clock())

    def opened(self, case: str) -> CaseFile | None:
        """A case as it is now; None for one that this clerk may not open."""
        return self._service.cases.open(case, self.user.id)

    def draft(self, case: str) -> Draft:
        """What is entered in a case of this clerk."""
        file = self.opened(case)
        assert file is not None
        return file.draft

    @cached_property
    def _token(self) -> str:
        return hidden(self.browser.get("/account"))["csrf"]

    @property
    def _service(self) -> Service:
        service: Service = self.pages.app.state.service
        return service


def clerk(pages: Pages, name: str) -> Clerk:
    """A new clerk, signed in; the name is made one that nobody else has."""
    user = pages.user(f"{name}-{next(_NUMBERS)}")
    browser = pages.browser()
    assert browser.sign_in(user.name).status_code == 303
    return Clerk(pages, user, browser)


def settings_on(database: str, folder: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings of a new installation on one kind of database, with one worker."""
    environment = {"DOCGEN_DATA": str(folder), "DOCGEN_WORKERS": "1"}
    if database == "postgresql":
        environment["DOCGEN_DATABASE_URL"] = request.getfixturevalue("postgresql").database()
    return Settings.read(environment)


def full_draft() -> Draft:
    """The example of every document, each group written out, as an import would have it."""
    return Draft(example_of_all())


def text_of(html: str) -> str:
    """What stands on a page, white space as single blanks."""
    reader = _Text()
    reader.feed(html)
    return " ".join(" ".join(reader.found).split())


def standing(message: Message) -> str:
    """A sentence as pages in English show it where it stands alone."""
    return Catalogue({}).sentence(message)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)
