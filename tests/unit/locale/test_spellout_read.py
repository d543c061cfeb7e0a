"""Number words are read back as the number, and words that could mean two numbers are not decided by chance."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.locale import Locale
from docgen.locale.spellout import CARDINAL, MAXIMUM, ORDINAL, Spellout
from docgen.locale.spellout_read import LONGEST, numbers_of
from tests.unit.locale.languages import ALL, EN, KM, TH, spelt

ANY = st.one_of(st.integers(0, MAXIMUM), st.integers(0, 1300), st.integers(1, 15).map(lambda power: 10**power - 1))


@given(ANY)
def test_every_number_comes_back_from_its_words(number: int) -> None:
    for locale in ALL:
        assert numbers_of(spelt(locale), locale.words(number), CARDINAL) == {number}, locale.tag


@given(ANY.map(lambda number: number or 1))
def test_every_ordinal_comes_back_from_its_words(number: int) -> None:
    for locale in ALL:
        assert numbers_of(spelt(locale), locale.ordinal_words(number), ORDINAL) == {number}, locale.tag


@given(st.sets(st.integers(0, MAXIMUM), min_size=2, max_size=2))
def test_two_numbers_never_have_the_same_words(numbers: set[int]) -> None:
    for locale in ALL:
        assert len({locale.words(number) for number in numbers}) == 2


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("หนึ่งร้อยหนึ่ง", 101), ("ร้อยเอ็ด", 101), ("พันเอ็ด", 1001), ("หนึ่งสิบ", 10), ("ยี่สิบ หนึ่ง", 21),
        ("พันล้าน", 10**9), ("ห้า\u200bร้อย", 500),
    ],
)  # fmt: skip
def test_thai_is_read_as_people_type_it(typed: str, number: int) -> None:
    assert TH.read_words(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ប្រាំពិល", 7), ("ដប់ពាន់", 10_000), ("ម្ភៃប្រាំពាន់", 25_000), ("មួយរយពាន់", 100_000), ("ពីរមុឺន", 20_000),
        ("ដប់ពាន់លាន", 10**10), ("ពីរ ម៉ឺន ប្រាំ ពាន់", 25_000), ("មួយ\u200bរយ", 100),
    ],
)  # fmt: skip
def test_khmer_is_read_as_people_type_it(typed: str, number: int) -> None:
    assert KM.read_words(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("One Hundred Twenty Three", 123), ("a hundred and one", 101), ("TWENTY-ONE", 21), ("twenty\u2013one", 21),
        ("one million, two hundred thousand, and five", 1_200_005), ("nought", 0),
    ],
)  # fmt: skip
def test_english_is_read_as_people_type_it(typed: str, number: int) -> None:
    assert EN.read_words(typed) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "one hundred one hundred", "one two", "hundred one", "onely", "1", "minus one", "one point five"],
)
def test_what_is_no_number_is_read_as_none(text: str) -> None:
    assert numbers_of(spelt(EN), text, CARDINAL) == set()


def test_words_that_mean_two_numbers_give_both() -> None:
    rules = {str(digit): f"d{digit}" for digit in range(10)} | {"10": "d1[→→]", "20": "←←ten[→→]"}
    assert numbers_of(Spellout({"cardinal": rules}), "d1", CARDINAL) == {1, 10}


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: str(locale.tag))
def test_a_hostile_text_is_answered_at_once(locale: Locale) -> None:
    for word in ("หนึ่งล้าน", "ล้าน", "មួយលាន", "a million", "one hundred and ", "one "):
        started = time.process_time()
        assert numbers_of(spelt(locale), (word * LONGEST)[:LONGEST], CARDINAL) == set()
        assert time.process_time() - started < 2


def test_a_text_longer_than_any_number_is_not_read() -> None:
    assert numbers_of(spelt(EN), "one" + " " * LONGEST, CARDINAL) == set()
