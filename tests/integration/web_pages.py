"""The pages as a browser without JavaScript uses them: signed in, forms read from the page and sent back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import httpx2

from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.casefile.places import Place
from docgen.casefile.sections import Section, sections_of
from tests.integration.web import Browser, Pages, pages


@dataclass
class Form:
    """The first form with an id, as it would be sent."""

    action: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def value(self, name: str) -> str:
        return next(value for each, value in self.sent if each == name)

    def names(self) -> set[str]:
        return {name for name, _ in self.sent}

    def changed(self, new: Mapping[str, str]) -> list[tuple[str, str]]:
        """What is sent after somebody changed these boxes."""
        kept = [(name, value) for name, value in self.sent if name not in new]
        return [*kept, *new.items()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.inside = False
        self.ids: list[str] = []
        self.area: list[str] | None = None
        self.select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if "id" in have:
            self.ids.append(have["id"] or "")
        if tag == "form" and "/cases/" in (have.get("action") or "") and not self.form.action:
            self.inside, self.form.action = True, have["action"] or ""
        if not self.inside:
            return
        name, value = have.get("name") or "", have.get("value") or ""
        if tag == "input" and name and (have.get("type") not in ("radio", "checkbox") or "checked" in have):
            self.form.sent.append((name, value))
        elif tag == "button" and name:
            self.form.buttons.append((name, value))
        elif tag == "textarea":
            self.area = []
            self.form.sent.append((name, ""))
        elif tag == "select":
            self.select = (name, [])
        elif tag == "option" and self.select:
            self.select[1].append((value, "selected" in have))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            text = "".join(self.area).removeprefix("\n").replace("\n", "\r\n")
            self.form.sent[-1] = (self.form.sent[-1][0], text)
            self.area = None
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            self.form.sent += [(name, value) for value in chosen]
            self.select = None


def form_of(html: str) -> Form:
    """The form of a question page. Fails where two elements have one id."""
    reader = _Reader()
    reader.feed(html)
    assert len(set(reader.ids)) == len(reader.ids), sorted(each for each in reader.ids if reader.ids.count(each) > 1)
    return reader.form


@dataclass
class Clerk:
    """A clerk who is signed in, and what the store has of his or her cases."""

    pages: Pages
    browser: Browser
    user: str
    language: str = "en"

    @property
    def cases(self) -> CaseFiles:
        files: CaseFiles = self.pages.app.state.service.cases
        return files

    def get(self, address: str) -> httpx2.Response:
        self.browser.client.cookies.set("language", self.language)
        return self.browser.get(address.split("#")[0])

    def post(self, address: str, sent: list[tuple[str, str]], **headers: str) -> httpx2.Response:
        """Send a form, names more than once and in order."""
        self.browser.client.cookies.set("language", self.language)
        return self.browser.client.post(
            address.split("#")[0], content=urlencode(sent), follow_redirects=False,
            headers={**self.browser.headers, "Content-Type": "application/x-www-form-urlencoded", **headers},
        )  # fmt: skip

    def case(self, draft: Draft) -> str:
        """A new case with this draft."""
        return self.cases.create(self.user, draft, self.pages.clock()).id

    def draft(self, case: str) -> Draft:
        """The draft of a case as it is kept."""
        file = self.cases.open(case, self.user)
        assert file
        return file.draft

    def page_of(self, case: str, question: str) -> str:
        """The address of the page that a question stands on."""
        found = self.get(f"/cases/{case}/at/{question}")
        assert found.status_code == 303
        address, _, at = str(found.headers["location"]).partition("#")
        assert at == question
        return address

    def form(self, address: str) -> Form:
        """The form of a page."""
        shown = self.get(address)
        assert shown.status_code == 200, (address, shown.status_code)
        return form_of(shown.text)

    def send(self, address: str, action: str = "continue", new: Mapping[str, str] | None = None) -> httpx2.Response:
        """Change boxes of a page and press a button of it."""
        form = self.form(address)
        assert action in {value for _, value in form.buttons}, (action, form.buttons)
        answer = self.post(form.action, [*form.changed(new or {}), ("action", action)])
        assert answer.status_code == 303, answer.status_code
        return answer


@contextmanager
def clerk_in(folder: Path) -> Iterator[Clerk]:
    """The service and a clerk who is signed in to its pages."""
    with pages(folder) as running:
        user = running.user("dara")
        browser = running.browser()
        assert browser.sign_in("dara").status_code == 303
        yield Clerk(running, browser, user.id)


def all_pages(root: Place, draft: Draft) -> Iterator[Section]:
    """The pages of a root, those of rows among them."""
    for section in sections_of(root, draft):
        yield section
        for row in range(draft.rows(section.place)) if section.rows else ():
            yield from all_pages((*section.place, row), draft)


def text_of(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
