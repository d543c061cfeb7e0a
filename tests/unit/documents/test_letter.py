"""What letters and notes share: marks of urgency, date lines, the post that a letter goes through."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from docgen.case import Case, Party
from docgen.documents import document_type, example
from docgen.documents.letter import date_lines
from docgen.errors import InputRefused
from docgen.library import Library

CORRESPONDENCE = ("return_victim_finding", "embassy_notification", "termination_notice")
DAY = dt.date(2027, 2, 2)


def made(type_id: str, **changes: Any) -> Any:
    kind = document_type(type_id)
    tree = example(kind)
    tree["documents"][type_id] |= changes
    return kind.of(Case.load(json.dumps(tree)))


@pytest.mark.parametrize("type_id", CORRESPONDENCE)
def test_the_mark_of_urgency_is_a_part_of_the_head(type_id: str, library: Library) -> None:
    marks = {step: made(type_id, urgency=step).view(library.locale("th"))["letterhead"]["urgency"]
             for step in ("urgent", "very_urgent", "most_urgent")}  # fmt: skip
    assert marks == {"urgent": "ด่วน", "very_urgent": "ด่วนมาก", "most_urgent": "ด่วนที่สุด"}


@pytest.mark.parametrize("type_id", CORRESPONDENCE)
def test_a_paper_without_urgency_bears_no_mark(type_id: str, library: Library) -> None:
    assert made(type_id, urgency=None).view(library.locale("km"))["letterhead"]["urgency"] == ""


def test_an_unknown_step_of_urgency_is_refused_by_its_pointer() -> None:
    with pytest.raises(InputRefused) as caught:
        made("termination_notice", urgency="soon")
    assert [finding.pointer for finding in caught.value.findings] == ["/documents/termination_notice/urgency"]


def test_only_a_cambodian_agency_writes_the_lunar_line_and_only_in_khmer(library: Library) -> None:
    letter = made("return_victim_finding")
    by_party = {Party.CAMBODIA: letter.agency, Party.THAILAND: letter.counterpart}
    lunar = {
        (party, tag): date_lines(agency, DAY, locale)["lunar"]
        for party, agency in by_party.items()
        for tag, locale in library.locales.items()
    }
    assert [key for key, there in lunar.items() if there] == [(Party.CAMBODIA, "km")]


def test_the_lunar_line_and_the_day_are_of_one_day(library: Library) -> None:
    agency, locale = made("return_victim_finding").agency, library.locale("km")
    assert date_lines(agency, DAY, locale) == {
        "date": locale.day(DAY),
        "lunar": True,
        "lunar_day": locale.lunar_day(DAY),
    }


def test_a_letter_that_goes_straight_to_its_addressee_has_no_line_for_it(library: Library) -> None:
    view = made("return_victim_finding", through=None).view(library.locale("en"))
    assert (view["routed"], view["through"]) == (False, "")


def test_a_note_is_addressed_by_name_and_city(library: Library) -> None:
    for type_id, field in (("embassy_notification", "embassy"), ("termination_notice", "addressee")):
        note = made(type_id)
        to = getattr(note, field)
        assert note.view(library.locale("th"))["addressee"] == {"name": to.name["th"], "city": to.city["th"]}
