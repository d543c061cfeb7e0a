"""PDFium, pdf.js and MuPDF draw a filled form as poppler does, in each widget and to the size of a tone mark."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from docgen.pdf.acroform import Overflow, fill
from tests.acceptance.drawing import OTHERS, Grey, Rect, by_poppler, difference, inked, place
from tests.acceptance.filled_forms import VALUES, choice, filled, form, locale, overfull, spots
from tests.fixtures.forms.build import words_of

TAGS = tuple(VALUES)
#: Text that is printed on the unfilled forms, on page 1, which all engines draw alike: agency, title and note.
PRINTED: Rect = (40, 730, 400, 812)
_INSET = 2  # points: the border, whose hairline every engine places on pixels in its own way
#: A value and the same without one mark or with one other letter, all as wide as before.
BROKEN = {
    "km": ("ស្ត្រី ញ៉ាំ កើត ព្រហ្មចារី ខ្ញុំ", [
        "ស្ត្រី ញាំ កើត ព្រហ្មចារី ខ្ញុំ", "ស្ត្រី ញ៉ាំ កើត ព្រហ្មចារី ខ្ញំ", "ស្ត្រិ ញ៉ាំ កើត ព្រហ្មចារី ខ្ញុំ",
    ]),
    "th": ("น้ำ ที่ ปี่ ครั้ง ญี่ปุ่น กตัญญู", [
        "นำ ที่ ปี่ ครั้ง ญี่ปุ่น กตัญญู", "น้ำ ที ปี่ ครั้ง ญี่ปุ่น กตัญญู", "น้ำ ที่ ปี่ ครัง ญี่ปุ่น กตัญญู", "น้ำ ที่ ปี่ ครั้ง ญี่ปุ่น กตัญญุ",
    ]),
    "en": ("Zoë Åström Nita", ["Zoe Åström Nita", "Zoë Aström Nita", "Zoë Åström Nıta"]),
}  # fmt: skip


@cache
def poppler(tag: str) -> list[Grey]:
    return by_poppler(filled(tag))


@cache
def other(engine: str, tag: str) -> list[Grey]:
    return OTHERS[engine](filled(tag))


def inside(rect: Rect) -> Rect:
    left, bottom, right, top = rect
    return left + _INSET, bottom + _INSET, right - _INSET, top - _INSET


def allowed(engine: str, tag: str) -> float:
    """How much a place may differ: half as much again as text that the form itself prints differs between the two."""
    return 1.5 * difference(place(poppler(tag)[0], PRINTED), place(other(engine, tag)[0], PRINTED))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("engine", OTHERS)
def test_every_widget_is_drawn_as_poppler_draws_it(tag: str, engine: str) -> None:
    limit = allowed(engine, tag)
    found = {}
    for at, spot in enumerate(spots(tag)):
        if spot.field != "signature":  # MuPDF writes SIGN there
            mine, theirs = (place(pages[spot.page], inside(spot.rect)) for pages in (poppler(tag), other(engine, tag)))
            found[at, spot.field] = difference(mine, theirs)
    assert {key: value for key, value in found.items() if value > limit} == {}
    assert 0.01 < limit < 0.2  # less than what one lost mark makes


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_filled_in_leaves_ink_in_every_field_and_none_outside_it(tag: str) -> None:
    empty = by_poppler(form(tag))
    outside = [page.copy() for page in (*empty, *poppler(tag))]
    for spot in spots(tag):
        before, after = (place(pages[spot.page], inside(spot.rect)) for pages in (empty, poppler(tag)))
        if spot.field not in ("form_no", "signature", "needs.doctor", "person.sex"):
            assert inked(after) > inked(before), spot.field
        for page in (outside[spot.page], outside[2 + spot.page]):
            place(page, spot.rect)[:] = 255
    assert all(np.array_equal(one, two) for one, two in zip(outside[:2], outside[2:], strict=True))


@pytest.mark.parametrize("tag", TAGS)
def test_the_comparison_sees_one_lost_mark_and_one_other_letter(tag: str) -> None:
    (spot,) = (each for each in spots(tag) if each.field == "person.name")
    right, wrongs = BROKEN[tag]
    drawn = place(by_poppler(with_name(tag, right))[0], inside(spot.rect))
    most = max(allowed(engine, tag) for engine in OTHERS)
    for wrong in wrongs:
        assert difference(drawn, place(by_poppler(with_name(tag, wrong))[0], inside(spot.rect))) > most, wrong


def with_name(tag: str, name: str) -> bytes:
    return fill(form(tag), {"person.name": name}, choice=choice(), locale=locale(tag)).pdf


@pytest.mark.parametrize("tag", TAGS)
def test_an_addendum_is_drawn_alike_too(tag: str) -> None:
    pdf = overfull(tag, Overflow.CONTINUE, length=4000).pdf
    mine = by_poppler(pdf)[2]
    for engine, draw in OTHERS.items():
        assert difference(mine, draw(pdf)[2]) < 0.2, engine


def test_the_printed_text_that_sets_the_limit_is_there() -> None:
    for tag in TAGS:
        assert words_of(tag)["title"]
        assert inked(place(by_poppler(form(tag))[0], PRINTED)) > 0.01
