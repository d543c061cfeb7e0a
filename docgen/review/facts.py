"""Numbers and dates in the words of a language, by value: ๑๘ is 18, and พ.ศ. ๒๕๕๗ is 2014."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from docgen.case import PartialDate, Refused
from docgen.locale import Locale
from docgen.locale.calendars import BUDDHIST_OFFSET
from docgen.locale.reading import read_date
from docgen.locale.reading.eras import FIRST_BUDDHIST_YEAR

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_SLOTS: Final = re.compile(r"\\\{(\w+)\\\}")
# A four-digit number from here to there that stands alone is a Buddhist year (BE 2400 began in CE 1857).
_LAST_BUDDHIST_YEAR: Final = 2699


@dataclass(frozen=True)
class Facts:
    """Dates (ISO 8601, as far as known: "2022-08-25", "2022-08") and numbers ("18", "4.13.1", "1.5") of a text.

    A year alone is a number, of the Common Era.
    """

    dates: frozenset[str]
    numbers: frozenset[str]


class Reader:
    """Finds the facts in texts of one language; `locales` are all languages, whose digits and eras are known."""

    def __init__(self, locale: Locale, locales: Iterable[Locale]) -> None:
        self._locale = locale
        self._locales = tuple(locales)
        self._dates = _date_pattern(locale)
        grouping = re.escape(locale.settings.numbers.grouping)
        self._grouped = re.compile(rf"[1-9]\d{{0,2}}(?:{grouping}\d{{3}})+(?!\d)")
        self._decimal = locale.settings.numbers.decimal
        self._kept = lru_cache(maxsize=4096)(self._facts)

    def facts(self, text: str) -> Facts:
        """What the text says in figures. Kept: of three languages that are compared again, one has changed."""
        return self._kept(text)

    def _facts(self, text: str) -> Facts:
        dates: set[str] = set()
        numbers: set[str] = set()
        rest = text
        for found in self._dates.finditer(text):
            said = self._date(found[0])
            if said is not None:
                (dates if "-" in said else numbers).add(said)
                rest = rest.replace(found[0], " ", 1)
        numbers.update(self._numbers(_ascii(rest), frozenset(numbers)))
        years = {date[:4] for date in dates}  # a day's year, once more by another era, is no other number
        return Facts(frozenset(dates), frozenset(numbers - years))

    def _date(self, text: str) -> str | None:
        try:
            return _iso(read_date(text, self._locale, self._locales).date)
        except Refused:
            return None

    def _numbers(self, text: str, years: frozenset[str]) -> Iterator[str]:
        """The numbers of a text; a Buddhist year beside the same year of the Common Era (`years` were read) is that."""
        read = {found[0] for found in _NUMBER.finditer(text)}
        for number in sorted(read):
            if self._grouped.fullmatch(number):
                number = number.replace(self._locale.settings.numbers.grouping, "")
            elif number.count(self._decimal) == 1 and self._decimal != ".":
                number = number.replace(self._decimal, ".")
            if _is_buddhist_year(number):
                common = str(int(number) - BUDDHIST_OFFSET)
                number = common if common in read | years else self._date(number) or number
            yield number


def _is_buddhist_year(number: str) -> bool:
    return len(number) == 4 and number.isdecimal() and FIRST_BUDDHIST_YEAR <= int(number) <= _LAST_BUDDHIST_YEAR


def _ascii(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _iso(date: PartialDate) -> str:
    parts = [f"{date.year:04}"]
    if date.month:
        parts.append(f"{date.month:02}")
        if date.day:
            parts.append(f"{date.day:02}")
    return "-".join(parts)


def _date_pattern(locale: Locale) -> re.Pattern[str]:
    """Every way this language writes a day, a month of a year, or a year with the mark of its era."""
    dates, reading = locale.settings.dates, locale.settings.reading
    months = [name(number) for number in range(1, 13) for name in (locale.month, locale.short_month)]
    months += [name for names in reading.months.values() for name in names]
    marks = [mark for era in reading.eras.model_dump().values() for mark in era]
    marked = rf"(?:{_any_of(marks)}\s*)?" if marks else ""
    slots = {
        "day": r"\d{1,2}",
        "year": rf"{marked}\d{{4}}",
        "month": _any_of(months),
        "short_month": _any_of(months),
        "weekday": _any_of(locale.weekday(dt.date(2024, 1, number)) for number in range(1, 8)),
    }
    forms = {
        *(dates.weekday_day, dates.day, dates.letter_day, dates.note_day, dates.minutes_day, dates.text_day),
        *(dates.short_day, dates.month, "{month} {year}"),
    }
    patterns = [_written(form, slots) for form in sorted(filter(None, forms), key=len, reverse=True)]
    if marks:
        patterns.append(rf"{_any_of(marks)}\s*\d{{4}}(?!\d)")
    return re.compile("|".join(patterns))


def _written(form: str, slots: dict[str, str]) -> str:
    pattern = _SLOTS.sub(lambda slot: slots[slot[1]], re.escape(form))
    # A day is not the end of a longer number, nor a year the beginning of one.
    return r"(?<![\d.])" + pattern.replace("\\ ", r"\s*") + r"(?!\d)"


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted({re.escape(word) for word in words}, key=len, reverse=True)) + ")"
