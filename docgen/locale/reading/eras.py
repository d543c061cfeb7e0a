"""From the year as typed to the Gregorian one: Common Era, Thai and Cambodian Buddhist Era, and when to refuse.

A year from 2400 on is a Buddhist one. In Thailand it is CE + 543, and before 1941 it began on 1 April. In Cambodia it
changes after Visak Bochea: CE + 543 up to that day in April or May, CE + 544 from the next. So a Buddhist year without
a mark, typed in a language that counts the Cambodian way, is out by a year for most days: it is taken only where both
countries mean the same day, and refused elsewhere, never guessed.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NoReturn

from docgen.case import Problem, Refused
from docgen.case.dates import FIRST_YEAR, LAST_YEAR
from docgen.errors import Message
from docgen.locale.calendars import (
    BUDDHIST_OFFSET,
    cambodian_buddhist_year,
    from_thai_buddhist,
    thai_buddhist_year,
)

FIRST_BUDDHIST_YEAR = 2400
"""No Common Era year in a case is so late, and no Buddhist one so early that a living person knew it."""

Reckoning = Literal["thai", "cambodian"]


class Era(StrEnum):
    """The era of a year; the values are the keys of `[reading.eras]`.

    BUDDHIST is only a mark, one that does not say of which country ("B.E."); a date understood has one of the others.
    """

    COMMON = "common"
    BUDDHIST = "buddhist"
    THAI_BUDDHIST = "thai_buddhist"
    CAMBODIAN_BUDDHIST = "cambodian_buddhist"


@dataclass(frozen=True, slots=True)
class Asked:
    """A year to place, with what is known of the day: `month` 1-12, `day` and ISO `weekday`, or None."""

    year: int
    month: int | None
    day: int | None
    weekday: int | None = None

    def exists_in(self, year: int) -> bool:
        """Whether this day, or the first of the month or year, is in the Gregorian calendar of a year of docgen."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return False
        month, day = 1 if self.month is None else self.month, 1 if self.day is None else self.day
        return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def era_of(asked: Asked, marks: frozenset[Era]) -> Era:
    """The era that year and marks say together, BUDDHIST where they do not say which. Raises Refused: `date.era`."""
    buddhist = asked.year >= FIRST_BUDDHIST_YEAR
    if len(marks) > 1:
        raise _era(Message("marks of two eras stand beside the year; keep the one that is right"))
    if not marks:
        return Era.BUDDHIST if buddhist else Era.COMMON
    (mark,) = marks
    if mark is Era.COMMON and buddhist:
        raise _era(
            Message("marked Common Era, but so high a year is of the Buddhist Era; correct the year or the mark")
        )
    if mark is not Era.COMMON and not buddhist:
        raise _era(Message("marked Buddhist Era, but so low a year is of the Common Era; correct the year or the mark"))
    return mark


def gregorian_year(asked: Asked, era: Era) -> int:
    """The Gregorian year in which this day, month or year of a known era lies.

    Raises Refused: `date.year` outside the years of docgen, `date.unreal`, and for Cambodian years `date.era` or
    `date.ambiguous` where no day, or more than one, is meant.
    """
    if era is Era.COMMON:
        return _supported(asked.year)
    if era is Era.CAMBODIAN_BUDDHIST:
        return _of_cambodian(asked)
    return _of_thai(asked)


def of_unsaid_reckoning(asked: Asked, reckonings: frozenset[Reckoning], marks: str) -> tuple[int, Era]:
    """The Gregorian year and the era of a Buddhist year whose country nobody wrote.

    `reckonings` are those of the languages it is typed in; `marks` are what the remedy tells to write before the year.
    Raises Refused: `date.ambiguous` when one of them is Cambodian and the two countries mean different days.
    """
    if "cambodian" not in reckonings:
        return _of_thai(asked), Era.THAI_BUDDHIST
    thai = [year for year in _thai_years(asked) if asked.exists_in(year)]
    cambodian = _cambodian_years(asked)
    if not thai and not cambodian:
        _refuse_unreal_or_unsupported(asked)
    if len(thai) == 1 and thai == cambodian:
        return thai[0], Era.CAMBODIAN_BUDDHIST
    raise Refused(
        Problem(
            "date.ambiguous",
            Message(
                "Thailand and Cambodia count this Buddhist year differently; write the Gregorian year, or the mark of "
                "the era before the year ({marks})",
                {"marks": marks},
            ),
        )
    )


def began_in_april(year: int) -> bool:
    """Whether the Thai year with the number of this Gregorian one ran from 1 April to 31 March."""
    return thai_buddhist_year(dt.date(year + 1, 1, 1)) == thai_buddhist_year(dt.date(year, 12, 31))


def _of_thai(asked: Asked) -> int:
    years = _thai_years(asked)
    if years:
        return _supported(years[0])
    if asked.month is not None and not 1 <= asked.month <= 12:
        _refuse_unreal_or_unsupported(asked)
    raise Refused(
        Problem(
            "date.unreal",
            Message("the Thai year B.E. 2483 ran only from April to December 1940; write the Gregorian year"),
        )
    )


def _thai_years(asked: Asked) -> list[int]:
    """The Gregorian year in which this month of the Thai year lies, if it had that month; its number without one."""
    if asked.month is None:
        return [asked.year - BUDDHIST_OFFSET]
    try:
        return [from_thai_buddhist(asked.year, asked.month, 1).year]
    except Refused:
        return []


def _of_cambodian(asked: Asked) -> int:
    if not any(asked.exists_in(year) for year in _near(asked)):
        _refuse_unreal_or_unsupported(asked)
    years = _cambodian_years(asked)
    if not years:
        raise _era(
            Message(
                "there is no such day in that Cambodian Buddhist year; write the Gregorian year, or correct the day"
            )
        )
    if len(years) > 1:
        raise Refused(
            Problem(
                "date.ambiguous",
                Message("that Cambodian Buddhist year has this date in two Gregorian years; write the Gregorian year"),
            )
        )
    return years[0]


def _cambodian_years(asked: Asked) -> list[int]:
    """The Gregorian years that have this day, or a day of this month or year, in the Cambodian Buddhist year.

    An era of 384 days has the days after its beginning again before its end; the weekday, where it is known, decides.
    """
    years = [year for year in _near(asked) if asked.exists_in(year) and asked.year in _eras_of(asked, year)]
    if len(years) < 2 or not asked.weekday or asked.month is None or asked.day is None:
        return years
    return [year for year in years if dt.date(year, asked.month, asked.day).isoweekday() == asked.weekday] or years


def _eras_of(asked: Asked, year: int) -> set[int]:
    first, last = (asked.month, asked.month) if asked.month is not None else (1, 12)
    if asked.day is not None:
        return {cambodian_buddhist_year(dt.date(year, first, asked.day))}
    ends = (dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))
    return {cambodian_buddhist_year(day) for day in ends}  # the era changes at most once between them


def _near(asked: Asked) -> tuple[int, int, int]:
    year = asked.year - BUDDHIST_OFFSET
    return year - 1, year, year + 1


def _supported(year: int) -> int:
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    raise Refused(
        Problem(
            "date.year",
            Message(
                "the year is not between {first} and {last} of the Common Era; correct it",
                {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            ),
        )
    )


def _refuse_unreal_or_unsupported(asked: Asked) -> NoReturn:
    _supported(asked.year - BUDDHIST_OFFSET)
    raise Refused(Problem("date.unreal", Message("there is no such day in the calendar; correct the month or the day")))


def _era(message: Message) -> Refused:
    return Refused(Problem("date.era", message))
