"""Times of day as people type them, on the 24-hour clock."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import Refused
from docgen.locale import Locale
from docgen.locale.reading import read_time

TEMPLATES = Path(__file__).parents[4] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))
TIMES = st.times().map(lambda time: dt.time(time.hour, time.minute))


@pytest.mark.parametrize("reader", LOCALES, ids=lambda locale: locale.tag)
@pytest.mark.parametrize(
    "text",
    [
        "09:30", "9:30", "09.30", "9.30 hours", "0930 hrs", "0930hrs", "at 9:30", "09.30 น.", "09.30น.", "09.30 น",
        "๐๙.๓๐ น.", "เวลา ๐๙.๓๐ นาฬิกา", "៩:៣០", "ម៉ោង ០៩:៣០ នាទី", "ម៉ោង៩:៣០នាទី", "វេលាម៉ោង ៩:៣០", "ម៉ោង\u200b៩:៣០",
        "\u1798\u17c4\u17c9\u1784 9:30",
    ],
)  # fmt: skip
def test_a_time_is_understood_in_every_usual_form(text: str, reader: Locale) -> None:
    assert read_time(text, reader, LOCALES) == dt.time(9, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24:00", "time.unreal"), ("9:60", "time.unreal"), ("2460 hrs", "time.unreal"),
        ("๙:30", "time.mixed_digits"), ("９:30", "time.mixed_digits"), ("９:３０", "time.digits"),
        ("0930", "time.unreadable"), ("9", "time.unreadable"),
        ("9:3", "time.unreadable"), ("9:30:00", "time.unreadable"),
        ("9:30 pm", "time.unreadable"), ("៩:៣០ ល្ងាច", "time.unreadable"), ("9 hours 30", "time.unreadable"),
        ("noon", "time.unreadable"), ("", "time.unreadable"),
        ("-9:30", "time.unreadable"), ("hours", "time.unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_time(text, EN, LOCALES)
    assert [problem.code for problem in refused.value.problems] == [code]


@given(TIMES, st.sampled_from(LOCALES), st.sampled_from(LOCALES))
def test_what_a_language_writes_as_a_time_is_read_back(time: dt.time, writer: Locale, reader: Locale) -> None:
    assert read_time(writer.time(time), reader, LOCALES) == time


@given(st.one_of(st.text(max_size=120), st.text("0123456789:. น๑២²", max_size=10)), st.sampled_from(LOCALES))
def test_hostile_text_is_refused_or_read_and_nothing_else(text: str, reader: Locale) -> None:
    try:
        found = read_time(text, reader, LOCALES)
    except Refused as refused:
        assert all(problem.code.startswith(("time.", "text.")) for problem in refused.problems)
    else:
        assert isinstance(found, dt.time) and not found.second
