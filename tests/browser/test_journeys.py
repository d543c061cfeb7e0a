"""The whole way of a clerk, from signing in to the packet, in each language: by mouse, by keys alone, at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from docgen.library import Library
from docgen.store import User
from tests.browser.conftest import Sit
from tests.browser.prepared import Prepared, whole_case
from tests.browser.serving import PASSWORD, Serving
from tests.browser.sitting import NARROW, WIDE, sitting
from tests.browser.walking import BY_KEYS, BY_MOUSE, Keys, Model, Walk
from tests.conftest import languages

PAPER = "termination_notice"
TITLE = "Notice of termination of the SOP (note verbale)"
_SCROLLS = "() => document.documentElement.scrollWidth > innerWidth"
NUMBER = "TIP-BKK-2026-0147"
PAGES = 16
_NUMBERS = count(1)
Start = Callable[..., Walk]


@pytest.fixture(scope="module")
def model_for(browser: Browser, server: Serving) -> Iterator[Callable[[str], Model]]:
    """The answers to give on the pages of a language, looked up once for all who walk there."""
    with ExitStack() as left:

        @cache
        def model(language: str) -> Model:
            clerk = _somebody(server)
            case, cookie = whole_case(server, clerk), server.signed_in(clerk)
            seat = left.enter_context(sitting(browser, server.url, language, cookie=cookie, scripts=False))
            seat.context.route("**/preview/**", lambda route: route.fulfill(status=204))  # nobody looks at it
            return Model(seat.context.new_page(), f"/cases/{case}")

        yield model


@pytest.fixture
def start(browser: Browser, server: Serving, library: Library, model_for: Callable[[str], Model]) -> Iterator[Start]:
    """`start("km", scripts=False, width=320)`: somebody new, not signed in, and a case to answer like. AssertionError,
    when it is over, for a page on the way that scrolls sideways."""
    wide: list[str] = []
    with ExitStack() as left:

        def started(language: str, *, scripts: bool, width: int) -> Walk:
            seat = left.enter_context(sitting(browser, server.url, language, scripts=scripts, width=width))
            tab = seat.context.new_page()
            tab.on("load", lambda page: wide.append(page.url) if page.evaluate(_SCROLLS) else None)
            return Walk(tab, library.locales[language], model_for(language), _somebody(server))

        yield started
    assert wide == []


@pytest.mark.parametrize("language", languages())
def test_a_clerk_comes_from_signing_in_to_the_packet(start: Start, language: str, tmp_path: Path) -> None:
    walk = start(language, scripts=True, width=WIDE)
    home = _until_ready(walk)
    walk.press(walk.link("Issue"))
    walk.page.get_by_role("checkbox", name=walk.words(TITLE)).check()
    walk.press(walk.button("Check and issue"))
    assert walk.path.startswith(f"{home}/issued/")
    assert _downloaded(walk, tmp_path).startswith(b"%PDF-")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", languages())
def test_the_whole_way_needs_no_mouse_and_no_more_than_320_pixels(
    start: Start, language: str, scripts: bool, tmp_path: Path
) -> None:
    walk = start(language, scripts=scripts, width=NARROW)
    keys = Keys(walk.page)
    walk.page.goto("/sign-in")
    keys.type_into("name", walk.clerk.name)
    keys.type_into("password", PASSWORD)
    keys.enter()
    keys.enter(walk.words("New case"))
    keys.type_into("number", NUMBER)
    keys.enter()
    home = walk.path
    keys.enter(walk.words("Case number"))
    pages = walk.answered(home, BY_KEYS)
    keys.enter(walk.words(TITLE))
    assert pages + walk.answered(home, BY_KEYS) == PAGES
    keys.enter(walk.words("Issue"))
    keys.enter(walk.words("Check and issue"))
    assert walk.path.startswith(f"{home}/issued/")
    with walk.page.expect_download() as download:
        keys.press_on(_packet(walk))
    download.value.save_as(tmp_path / "packet.pdf")
    assert (tmp_path / "packet.pdf").read_bytes().startswith(b"%PDF-")


def _until_ready(walk: Walk) -> str:
    """From signing in until the paper can be issued; the address of the case."""
    walk.sign_in(walk.clerk.name)
    home = walk.begin(NUMBER)
    walk.press(walk.link("Case number"))
    pages = walk.answered(home, BY_MOUSE)
    walk.press(walk.link("Tasks"))
    walk.press(walk.link(TITLE))
    assert pages + walk.answered(home, BY_MOUSE) == PAGES
    walk.press(walk.link("Tasks"))
    paper = walk.page.get_by_role("listitem").filter(has=walk.link(TITLE))
    expect(paper).to_contain_text(walk.words("Ready"))
    return home


def _packet(walk: Walk) -> str:
    """The words of the link that leads to it."""
    link = walk.page.get_by_role("link").filter(has_text=walk.words("One PDF with a cover page"))
    return link.first.inner_text()


def _downloaded(walk: Walk, folder: Path) -> bytes:
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name=_packet(walk)).first.click()
    download.value.save_as(folder / "packet.pdf")
    return (folder / "packet.pdf").read_bytes()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_form_sent_after_the_session_ended_is_handed_back(
    sit: Sit, server: Serving, library: Library, scripts: bool
) -> None:
    clerk, locale = _somebody(server), library.locales["en"]
    case, cookie = whole_case(server, clerk), server.signed_in(clerk)
    page = sit("en", cookie=cookie, scripts=scripts, forgiven=["status of 401"]).open(f"/cases/{case}/at/reference")
    box = page.get_by_label(locale.term("Case number"))
    server.end_session(cookie)
    box.fill("TYPED-TOO-LATE-1")
    page.get_by_role("button", name=locale.term("Save and continue")).click()
    page.get_by_label(locale.term("Name of the account")).fill(clerk.name)
    page.get_by_label(locale.term("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=locale.term("Sign in")).click()
    page.get_by_role("button", name=locale.term("Send my answers")).click()
    page.goto(f"/cases/{case}/at/reference")
    expect(page.get_by_label(locale.term("Case number"))).to_have_value("TYPED-TOO-LATE-1")


def test_another_clerks_case_is_not_there(sit: Sit, server: Serving, example: Prepared) -> None:
    seat = sit("en", cookie=server.signed_in(_somebody(server)), forgiven=["status of 404"])
    page = seat.context.new_page()
    for tail in ("", "/people", "/at/person", "/check", "/issue", "/history", "/share", "/delete"):
        answers = [page.goto(f"/cases/{case}{tail}") for case in (example.case, "0" * 32)]
        assert [answer and answer.status for answer in answers] == [404, 404], tail


def _somebody(server: Serving) -> User:
    return server.user(f"walker{next(_NUMBERS)}")
