"""Which year a Buddhist year is: Thailand's, Cambodia's, or refused where nobody can know."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import Refused
from docgen.locale import Locale
from docgen.locale.calendars import thai_buddhist_year
from docgen.locale.reading import Era, read_date
from docgen.locale.reading.eras import cambodian_buddhist_year

TEMPLATES = Path(__file__).parents[4] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def read(text: str, reader: Locale) -> str:
    """The date in the form of the case, or the code of the refusal."""
    try:
        return str(read_date(text, reader, LOCALES).date)
    except Refused as refused:
        return refused.problems[0].code


def said(text: str, reader: Locale = EN) -> str:
    return " ".join(map(str, read_date(text, reader, LOCALES).messages))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 มีนาคม 2482", "1940-03-31"),
        ("1 เมษายน 2483", "1940-04-01"),
        ("31 ธันวาคม 2483", "1940-12-31"),
        ("1 มกราคม 2484", "1941-01-01"),
        ("1 มกราคม 2480", "1938-01-01"),
        ("1 เมษายน 2480", "1937-04-01"),
        ("ก.พ. 2480", "1938-02"),
        ("2480-02-01", "1938-02-01"),
        ("1 มกราคม 2442", "1900-01-01"),
        ("1 เมษายน 2442", "date.year"),
        ("31 ธันวาคม 2643", "2100-12-31"),
        ("1 มกราคม 2483", "date.unreal"),
        ("มีนาคม พ.ศ. 2483", "date.unreal"),
        ("พ.ศ. 2483", "1940"),
    ],
)
def test_thai_years_before_1941_began_on_1_april(text: str, expected: str) -> None:
    assert read(text, TH) == expected


def test_a_thai_year_that_lay_in_two_common_years_is_said_to() -> None:
    assert "began on 1 April" in said("1 มกราคม 2480")
    assert "began on 1 April" not in said("1 เมษายน 2480")
    assert "ran from April to March" in said("พ.ศ. 2480")
    assert "ran from April to March" not in said("พ.ศ. 2483")
    assert "ran from April to March" not in said("1937")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 ឧសភា ព.ស. 2566", "2023-05-04"),  # 15 kaeut of Pisak, Visak Bochea
        ("ថ្ងៃសុក្រ ទី៥ ខែឧសភា ព.ស. ២៥៦៧", "2023-05-05"),  # the day after, and again 5 May 2024, a Sunday
        ("16 ឧសភា ព.ស. 2566", "2022-05-16"),  # the day after Visak Bochea
        ("25 សីហា ព.ស. 2566", "2022-08-25"),
        ("1 មករា ព.ស. 2566", "2023-01-01"),
        ("ខែសីហា ព.ស. ២៥៦៦", "2022-08"),
        ("ខែមករា ព.ស. ២៥៦៦", "2023-01"),
        ("ខែឧសភា ព.ស. ២៥៦៤", "2020-05"),
        ("10 ឧសភា ព.ស. 2566", "date.era"),  # that era began on 16 May 2022 and ended on 4 May 2023
        ("15 ឧសភា ព.ស. 2565", "date.ambiguous"),  # an era of 384 days, from 27 April 2021 to 15 May 2022
        ("ថ្ងៃអាទិត្យ ទី១៥ ខែឧសភា ព.ស. ២៥៦៥", "2022-05-15"),
        ("ថ្ងៃសៅរ៍ ទី១៥ ខែឧសភា ព.ស. ២៥៦៥", "2021-05-15"),
        ("ថ្ងៃពុធ ទី១៥ ខែឧសភា ព.ស. ២៥៦៥", "date.ambiguous"),
        ("ខែឧសភា ព.ស. ២៥៦៥", "date.ambiguous"),
        ("ព.ស. ២៥៦៦", "date.ambiguous"),
    ],
)
@pytest.mark.parametrize("reader", LOCALES, ids=lambda locale: locale.tag)
def test_a_year_marked_as_cambodian_changes_after_visak_bochea(text: str, expected: str, reader: Locale) -> None:
    assert read(text, reader) == expected


def test_a_cambodian_year_is_said_to_be_one() -> None:
    assert "in Cambodia, where the Buddhist year changes after Visak Bochea, the day is in B.E. 2566" in said(
        "25 សីហា ព.ស. 2566"
    )


@pytest.mark.parametrize(
    ("text", "reader", "expected"),
    [
        # Khmer words or digits, whoever reads: only where both countries mean the same day.
        ("២៥ សីហា ២៥៦៥", TH, "date.ambiguous"),
        ("25 សីហា 2565", EN, "date.ambiguous"),
        ("២៥/៨/២៥៦៥", EN, "date.ambiguous"),
        ("១ មករា ២៥៦៥", EN, "2022-01-01"),
        ("ខែមករា ២៥៦៥", EN, "2022-01"),
        ("ខែឧសភា ២៥៦៥", EN, "date.ambiguous"),
        ("ឆ្នាំ២៥៦៥", EN, "date.ambiguous"),
        ("៤/៥/២៥៦៦", KM, "2023-05-04"),  # Visak Bochea
        ("៥/៥/២៥៦៦", KM, "date.ambiguous"),
        ("១៥/៥/២៥៦៥", KM, "date.ambiguous"),  # Cambodia: in 2021 and in 2022
        ("ថ្ងៃអាទិត្យ ១៥/៥/២៥៦៥", KM, "2022-05-15"),
        ("១ កុម្ភៈ ២៤៨០", KM, "date.ambiguous"),  # Thailand: 1938, Cambodia: 1937
        # Thai words or digits tell the country, also to a Khmer reader.
        ("๒๕/๘/๒๕๖๕", KM, "2022-08-25"),
        ("25 ส.ค. 2565", KM, "2022-08-25"),
        ("25/8/พ.ศ. 2565", KM, "2022-08-25"),
        ("๒๕ សីហា ๒๕๖๕", TH, "date.ambiguous"),
        # ASCII digits and English words are anybody's: the reader tells.
        ("25/8/2565", KM, "date.ambiguous"),
        ("25/8/2565", TH, "2022-08-25"),
        ("25/8/2565", EN, "2022-08-25"),
        ("25 August B.E. 2565", KM, "date.ambiguous"),
        ("25 August B.E. 2565", EN, "2022-08-25"),
        ("25 August 2565 BE", TH, "2022-08-25"),
        ("1 January B.E. 2565", KM, "2022-01-01"),
    ],
)
def test_a_year_without_a_country_is_read_only_where_it_is_clear(text: str, reader: Locale, expected: str) -> None:
    assert read(text, reader) == expected


def test_the_remedy_names_the_marks_of_both_countries() -> None:
    with pytest.raises(Refused) as refused:
        read_date("25/8/2565", KM, LOCALES)
    assert "ព.ស." in str(refused.value) and "พ.ศ." in str(refused.value)


@given(DAYS)
def test_a_marked_cambodian_year_gives_back_the_day_or_refuses(day: dt.date) -> None:
    typed = f"{day.day} {KM.month(day.month)} ព.ស. {cambodian_buddhist_year(day)}"
    assert read(typed, KM) in {day.isoformat(), "date.ambiguous"}


def test_a_cambodian_date_is_ambiguous_only_between_two_visaks() -> None:
    """Of 200 years, the days that a Cambodian era has twice lie in spring."""
    first = dt.date(1901, 1, 1)
    days = [first + dt.timedelta(days=count) for count in range(365 * 199)]
    seen = Counter((cambodian_buddhist_year(day), day.month, day.day) for day in days)
    assert {month for (_, month, _), times in seen.items() if times > 1} == {4, 5}
    assert max(seen.values()) == 2


@given(DAYS)
def test_a_marked_cambodian_year_with_its_weekday_gives_back_the_day(day: dt.date) -> None:
    typed = f"ថ្ងៃ{KM.weekday(day)} ទី{day.day} ខែ{KM.month(day.month)} ព.ស. {cambodian_buddhist_year(day)}"
    assert read(typed, KM) == day.isoformat()


@given(DAYS, st.sampled_from(LOCALES))
def test_an_unmarked_khmer_year_is_never_guessed(day: dt.date, reader: Locale) -> None:
    typed = KM.digits(f"{day.day}/{day.month}/{thai_buddhist_year(day)}")
    agreed = thai_buddhist_year(day) == cambodian_buddhist_year(day)
    assert read(typed, reader) in ({day.isoformat(), "date.ambiguous"} if agreed else {"date.ambiguous"})


def test_a_date_never_has_the_era_that_names_no_country() -> None:
    for text in ("25 August B.E. 2565", "25/8/2565", "25/8/2022", "25 សីហា ព.ស. 2566"):
        assert read_date(text, EN, LOCALES).era is not Era.BUDDHIST
