"""What all pages have in common: no letter is cut off, little is fetched, keys and languages work, paper is plain."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page, expect

from docgen.library import Library
from tests.browser.conftest import Sit
from tests.browser.prepared import Prepared
from tests.browser.sitting import NARROW
from tests.conftest import languages

TALL = {
    "km": "ខ្ញុំ ស្ត្រី ញ៉ាំ ព្រះរាជាណាចក្រ ង៉ៃ",
    "th": "ที่ผู้ เพื่อ ปั่น ฎู ญี่ปุ่น ทั้งหมู่",
    "en": "Ấgjpq Ẩ",
}
"""Words with marks far above and below the line, by the language of which the script is."""
MOST_BYTES, MOST_STYLES = 500_000, 150_000
ROOMY = """(element, [tag, classes, text]) => {
  const copy = document.createElement(tag);
  copy.className = classes;
  if (tag === "input") copy.value = text;
  else if (tag === "select") copy.append(new Option(text));
  else copy.append(text);
  copy.setAttribute("aria-label", "copy");
  element.replaceChildren(copy);
}"""
PLAIN = """it => Object.assign(it.style, {
  background: "#fff", border: "none", boxShadow: "none", color: "#000", maxWidth: "none", width: "40em",
})"""
BOXES = {"input": "govuk-input", "select": "govuk-select", "button": "govuk-button", "strong": "govuk-tag"}
"""What cuts letters off, or shows where its colour ends, with its class."""


@pytest.mark.parametrize("around", ["page", "box"])
@pytest.mark.parametrize("language", languages())
def test_no_mark_of_a_letter_is_cut_off(sit: Sit, library: Library, language: str, around: str) -> None:
    """With the page in that language, and with a box of another language's text on a page in the first one."""
    shown = language if around == "page" else next(other for other in languages() if other != language)
    tab = sit(shown).open("/sign-in")
    tab.evaluate("() => document.fonts.ready")
    main = tab.locator("#main-content")
    if around == "box":
        main.evaluate(
            "(it, script) => it.classList.add(script)", f"app-script-{library.locales[language].script.lower()}"
        )
    for tag, classes in BOXES.items():
        main.evaluate(ROOMY, [tag, classes, TALL[language]])
        copy = main.locator(tag)
        high = _ink(copy)
        copy.evaluate("it => Object.assign(it.style, { lineHeight: 4, height: 'auto' })")
        assert high == _ink(copy), f"{tag} cuts letters off"


def _ink(shown: Locator) -> int:
    """Height of what is written in an element, in pixels."""
    shown.evaluate(PLAIN)
    with Image.open(io.BytesIO(shown.screenshot(animations="disabled"))) as picture:
        grey = picture.convert("L")
        written = grey.crop((4, 0, grey.width - 40, grey.height))  # without a select's arrow
    box = ImageChops.difference(written, Image.new("L", written.size, 255)).getbbox()
    assert box is not None, "nothing is written"
    return box[3] - box[1]


@pytest.mark.parametrize("language", languages())
def test_the_first_page_is_light(sit: Sit, example: Prepared, language: str) -> None:
    seat = sit(language, cookie=example.cookie)
    tab = seat.context.new_page()
    weights: dict[str, int] = {}
    tab.on("response", lambda answer: weights.update({answer.url: len(answer.body())}))
    tab.goto("/", wait_until="networkidle")
    styles = sum(size for url, size in weights.items() if "/app.css" in url)
    assert 0 < styles < MOST_STYLES
    assert sum(weights.values()) < MOST_BYTES


def test_the_first_key_leads_past_the_menu(sit: Sit, example: Prepared, library: Library) -> None:
    tab = sit("en", cookie=example.cookie).open("/")
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name=library.locales["en"].term("Skip to main content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(tab.locator("#main-content")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_language_is_one_click_away_and_stays(
    sit: Sit, example: Prepared, library: Library, scripts: bool
) -> None:
    tab = sit("en", cookie=example.cookie, scripts=scripts).open("/account")
    for locale in library.locales.values():
        tab.get_by_role("link", name=locale.settings.name).click()
        assert tab.url.endswith("/account")
        assert tab.locator("html").get_attribute("lang") == locale.tag
        tab.goto("/")
        assert tab.locator("html").get_attribute("lang") == locale.tag
        tab.goto("/account")


def test_paper_shows_the_page_alone(sit: Sit, example: Prepared) -> None:
    tab = sit("en", cookie=example.cookie).open("/")
    tab.emulate_media(media="print")
    expect(tab.get_by_role("navigation")).to_have_count(0)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert tab.locator("body").evaluate("it => getComputedStyle(it).color") == "rgb(0, 0, 0)"


def test_the_menu_fits_a_telephone(sit: Sit, example: Prepared) -> None:
    tab = sit("en", cookie=example.cookie, width=NARROW).open("/")
    for link in _menu(tab).all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW


def _menu(tab: Page) -> Locator:
    return tab.get_by_role("banner").get_by_role("link")


def test_a_list_walked_with_keys_sends_nothing_until_its_button_is_pressed(sit: Sit, example: Prepared) -> None:
    tab = sit("en", cookie=example.cookie).open(f"/cases/{example.case}/at/agency")
    chooser = tab.locator("select[data-shows]").first
    sent: list[str] = []
    tab.on("framenavigated", lambda frame: sent.append(frame.url))
    chooser.focus()
    before = chooser.input_value()
    tab.keyboard.press("ArrowDown")
    expect(chooser).not_to_have_value(before)
    expect(chooser).to_be_focused()
    tab.wait_for_timeout(300)
    assert sent == []
    tab.keyboard.press("Tab")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert sent
