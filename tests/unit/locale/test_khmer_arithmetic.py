"""The laws that every Khmer lunar year keeps, and the agreement of the moon's two counts."""

import datetime as dt
from itertools import pairwise

from docgen.locale.khmer_arithmetic import (
    FIRST_YEAR,
    LAST_YEAR,
    Leap,
    Month,
    bodithey,
    day_of,
    first_day,
    harkun,
    has_month_and_day,
    leap_of,
    locate,
    month_in,
    months_of,
)

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
ORDINARY = [Month((number + 1) % 12) for number in range(12)]
"""Boss to Kadek, then Migasir."""


def test_months_and_years_have_legal_lengths() -> None:
    for year in YEARS:
        lengths = [length for _, length in months_of(year)]
        assert set(lengths) == {29, 30}
        assert sum(lengths) == {Leap.NONE: 354, Leap.DAY: 355, Leap.MONTH: 384}[leap_of(year)]


def test_a_leap_day_and_a_leap_month_never_meet_in_one_year() -> None:
    for year in YEARS:
        months = dict(months_of(year))
        assert (months[Month.JESH] == 30) == (leap_of(year) is Leap.DAY)
        assert (Month.TUTIYASADH in months) == (leap_of(year) is Leap.MONTH)
        assert not (months[Month.JESH] == 30 and Month.TUTIYASADH in months)


def test_the_months_follow_each_other_in_their_order() -> None:
    for year in YEARS:
        expected = ORDINARY.copy()
        if leap_of(year) is Leap.MONTH:
            at = expected.index(Month.ASADH)
            expected[at : at + 1] = [Month.PATHAMASADH, Month.TUTIYASADH]
        assert [month for month, _ in months_of(year)] == expected


def test_two_leap_months_never_follow_each_other() -> None:
    assert (Leap.MONTH, Leap.MONTH) not in set(pairwise(leap_of(year) for year in YEARS))


def test_a_leap_day_that_meets_a_leap_month_moves_to_the_next_year() -> None:
    met = [year for year in YEARS if has_month_and_day(year - 638)]
    assert met[-3:] == [2056, 2061, 2097]
    assert {(leap_of(year), leap_of(year + 1)) for year in met} == {(Leap.MONTH, Leap.DAY)}


def test_leap_months_are_those_of_the_printed_calendars() -> None:
    assert [year for year in range(2004, 2030) if leap_of(year) is Leap.MONTH] == [
        2004, 2007, 2010, 2012, 2015, 2018, 2021, 2023, 2026, 2029,
    ]  # fmt: skip


def test_lerng_sak_falls_on_the_lunar_day_that_its_own_harkun_asks_for() -> None:
    # Two counts meet here: months added up since 1900, and the moon's age from the days since Chulasakarat 0.
    for year in YEARS:
        age = bodithey(harkun(year - 638))
        if has_month_and_day(year - 639):  # the day that the year before still owes
            age = (age + 1) % 30
        expected = (Month.CHET, age - 1) if age >= 6 else (Month.PISAK, age)
        assert locate(day_of(harkun(year - 638))) == expected


def test_the_count_of_days_begins_in_638() -> None:
    assert day_of(harkun(0)) == dt.date(638, 3, 25)  # 22 March 638 of the Julian calendar


def test_a_month_begins_where_the_one_before_ended() -> None:
    day = first_day(2004)
    for month, length in months_of(2004):
        assert month_in(2004, month) == (day, length)
        day += dt.timedelta(days=length)
    assert day == first_day(2005)
    assert month_in(2004, Month.ASADH) is None
