"""Lunar dates of the Khmer calendar, 1900-2100: of a Gregorian day, back again, and where an almanac may differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from docgen.case.refusal import Problem, Refused
from docgen.errors import Message
from docgen.locale.calendars import BUDDHIST_OFFSET, cambodian_buddhist_year, require_year
from docgen.locale.khmer_arithmetic import LAST_YEAR, Month, locate, month_in
from docgen.locale.khmer_new_year import NewYear, new_year

LAST_COMPARED_YEAR = 2029
"""Festival tables and the arithmetic agree to this year; later ones are not published."""
_MARGIN = 60
"""Minutes around midnight within which an almanac may put Sangkranta on the other day; printed hours were up to 24
minutes from the computed one."""


@dataclass(frozen=True, slots=True)
class LunarDate:
    """A day of the Khmer calendar: `day` 1-15 of the waxing (kaeut) or waning (roach) half of `month`.

    Day, half, month and Buddhist era identify it: the era runs from 1 roach of Pisak to 15 kaeut of the next Pisak and
    meets every month's halves once, Pisak's roach at its beginning and Pisak's kaeut at its end.
    """

    day: int
    waxing: bool
    month: Month
    buddhist_era: int
    animal: int
    """0 (rat) to 11 (pig)."""
    sak: int
    """Last digit of the Chulasakarat year, 0-9."""


def lunar_date(day: date, *, animal_changes: Sequence[date] = (), sak_changes: Sequence[date] = ()) -> LunarDate:
    """The lunar date of a Gregorian day from 1900 to 2100.

    The animal year changes at 0:00 of Sangkranta, the sak of Lerng Sak, as computed; `animal_changes` and `sak_changes`
    are the days of those years, at most one each, in which the almanac says otherwise. Raises Refused (a ValueError)
    outside 1900-2100.
    """
    require_year(day.year)
    month, passed = locate(day)
    computed = new_year(day.year)
    new_animal = day >= _change(day.year, animal_changes, computed.sangkranta)
    new_sak = day >= _change(day.year, sak_changes, computed.lerng_sak)
    return LunarDate(
        day=passed % 15 + 1,
        waxing=passed < 15,
        month=month,
        buddhist_era=cambodian_buddhist_year(day),
        animal=(day.year - 5 + new_animal) % 12,
        sak=(day.year - 639 + new_sak) % 10,
    )


def gregorian(day: int, *, waxing: bool, month: Month, buddhist_era: int) -> date:
    """The Gregorian day of a lunar date: `day` 1-15 of the waxing or waning half of `month` in a Cambodian B.E. year.

    Raises Refused (a ValueError) for a day that does not exist, such as 15 roach of a month of 29 days or Asadh in a
    year with a leap month, and for one outside 1900-2100.
    """
    # The era begins in Pisak of one lunar year; Boss to the waxing half of Pisak belong to the next.
    in_next = month in (Month.BOSS, Month.MEAK, Month.PHALKUN, Month.CHET) or (month is Month.PISAK and waxing)
    year = buddhist_era - BUDDHIST_OFFSET - 1 + in_next
    require_year(year - 1 if year == LAST_YEAR + 1 else year)  # the lunar year 2101 begins before 2100 ends
    found = month_in(year, month)
    if found is None:
        raise Refused(
            Problem(
                "calendar.no_month",
                Message(
                    "this Buddhist year has no such month: a year with a leap month has Pathamasadh and Tutiyasadh, "
                    "every other year Asadh; correct the month or the year"
                ),
            )
        )
    first, length = found
    passed = day - 1 + (0 if waxing else 15)
    if not 1 <= day <= 15 or passed >= length:
        raise Refused(
            Problem("calendar.no_day", Message("there is no such day in the calendar; correct the month or the day"))
        )
    counted = first + timedelta(days=passed)
    require_year(counted.year)
    return counted


def notes(day: date, *, animal_changes: Sequence[date] = (), sak_changes: Sequence[date] = ()) -> tuple[Message, ...]:
    """Where an almanac may print another lunar line for this day: one sentence each, none for most days.

    A year for which the almanac's own day is given needs no remark about it. Raises Refused (a ValueError) outside
    1900-2100.
    """
    require_year(day.year)
    computed = new_year(day.year)
    found = list(_beyond_the_tables(day))
    if not _of_year(day.year, animal_changes):
        found.extend(_about_the_hour(day, computed))
    begins = _change(day.year, animal_changes, computed.sangkranta)
    ends = _change(day.year, sak_changes, computed.lerng_sak)
    if begins <= day < ends:
        found.append(
            Message(
                "from Sangkranta to the day before Lerng Sak the animal year is the new one and the sak still the old "
                "one; some calendars change both at Sangkranta: compare the official almanac"
            )
        )
    return tuple(found)


def _beyond_the_tables(day: date) -> Iterator[Message]:
    if day.year > LAST_COMPARED_YEAR:
        yield Message(
            "lunar dates after {year} follow the traditional arithmetic alone; compare the official almanac of that "
            "year when it is published",
            {"year": str(LAST_COMPARED_YEAR)},
        )


def _about_the_hour(day: date, computed: NewYear) -> Iterator[Message]:
    slots = {"hour": computed.hour}
    if day == computed.sangkranta:
        yield Message(
            "Sangkranta is on this day at {hour} by the traditional arithmetic; the new animal year is printed for "
            "the whole day: compare the hour in the official almanac",
            slots,
        )
    early = computed.minutes < _MARGIN and day == computed.sangkranta - timedelta(days=1)
    late = computed.minutes > 24 * 60 - _MARGIN and day == computed.sangkranta + timedelta(days=1)
    if early or late:
        yield Message(
            "Sangkranta is at {hour} of a neighbouring day by the traditional arithmetic, so near midnight that an "
            "almanac may put it on this day: compare the official almanac",
            slots,
        )


def _change(year: int, corrections: Sequence[date], computed: date) -> date:
    return _of_year(year, corrections) or computed


def _of_year(year: int, corrections: Sequence[date]) -> date | None:
    return next((day for day in corrections if day.year == year), None)
