"""Saving while typing where it goes wrong: no keystroke is lost, and the page says how it stands."""

from __future__ import annotations

import re
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from docgen.casefile.files import CaseFiles
from docgen.casefile.places import place_of
from tests.browser.conftest import Sit
from tests.browser.prepared import DAYS, Begun, begun
from tests.browser.serving import PASSWORD, Serving, serving
from tests.browser.sitting import sitting
from tests.conftest import languages
from tests.integration.live import free_port

_NUMBERS = count(1)
_REFUSED = "Failed to load resource"
_UNSENT = "htmx:"
SAVED, TRYING, ENDED, CONFLICT = "Saved at", "trying again", "session has ended", "somebody else"
OFTEN = 20_000  # milliseconds at most: a server starts meanwhile


@pytest.fixture
def mine(server: Serving) -> Begun:
    """A clerk and a case that no other test changes."""
    return begun(server, f"typist{next(_NUMBERS)}")


def _first_text(page: Page) -> str:
    """The name of the first text on the page that may say anything."""
    boxes = page.locator("#answers textarea:visible, #answers input[type=text]:visible:not([inputmode=numeric])")
    return str(boxes.first.get_attribute("name"))


def _open(page: Page, case: str) -> str:
    """The page of the case's number and agency; the name of its first text."""
    page.goto(f"/cases/{case}/at/reference")
    return _first_text(page)


def _says(page: Page, words: str) -> None:
    expect(page.locator("[data-saving]")).to_contain_text(words, timeout=OFTEN)


def _kept(server: Serving, who: Begun, name: str) -> object:
    """What the store holds under the name of a box."""
    file = CaseFiles(server.store, DAYS).open(who.case, who.clerk.id)
    assert file is not None
    return file.draft.at(place_of(name))


def test_what_is_typed_is_saved_and_the_page_says_when(sit: Sit, server: Serving, mine: Begun) -> None:
    page = sit("en", cookie=mine.cookie).context.new_page()
    name = _open(page, mine.case)
    page.locator(f'[name="{name}"]').fill("DG-1")
    _says(page, SAVED)
    assert re.search(r"\d\d:\d\d", page.locator("[data-saving]").inner_text())
    assert _kept(server, mine, name) == "DG-1"


def test_while_the_server_cannot_be_reached_it_is_tried_again_and_leaving_is_asked_about(
    sit: Sit, server: Serving, mine: Begun
) -> None:
    seat = sit("en", cookie=mine.cookie, forgiven=[_REFUSED, _UNSENT])
    page = seat.context.new_page()
    name = _open(page, mine.case)
    seat.context.route("**/save/**", lambda route: route.abort())
    page.locator(f'[name="{name}"]').fill("DG-2")
    _says(page, TRYING)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("() => { location.href = '/account'; }")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] and "/at/" in page.url
    seat.context.unroute("**/save/**")
    _says(page, SAVED)
    assert _kept(server, mine, name) == "DG-2"


def test_a_session_that_ends_while_somebody_types_loses_nothing(sit: Sit, server: Serving, mine: Begun) -> None:
    seat = sit("en", cookie=mine.cookie, forgiven=[_REFUSED])
    page = seat.context.new_page()
    name = _open(page, mine.case)
    box = page.locator(f'[name="{name}"]')
    box.fill("DG-3")
    _says(page, SAVED)
    server.end_session(mine.cookie)
    box.press_sequentially("-typed")
    _says(page, ENDED)
    box.press_sequentially("-on")
    with seat.context.expect_page() as opened:
        page.locator("[data-saving] a").click()
    other = opened.value
    other.locator("input[name=name]").fill(mine.clerk.name)
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("main button[type=submit], main button:not([type])").first.click()
    expect(other.locator("h1")).to_have_text("You are signed in")
    _says(page, SAVED)
    assert box.input_value() == "DG-3-typed-on" == _kept(server, mine, name)


def test_a_session_that_began_in_another_tab_is_taken_over(sit: Sit, server: Serving, mine: Begun) -> None:
    """The page's token is that of the session before."""
    seat = sit("en", cookie=mine.cookie, forgiven=[_REFUSED])
    page = seat.context.new_page()
    name = _open(page, mine.case)
    fresh = server.signed_in(mine.clerk)
    cookie = next(each for each in seat.context.cookies() if each.get("value") == mine.cookie)
    seat.context.add_cookies([{"name": cookie["name"], "value": fresh, "url": server.url}])
    page.locator(f'[name="{name}"]').fill("DG-4")
    _says(page, SAVED)
    assert _kept(server, mine, name) == "DG-4"


