"""Official date forms: the locale's patterns filled with its calendar, month names and digits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from docgen.case import PartialDate
from docgen.locale.calendars import thai_buddhist_year
from docgen.locale.khmer_lunar import lunar_date

if TYPE_CHECKING:
    from docgen.locale.locale import Locale


def year(locale: Locale, day: dt.date) -> str:
    """The year of a day in the locale's calendar and digits."""
    buddhist = locale.settings.dates.calendar == "thai-buddhist"
    return locale.digits(str(thai_buddhist_year(day) if buddhist else day.year))


def fill(locale: Locale, pattern: str, day: dt.date) -> str:
    """A pattern of `locale.toml` for one day."""
    return pattern.format(
        weekday=locale.weekday(day),
        day=locale.digits(str(day.day)),
        month=locale.month(day.month),
        year=year(locale, day),
    )


def partial(locale: Locale, date: PartialDate) -> str:
    """A date written as far as it is known."""
    patterns = locale.settings.dates
    # December when the month is unknown: a Thai year then has its number whatever day it began on.
    day = dt.date(date.year, date.month or 12, date.day or 1)
    pattern = patterns.day if date.day else patterns.month if date.month else patterns.year
    written = fill(locale, pattern, day)
    return patterns.about.format(date=written) if date.approximate else written


def lunar_line(locale: Locale, day: dt.date) -> str:
    """The line above the solar date on a Cambodian letter."""
    words = locale.settings.lunar
    assert words is not None
    lunar = lunar_date(day, animal_changes=words.animal_changes, sak_changes=words.sak_changes)
    return words.pattern.format(
        weekday=locale.weekday(day),
        day=locale.digits(str(lunar.day)) + (words.waxing if lunar.waxing else words.waning),
        month=words.months[lunar.month],
        animal=words.animals[lunar.animal],
        sak=words.saks[lunar.sak],
        year=locale.digits(str(lunar.buddhist_era)),
    )
