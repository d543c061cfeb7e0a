"""Sangkranta and Lerng Sak against announcements and public holidays."""

import datetime as dt
from itertools import pairwise

import pytest

from docgen.locale.khmer_new_year import new_year

YEARS = range(1900, 2101)


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        # Cambodian announcements of the hour of Sangkranta, as the press gave them
        ("2011-04-14", "13:12"),
        ("2012-04-13", "19:11"),
        ("2013-04-14", "02:12"),
        ("2014-04-14", "08:24"),
        ("2020-04-13", "20:48"),
        # Thai announcements, from the same reckoning
        ("2008-04-13", "18:55"),
        ("2009-04-14", "01:13"),
        ("2012-04-13", "19:12"),
        ("2018-04-14", "09:01"),
        ("2022-04-14", "09:45"),
        ("2024-04-13", "22:24"),
    ],
)
def test_sangkranta_is_on_the_announced_day_about_the_announced_hour(day: str, announced: str) -> None:
    year = new_year(int(day[:4]))
    hours, minutes = map(int, announced.split(":"))
    assert year.sangkranta == dt.date.fromisoformat(day)
    assert abs(year.minutes - (hours * 60 + minutes)) <= 31


@pytest.mark.parametrize(
    ("first", "days"),
    [
        ("2016-04-13", 4),
        ("2017-04-14", 3),
        ("2019-04-14", 3),
        ("2022-04-14", 3),
        ("2023-04-14", 3),
        ("2025-04-14", 3),
    ],
)
def test_the_new_year_lasts_as_long_as_the_public_holiday(first: str, days: int) -> None:
    year = new_year(int(first[:4]))
    assert year.sangkranta == dt.date.fromisoformat(first)
    assert (year.lerng_sak - year.sangkranta).days + 1 == days


def test_a_proclamation_of_1857_agrees() -> None:
    # Of King Mongkut for the year of the snake, Chulasakarat 1219: Saturday to Monday.
    year = new_year(1857)
    assert (year.sangkranta.strftime("%A"), year.lerng_sak.strftime("%A")) == ("Saturday", "Monday")


def test_sangkranta_is_two_or_three_days_before_lerng_sak_and_within_its_day() -> None:
    for year in map(new_year, YEARS):
        assert (year.lerng_sak - year.sangkranta).days in (2, 3)
        assert 0 < year.minutes <= 1440


def test_solar_years_have_365_or_366_days_and_drift_through_april_slowly() -> None:
    days = [new_year(year).lerng_sak for year in YEARS]
    assert {(later - day).days for day, later in pairwise(days)} == {365, 366}
    assert {day.day for day in days} == {15, 16, 17}


def test_the_hour_is_written_with_two_digits() -> None:
    assert (new_year(2025).hour, new_year(2019).hour, new_year(1974).hour) == ("04:48", "15:12", "24:00")
