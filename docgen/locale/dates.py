"""Official date forms: the locale's patterns filled with its calendar, month names and digits."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import babel

from docgen.case import PartialDate
from docgen.errors import Message
from docgen.locale.calendars import thai_buddhist_year
from docgen.locale.khmer_lunar import lunar_date, notes
from docgen.locale.settings import LocaleSettings


@dataclass(frozen=True, slots=True)
class Form:
    """One official form of a value: what it is called, how it is written, and what a reader should check."""

    name: str
    text: str
    notes: tuple[Message, ...] = ()


class DateForms(ABC):
    """How one language writes days; the part of `Locale` that knows calendars."""

    settings: LocaleSettings
    _cldr: babel.Locale

    @abstractmethod
    def digits(self, text: str) -> str:
        """ASCII digits as this language's official papers write them."""

    @abstractmethod
    def plural(self, number: int, forms: Mapping[str, str], **slots: str) -> str:
        """The form of a phrase that this number asks for."""

    # Days by kind of document

    def day(self, day: dt.date) -> str:
        """A day in the official long form, without the weekday."""
        return self._fill(self.settings.dates.day, day)

    def weekday_day(self, day: dt.date) -> str:
        """A day in the official long form, with the weekday."""
        return self._fill(self.settings.dates.weekday_day, day)

    def letter_day(self, day: dt.date, place: str = "") -> str:
        """The date line of a letter, beside the place of issue where the language's letters name it there."""
        dates = self.settings.dates
        return _placed(dates.letter_place, place, self._fill(dates.letter_day or dates.day, day))

    def note_day(self, day: dt.date, place: str = "") -> str:
        """The date of a note verbale, with the place of issue."""
        dates = self.settings.dates
        return _placed(dates.note_place, place, self._fill(dates.note_day or dates.day, day))

    def minutes_day(self, day: dt.date) -> str:
        """When a meeting was held, with the weekday, as its minutes say it."""
        dates = self.settings.dates
        return self._fill(dates.minutes_day or dates.weekday_day, day)

    def text_day(self, day: dt.date) -> str:
        """A day within a sentence."""
        dates = self.settings.dates
        return self._fill(dates.text_day or dates.day, day)

    def short_day(self, day: dt.date) -> str:
        """The short form, for a narrow table only; its month is a word, lest day and month be taken for each other."""
        return self._fill(self.settings.dates.short_day, day)

    def short_date(self, date: PartialDate) -> str:
        """A date in a narrow table: the short form of a day that is known exactly, else as far as it is known."""
        return self.short_day(date.exact) if date.exact else self.partial_date(date)

    def iso_day(self, day: dt.date) -> str:
        """ISO 8601-1:2019, 5.2.2.1, in ASCII digits: for systems, never on paper."""
        return day.isoformat()

    def lunar_day(self, day: dt.date) -> str:
        """The Khmer lunar line of a day, or nothing where the language has none."""
        return lunar_line(self, day) if self.settings.lunar else ""

    # Dates that are known only in part

    def partial_date(self, date: PartialDate) -> str:
        """A date written as far as it is known.

        Where only the year is known and the language's year began in April, both years of the era are named.
        """
        dates = self.settings.dates
        first = date.earliest()
        if date.day:
            written, about = self.day(first), dates.about_day
        elif date.month:
            month = dates.month.format(month=self.month(date.month), year=self.year_of(date))
            written, about = month, dates.about_month
        else:
            written, about = dates.year.format(year=self.year_of(date)), dates.about
        return (about or dates.about).format(date=written) if date.approximate else written

    def both_eras(self, date: dt.date | PartialDate) -> str:
        """A date with its year in the Common Era and the Thai Buddhist Era, to echo what somebody typed."""
        if isinstance(date, dt.date):
            date = PartialDate(date.year, date.month, date.day)
        return self.settings.dates.both_eras.format(
            date=self.partial_date(date), gregorian=self.digits(str(date.year)), buddhist=self._buddhist_year_of(date)
        )

    def year(self, year: int) -> str:
        """The number of a Gregorian year in this language's official era; a year from April on counts as begun."""
        return self._year(dt.date(year, 12, 31))

    # Parts

    def month(self, number: int) -> str:
        """Name of month 1-12."""
        own = self.settings.dates.months
        return own[number - 1] if own else str(self._cldr.months["format"]["wide"][number])

    def short_month(self, number: int) -> str:
        """Short name of month 1-12."""
        own = self.settings.dates.short_months
        return own[number - 1] if own else str(self._cldr.months["format"]["abbreviated"][number])

    def weekday(self, day: dt.date) -> str:
        """Name of a day's weekday."""
        own = self.settings.dates.weekdays
        return own[day.weekday()] if own else str(self._cldr.days["format"]["wide"][day.weekday()])

    # All of them, for whoever wants to look

    def day_forms(self, day: dt.date) -> list[Form]:
        """Every official form of a day; the lunar line first where the language has one."""
        forms = [
            Form("letter", self.letter_day(day)),
            Form("note", self.note_day(day)),
            Form("minutes", self.minutes_day(day)),
            Form("text", self.text_day(day)),
            Form("weekday", self.weekday_day(day)),
            Form("short", self.short_day(day)),
            Form("eras", self.both_eras(day)),
            Form("iso", self.iso_day(day)),
        ]
        words = self.settings.lunar
        if words is None:
            return forms
        almanac = tuple(
            Message(note.key, {slot: self.digits(str(value)) for slot, value in note.values.items()})
            for note in notes(day, animal_changes=words.animal_changes, sak_changes=words.sak_changes)
        )
        return [Form("lunar", self.lunar_day(day), almanac), *forms]

    def partial_forms(self, date: PartialDate) -> list[Form]:
        """Every official form of a date that is known only in part."""
        return [
            Form("partial", self.partial_date(date)),
            Form("eras", self.both_eras(date)),
            Form("iso", str(date)),
        ]

    # Filling patterns

    def _fill(self, pattern: str, day: dt.date) -> str:
        return pattern.format(
            weekday=self.weekday(day),
            day=self.digits(str(day.day)),
            month=self.month(day.month),
            short_month=self.short_month(day.month),
            year=self._year(day),
        )

    def _year(self, day: dt.date) -> str:
        buddhist = self.settings.dates.calendar == "thai-buddhist"
        return self.digits(str(thai_buddhist_year(day) if buddhist else day.year))

    def year_of(self, date: PartialDate) -> str:
        """The year of a date in this language's official era; both years where the known parts leave two."""
        return self._either(self._year(date.earliest()), self._year(date.latest()))

    def _buddhist_year_of(self, date: PartialDate) -> str:
        years = (self.digits(str(thai_buddhist_year(day))) for day in (date.earliest(), date.latest()))
        return self._either(*years)

    def _either(self, first: str, last: str) -> str:
        return first if first == last else self.settings.dates.either.format(first=first, last=last)

    def _interval(self, first: str, last: str) -> str:
        """CLDR's fallback for an interval (UTS #35 Part 4, intervalFormatFallback)."""
        return str(self._cldr.interval_formats[None]).format(first, last)


def _placed(pattern: str, place: str, date: str) -> str:
    return pattern.format(place=place, date=date) if place else date


def lunar_line(locale: DateForms, day: dt.date) -> str:
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
