"""Many cases at once in a browser: the page follows the work by itself, and without scripts and a mouse all works."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from docgen.documents import document_type, example
from tests.browser.axe import violations
from tests.browser.conftest import Sit
from tests.browser.prepared import Prepared
from tests.browser.sitting import NARROW
from tests.conftest import languages

TYPE = "rights_statement"
SECONDS = 120
MAKE, CHECK = "form[action$='/make'] button", "form[enctype] button"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two good rows and a bad one."""
    path = tmp_path_factory.mktemp("rows") / "cases.jsonl"
    line = json.dumps(example(document_type(TYPE)), ensure_ascii=False)
    path.write_text(f"{line}\n{line}\n{{}}\n", encoding="utf-8")
    return path


def sent(tab: Page, source: Path) -> None:
    """The form, filled in and sent by keyboard alone; a script cannot open the dialog for files, so it is set."""
    tab.goto("/batches")
    tab.set_input_files("#file", str(source))
    tab.locator("#type").focus()
    tab.keyboard.type(tab.locator(f"#type option[value='{TYPE}']").inner_text())
    for box in tab.locator("input[name=language]").all()[1:]:
        box.focus()
        tab.keyboard.press("Space")
    tab.locator(CHECK).focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/batches/*-*")


@pytest.mark.parametrize("language", languages())
def test_the_page_follows_the_work_by_itself(sit: Sit, example: Prepared, source: Path, language: str) -> None:
    tab = sit(language, cookie=example.cookie).context.new_page()
    sent(tab, source)
    tab.wait_for_selector(MAKE, timeout=SECONDS * 1000)
    assert tab.locator(".app-batches__problems tbody th").first.inner_text() == "3"
    assert violations(tab) == []
    tab.locator(MAKE).focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("a[href$='/files']", timeout=SECONDS * 1000)
    assert violations(tab) == []
    with tab.expect_download() as download:
        tab.locator("a[href$='/files']").press("Enter")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert len(archive.namelist()) == 2 * 2 + 1


def test_without_scripts_everything_works_at_320_pixels(sit: Sit, example: Prepared, source: Path) -> None:
    tab = sit(languages()[0], cookie=example.cookie, scripts=False, width=NARROW).context.new_page()
    sent(tab, source)
    until(tab, MAKE)
    tab.locator(MAKE).focus()
    tab.keyboard.press("Enter")
    until(tab, "a[href$='/files']")
    assert tab.locator("a[href*='/files/']").count() == 2 * 2


def test_the_link_that_has_the_focus_keeps_it_while_the_page_follows(
    sit: Sit, example: Prepared, tmp_path: Path, source: Path
) -> None:
    long = tmp_path / "long.jsonl"
    line = source.read_text(encoding="utf-8").partition("\n")[0]
    long.write_text(f"{line}\n" * 1500, encoding="utf-8")
    tab = sit(languages()[0], cookie=example.cookie).context.new_page()
    sent(tab, long)
    tab.locator("#refresh").focus()
    with tab.expect_response("**/progress"):
        pass
    tab.wait_for_timeout(300)
    assert tab.evaluate("document.activeElement.id") == "refresh"
    tab.goto(f"{tab.url}/cancel")
    tab.locator("form[action$='/cancel'] button").press("Enter")
    tab.wait_for_url("**/batches/*-*")
    assert tab.locator("[hx-get]").count() == 0


def until(tab: Page, selector: str) -> None:
    """Press “Refresh” until it is there."""
    last = time.monotonic() + SECONDS
    while not tab.locator(selector).count():
        assert time.monotonic() < last, tab.inner_text("main")
        time.sleep(0.5)
        if tab.locator("#refresh").count():
            tab.locator("#refresh").press("Enter")
            tab.wait_for_load_state()
