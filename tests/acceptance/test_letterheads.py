"""An agency of either Party as issuer gets its Party's form of paper, in all three languages, in Word and in PDF."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from docgen.case import Case
from docgen.documents import document_type, example_of_all
from docgen.generate import generate
from tests.acceptance.reading import by_pdfium, paragraphs, parts, squeezed
from tests.conftest import languages, open_press, type_ids

CAMBODIAN, THAI = "KH", "TH"
KINGDOM = {
    "km": ("ព្រះរាជាណាចក្រកម្ពុជា", "ជាតិ សាសនា ព្រះមហាក្សត្រ"),
    "th": ("ราชอาณาจักรกัมพูชา", "ชาติ ศาสนา พระมหากษัตริย์"),
    "en": ("KINGDOM OF CAMBODIA", "Nation Religion King"),
}
NUMBER = {"km": "លេខ៖ ", "th": "ที่ ", "en": "No. "}
TELEPHONE = {"km": "ទូរស័ព្ទ៖ ", "th": "โทร. ", "en": "Tel. "}
LETTER, STATEMENT = "return_victim_finding", "rights_statement"
NOTES = ("embassy_notification", "termination_notice")
PARTIES = pytest.mark.parametrize("party", [CAMBODIAN, THAI])
LANGUAGES = pytest.mark.parametrize("tag", languages())


def agencies() -> dict[str, Any]:
    """One agency of each Party, by its code; both have an emblem and an e-mail address."""
    letter = example_of_all()["documents"][LETTER]
    more = {"emblem": "example-agency.png", "email": "center@agency.example"}
    return {each["party"]: each | more for each in (letter["agency"], letter["counterpart"])}


@cache
def issued(type_id: str, party: str, urgency: str | None = None) -> dict[str, tuple[bytes, bytes]]:
    """Word and PDF by language of a type's example, issued by an agency of the Party to one of the other."""
    found, tree = agencies(), example_of_all()
    own, other = found[party], found[THAI if party == CAMBODIAN else CAMBODIAN]
    particulars = tree["documents"][type_id]
    particulars |= {"agency": own}
    if type_id in (LETTER, "meeting_minutes"):
        particulars |= {"counterpart": other}
    if type_id == LETTER:
        particulars["returned"] |= {"party": other["party"]}
    if type_id == "termination_notice":
        particulars |= {"addressee": particulars["addressee"] | {"party": other["party"]}}
    if type_id == "embassy_notification":
        country = {"country": other["party"]}
        tree["embassy"] |= country
        tree["person"]["nationality"] |= country
        particulars |= {"center": own}
    if type_id in (LETTER, *NOTES):
        particulars |= {"urgency": urgency}
    bundle = generate(Case.load(json.dumps(tree)), press=open_press(), types=[type_id])
    files = {(file.language, file.format): file.data for file in bundle.files}
    return {tag: (files[tag, "docx"], files[tag, "pdf"]) for tag in languages()}


def body(type_id: str, party: str, tag: str, urgency: str | None = None) -> list[str]:
    """The paragraphs of the Word file's body that print anything."""
    root = parts(issued(type_id, party, urgency)[tag][0])["word/document.xml"]
    return [text for text in paragraphs(root) if text.strip()]


def agency(party: str, what: str, tag: str) -> str:
    text: str = agencies()[party][what][tag]
    return text


@PARTIES
@LANGUAGES
@pytest.mark.parametrize("type_id", type_ids())
def test_kingdom_and_motto_stand_on_the_papers_of_a_cambodian_agency_alone(type_id: str, party: str, tag: str) -> None:
    lines = body(type_id, party, tag)
    kingdom, motto = KINGDOM[tag]
    assert ((kingdom, motto) == tuple(lines[:2])) is (party == CAMBODIAN)
    assert lines.count(motto) == (party == CAMBODIAN)
    assert (squeezed(motto) in squeezed(by_pdfium(issued(type_id, party)[tag][1])[0])) is (party == CAMBODIAN)


@PARTIES
@LANGUAGES
@pytest.mark.parametrize("type_id", type_ids())
def test_the_head_names_the_agency_above_the_title(type_id: str, party: str, tag: str) -> None:
    lines = body(type_id, party, tag)
    if (type_id, party) == ("meeting_minutes", THAI):  # Thai minutes begin with their title
        assert lines[0] not in (agency(party, "name", tag), KINGDOM[tag][0])
        return
    assert agency(party, "name", tag) in lines[:8]


@PARTIES
@LANGUAGES
@pytest.mark.parametrize("type_id", sorted(set(type_ids()) - {"meeting_minutes"}))
def test_the_number_stands_in_the_head_in_the_words_of_the_language(type_id: str, party: str, tag: str) -> None:
    lines = body(type_id, party, tag)
    number = example_of_all()["documents"][type_id]["number"]
    at, name = lines.index(NUMBER[tag] + number), lines.index(agency(party, "name", tag))
    # A Thai letter has the number at the left, before the agency at the right; the others below the agency.
    assert (at < name) is (party == THAI and type_id not in NOTES)


