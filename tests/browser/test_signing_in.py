"""Signing in with a real browser, and what becomes of a page whose session ended while somebody typed into it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.casefile.places import DOCUMENTS
from docgen.casefile.sections import sections_of
from docgen.documents import document_types, example_of_all
from tests.browser.axe import violations
from tests.browser.conftest import Sit
from tests.browser.prepared import DAYS, Begun, Prepared, begun
from tests.browser.serving import PASSWORD, Serving
from tests.conftest import languages

TYPED = "ក្រុម “ทดสอบ” <b>one</b>\n\n two & three "
BUTTON = "main button[type=submit]"


def sign_in(tab: Page, name: str, password: str = PASSWORD) -> None:
    """By the keys alone."""
    tab.locator("#name").focus()
    tab.keyboard.type(name)
    tab.keyboard.press("Tab")
    tab.keyboard.type(password)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", languages())
def test_somebody_signs_in_with_the_keyboard_and_comes_to_the_page_that_was_asked_for(
    sit: Sit, example: Prepared, language: str, scripts: bool
) -> None:
    tab = sit(language, scripts=scripts, forgiven=["status of 403"]).open("/account?done=language")
    sign_in(tab, example.clerk.name, "not this one")
    assert tab.locator(".govuk-error-summary").count() == 1 and tab.locator("#password").input_value() == ""
    assert not scripts or violations(tab) == []
    sign_in(tab, example.clerk.name)
    assert tab.url.endswith("/account?done=language")
    tab.locator(".app-navigation button").click()
    assert tab.url.endswith("/sign-in")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", languages())
def test_what_was_typed_into_a_page_whose_session_had_ended_is_saved_after_signing_in_again(
    sit: Sit, server: Serving, language: str, scripts: bool
) -> None:
    mine = begun(server, f"late-{language}-{scripts}")
    seat = sit(language, cookie=mine.cookie, scripts=scripts, forgiven=["status of 401"])
    tab = page_with_a_box(seat.context.new_page(), mine)
    box = tab.locator("main textarea").first
    server.end_session(mine.cookie)
    box.fill(TYPED)
    name = str(box.get_attribute("name"))
    tab.locator(f'main form:has([name="{name}"]) button[type=submit]').last.click()
    tab.wait_for_url("**/sign-in?*")
    sign_in(tab, mine.clerk.name)
    tab.wait_for_url("**/kept/*")
    assert tab.locator("html").get_attribute("lang") == language
    assert not scripts or violations(tab) == []
    tab.locator(BUTTON).click()
    tab.wait_for_url("**/cases/**")
    kept = CaseFiles(server.store, DAYS).open(mine.case, mine.clerk.id)
    assert kept is not None
    assert "".join(TYPED.split()) in "".join(str(kept.draft.values).replace("\\n", " ").split())


def page_with_a_box(tab: Page, mine: Begun) -> Page:
    """The first page of the case that has a box for a long text."""
    draft = Draft(values=example_of_all())
    for type_id in document_types():
        for section in sections_of((DOCUMENTS, type_id), draft):
            tab.goto(f"/cases/{mine.case}/at/{section.path}")
            if tab.locator("main textarea").count():
                return tab
    raise AssertionError("no page has a box for a long text")
