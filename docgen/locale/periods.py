"""Periods of days, months and years: the day on which one ends, and how many whole months lie between two days.

The first day is not counted; months and years run by the calendar (Thai Civil and Commercial Code, ss. 193/3, 193/5
and 193/6). Not counting the first day is also the Cambodian practice that was seen in print (NCAC Internal Rules,
rule 6). Public holidays are not known here: where the last day is one, the period may by law end on the next working
day (CCC s. 193/8; NCAC rule 6), which is for the official to say.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar years, calendar months and days, each 0 or more and not all 0; else ValueError."""

    days: int = 0
    months: int = 0
    years: int = 0

    def __post_init__(self) -> None:
        parts = (self.days, self.months, self.years)
        if min(parts) < 0 or not any(parts):
            raise ValueError("a period has no negative part and is not empty")

    def __str__(self) -> str:
        """The duration of ISO 8601-1:2019, 5.5.2, such as P90D or P1Y6M."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)

    def last_day(self, start: dt.date) -> dt.date:
        """The last day of the period that an event on `start` sets running; raises ValueError beyond the year 9999.

        Counting begins on the day after `start` (s. 193/3). Whole months end on the day before the one that
        corresponds to the first counted day, or where the last month has no such day, on that month's last day
        (s. 193/5): one month from 31 January ends on 28 February, from 28 February on 31 March. Days are counted after
        the months (s. 193/6).
        """
        months = 12 * self.years + self.months
        try:
            return (_end_of_months(start, months) if months else start) + dt.timedelta(days=self.days)
        except OverflowError:
            raise ValueError("the period ends beyond the year 9999") from None


def _end_of_months(start: dt.date, months: int) -> dt.date:
    first = start + dt.timedelta(days=1)
    ahead, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + ahead, month + 1
    if year > dt.MAXYEAR:
        raise OverflowError
    length = calendar.monthrange(year, month)[1]
    return (
        dt.date(year, month, length) if first.day > length else dt.date(year, month, first.day) - dt.timedelta(days=1)
    )


def completed_months(start: dt.date, end: dt.date) -> int:
    """Whole months from `start` to `end`, negative where `end` comes first.

    A month is complete on the day of the same number, or on the first of the next month where there is none, as
    completed years are counted in `Birth.age_on`.
    """
    return 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)
