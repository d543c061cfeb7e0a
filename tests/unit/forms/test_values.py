"""Values as a form shows them, and as people type them."""

from __future__ import annotations

import pytest

from docgen.case import Refused
from docgen.documents import document_type
from docgen.forms.nodes import Node, steps_of, tree_of
from docgen.forms.values import caption, options, understood, written
from docgen.locale import Locale
from tests.conftest import languages, open_press, type_ids
from tests.unit.forms.papers import document, facts

TAGS = languages()


def locale(tag: str) -> Locale:
    return open_press().library.locale(tag)


def locales() -> list[Locale]:
    return list(open_press().library.locales.values())


def node(path: str, type_id: str = "rights_statement") -> Node:
    found = tree_of(document_type(type_id)).at(steps_of(path))
    assert found is not None
    return found


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("type_id", type_ids())
def test_what_a_form_shows_is_understood_as_the_same_value(type_id: str, tag: str) -> None:
    for path, value in facts(document(type_id)).items():
        field = node(path, type_id)
        assert understood(field, written(field, value, locale(tag)), locale(tag), locales()).value == value


@pytest.mark.parametrize(
    ("path", "typed", "tag", "value"),
    [
        ("date", "๙/๑๑/๒๕๖๙", "th", "2026-11-09"),
        ("date", "៩ វិច្ឆិកា ២០២៦", "km", "2026-11-09"),
        ("time", "ម៉ោង ៩:៣០", "km", "09:30"),
        ("person/birth/date", "พ.ศ. ๒๕๔๗", "th", "2004"),
        ("person/birth/estimated_age", "២១", "km", 21),
        ("person/sex", "หญิง", "th", "female"),
        ("person/nationality/country", "កម្ពុជា", "km", "KH"),
        ("agency/telephone", "+៨៥៥ ២៣ ៥៥៥", "km", "+855 23 555"),
        ("number", "  ក-១ ", "km", "ក-១"),
        ("understood", "yes", "en", True),
        ("person/birth/age_determined", True, "en", True),
    ],
)
def test_what_people_type_is_understood(path: str, typed: str | bool, tag: str, value: object) -> None:
    if path == "person/nationality/country":
        typed = options(node(path), locale(tag))["KH"]
    assert understood(node(path), typed, locale(tag), locales()).value == value


@pytest.mark.parametrize(
    ("path", "typed", "code"),
    [
        ("date", "November 2026", "form.day"),
        ("date", "31/02/2026", "date.unreal"),
        ("understood", "perhaps", "form.yes_no"),
        ("person/sex", "Q", "form.choice"),
        ("person/birth/estimated_age", "20.5", "form.integer"),
    ],
)
def test_what_cannot_be_understood_is_refused_without_showing_it(path: str, typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        understood(node(path), typed, locale("en"), locales())
    (problem,) = refused.value.problems
    assert problem.code == code
    assert typed not in str(refused.value)


def test_a_date_is_echoed_as_it_was_understood() -> None:
    (message, *_) = understood(node("date"), "9 พฤศจิกายน 2569", locale("th"), locales()).messages
    assert "2026" in str(message.values) or "๒๐๒๖" in str(message.values)


def test_a_choice_is_worded_and_a_code_has_its_name() -> None:
    assert caption(node("person/sex"), "female", locale("th")) == "หญิง"
    assert caption(node("understood"), True, locale("en")) == "Yes"
    assert caption(node("person/nationality/country"), "KH", locale("en")) == locale("en").country("KH")