@PARTIES
@LANGUAGES
@pytest.mark.parametrize("type_id", [LETTER, STATEMENT, "meeting_minutes"])
def test_the_lunar_line_stands_on_khmer_papers_of_a_cambodian_agency_alone(type_id: str, party: str, tag: str) -> None:
    text = "\n".join(body(type_id, party, tag))
    assert ("ពុទ្ធសករាជ" in text) is (party == CAMBODIAN and tag == "km")


@LANGUAGES
@PARTIES
@pytest.mark.parametrize("type_id", NOTES)
def test_a_note_has_no_lunar_line(type_id: str, party: str, tag: str) -> None:
    assert "ពុទ្ធសករាជ" not in "\n".join(body(type_id, party, tag))


@LANGUAGES
@pytest.mark.parametrize("type_id", [LETTER, STATEMENT])
def test_a_cambodian_agency_names_the_place_before_the_date_and_a_thai_one_dates_alone(type_id: str, tag: str) -> None:
    locale = open_press().library.locale(tag)
    kind = document_type(type_id)
    day = locale.day(kind.of(Case.load(json.dumps(example_of_all()))).date)  # type: ignore[attr-defined]
    cambodian = next(line for line in body(type_id, CAMBODIAN, tag) if line.endswith(day))
    assert cambodian.startswith(agency(CAMBODIAN, "city", tag)) and cambodian != day
    assert day in body(type_id, THAI, tag)


@LANGUAGES
def test_the_lunar_line_is_above_the_solar_one(tag: str) -> None:
    lines = body(LETTER, CAMBODIAN, tag)
    lunar = [number for number, line in enumerate(lines) if "ពុទ្ធសករាជ" in line]
    assert len(lunar) == (tag == "km")
    assert all(lines[number + 1].startswith(agency(CAMBODIAN, "city", tag)) for number in lunar)


@LANGUAGES
def test_the_address_is_in_the_head_of_a_thai_letter_and_at_the_foot_of_a_cambodian_one(tag: str) -> None:
    for party in (CAMBODIAN, THAI):
        lines = body(LETTER, party, tag)
        address = lines.index(agency(party, "address", tag))
        assert (address < len(lines) // 2) is (party == THAI)
        assert lines[-1].startswith(TELEPHONE[tag] + agencies()[party]["telephone"])
        assert lines[-1].endswith("center@agency.example")


@pytest.mark.parametrize("tag", ["km", "th"])
def test_a_cambodian_letter_has_the_post_above_the_name_and_a_thai_one_the_name_in_brackets_above_the_post(
    tag: str,
) -> None:
    library = open_press().library
    kind = document_type(LETTER)
    signatory = kind.of(Case.load(json.dumps(example_of_all()))).signatory  # type: ignore[attr-defined]
    locale = library.locale(tag)
    name, post = locale.signatory(signatory), locale.text(signatory.position)
    cambodian, thai = body(LETTER, CAMBODIAN, tag), body(LETTER, THAI, tag)
    at = len(cambodian) - 1 - cambodian[::-1].index(name)
    assert cambodian[at - 1] == post
    at = len(thai) - 1 - thai[::-1].index(f"({name})")
    assert thai[at + 1] == post


@LANGUAGES
@PARTIES
@pytest.mark.parametrize("type_id", [LETTER, *NOTES])
@pytest.mark.parametrize(
    ("urgency", "words"),
    [
        ("urgent", {"km": "ប្រញាប់", "th": "ด่วน", "en": "URGENT"}),
        ("very_urgent", {"km": "ប្រញាប់ណាស់", "th": "ด่วนมาก", "en": "VERY URGENT"}),
        ("most_urgent", {"km": "ប្រញាប់បំផុត", "th": "ด่วนที่สุด", "en": "MOST URGENT"}),
    ],
)
def test_the_mark_of_urgency_stands_in_the_head(
    type_id: str, party: str, tag: str, urgency: str, words: dict[str, str]
) -> None:
    lines = [line.strip() for line in body(type_id, party, tag, urgency)]
    assert lines.index(words[tag]) < lines.index(agency(party, "name", tag))
    assert words[tag] not in [line.strip() for line in body(type_id, party, tag)]


@LANGUAGES
def test_the_post_that_a_letter_goes_through_stands_below_the_addressee(tag: str) -> None:
    words = {"km": "តាមរយៈ", "th": "ผ่าน", "en": "Through"}
    through = example_of_all()["documents"][LETTER]["through"][tag]
    lines = body(LETTER, CAMBODIAN, tag)
    at = next(number for number, line in enumerate(lines) if line.endswith(through))
    assert words[tag] in lines[at] or lines[at - 1] == words[tag]
    assert lines.index(agency(THAI, "name", tag)) < at
