"""Times of day, ranges of days and times, and periods with the day on which they end."""

from __future__ import annotations

import datetime as dt

from docgen.locale.date_settings import Range
from docgen.locale.dates import DateForms
from docgen.locale.periods import Period


class SpanForms(DateForms):
    """How one language writes the clock and what lasts from one day or hour to another.

    Every method that takes a beginning and an end raises ValueError when the end comes first.
    """

    def time(self, time: dt.time) -> str:
        """A local time of day, on the clock of 24 hours."""
        return self.settings.dates.time.format(time=self._clock(time))

    def time_range(self, start: dt.time, end: dt.time) -> str:
        """From one time to a later one of the same day."""
        _require_order(start <= end)
        pattern = self.settings.dates.time_range
        if pattern is None:
            return self._interval(self.time(start), self.time(end))
        return pattern.format(start=self._clock(start), end=self._clock(end))

    def moment(self, day: dt.date, time: dt.time) -> str:
        """A day and a time of day within a sentence."""
        return self.settings.dates.moment.format(date=self.text_day(day), time=self.time(time))

    def moment_range(self, start: dt.datetime, end: dt.datetime) -> str:
        """From one day and time to another, within a sentence; the day is written once where it is the same."""
        _require_order(start <= end)
        dates = self.settings.dates
        if start.date() == end.date():
            hours = self.time_range(start.time(), end.time())
            return dates.moment.format(date=self.text_day(start.date()), time=hours)
        first, last = (self.moment(each.date(), each.time()) for each in (start, end))
        return dates.span.format(first=first, last=last) if dates.span else self._interval(first, last)

    def day_range(self, first: dt.date, last: dt.date) -> str:
        """From one day to another, both counted: the short form, for tables and headings."""
        if first == last:
            return self.day(first)
        return self._range(self.settings.dates.range, first, last)

    def text_range(self, first: dt.date, last: dt.date) -> str:
        """From one day to another, both counted, within a sentence."""
        if first == last:
            return self.text_day(first)
        dates = self.settings.dates
        return self._range(dates.text_range or dates.range, first, last)

    def duration(self, period: Period) -> str:
        """The length of a period; in the notation of ISO 8601 where the language folder has no words for it."""
        words = self.settings.periods
        if words is None:
            return str(period)
        parts = ((period.years, words.years), (period.months, words.months), (period.days, words.days))
        return words.link.join(self.plural(number, forms) for number, forms in parts if number)

    def period(self, length: Period | int, start: dt.date) -> str:
        """Within how long from a day (an int: in days), and the last day by which that is; see `Period.last_day`.

        SOP 12 counts from a receipt: nothing is to be computed before the day of receipt is known.
        """
        period = length if isinstance(length, Period) else Period(days=length)
        end = period.last_day(start)
        words = self.settings.periods
        if words is None:
            return self._interval(self.text_day(start), self.text_day(end))
        return words.due.format(length=self.duration(period), start=self.text_day(start), end=self.text_day(end))

    def _range(self, patterns: Range | None, first: dt.date, last: dt.date) -> str:
        _require_order(first <= last)
        if patterns is None:
            return self._interval(self.day(first), self.day(last))
        slots = {
            f"{end}_{part}": value
            for end, day in (("first", first), ("last", last))
            for part, value in (
                ("day", self.digits(str(day.day))),
                ("month", self.month(day.month)),
                ("year", self._year(day)),
            )
        }
        # A Thai year before 1941 holds days of two Gregorian years: one year is written only where both are the same.
        if first.year != last.year or slots["first_year"] != slots["last_year"]:
            return patterns.other.format(**slots)
        return (patterns.same_month if first.month == last.month else patterns.same_year).format(**slots)

    def _clock(self, time: dt.time) -> str:
        return self.digits(time.strftime(f"%H{self.settings.dates.time_separator}%M"))


def _require_order(ordered: bool) -> None:
    if not ordered:
        raise ValueError("the end comes before the beginning")
