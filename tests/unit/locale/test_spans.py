"""Times of day, ranges of days and times, and periods in words."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.locale import Locale
from docgen.locale.periods import Period
from tests.unit.locale.languages import EN, KM, TH, smallest

HALF_PAST_NINE, HALF_PAST_FOUR = dt.time(9, 30), dt.time(16, 30)
LANGUAGES = pytest.mark.parametrize("locale", [KM, TH, EN], ids=lambda locale: locale.tag)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_time_of_day_runs_to_24_hours() -> None:
    assert [locale.time(HALF_PAST_NINE) for locale in (TH, KM, EN)] == ["๐๙.๓๐ น.", "ម៉ោង ០៩:៣០ នាទី", "09:30 hours"]
    assert [locale.time(dt.time(0, 5)) for locale in (TH, KM, EN)] == ["๐๐.๐๕ น.", "ម៉ោង ០០:០៥ នាទី", "00:05 hours"]


def test_a_time_range_is_written_once_with_its_unit() -> None:
    assert TH.time_range(HALF_PAST_NINE, HALF_PAST_FOUR) == "๐๙.๓๐–๑๖.๓๐ น."
    assert KM.time_range(HALF_PAST_NINE, HALF_PAST_FOUR) == "ម៉ោង ០៩:៣០ នាទី ដល់ម៉ោង ១៦:៣០ នាទី"
    assert EN.time_range(HALF_PAST_NINE, HALF_PAST_FOUR) == "09:30–16:30 hours"


def test_a_moment_is_a_day_and_a_time() -> None:
    at = (day("2022-08-25"), HALF_PAST_NINE)
    assert TH.moment(*at) == "วันที่ ๒๕ สิงหาคม ๒๕๖๕ เวลา ๐๙.๓๐ น."
    assert KM.moment(*at) == "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២ វេលាម៉ោង ០៩:៣០ នាទី"
    assert EN.moment(*at) == "25 August 2022 at 09:30 hours"


def test_a_range_of_moments_names_the_day_once_where_it_is_the_same() -> None:
    start = dt.datetime(2026, 11, 13, 9, 30)
    same, later = dt.datetime(2026, 11, 13, 16, 30), dt.datetime(2026, 11, 14, 12, 0)
    assert TH.moment_range(start, same) == "วันที่ ๑๓ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๓๐–๑๖.๓๐ น."
    assert EN.moment_range(start, same) == "13 November 2026 at 09:30–16:30 hours"
    assert EN.moment_range(start, later) == "13 November 2026 at 09:30 hours to 14 November 2026 at 12:00 hours"
    assert TH.moment_range(start, later) == ("วันที่ ๑๓ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๓๐ น. ถึงวันที่ ๑๔ พฤศจิกายน ๒๕๖๙ เวลา ๑๒.๐๐ น.")
    assert KM.moment_range(start, later) == (
        "ថ្ងៃទី១៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦ វេលាម៉ោង ០៩:៣០ នាទី ដល់ថ្ងៃទី១៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦ វេលាម៉ោង ១២:០០ នាទី"
    )


# Ranges of days


@pytest.mark.parametrize(
    ("first", "last", "thai", "khmer", "english"),
    [
        ("2026-11-13", "2026-11-16", "๑๓–๑๖ พฤศจิกายน ๒๕๖๙",
         "ថ្ងៃទី១៣ ដល់ថ្ងៃទី១៦ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "13–16 November 2026"),
        ("2024-02-29", "2024-03-01", "๒๙ กุมภาพันธ์ – ๑ มีนาคม ๒๕๖๗",
         "ថ្ងៃទី២៩ ខែកុម្ភៈ ដល់ថ្ងៃទី១ ខែមីនា ឆ្នាំ២០២៤", "29 February – 1 March 2024"),
        ("2026-12-30", "2027-01-02", "๓๐ ธันวาคม ๒๕๖๙ – ๒ มกราคม ๒๕๗๐",
         "ថ្ងៃទី៣០ ខែធ្នូ ឆ្នាំ២០២៦ ដល់ថ្ងៃទី២ ខែមករា ឆ្នាំ២០២៧", "30 December 2026 – 2 January 2027"),
        ("2025-11-13", "2026-11-16", "๑๓ พฤศจิกายน ๒๕๖๘ – ๑๖ พฤศจิกายน ๒๕๖๙",
         "ថ្ងៃទី១៣ ខែវិច្ឆិកា ឆ្នាំ២០២៥ ដល់ថ្ងៃទី១៦ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "13 November 2025 – 16 November 2026"),
        ("2026-11-13", "2026-11-13", "๑๓ พฤศจิกายน ๒๕๖๙", "ថ្ងៃទី១៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "13 November 2026"),
    ],
)  # fmt: skip
def test_a_range_names_once_what_both_days_share(first: str, last: str, thai: str, khmer: str, english: str) -> None:
    ends = (day(first), day(last))
    assert (TH.day_range(*ends), KM.day_range(*ends), EN.day_range(*ends)) == (thai, khmer, english)


def test_a_range_within_a_sentence_is_in_words() -> None:
    ends = (day("2026-11-13"), day("2026-11-16"))
    assert TH.text_range(*ends) == "ตั้งแต่วันที่ ๑๓ ถึงวันที่ ๑๖ พฤศจิกายน ๒๕๖๙"
    assert KM.text_range(*ends) == "ចាប់ពីថ្ងៃទី១៣ ដល់ថ្ងៃទី១៦ ខែវិច្ឆិកា ឆ្នាំ២០២៦"
    assert EN.text_range(*ends) == "from 13 to 16 November 2026"
    months = (day("2026-11-30"), day("2026-12-02"))
    assert TH.text_range(*months) == "ตั้งแต่วันที่ ๓๐ พฤศจิกายน ถึงวันที่ ๒ ธันวาคม ๒๕๖๙"
    years = (day("2026-12-30"), day("2027-01-02"))
    assert EN.text_range(*years) == "from 30 December 2026 to 2 January 2027"
    assert TH.text_range(ends[0], ends[0]) == "วันที่ ๑๓ พฤศจิกายน ๒๕๖๙"


def test_a_thai_range_in_old_years_never_hides_a_change_of_year() -> None:
    # One Gregorian year, two Thai years; then one Thai year, two Gregorian years.
    assert TH.day_range(day("1940-03-30"), day("1940-04-02")) == "๓๐ มีนาคม ๒๔๘๒ – ๒ เมษายน ๒๔๘๓"
    assert TH.day_range(day("1938-12-30"), day("1939-01-02")) == "๓๐ ธันวาคม ๒๔๘๑ – ๒ มกราคม ๒๔๘๑"
    assert EN.day_range(day("1940-03-30"), day("1940-04-02")) == "30 March – 2 April 1940"


@LANGUAGES
@given(days=st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), min_size=2, max_size=2))
def test_a_range_ends_with_its_last_day_or_says_as_much(locale: Locale, days: list[dt.date]) -> None:
    first, last = sorted(days)
    for written in (locale.day_range(first, last), locale.text_range(first, last)):
        assert written.endswith(locale.day(last).removeprefix("ថ្ងៃទី"))
        assert locale.month(first.month) in written and locale.digits(str(first.day)) in written


@pytest.mark.parametrize(
    "backwards",
    [
        lambda: EN.day_range(day("2026-11-16"), day("2026-11-13")),
        lambda: EN.text_range(day("2026-11-16"), day("2026-11-13")),
        lambda: EN.time_range(HALF_PAST_FOUR, HALF_PAST_NINE),
        lambda: EN.moment_range(dt.datetime(2026, 11, 16, 9), dt.datetime(2026, 11, 13, 9)),
    ],
    ids=["days", "text", "times", "moments"],
)
def test_a_range_that_runs_backwards_is_refused(backwards: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match="the end comes before the beginning"):
        backwards()


# Periods


def test_a_period_is_written_with_the_day_on_which_it_ends() -> None:
    received = day("2026-12-03")
    assert EN.period(90, received) == "within 90 days from 3 December 2026 (that is, by 3 March 2027)"
    assert TH.period(90, received) == "ภายใน ๙๐ วัน นับแต่วันที่ ๓ ธันวาคม ๒๕๖๙ (ครบกำหนดวันที่ ๓ มีนาคม ๒๕๗๐)"
    assert KM.period(90, received) == ("ក្នុងរយៈពេល ៩០ ថ្ងៃ គិតចាប់ពីថ្ងៃទី៣ ខែធ្នូ ឆ្នាំ២០២៦ (ផុតកំណត់នៅថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០២៧)")


def test_a_period_of_months_ends_by_the_calendar() -> None:
    assert EN.period(Period(months=1), day("2026-01-31")) == (
        "within 1 month from 31 January 2026 (that is, by 28 February 2026)"
    )
    assert TH.period(Period(months=6), day("2026-08-31")) == (
        "ภายใน ๖ เดือน นับแต่วันที่ ๓๑ สิงหาคม ๒๕๖๙ (ครบกำหนดวันที่ ๒๘ กุมภาพันธ์ ๒๕๗๐)"
    )


def test_a_length_of_several_units_is_written_from_the_greatest_down() -> None:
    length = Period(days=10, months=1, years=2)
    assert [locale.duration(length) for locale in (EN, TH, KM)] == [
        "2 years, 1 month, 10 days", "๒ ปี ๑ เดือน ๑๐ วัน", "២ ឆ្នាំ ១ ខែ ១០ ថ្ងៃ",
    ]  # fmt: skip
    assert [EN.duration(Period(days=number)) for number in (1, 2, 1000)] == ["1 day", "2 days", "1,000 days"]


def test_a_language_with_only_the_required_fields_writes_spans_as_intervals(tmp_path: Path) -> None:
    lao = smallest(tmp_path)
    first, last = day("2026-11-13"), day("2026-11-16")
    days = "ວັນທີ ໑໓ ພະຈິກ ໒໐໒໖ – ວັນທີ ໑໖ ພະຈິກ ໒໐໒໖"
    assert lao.day_range(first, last) == lao.text_range(first, last) == lao.period(3, first) == days
    assert lao.time_range(HALF_PAST_NINE, HALF_PAST_FOUR) == "໐໙:໓໐ ໂມງ – ໑໖:໓໐ ໂມງ"
    assert lao.moment(first, HALF_PAST_NINE) == "ວັນທີ ໑໓ ພະຈິກ ໒໐໒໖, ໐໙:໓໐ ໂມງ"
    moments = (dt.datetime.combine(first, HALF_PAST_NINE), dt.datetime.combine(last, HALF_PAST_NINE))
    assert lao.moment_range(*moments) == "ວັນທີ ໑໓ ພະຈິກ ໒໐໒໖, ໐໙:໓໐ ໂມງ – ວັນທີ ໑໖ ພະຈິກ ໒໐໒໖, ໐໙:໓໐ ໂມງ"
    assert lao.duration(Period(days=10, years=1)) == "P1Y10D"
