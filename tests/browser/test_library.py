"""From a changed Word file to its approval, in each language, by two people who use nothing but the keyboard.

Each of them reads the pages in the language of the wording. What a clerk issues afterwards bears no draft mark, and its
manifest names who approved which version.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from docgen.bundle import ARCHIVE, MANIFEST
from docgen.documents import document_type
from docgen.errors import Message
from docgen.library import APPROVED, Library
from docgen.locale import Locale
from docgen.shelf.shelf import Shelf
from docgen.store import Role, User
from tests.browser.axe import violations
from tests.browser.prepared import begun, hand
from tests.browser.serving import PASSWORD, Serving, serving
from tests.browser.shelved import with_paragraphs
from tests.browser.sitting import WIDE, sitting
from tests.browser.walking import Keys
from tests.conftest import languages

TYPE = "interpreter_waiver"
CHANGED = "15  16"
"""What is written into each wording: lint warns of two spaces."""
TOO_FEW = "77"
"""What is written into the first one only, until it is mended: lint finds that the others do not say so."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of its own: what is approved here would show on the papers of other tests."""
    with serving(tmp_path_factory.mktemp("library")) as running:
        yield running


@dataclass(frozen=True)
class Reader:
    """Somebody of the legal staff at a tab, by keyboard; nothing is wrong with any page on the way."""

    page: Page
    locale: Locale

    @property
    def keys(self) -> Keys:
        return Keys(self.page)

    def words(self, key: str, **slots: str) -> str:
        return self.locale.catalogue.sentence(Message(key, slots))

    def looked(self) -> None:
        assert self.page.locator("h1").count() == 1
        assert violations(self.page) == [], self.page.url

    def go(self, words: str) -> None:
        """Press the link or button of these words; the next page is whole."""
        self.keys.to(lambda found: found["presses"] and _same(found["words"], words))
        self.keys.enter()
        self.looked()

    def sign_in(self, user: User) -> None:
        self.page.goto("/sign-in")
        self.keys.type_into("name", user.name)
        self.keys.type_into("password", PASSWORD)
        self.keys.enter()
        self.looked()

    def to_version(self, number: int) -> None:
        """From any page over the library to the version in the language of the page."""
        self.go(self.words("Template library"))
        self.go(f"{self.words('Version {number}', number=self.locale.digits(str(number)))}: {self._place()}")

    def to_versions(self) -> None:
        self.go(self.words("Template library"))
        self.go(f"{self.words('All versions')}: {self._place()}")

    def upload(self, data: bytes, why: str) -> None:
        """Choose a Word file, say why, send it."""
        self.keys.to(lambda found: found["name"] == "file")
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files({"name": "wording.docx", "mimeType": "application/octet-stream", "buffer": data})
        self.keys.type_into("note", why)
        self.go(self.words("Upload"))

    def waive(self, why: str) -> None:
        """The first finding that is not waived yet."""
        said = f"{self.words('Waive it with a reason')} ({self.locale.digits('1')})"
        self.keys.to(lambda found: _same(found["words"], said))
        self.page.keyboard.press("Enter")
        self.keys.type_into("reason", why)
        self.go(self.words("Waive"))

    def step(self, button: str, why: str) -> None:
        """A step by its button, and by the button of the page that asks for it."""
        self.go(self.words(button))
        self.keys.type_into("reason", why)
        self.go(self.words(button))

    def _place(self) -> str:
        title = self.locale.catalogue.sentence(Message(document_type(TYPE).title))
        return f"{title}, {self.locale.language(self.locale.tag)}"


@pytest.fixture
def reader(browser: Browser, office: Serving, library: Library) -> Iterator[Callable[[str, User], Reader]]:
    """`reader(tag, user)`: who has just signed in, with the keyboard, on pages of that language."""
    with ExitStack() as left:

        def sat(tag: str, user: User) -> Reader:
            seat = left.enter_context(sitting(browser, office.url, tag, width=WIDE))
            found = Reader(seat.context.new_page(), library.locales[tag])
            found.sign_in(user)
            return found

        yield sat


def test_a_wording_comes_from_upload_to_approval_in_every_language_by_keyboard(
    office: Serving, library: Library, reader: Callable[[str, User], Reader]
) -> None:
    writer, approver = office.user("rina", Role.REVIEWER), office.user("arun", Role.APPROVER)
    clerk = begun(office, "dara")
    before = issued(office, clerk.cookie, clerk.case)
    assert all(library.locales[tag].settings.draft.mark in drawn for tag, (drawn, _) in before.items())

    shelf, tags = Shelf(office.store, library), list(languages())
    shipped = {tag: shelf.wording(shelf.versions(TYPE, tag)[0]).data for tag in tags}
    changed = {tag: library.locales[tag].digits(CHANGED) for tag in tags}
    at = {tag: reader(tag, writer) for tag in tags}
    for tag in tags:  # the first one with a mistake
        at[tag].to_versions()
        extra = (changed[tag], TOO_FEW) if tag == tags[0] else (changed[tag],)
        at[tag].upload(with_paragraphs(shipped[tag], *extra), "As agreed.")
        assert at[tag].page.url.endswith(f"/library/{TYPE}/{tag}/2?done=added")
    first = at[tags[0]]
    first.page.reload()
    assert TOO_FEW in first.page.locator("#main-content").inner_text()
    first.to_versions()
    first.upload(with_paragraphs(shipped[tags[0]], changed[tags[0]]), "Without the mistake.")
    numbers = {tag: 3 if tag == tags[0] else 2 for tag in tags}
    for tag in tags:
        at[tag].to_version(numbers[tag])
        at[tag].waive("It is meant so.")
        at[tag].step("Submit for approval", "Ready.")
        assert shelf.versions(TYPE, tag)[0].state == "in_review"

    for tag in tags:
        second = reader(tag, approver)
        second.to_version(numbers[tag])
        second.step("Approve", "Read beside the others.")
        assert shelf.versions(TYPE, tag)[0].state == "approved"

    after = issued(office, clerk.cookie, clerk.case)
    assert set(after) == set(tags)
    for tag, (drawn, entry) in after.items():
        assert library.locales[tag].settings.draft.mark not in drawn
        assert changed[tag] in drawn
        version = shelf.versions(TYPE, tag)[0]
        assert entry["approval"] == APPROVED
        assert (entry["version"], entry["template"]) == (version.number, version.fingerprint)
        assert [each["by"] for each in entry["approvals"]] == [approver.name]


def issued(office: Serving, cookie: str, case: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """What a clerk issues of the type: by language all text of the Word file, and what the manifest says of it."""
    at = hand(office, cookie)
    with at.http:
        address = f"/cases/{case}/issue"
        chosen = {"type": [TYPE], "language": list(languages()), "format": ["docx"], "seen": "on"}
        made = at.send(address, at.hidden(address) | chosen)
        data = at.http.get(f"{made}/{ARCHIVE}").content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = json.loads(archive.read(MANIFEST))["files"]
        return {each["language"]: (_drawn(archive.read(each["name"])), each) for each in files}


def _same(shown: str, words: str) -> bool:
    """White space aside: what is hidden from sight stands on a line of its own."""
    return "".join(shown.split()) == "".join(words.split())


def _drawn(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
