"""The Khmer lunisolar calendar by its traditional arithmetic, 1900-2100: which lunar day a Gregorian date is.

Source: the reckoning of harkun, avoman and bodithey as taught in Roath Kim Soeun's "Pratitin Soryakkatik-Chankatik":
a year has an intercalary month (adhikameas) when bodithey is at least 25 or at most 5, an intercalary day
(chantreathimeas) by the avoman, and never both: the day then moves to the next year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache

FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH = date(1900, 1, 1)
"""1 kaeut of the month Boss: the anchor from which whole lunar years are counted."""


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


@dataclass(frozen=True, slots=True)
class LunarDate:
    """A day of the Khmer calendar: `day` 1-15 of the waxing (kaeut) or waning (roach) half of `month`."""

    day: int
    waxing: bool
    month: Month
    buddhist_era: int
    animal: int
    """0 (rat) to 11 (pig)."""
    sak: int
    """Last digit of the Chulasakarat year, 0-9."""


def lunar_date(day: date, *, animal_changes: tuple[int, int], sak_changes: tuple[int, int]) -> LunarDate:
    """The lunar date of a Gregorian day from 1900 to 2100.

    `animal_changes` and `sak_changes` are (month, day) of the Gregorian year on which the animal year (Sangkranta) and
    the sak (Lerng Sak) change: the almanac decides the hour, so the caller configures the day. Raises ValueError
    outside 1900-2100.
    """
    month, index = _month_and_index(day)
    year = day.year
    civil = (day.month, day.day)
    return LunarDate(
        day=index % 15 + 1,
        waxing=index < 15,
        month=month,
        buddhist_era=year + (544 if _after_visak(day, month, index) else 543),
        animal=(year - (civil < animal_changes) - 4) % 12,
        sak=(year - (civil < sak_changes) - 638) % 10,
    )


def _month_and_index(day: date) -> tuple[Month, int]:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("the Khmer lunar calendar is kept for the years 1900 to 2100")
    year = day.year if day >= _start(day.year) else day.year - 1
    if day >= _start(year + 1):
        year += 1
    remaining = (day - _start(year)).days
    for month, length in months_of(year):
        if remaining < length:
            return month, remaining
        remaining -= length
    raise AssertionError("a day lies within its lunar year")


def _after_visak(day: date, month: Month, index: int) -> bool:
    # The era changes on 1 roach of Pisak; in the spring half of the civil year only these months lie before it.
    if month is Month.PISAK:
        return index >= 15
    if month in (Month.MIGASIR, Month.BOSS):
        return day.month > 6
    return month not in (Month.MEAK, Month.PHALKUN, Month.CHET)


def months_of(year: int) -> list[tuple[Month, int]]:
    """The months from Boss of the lunar year that begins about January of `year`, with their lengths in days."""
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
def _start(year: int) -> date:
    if year == FIRST_YEAR:
        return _EPOCH
    return _start(year - 1) + timedelta(days=sum(length for _, length in months_of(year - 1)))


@cache
def leap_of(year: int) -> Leap:
    """What the lunar year of the Gregorian `year` adds: nothing, a day or a month, never both."""
    era = year + 544
    month, day = _month_leap(era), _day_leap(era)
    if month:
        return Leap.MONTH
    if day or (_month_leap(era - 1) and _day_leap(era - 1)):
        return Leap.DAY
    return Leap.NONE


def _month_leap(era: int) -> bool:
    bodithey, following = _bodithey(era), _bodithey(era + 1)
    if bodithey == 25 and following == 5:
        return False
    return bodithey >= 25 or bodithey <= 5 or (bodithey == 24 and following == 6)


def _day_leap(era: int) -> bool:
    avoman = _avoman(era)
    if _solar_leap(era):
        return avoman <= 126
    return avoman <= 137 and _avoman(era + 1) != 0


def _harkun(era: int) -> int:
    return (era * 292207 + 499) // 800 + 4


def _solar_leap(era: int) -> bool:
    kromathopol = 800 - (era * 292207 + 499) % 800
    return kromathopol <= 207


def _avoman(era: int) -> int:
    return (11 * _harkun(era) + 25) % 692


def _bodithey(era: int) -> int:
    harkun = _harkun(era)
    return ((11 * harkun + 25) // 692 + harkun + 29) % 30
