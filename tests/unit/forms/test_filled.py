"""What a blank is filled with."""

from __future__ import annotations

from docgen.forms.filled import blank_values
from tests.conftest import open_press
from tests.unit.forms.papers import blank_of, document

TYPE = "rights_statement"


def test_dates_codes_and_ticks_are_what_the_form_shows_and_stores() -> None:
    entries = blank_of(TYPE, "th").entries
    given = blank_values(document(TYPE), open_press().library.locale("th"), entries)
    assert given["date"] == open_press().library.locale("th").day(document(TYPE).model_dump()["date"])
    assert (given["person/sex"], given["person/nationality/country"]) == ("female", "KH")
    assert given["understood"] == "yes"
    assert given["person/birth/age_determined"] in (True, False)
    assert "" not in given.values()


def test_a_text_without_the_blanks_language_is_given_in_another() -> None:
    paper = document(TYPE, signing_remark={"en": "left thumb"})
    given = blank_values(paper, open_press().library.locale("km"), blank_of(TYPE, "km").entries)
    assert given["signing_remark/km"] == "left thumb"
