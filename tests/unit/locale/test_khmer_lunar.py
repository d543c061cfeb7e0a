"""The Khmer lunar calendar against printed dates and festivals, and the laws that every year keeps."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.locale.khmer_lunar import Leap, LunarDate, Month, leap_of, lunar_date, months_of

CHANGES = {"animal_changes": (4, 14), "sak_changes": (4, 16)}


def lunar(day: str) -> LunarDate:
    return lunar_date(dt.date.fromisoformat(day), **CHANGES)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2004-10-14", (1, True, Month.ASSUJ, 2548)),
        ("2011-05-21", (4, False, Month.PISAK, 2555)),
        ("2012-04-13", (7, False, Month.CHET, 2555)),
        ("2015-11-25", (15, True, Month.KADEK, 2559)),
        ("2021-01-28", (15, True, Month.MEAK, 2564)),
        ("2022-05-15", (15, True, Month.PISAK, 2565)),
        ("2022-05-16", (1, False, Month.PISAK, 2566)),
        ("2023-10-14", (15, False, Month.PHATRABOT, 2567)),
        ("2025-05-15", (4, False, Month.PISAK, 2569)),
    ],
)
def test_a_printed_date_or_festival_agrees(day: str, expected: tuple[int, bool, Month, int]) -> None:
    found = lunar(day)
    assert (found.day, found.waxing, found.month, found.buddhist_era) == expected


def test_the_animal_year_and_the_sak_change_in_april() -> None:
    assert (lunar("2021-01-28").animal, lunar("2021-01-28").sak) == (0, 2)  # ជូត ទោស័ក, as printed
    assert (lunar("2025-05-15").animal, lunar("2025-05-15").sak) == (5, 7)  # ម្សាញ់ សប្តស័ក, as printed
    assert lunar("2025-04-13").animal != lunar("2025-04-14").animal
    assert lunar("2025-04-15").sak != lunar("2025-04-16").sak


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 30)))
def test_every_day_advances_by_exactly_one(day: dt.date) -> None:
    today = lunar_date(day, **CHANGES)
    tomorrow = lunar_date(day + dt.timedelta(days=1), **CHANGES)
    if today.month == tomorrow.month:
        assert _index(tomorrow) == _index(today) + 1
    else:
        assert _index(tomorrow) == 0
        assert _index(today) in (28, 29)


def test_every_day_of_the_range_has_a_lunar_date() -> None:
    for day in (dt.date(1900, 1, 1), dt.date(2100, 12, 31), *(dt.date(year, 12, 31) for year in range(1900, 2101))):
        assert 1 <= lunar_date(day, **CHANGES).day <= 15


def test_months_and_years_have_legal_lengths() -> None:
    for year in range(1900, 2101):
        lengths = [length for _, length in months_of(year)]
        assert set(lengths) == {29, 30}
        assert sum(lengths) == {Leap.NONE: 354, Leap.DAY: 355, Leap.MONTH: 384}[leap_of(year)]


def test_two_leap_months_never_follow_each_other() -> None:
    leaps = [leap_of(year) for year in range(1900, 2101)]
    assert (Leap.MONTH, Leap.MONTH) not in set(pairwise(leaps))


def test_a_year_outside_the_tables_is_refused() -> None:
    with pytest.raises(ValueError, match="1900 to 2100"):
        lunar_date(dt.date(2101, 1, 1), **CHANGES)


def _index(day: LunarDate) -> int:
    return day.day - 1 + (0 if day.waxing else 15)
