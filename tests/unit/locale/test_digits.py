"""Digits of one script become ASCII; mixed scripts and foreign digits are refused by name."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import Refused
from docgen.locale import Locale
from docgen.locale.digits import Kind, ascii_digits, digits_of, mixes_digits, writers

TEMPLATES = Path(__file__).parents[3] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))


def test_a_digit_script_is_named_by_its_zero() -> None:
    assert digits_of("no digit") == frozenset()
    assert digits_of("2022") == {"0"}
    assert digits_of("៩ ๑ 1 １") == {"០", "๐", "0", "０"}


def test_python_would_take_mixed_digits_for_one_number_and_docgen_does_not() -> None:
    assert int("1១๑") == 111
    assert mixes_digits("1១๑")
    assert not mixes_digits("១១១")


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("text", ["1๑", "๑១", "25/៨/2022", "25 ๘ 2022"])
def test_mixed_digits_are_refused_by_name_and_not_shown(text: str, kind: Kind) -> None:
    with pytest.raises(Refused) as refused:
        ascii_digits(text, LOCALES, kind)
    assert [problem.code for problem in refused.value.problems] == [f"{kind}.mixed_digits"]
    assert text not in str(refused.value)


@pytest.mark.parametrize("text", ["1²", "１９", "٣", "①", "໑", "𝟙", "⁵"])
def test_digits_that_no_language_here_writes_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        ascii_digits(text, LOCALES, "number")
    assert [problem.code for problem in refused.value.problems] == ["number.digits"]


@given(st.integers(min_value=0), st.sampled_from(LOCALES))
def test_what_a_language_writes_in_its_digits_is_read_back(number: int, locale: Locale) -> None:
    assert ascii_digits(locale.digits(str(number)), LOCALES, "number") == str(number)


def test_own_digits_tell_the_language_and_ascii_digits_do_not() -> None:
    assert writers("๒๕", LOCALES) == (TH,)
    assert writers("២៥", LOCALES) == (KM,)
    assert writers("25", LOCALES) == ()
