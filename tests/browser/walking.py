"""A clerk on the way through the pages: finds buttons and links by their words, answers what the example answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from docgen.errors import Message
from docgen.locale import Locale
from docgen.store import User
from tests.browser.serving import PASSWORD

MOST_PAGES = 40
_STATE = """() => [...document.querySelectorAll("#answers input, #answers select, #answers textarea")]
  .filter(it => it.name && it.type !== "hidden")
  .map(({ name, type, value, checked, offsetParent }) =>
    ({ name, type, value, on: Boolean(checked), seen: offsetParent !== null }))"""
_FOCUSED = """() => {
  const it = document.activeElement, style = getComputedStyle(it);
  return {
    name: it.name ?? "", value: it.value ?? "", on: Boolean(it.checked),
    words: it.innerText.replace(/\\s+/g, " ").trim(),
    presses: it.matches("a, button"),
    ring: it.matches(".govuk-radios__input, .govuk-checkboxes__input")
      || style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""
MOST_STOPS, MOST_CHOICES = 150, 400
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


def rows_of(page: Page) -> int:
    """How many rows a list has."""
    return page.locator("#main-content .govuk-summary-card__title").count()


@dataclass(frozen=True)
class Model:
    """A tab with the case whose answers are given on the walks through others. What it shows is looked up once."""

    page: Page
    case: str
    seen: dict[str, list[Box] | int] = field(default_factory=dict)

    def at(self, address: str) -> list[Box] | int:
        """What a page of the case holds; of a list, how many rows."""
        if address not in self.seen:
            self.page.goto(f"{self.case}{address}")
            listed = not self.page.locator("#answers").count()
            self.seen[address] = rows_of(self.page) if listed else boxes(self.page)
        return self.seen[address]


@dataclass(frozen=True)
class Walk:
    """A tab, the words of its language, and the case whose answers are given here, too."""

    page: Page
    locale: Locale
    model: Model
    clerk: User

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

    def answered(self, home: str, hand: Hand) -> int:
        """Answer this page and those after it as the model case does; returns how many there were.

        AssertionError when the service finds something missing or does not come to an end.
        """
        for count in range(MOST_PAGES):
            if not self.path.startswith(f"{home}/at/"):
                return count
            asked = self.page.url.partition(home)[2].partition("#")[0]
            assert "checked" not in asked, self.page.locator(".govuk-error-summary").inner_text()
            found = self.model.at(asked)
            if isinstance(found, int):
                self._next_row(found, hand)
            else:
                hand.fill(self, found)
        raise AssertionError(f"still at {self.path}")

    def _next_row(self, wanted: int, hand: Hand) -> None:
        """Of a list: another row where the model has more, else go on."""
        rows = rows_of(self.page)
        hand.press(self, "Add another" if rows < wanted else "Continue")


@dataclass(frozen=True)
class Hand:
    """How somebody answers a page and goes on, and how he or she presses the button of these words."""

    fill: Callable[[Walk, Sequence[Box]], None]
    press: Callable[[Walk, str], None]


def _filled_by_mouse(walk: Walk, found: Sequence[Box]) -> None:
    """Answer one page and go on."""
    for box in found:
        if not box.answers:
            continue
        here = box.on_page(walk.page)
        if not here.count():  # a list that has no box for it yet
            walk.press(walk.page.locator(f'button[value="more:{box.name.rpartition("/")[0]}"]'))
        if box.type in TICKED:
            here.check()
        elif box.type.startswith("select"):
            here.select_option(box.value)
        else:
            here.fill(box.value)
    walk.press(walk.button("Save and continue"))


@dataclass(frozen=True)
class Keys:
    """A page by keyboard alone: Tab to what is wanted, then Enter, Space, arrows or letters."""

    page: Page

    def to(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Tab until something is wanted. AssertionError when the whole page was gone through."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            found: dict[str, Any] = self.page.evaluate(_FOCUSED)
            if wanted(found):
                assert found["ring"], f"it is not seen that {found} has the focus"
                return found
        raise AssertionError("no such thing is reached by Tab")

    def type_into(self, name: str, text: str) -> None:
        """Go to the box of that name and type in place of what is in it."""
        self.to(lambda found: found["name"] == name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def press_on(self, words: str) -> None:
        """Go to the button or link of these words and press Enter."""
        self.to(lambda found: found["words"] == " ".join(words.split()) and found["presses"])
        self.page.keyboard.press("Enter")

    def enter(self, words: str = "") -> None:
        """Press Enter, on the button or link of these words or where the focus is, and wait for the next page."""
        with self.page.expect_navigation():
            if words:
                self.press_on(words)
            else:
                self.page.keyboard.press("Enter")


def _filled_by_keys(walk: Walk, found: Sequence[Box]) -> None:
    """Answer one page and go on, by keyboard alone."""
    keys = Keys(walk.page)
    for box in found:
        if not box.answers:
            continue
        if not box.on_page(walk.page).count():
            more = walk.page.locator(f'button[value="more:{box.name.rpartition("/")[0]}"]')
            keys.enter(more.inner_text())
        _answer(keys, box)
    keys.enter(walk.words("Save and continue"))


def _answer(keys: Keys, box: Box) -> None:
    if box.type == "checkbox":
        if not keys.to(lambda here: (here["name"], here["value"]) == (box.name, box.value))["on"]:
            keys.page.keyboard.press("Space")
    elif box.type == "radio":
        here = keys.to(lambda here: here["name"] == box.name)
        for _ in range(MOST_CHOICES):
            if here["on"] and here["value"] == box.value:
                return
            keys.page.keyboard.press("ArrowDown" if here["on"] else "Space")
            here = keys.page.evaluate(_FOCUSED)
        raise AssertionError(f"the arrows do not lead to {box}")
    elif box.type.startswith("select"):
        here = keys.to(lambda here: here["name"] == box.name)
        for _ in range(MOST_CHOICES):
            if here["value"] == box.value:
                return
            keys.page.keyboard.press("ArrowDown")
            here = keys.page.evaluate(_FOCUSED)
        raise AssertionError(f"the arrows do not lead to {box}")
    else:
        keys.type_into(box.name, box.value)


BY_MOUSE = Hand(_filled_by_mouse, lambda walk, key: walk.press(walk.button(key)))
BY_KEYS = Hand(_filled_by_keys, lambda walk, key: Keys(walk.page).enter(walk.words(key)))
