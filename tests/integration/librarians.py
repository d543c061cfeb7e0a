"""Legal staff at the pages of the template library, as tests are one, and Word files as they change them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import Any, Final

from httpx2 import Response

from docgen.library import Library
from docgen.shelf.shelf import Shelf
from docgen.store import Role, User
from tests.browser.shelved import with_paragraphs
from tests.integration.clerks import text_of
from tests.integration.web import Browser, Pages, hidden

_NUMBERS: Final[Iterator[int]] = count(1)
_BUTTONS: Final = re.compile(r'href="[^"]*/steps/([a-z]+)"')
TWICE: Final = "15  16"
"""A paragraph that lint warns of."""
WHOLE: Final = "A new sentence stands here."
"""A paragraph about which only this language says anything."""


@dataclass(frozen=True)
class Librarian:
    """Somebody of the legal staff who is signed in and reads the pages in English."""

    pages: Pages
    user: User
    browser: Browser

    @property
    def shelf(self) -> Shelf:
        shelf: Shelf = self.pages.app.state.service.shelf
        return shelf

    def get(self, path: str) -> Response:
        return self.browser.get(path)

    def html(self, path: str, status: int = 200) -> str:
        """A page that is answered so."""
        answer = self.browser.get(path)
        assert answer.status_code == status, (path, answer.status_code, text_of(answer.text))
        return str(answer.text)

    def read(self, path: str, status: int = 200) -> str:
        return text_of(self.html(path, status))

    def buttons(self, path: str) -> list[str]:
        """The steps that a version's page offers."""
        return _BUTTONS.findall(self.html(path))

    def post(self, path: str, **fields: Any) -> Response:
        """A form with the token of the session."""
        return self.browser.post(path, {"csrf": self.browser.csrf(), **fields})

    def upload(self, path: str, data: bytes, note: str = "", name: str = "wording.docx") -> Response:
        """A Word file, as a browser without JavaScript sends it."""
        fields = {"csrf": self.browser.csrf(), "note": note}
        sent = {"data": fields, "files": {"file": (name, data)}, "headers": self.browser.headers}
        answer: Response = self.browser.client.post(path, **sent, follow_redirects=False)  # type: ignore[arg-type]
        return answer

    def uploaded(self, type_id: str, tag: str, *paragraphs: str) -> str:
        """A version like the first one, with these paragraphs more; its address."""
        path = f"/library/{type_id}/{tag}"
        first = self.shelf.versions(type_id, tag)[-1]
        answer = self.upload(path, with_paragraphs(self.shelf.wording(first).data, *paragraphs), "As agreed.")
        assert answer.status_code == 303, text_of(answer.text)
        return str(answer.headers["location"]).partition("?")[0]

    def step(self, path: str, name: str, reason: str = "") -> Response:
        """A step with a version, by its page and its button."""
        asked = self.browser.get(f"{path}/steps/{name}")
        assert asked.status_code == 200, (name, asked.status_code, text_of(asked.text))
        return self.browser.post(f"{path}/steps/{name}", hidden(asked) | {"reason": reason})

    def stepped(self, path: str, name: str, reason: str = "") -> None:
        """One that is taken."""
        answer = self.step(path, name, reason)
        assert answer.status_code == 303, (name, answer.status_code, text_of(answer.text))
        assert answer.headers["location"] == f"{path}?done={name}"

    def waive_all(self, path: str, reason: str = "It is meant so.") -> int:
        """Each finding of a version, by its form; returns how many there were."""
        keys = re.findall(r'name="finding" value="([0-9a-f]+)"', self.html(path))
        for key in keys:
            assert self.post(f"{path}/waive", finding=key, reason=reason).status_code == 303
        return len(keys)

    def state(self, path: str) -> str:
        """What a version's page says of its state."""
        found = re.search(r'<strong class="govuk-tag app-library__(\w+)">', self.html(path))
        assert found
        return found[1]


def librarian(pages: Pages, *roles: Role) -> Librarian:
    """A new account of the legal staff, signed in."""
    user = pages.user(f"staff-{next(_NUMBERS)}", *roles)
    browser = pages.browser()
    assert browser.sign_in(user.name).status_code == 303
    return Librarian(pages, user, browser)


def library_of(pages: Pages) -> Library:
    library: Library = pages.app.state.service.library
    return library


def refusal(answer: Response, box: str) -> str:
    """What a page says of a box: in the summary, with a link to it, and beside it."""
    assert answer.status_code == 422, text_of(answer.text)
    page = unescape(answer.text)
    found = re.search(rf'<a href="#{box}">([^<]+)</a>', page)
    assert found, text_of(page)
    said = found[1].strip()
    beside = page.partition(f'id="{box}-error"')[2]
    assert said in " ".join(beside.partition("</p>")[0].split())
    return said
