"""A map applied to a document: what each form field takes."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.errors import InputRefused
from docgen.forms.map import FormMap
from docgen.forms.rules import values
from docgen.forms.sources import Sources
from docgen.pdf.acroform import Value
from tests.conftest import open_press
from tests.unit.forms.papers import document


def filled(rule: str, tag: str = "en", type_id: str = "return_victim_finding", **particulars: Any) -> Value:
    """What a form field F takes by a rule."""
    form_map = FormMap.load(f"[fields]\nF = {rule}".encode(), "a.toml")
    sources = Sources.of(document(type_id, **particulars), open_press().library.locale(tag))
    return values(form_map, sources)["F"]


@pytest.mark.parametrize(
    ("rule", "tag", "value"),
    [
        ('"{person.name} – {/person/code}"', "en", "Ms. SOK Channary – P-0147-01"),
        ('"{/person/names}"', "th", "โสก จันนารี"),
        ('"{/person/sex}"', "th", "หญิง"),
        ('"{/person/nationality/verified}"', "en", "Yes"),
        ('"Form A-12"', "en", "Form A-12"),
        ('{ date = "/date", part = "day" }', "th", "๒"),
        ('{ date = "/date", part = "month_name" }', "th", "กุมภาพันธ์"),
        ('{ date = "/date", part = "month" }', "km", "២"),
        ('{ date = "/date", part = "year" }', "th", "๒๕๗๐"),
        ('{ date = "/date", part = "year", digits = "ascii" }', "th", "2570"),
        ('{ date = "/date", part = "common_year" }', "th", "๒๐๒๗"),
        ('{ date = "/date", part = "year" }', "km", "២០២៧"),
        ('{ date = "/acts/began", part = "day" }', "en", ""),
        ('{ text = "{/reference}", keep = "digits" }', "en", "20270009"),
        ('{ text = "{/reference}", keep = "letters_and_digits" }', "en", "NCCT20270009"),
        ('{ choose = "/person/sex", options = { female = "F", male = "M" } }', "en", "F"),
        ('{ tick = "/person/sex", when = "female" }', "en", True),
        ('{ tick = "suspected" }', "en", True),
        ('{ tick = "suspected", when = false }', "en", False),
        ('{ count = "/evidence" }', "km", "៧"),
        ('{ list = "suspects", text = "{name}", join = "; " }', "en", "KHIM Ratha; not known; not known"),
        ('{ list = "/evidence", text = "{number}", start = 6, join = " " }', "en", "E-06 E-07"),
        ('"({/own_proceedings/xx})"', "en", ""),
    ],
)  # fmt: skip
def test_a_rule_gives_its_field_a_value(rule: str, tag: str, value: Value) -> None:
    assert filled(rule, tag) == value


def test_a_text_without_any_of_its_facts_leaves_the_field_empty() -> None:
    assert filled('"Reply: {/counterpart_reference}"', counterpart_reference=None) == ""


def test_a_value_without_an_option_is_refused_by_the_fields_name() -> None:
    with pytest.raises(InputRefused) as refused:
        filled('{ choose = "/urgency", options = { urgent = "1" } }')
    (finding,) = refused.value.findings
    assert (finding.code, finding.pointer, finding.message.values["field"]) == ("form.option", "/urgency", "F")


ROWS = """
[[rows]]
list = "{list}"
count = {count}
fields = {{ "No{{row}}" = "{{number}}" }}
{rest}
"""


def rows(path: str, count: int, rest: str = "") -> dict[str, Value]:
    form_map = FormMap.load(ROWS.format(list=path, count=count, rest=rest).encode(), "a.toml")
    return values(form_map, Sources.of(document("return_victim_finding"), open_press().library.locale("en")))


@pytest.mark.parametrize("path", ["evidence", "/evidence"])
def test_a_list_fills_its_rows_and_leaves_the_others_empty(path: str) -> None:
    found = rows(path, 9)
    assert [found[f"No{number}"] for number in (1, 7, 8, 9)] == ["E-01", "E-07", "", ""]


def test_what_has_no_row_goes_into_the_field_for_the_rest() -> None:
    assert rows("evidence", 5, 'rest = { field = "More", text = "{number}", join = ", " }')["More"] == "E-06, E-07"


def test_more_items_than_rows_are_refused_where_no_field_takes_the_rest() -> None:
    with pytest.raises(InputRefused) as refused:
        rows("evidence", 5)
    assert [each.code for each in refused.value.findings] == ["form.rows"]


def test_a_fact_that_the_paper_holds_back_cannot_be_mapped() -> None:
    told = {"identity": False, "birth": False, "documents": False, "circumstances": False}
    rule = '"{/person/names} {/person/birth/date} {/person/code}"'
    assert filled(rule, type_id="embassy_notification", disclose=told) == "  P-0147-01"
