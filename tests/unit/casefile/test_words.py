"""A reference is found however its words are typed, and nothing of it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.casefile.draft import Draft
from docgen.casefile.words import Words, words_of

WORDS = Words(bytes(range(32)))


def found(reference: str, text: str) -> bool:
    sought = WORDS.sought(text)
    return bool(sought) and sought <= WORDS.of(Draft().put(("reference",), reference))


@pytest.mark.parametrize(
    "text",
    [
        "DATIP-0147/2569",
        "datip 2569",
        "0147",
        "147",
        "๐๑๔๗",
        "០១៤៧",
        "２５６９",
        "2569 0147",
        "DATIP01472569",
        "Datip,147",
    ],
)
def test_a_reference_is_found_by_any_of_its_words_in_the_digits_of_any_script(text: str) -> None:
    assert found("DATIP-0147/2569", text)
    assert found("datip ๐๑๔๗ ๒๕๖๙", text)


@pytest.mark.parametrize("text", ["", " - ", "DATI", "148", "0147 2570", "datip 2569 x"])
def test_a_text_with_another_word_or_none_finds_nothing(text: str) -> None:
    assert not found("DATIP-0147/2569", text)


def test_words_of_thai_and_khmer_stay_whole() -> None:
    assert words_of("กรมสอบสวน ที่/๑๒") == ["กรมสอบสวน", "ที่", "12"]
    assert words_of("លេខ\u200bរឿង ០១") == ["លេខរឿង", "01"]


def test_a_reference_that_was_not_understood_is_found_as_it_was_typed() -> None:
    assert WORDS.sought("0147") <= WORDS.of(Draft().mistyped(("reference",), "TIP 0147"))


def test_another_installation_knows_other_words() -> None:
    assert not WORDS.sought("0147") & Words(bytes(32)).sought("0147")


def test_a_case_without_reference_has_no_words() -> None:
    assert WORDS.of(Draft()) == WORDS.of(Draft().put(("reference",), "/")) == set()


@given(st.text())
def test_any_text_has_at_most_twenty_words_and_finds_itself(text: str) -> None:
    assert len(words_of(text)) <= 20
    assert found(text, text) == bool(words_of(text))
