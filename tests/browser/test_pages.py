"""Every page in every language: whole by itself, translated, with nothing for axe-core to find, and fit for 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from api.web.app import ROUTERS
from docgen.library import Library
from tests.browser.axe import violations
from tests.browser.pages import NO_PAGES, PAGES, Shown
from tests.browser.prepared import Prepared
from tests.browser.serving import Serving
from tests.browser.sitting import NARROW, WIDE, Sitting, sitting
from tests.browser.untranslated import left_in_english
from tests.conftest import languages

Seat = Callable[[str, str], tuple[Sitting, Page]]
MOST_SHIFT = 0.05
"""Half of what is called good (web.dev/cls)."""
SHIFT = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) shift += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(shift), 50);
})"""


def test_every_page_is_on_the_list() -> None:
    routes = {
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    }
    listed = {page.route for page in PAGES if page.route} | set(NO_PAGES)
    assert routes == listed


@pytest.fixture(scope="module")
def seat_for(browser: Browser, server: Serving) -> Iterator[Seat]:
    """One tab for each language and session (a cookie, "" for none), so that styles are fetched once."""
    with ExitStack() as left:

        @cache
        def seat(language: str, cookie: str) -> tuple[Sitting, Page]:
            found = left.enter_context(sitting(browser, server.url, language, cookie=cookie))
            return found, found.context.new_page()

        yield seat


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", languages())
def test_a_page_is_accessible_translated_still_and_fits(
    seat_for: Seat, example: Prepared, library: Library, language: str, page: Shown
) -> None:
    seat, tab = seat_for(language, page.cookie(example))
    tab.set_viewport_size({"width": WIDE, "height": 800})
    page.reach(tab, example)
    assert tab.locator("html").get_attribute("lang") == language
    assert tab.locator("h1").count() == 1
    assert tab.evaluate(SHIFT) < MOST_SHIFT
    if library.locales[language].script != "Latn":  # there no word of English could be told from its own
        assert left_in_english(tab) == []
    assert violations(tab) == []
    for width in (WIDE, NARROW):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
    forgiven = ["status of 4"] if page.status != 200 or page.after else []  # what the page is there for
    assert seat.heard(*forgiven) == []


def test_a_word_of_english_is_found_wherever_it_is_read(seat_for: Seat, library: Library) -> None:
    other = next(tag for tag, locale in library.locales.items() if locale.script != "Latn")
    _, tab = seat_for(other, "")
    tab.goto("/sign-in")
    tab.evaluate("() => { document.title = 'Cases'; document.querySelector('h1').append(' left over'); }")
    tab.evaluate("() => document.querySelector('nav').setAttribute('aria-label', 'Main menu')")
    tab.evaluate("() => document.querySelector('h1').insertAdjacentHTML('beforeend', ' <b translate=no>hers</b>')")
    assert left_in_english(tab) == ["Cases", "left over", "Main menu"]
