"""A filled form read back: blanks whole, agencies' forms as far as their map can be turned round."""

from __future__ import annotations

import pytest

from docgen.documents import document_type
from docgen.forms.map import FormMap
from docgen.forms.reading import Reading, read
from docgen.forms.rules import values
from docgen.forms.sources import Sources
from tests.conftest import languages, open_press
from tests.unit.forms.papers import document

TYPE = "return_victim_finding"


def read_map(text: str, given: dict[str, str | bool], tag: str = "th") -> Reading:
    library = open_press().library
    form_map = FormMap.load(text.encode(), "a.toml")
    return read(document_type(TYPE), given, library.locale(tag), list(library.locales.values()), form_map)


def read_blank(given: dict[str, str | bool], tag: str = "th", type_id: str = TYPE) -> Reading:
    library = open_press().library
    return read(document_type(type_id), given, library.locale(tag), list(library.locales.values()))


def test_rows_left_empty_are_no_items() -> None:
    case = read_blank({"evidence/0/number": "E-1", "evidence/2/number": "E-3"}).case
    assert case["documents"][TYPE]["evidence"] == [{"number": "E-1"}, {"number": "E-3"}]


def test_what_the_whole_case_shares_stands_at_its_top() -> None:
    case = read_blank({"reference": "A-1", "person/code": "P", "agency/city/th": "กรุงเทพมหานคร"}).case
    assert case["reference"] == "A-1" and case["agency"] == {"city": {"th": "กรุงเทพมหานคร"}}
    assert case["documents"][TYPE] == {"person": {"code": "P"}}


def test_what_is_not_understood_is_found_by_its_field_and_the_rest_is_kept() -> None:
    reading = read_blank({"date": "30/13/2570", "reply_by": "๑๙ มีนาคม ๒๕๗๐"})
    problems = {each.pointer: each.code for each in reading.findings}
    assert problems["/date"] == "date.unreal"
    assert problems["/reference"] == "field.missing"
    assert reading.case["documents"][TYPE] == {"reply_by": "2027-03-19"}
    assert [name for name, _ in reading.echoes] == ["reply_by"]


def test_no_value_is_ever_in_a_finding() -> None:
    reading = read_blank({"date": "secret", "person/sex": "secret", "acts/began": "secret", "person/code": "s" * 100})
    assert len(reading.findings) > 4
    assert not any("secret" in f"{each.pointer}{each.message}" for each in reading.findings)


def test_a_field_that_the_type_does_not_have_is_found() -> None:
    assert ("form.one_way", "/mother") in [(each.code, each.pointer) for each in read_blank({"mother": "x"}).findings]


MAP = """
[fields]
"Letter" = "No. {/number}"
"D" = { date = "/date", part = "day" }
"M" = { date = "/date", part = "month_name" }
"Y" = { date = "/date", part = "year" }
"BornMonth" = { date = "/person/birth/date", part = "month" }
"BornYear" = { date = "/person/birth/date", part = "year" }
"Sex" = { choose = "/person/sex", options = { female = "F", male = "M", unspecified = "X" } }
"Verified" = { tick = "/person/nationality/verified" }
"NotVerified" = { tick = "/person/nationality/verified", when = false }
"Requests" = "{/requests}"
"Name" = "{/person/names}"
[[rows]]
list = "/evidence"
count = 2
fields = { "E{row}" = "{number}" }
"""


@pytest.mark.parametrize("tag", languages())
def test_a_map_is_read_backwards(tag: str) -> None:
    paper = document(TYPE, evidence=document(TYPE).model_dump(mode="json")["evidence"][:2])
    sources = Sources.of(paper, open_press().library.locale(tag))
    given = {name: value for name, value in values(FormMap.load(MAP.encode(), "a"), sources).items() if value}
    case = read_map(MAP, dict(given), tag).case["documents"][TYPE]  # type: ignore[arg-type]
    whole = paper.model_dump(mode="json")
    assert case["date"] == whole["date"] and case["number"] == whole["number"]
    assert case["person"]["birth"]["date"] == "2004-03"  # the form has no box for the day
    assert case["person"]["sex"] == "female"
    assert case["person"]["nationality"] == {"verified": whole["person"]["nationality"]["verified"]}
    assert case["requests"] == {tag: whole["requests"][tag]}
    script = open_press().library.locale(tag).script
    assert case["person"]["names"] == {script: whole["person"]["names"][script]}
    assert case["evidence"] == [{"number": each["number"]} for each in whole["evidence"]]


@pytest.mark.parametrize(
    "rule",
    [
        '"{/person/names} {/person/code}"',
        '"{person.name}"',
        '{ list = "/evidence", text = "{number}" }',
        '{ text = "{/number}", keep = "digits" }',
    ],
)
def test_a_field_that_joins_or_rewords_facts_is_named_not_read(rule: str) -> None:
    reading = read_map(f"[fields]\nF = {rule}", {"F": "x"})
    assert ("form.one_way", "/F") in [(each.code, each.pointer) for each in reading.findings]
    assert reading.case == {"documents": {TYPE: {}}}
