"""Somebody at the browser: pages of one language, whose every complaint is noted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.web.shell import LANGUAGE_COOKIE
from api.web.visitors import COOKIE

CHROMIUM = "chromium"
WIDE, NARROW = 1000, 320
SECONDS = 20


@dataclass(frozen=True)
class Sitting:
    """A browser with its own cookies and cache. `complaints`: errors of scripts, and what the page's policy refused."""

    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """A new tab with that page."""
        page = self.context.new_page()
        page.goto(address)
        return page

    def heard(self, *forgiven: str) -> list[str]:
        """The complaints so far that hold none of these words; they are forgotten."""
        found = [text for text in self.complaints if not any(words in text for words in forgiven)]
        self.complaints.clear()
        return found


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """Debian's browser, driven by Playwright, which brings none of its own here."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def sitting(
    browser: Browser, url: str, language: str, *, cookie: str = "", scripts: bool = True, width: int = WIDE,
    forgiven: Sequence[str] = (),
) -> Iterator[Sitting]:  # fmt: skip
    """Sit down at the service, signed in with the cookie of a session. AssertionError, when left, for a complaint that
    holds none of the words `forgiven`."""
    context = browser.new_context(
        base_url=url, locale=language, java_script_enabled=scripts, viewport={"width": width, "height": 800}
    )
    context.set_default_timeout(SECONDS * 1000)
    found = Sitting(context, url)

    context.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda raised: found.complaints.append(str(raised.error)))
    cookies = {LANGUAGE_COOKIE: language} | ({COOKIE: cookie} if cookie else {})
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    try:
        yield found
    finally:
        context.close()
    complaints = found.heard(*forgiven)
    assert complaints == [], complaints