def test_another_user_who_signs_in_meanwhile_does_not_save_what_was_typed(
    sit: Sit, server: Serving, mine: Begun
) -> None:
    seat = sit("en", cookie=mine.cookie, forgiven=[_REFUSED])
    page = seat.context.new_page()
    name = _open(page, mine.case)
    before = _kept(server, mine, name)
    other = begun(server, f"typist{next(_NUMBERS)}")
    cookie = next(each for each in seat.context.cookies() if each.get("value") == mine.cookie)
    seat.context.add_cookies([{"name": cookie["name"], "value": other.cookie, "url": server.url}])
    page.locator(f'[name="{name}"]').fill("DG-5")
    _says(page, "another user")
    assert (page.locator(f'[name="{name}"]').input_value(), _kept(server, mine, name)) == ("DG-5", before)
    seat.context.add_cookies([{"name": cookie["name"], "value": server.signed_in(mine.clerk), "url": server.url}])
    _says(page, SAVED)
    assert _kept(server, mine, name) == "DG-5"


def test_when_two_change_the_same_answer_the_second_may_compare(sit: Sit, server: Serving, mine: Begun) -> None:
    seat = sit("en", cookie=mine.cookie, forgiven=[_REFUSED])
    one, two = (seat.context.new_page() for _ in range(2))
    name = _open(one, mine.case)
    _open(two, mine.case)
    one.locator(f'[name="{name}"]').fill("DG-ONE")
    _says(one, SAVED)
    two.locator(f'[name="{name}"]').fill("DG-TWO")
    _says(two, CONFLICT)
    two.locator("[data-saving-compare]").click()
    expect(two.locator("main")).to_contain_text("DG-ONE")
    expect(two.locator("main")).to_contain_text("DG-TWO")


def test_fast_typing_is_no_conflict_with_itself(sit: Sit, server: Serving, mine: Begun) -> None:
    page = sit("en", cookie=mine.cookie).context.new_page()
    name = _open(page, mine.case)
    box = page.locator(f'[name="{name}"]')
    box.fill("")
    box.press_sequentially("DG-1234567890", delay=95)
    _says(page, SAVED)
    expect(page.locator("[data-saving]")).not_to_contain_text(CONFLICT)
    page.wait_for_timeout(500)
    assert _kept(server, mine, name) == "DG-1234567890"


@pytest.mark.parametrize("language", languages())
def test_the_picture_follows_what_is_typed_without_a_reload(
    sit: Sit, server: Serving, mine: Begun, language: str
) -> None:
    page = sit(language, cookie=mine.cookie).context.new_page()
    name = _open(page, mine.case)
    image = page.locator("[data-preview] img")
    image.wait_for()
    before = image.get_attribute("src")
    page.evaluate("() => { window.same = true; }")
    page.locator(f'[name="{name}"]').fill(f"DG-{language}-5")
    expect(image).not_to_have_attribute("src", str(before), timeout=OFTEN)
    assert page.evaluate("window.same") and page.locator(f'[name="{name}"]').evaluate(
        "e => e === document.activeElement"
    )


def test_languages_pages_and_sizes_are_changed_with_the_keyboard(sit: Sit, mine: Begun) -> None:
    page = sit("en", cookie=mine.cookie).context.new_page()
    _open(page, mine.case)
    image = page.locator("[data-preview] img")
    image.wait_for()
    for chosen, shown in (("picture-after", "page=2"), (f"picture-{languages()[-1]}", f"/{languages()[-1]}?")):
        page.focus(f"#{chosen}")
        page.keyboard.press("Enter")
        expect(page.locator("[data-preview]")).to_have_attribute("data-preview", re.compile(re.escape(shown)))
        assert page.evaluate("document.activeElement.id") in (chosen, "picture-page")
    wide = image.evaluate("e => e.naturalWidth")
    page.focus("#picture-larger")
    page.keyboard.press("Enter")
    expect(page.locator("[data-preview]")).to_have_attribute("data-preview", re.compile("zoom=150"))
    assert image.evaluate("e => e.naturalWidth") > wide
    page.reload()
    expect(page.locator("[data-preview]")).to_have_attribute("data-preview", re.compile(r"page=2&zoom=150"))


def test_a_server_that_is_killed_while_somebody_types_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as seats:
        with serving(tmp_path, port) as first:
            who = begun(first, "typist")
            forgiven = [_REFUSED, _UNSENT]
            seat = seats.enter_context(sitting(browser, first.url, "en", cookie=who.cookie, forgiven=forgiven))
            page = seat.context.new_page()
            name = _open(page, who.case)
            page.locator(f'[name="{name}"]').fill("DG-6")
            _says(page, SAVED)
            first.live.run.kill()
            first.live.run.wait()
            page.locator(f'[name="{name}"]').press_sequentially("-dark")
            _says(page, TRYING)
        with serving(tmp_path, port) as second:
            page.locator(f'[name="{name}"]').press_sequentially("-light")
            _says(page, SAVED)
            page.wait_for_timeout(1000)
            assert _kept(second, who, name) == "DG-6-dark-light"
