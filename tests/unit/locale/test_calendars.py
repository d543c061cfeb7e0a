"""The Thai and the Cambodian Buddhist years, both ways, and the days that never were."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case.refusal import Refused
from docgen.locale.calendars import (
    cambodian_buddhist_year,
    cambodian_buddhist_year_days,
    from_thai_buddhist,
    thai_buddhist_year,
)
from docgen.locale.khmer_arithmetic import Month
from docgen.locale.khmer_lunar import lunar_date

ONE = dt.timedelta(days=1)


def test_a_thai_year_is_543_more_than_the_common_era() -> None:
    assert thai_buddhist_year(dt.date(2022, 8, 25)) == 2565
    assert from_thai_buddhist(2565, 8, 25) == dt.date(2022, 8, 25)


def test_a_thai_year_before_1941_began_in_april() -> None:
    assert thai_buddhist_year(dt.date(1940, 3, 31)) == 2482
    assert thai_buddhist_year(dt.date(1940, 4, 1)) == 2483
    assert from_thai_buddhist(2482, 3, 31) == dt.date(1940, 3, 31)
    assert from_thai_buddhist(2482, 4, 1) == dt.date(1939, 4, 1)
    assert from_thai_buddhist(2483, 4, 1) == dt.date(1940, 4, 1)


def test_the_year_2483_had_nine_months() -> None:
    days = [dt.date(1940, 4, 1) + ONE * passed for passed in range(275)]
    assert {thai_buddhist_year(day) for day in days} == {2483}
    assert thai_buddhist_year(days[-1] + ONE) == 2484
    assert from_thai_buddhist(2484, 1, 1) == days[-1] + ONE
    for month in (1, 2, 3):
        with pytest.raises(ValueError, match="only the months April to December"):
            from_thai_buddhist(2483, month, 1)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2566, 2, 29), (2565, 13, 1), (2483, 0, 1), (2565, 4, 31), (0, 1, 1), (10**12, 1, 1)]
)
def test_a_thai_date_that_never_was_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(Refused, match="no such day"):
        from_thai_buddhist(year, month, day)


@given(st.dates(dt.date(1889, 4, 1), dt.date(2400, 12, 31)))
def test_a_thai_date_leads_back_to_its_day(day: dt.date) -> None:
    assert from_thai_buddhist(thai_buddhist_year(day), day.month, day.day) == day


def test_the_thai_leap_day_is_found_on_both_sides_of_1941() -> None:
    assert from_thai_buddhist(2482, 2, 29) == dt.date(1940, 2, 29)
    assert from_thai_buddhist(2487, 2, 29) == dt.date(1944, 2, 29)


def test_the_cambodian_era_changes_the_day_after_visak_bochea() -> None:
    visak_bochea = dt.date(2022, 5, 15)
    assert cambodian_buddhist_year(visak_bochea) == 2565
    assert cambodian_buddhist_year(visak_bochea + ONE) == 2566
    assert cambodian_buddhist_year_days(2566) == (dt.date(2022, 5, 16), dt.date(2023, 5, 4))


@given(st.integers(2444, 2643))
def test_a_cambodian_year_runs_from_1_roach_to_15_kaeut_of_pisak(year: int) -> None:
    first, last = cambodian_buddhist_year_days(year)
    begins, ends = lunar_date(first), lunar_date(last)
    assert (begins.day, begins.waxing, begins.month) == (1, False, Month.PISAK)
    assert (ends.day, ends.waxing, ends.month) == (15, True, Month.PISAK)
    assert [cambodian_buddhist_year(day) for day in (first - ONE, first, last, last + ONE)] == [
        year - 1, year, year, year + 1,
    ]  # fmt: skip


def test_cambodian_years_follow_each_other_without_gap() -> None:
    years = [cambodian_buddhist_year_days(year) for year in range(2444, 2644)]
    assert all(following[0] == year[1] + ONE for year, following in pairwise(years))


@given(st.dates(dt.date(1900, 5, 14), dt.date(2100, 5, 23)))
def test_a_day_lies_within_its_cambodian_year(day: dt.date) -> None:
    first, last = cambodian_buddhist_year_days(cambodian_buddhist_year(day))
    assert first <= day <= last


def test_a_year_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="2444 to 2643"):
        cambodian_buddhist_year_days(2443)
    with pytest.raises(ValueError, match="2444 to 2643"):
        cambodian_buddhist_year_days(2644)
    with pytest.raises(ValueError, match="1900 to 2100"):
        cambodian_buddhist_year(dt.date(1899, 12, 31))
