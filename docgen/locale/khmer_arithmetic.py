"""The traditional Khmer arithmetic of sun and moon: harkun, avoman, bodithey, and the lunar years they make.

Source: Roath Kim Soeun, "Pratitin Soryakkatik-Chankatik 1900-1999"; see also F. G. Faraut, "Astronomie cambodgienne"
(Saigon 1910) and J. C. Eade, "The Calendrical Systems of Mainland South-East Asia" (Leiden 1995). Years are those of
the Chulasakarat era, which begin on Lerng Sak in April: CE - 638 from that day on.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum
from functools import cache

FIRST_YEAR, LAST_YEAR = 1900, 2100
CHULASAKARAT_OFFSET = 638
_FIRST_DAY_OF_BOSS = date(1900, 1, 1)
"""1 kaeut of the month Boss: the anchor from which whole lunar years are counted."""
_DAY_ZERO = 232742
"""Harkun 0 as `date.toordinal` counts: harkun 1 is 22 March 638 of the Julian calendar, 25 March of the Gregorian, the
first day of Chulasakarat 0."""


class Month(IntEnum):
    """The months from Migasir on; an ordinary year has ASADH, a leap-month year the two after KADEK instead."""

    MIGASIR = 0
    BOSS = 1
    MEAK = 2
    PHALKUN = 3
    CHET = 4
    PISAK = 5
    JESH = 6
    ASADH = 7
    SRAP = 8
    PHATRABOT = 9
    ASSUJ = 10
    KADEK = 11
    PATHAMASADH = 12
    TUTIYASADH = 13


class Leap(IntEnum):
    """What a lunar year adds to its 354 days."""

    NONE = 0
    MONTH = 1
    DAY = 2


# The sun: 292207 days are 800 years.


def harkun(chulasakarat: int) -> int:
    """Days from the epoch to the end of the day on which the solar year begins, Lerng Sak."""
    return (chulasakarat * 292207 + 373) // 800 + 1


def day_of(days: int) -> date:
    """The Gregorian day that ends when `days` (a harkun) have passed."""
    return date.fromordinal(days + _DAY_ZERO)


def kromathopol(chulasakarat: int) -> int:
    """800ths of a day from the mean beginning of the solar year to the end of that day, 1 to 800."""
    return 800 - (chulasakarat * 292207 + 373) % 800


# The moon: 692 lunar days are 703 tithi.


def avoman(days: int) -> int:
    """The part of a tithi that has passed at the end of a day, in 692ths."""
    return (11 * days + 650) % 692


def bodithey(days: int) -> int:
    """The tithi, 0 to 29, reached at the end of a day: the moon's age."""
    return (days + (11 * days + 650) // 692) % 30


def has_month_and_day(chulasakarat: int) -> bool:
    """Whether both leaps fall on one year: it takes the month, and the day moves to the next year."""
    return _asks_month(chulasakarat) and _asks_day(chulasakarat)


def _asks_month(chulasakarat: int) -> bool:
    age, following = (bodithey(harkun(year)) for year in (chulasakarat, chulasakarat + 1))
    if (age, following) == (25, 5):
        return False
    return age >= 25 or age <= 5 or (age, following) == (24, 6)


def _asks_day(chulasakarat: int) -> bool:
    part = avoman(harkun(chulasakarat))
    if kromathopol(chulasakarat) <= 207:  # the solar year has 366 days
        return part <= 126
    # 137 followed by 0: the following year takes the day.
    return part <= 137 and avoman(harkun(chulasakarat + 1)) != 0


# Lunar years, named by the Gregorian year about whose January they begin, on 1 kaeut of Boss.


@cache
def leap_of(year: int) -> Leap:
    """What the lunar year adds: nothing, a day (chantreathimeas) or a month (adhikameas), never both."""
    chulasakarat = year - CHULASAKARAT_OFFSET
    if _asks_month(chulasakarat):
        return Leap.MONTH
    if _asks_day(chulasakarat) or has_month_and_day(chulasakarat - 1):
        return Leap.DAY
    return Leap.NONE


def months_of(year: int) -> list[tuple[Month, int]]:
    """The months of a lunar year from Boss to Migasir, with their lengths in days."""
    leap = leap_of(year)
    asadh = [(Month.PATHAMASADH, 30), (Month.TUTIYASADH, 30)] if leap is Leap.MONTH else [(Month.ASADH, 30)]
    return [
        (Month.BOSS, 30),
        (Month.MEAK, 29),
        (Month.PHALKUN, 30),
        (Month.CHET, 29),
        (Month.PISAK, 30),
        (Month.JESH, 30 if leap is Leap.DAY else 29),
        *asadh,
        (Month.SRAP, 29),
        (Month.PHATRABOT, 30),
        (Month.ASSUJ, 29),
        (Month.KADEK, 30),
        (Month.MIGASIR, 29),
    ]


@cache
def first_day(year: int) -> date:
    """1 kaeut of Boss: the first day of a lunar year from 1900 to 2101."""
    if year == FIRST_YEAR:
        return _FIRST_DAY_OF_BOSS
    return first_day(year - 1) + timedelta(days=sum(length for _, length in months_of(year - 1)))


def month_in(year: int, month: Month) -> tuple[date, int] | None:
    """First day and length in days of a month of a lunar year from 1900 to 2101; None if the year has it not."""
    begins = first_day(year)
    for current, length in months_of(year):
        if current is month:
            return begins, length
        begins += timedelta(days=length)
    return None


def locate(day: date) -> tuple[Month, int]:
    """The month, and the days passed in it (0 to 29), of a Gregorian day from 1900 to 2100."""
    year = day.year + 1 if day >= first_day(day.year + 1) else day.year if day >= first_day(day.year) else day.year - 1
    passed = (day - first_day(year)).days
    for month, length in months_of(year):
        if passed < length:
            return month, passed
        passed -= length
    raise AssertionError("a day lies within its lunar year")
