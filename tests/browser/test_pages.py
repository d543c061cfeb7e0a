"""Every page in every language: whole by itself, with nothing for axe-core to find, and fit for 320 px."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from api.web.app import ROUTERS
from tests.browser.axe import violations
from tests.browser.conftest import Sit
from tests.browser.pages import NO_PAGES, PAGES, Shown
from tests.browser.prepared import Prepared
from tests.browser.sitting import NARROW, WIDE
from tests.conftest import languages

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", languages())
def test_a_page_is_accessible_still_and_fits(sit: Sit, example: Prepared, language: str, page: Shown) -> None:
    forgiven = [f"status of {page.status}"] if page.status != 200 else []
    seat = sit(language, cookie="" if page.public else example.cookie, forgiven=forgiven)
    tab = seat.context.new_page()
    answer = tab.goto(page.address(example))
    assert answer is not None
    assert answer.status == page.status
    assert tab.locator("html").get_attribute("lang") == language
    assert tab.locator("h1").count() == 1
    assert tab.evaluate(SHIFT) < MOST_SHIFT
    assert violations(tab) == []
    for width in (WIDE, NARROW):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
