"""The wordings of a paper as legal staff read them: beside each other, or one under the other; with keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from docgen.library import Library
from docgen.locale import Locale
from tests.browser.conftest import Sit
from tests.browser.prepared import Prepared
from tests.browser.sitting import NARROW, WIDE
from tests.conftest import languages

TYPE, CLAUSE = "interpreter_waiver", "c_4_7_g"


def _cells(tab: Page) -> list[Locator]:
    return tab.locator("article", has=tab.locator(f"text={CLAUSE}")).locator(".app-reading__cell").all()


def _boxes(tab: Page) -> list[tuple[float, float]]:
    found = [cell.bounding_box() for cell in _cells(tab)]
    assert len(found) == len(languages())
    return [(box["x"], box["y"]) for box in found if box]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_languages_stand_beside_each_other_and_on_a_telephone_one_under_the_other(
    sit: Sit, example: Prepared, scripts: bool
) -> None:
    tab = sit("en", cookie=example.shelf.reviewer, scripts=scripts, width=WIDE).open(f"/library/{TYPE}")
    wide = _boxes(tab)
    assert len({y for _, y in wide}) == 1 and [x for x, _ in wide] == sorted({x for x, _ in wide})
    tab.set_viewport_size({"width": NARROW, "height": 800})
    narrow = _boxes(tab)
    assert len({x for x, _ in narrow}) == 1 and [y for _, y in narrow] == sorted({y for _, y in narrow})


def test_every_text_says_its_language_and_has_the_room_of_its_script(
    sit: Sit, example: Prepared, library: Library
) -> None:
    tab = sit("en", cookie=example.shelf.reviewer).open(f"/library/{TYPE}")
    for cell, tag in zip(_cells(tab), list(library.locales), strict=True):
        text = cell.locator(".app-reading__text")
        expect(text).to_have_attribute("lang", tag)
        high, size = text.evaluate(
            "it => [getComputedStyle(it).lineHeight, getComputedStyle(it).fontSize].map(parseFloat)"
        )
        assert high / size >= (1.3 if library.locales[tag].script == "Latn" else 1.6)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_passage_is_commented_on_and_the_comment_resolved_with_keys_alone(
    sit: Sit, example: Prepared, library: Library, scripts: bool
) -> None:
    words: Locale = library.locales["en"]
    seat = sit("en", cookie=example.shelf.reviewer, scripts=scripts, width=NARROW)
    tab = seat.open(f"/library/{TYPE}")
    cell = _cells(tab)[1]
    with tab.expect_navigation():
        cell.get_by_role("link", name=words.term("Comment or translate back")).press("Enter")
    said = f"Is this the word of the Act? {scripts}"
    tab.get_by_label(words.term("Comment"), exact=True).focus()
    tab.keyboard.type(said)
    tab.keyboard.press("Tab")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    cell = _cells(tab)[1]
    assert tab.url.endswith("#" + str(cell.get_attribute("id")))
    expect(cell).to_contain_text(said)
    note = cell.locator(".app-reading__comment", has_text=said)
    with tab.expect_navigation():
        note.get_by_role("button", name=words.term("Resolve the comment")).press("Enter")
    expect(_cells(tab)[1].locator(".app-reading__comment", has_text=said)).to_contain_text(
        words.term("Comment, resolved")
    )
    assert seat.heard() == []
