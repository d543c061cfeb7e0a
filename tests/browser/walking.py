"""A clerk on the way through the pages: finds buttons and links by their words, answers what the example answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from docgen.errors import Message
from docgen.locale import Locale
from tests.browser.serving import PASSWORD

MOST_PAGES = 40
_STATE = """() => [...document.querySelectorAll("#answers input, #answers select, #answers textarea")]
  .filter(it => it.name && it.type !== "hidden")
  .map(it => ({ name: it.name, type: it.type, value: it.value, on: Boolean(it.checked),
    seen: it.offsetParent !== null }))"""
TICKED = ("checkbox", "radio")


@dataclass(frozen=True)
class Box:
    """An input of a question page as it is filled in."""

    name: str
    type: str
    value: str
    on: bool
    seen: bool

    @property
    def answers(self) -> bool:
        """Whether it says something that a new page does not say."""
        return self.seen and (self.on if self.type in TICKED else bool(self.value))

    def on_page(self, page: Page) -> Locator:
        """The same input of another page."""
        found = page.locator(f'#answers [name="{self.name}"]')
        return found.and_(page.locator(f'[value="{self.value}"]')) if self.type in TICKED else found


def boxes(page: Page) -> list[Box]:
    """What a question page holds, in its order."""
    found: list[dict[str, Any]] = page.evaluate(_STATE)
    return [Box(**each) for each in found]


@dataclass(frozen=True)
class Walk:
    """A tab, the words of its language, and another tab with the case whose answers are given here, too."""

    page: Page
    locale: Locale
    model: Page
    case: str

    def words(self, key: str, **slots: str) -> str:
        """A sentence of the catalogue as this page has it."""
        return self.locale.catalogue.translate(Message(key, slots))

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def link(self, key: str) -> Locator:
        return self.page.get_by_role("link", name=self.words(key), exact=True)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def press(self, found: Locator) -> None:
        """Press it and wait for the next page."""
        with self.page.expect_navigation():
            found.click()

    def sign_in(self, name: str) -> None:
        self.page.goto("/sign-in")
        self.page.get_by_label(self.words("Name of the account")).fill(name)
        self.page.get_by_label(self.words("Password"), exact=True).fill(PASSWORD)
        self.press(self.button("Sign in"))

    def begin(self, number: str) -> str:
        """A new case; its address."""
        self.press(self.button("New case"))
        self.page.get_by_label(self.words("What is the number of the case?")).fill(number)
        self.press(self.button("Start the case"))
        return self.path

    def answered(self, home: str, fill: Callable[[Walk, Sequence[Box]], None]) -> int:
        """Answer this page and those after it as the model case does; returns how many there were.

        AssertionError when the service finds something missing or does not come to an end.
        """
        for count in range(MOST_PAGES):
            if not self.path.startswith(f"{home}/at/"):
                return count
            asked = self.page.url.partition(home)[2].partition("#")[0]
            assert "checked" not in asked, self.page.locator(".govuk-error-summary").inner_text()
            self.model.goto(f"{self.case}{asked}")
            fill(self, boxes(self.model))
        raise AssertionError(f"still at {self.path}")


def by_mouse(walk: Walk, found: Sequence[Box]) -> None:
    """Answer one page and go on."""
    for box in found:
        if not box.answers:
            continue
        here = box.on_page(walk.page)
        if box.type in TICKED:
            here.check()
        elif box.type.startswith("select"):
            here.select_option(box.value)
        else:
            here.fill(box.value)
    walk.press(walk.button("Save and continue"))
