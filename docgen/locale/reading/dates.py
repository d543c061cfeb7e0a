"""Reading a date: `read_date` and what it understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docgen.case import PartialDate, Problem, Refused
from docgen.errors import Message
from docgen.locale.calendars import BUDDHIST_OFFSET, cambodian_buddhist_year, thai_buddhist_year
from docgen.locale.digits import ascii_digits, writers
from docgen.locale.locale import Locale
from docgen.locale.reading.clean import cleaned
from docgen.locale.reading.eras import (
    Asked,
    Era,
    Reckoning,
    began_in_april,
    era_of,
    gregorian_year,
    of_unsaid_reckoning,
)
from docgen.locale.reading.grammar import UNREADABLE, Order, Typed, parse
from docgen.locale.reading.lexicon import DATE_KINDS, lexicon


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date understood: in Gregorian parts, the era and the order it was typed in, and the sentences to echo."""

    date: PartialDate
    era: Era
    order: Order
    messages: tuple[Message, ...]


def read_date(text: str, reader: Locale, locales: Iterable[Locale]) -> ReadDate:
    """The date that somebody typed, whole or in part, in any of the languages; `reader` is the language of the form.

    Numbers alone are day/month/year or year-month-day. A Buddhist year is known by its mark, or by being 2400 or more;
    `docgen.locale.reading.eras` says which country's. A weekday is checked against the day.

    Raises Refused, never showing the text: `date.unreadable`, `date.mixed_digits`, `date.digits`,
    `date.two_digit_year`, `date.order` (month before day), `date.unreal` (no such day), `date.year` (not 1900-2100),
    `date.era` (year and mark disagree), `date.ambiguous` (the countries disagree about the year), `date.weekday`, and
    the `text.*` problems of characters that no case may hold.
    """
    known = tuple(dict.fromkeys((reader, *locales)))
    clean = cleaned(text, UNREADABLE)
    typed = parse(_one_year(ascii_digits(clean, known, "date"), known), lexicon(reader, known, DATE_KINDS))
    _check_order(typed)
    year, era = _placed(typed, writers(clean, known), reader, known)
    date = PartialDate(year, typed.month, typed.day, typed.approximate)
    _check_weekday(typed, date)
    return ReadDate(date, era, typed.order, tuple(_echo(typed, date, era, reader)))


def _one_year(text: str, locales: Iterable[Locale]) -> str:
    """A year that began in April is written as one of two; the later of the two began in the Gregorian year meant."""
    for locale in locales:
        pattern = re.escape(locale.settings.dates.either)
        two = re.sub(r"\\\{(first|last)\\\}", "([0-9]{4})", pattern)
        text = re.sub(two, lambda match: match[2] if int(match[2]) == int(match[1]) + 1 else match[0], text)
    return text


def _check_order(typed: Typed) -> None:
    month, day = typed.month or 0, typed.day or 0
    if typed.numeric and typed.order is Order.DAY_FIRST and month > 12 and 1 <= day <= 12 and month <= 31:
        raise Refused(
            Problem("date.order", Message("the day comes first, then the month; write day/month/year or YYYY-MM-DD"))
        )


def _placed(typed: Typed, writing: tuple[Locale, ...], reader: Locale, known: tuple[Locale, ...]) -> tuple[int, Era]:
    asked = Asked(typed.year, typed.month, typed.day, typed.weekday)
    era = era_of(asked, typed.marks)
    if era is not Era.BUDDHIST:
        return gregorian_year(asked, era), era
    # The words and digits tell the country; where they are anybody's (ASCII, English), the reader does.
    reckonings = _reckonings((*typed.owners, *writing)) or _reckonings((reader,))
    return of_unsaid_reckoning(asked, reckonings, _marks(known))


def _reckonings(locales: Iterable[Locale]) -> frozenset[Reckoning]:
    found = (locale.settings.reading.unmarked_buddhist_year for locale in locales)
    return frozenset(reckoning for reckoning in found if reckoning)


def _marks(locales: tuple[Locale, ...]) -> str:
    """The first mark of each country's Buddhist Era in each language."""
    eras = (locale.settings.reading.eras for locale in locales)
    return ", ".join(marks[0] for era in eras for marks in (era.thai_buddhist, era.cambodian_buddhist) if marks)


def _check_weekday(typed: Typed, date: PartialDate) -> None:
    if typed.weekday and date.earliest().isoweekday() != typed.weekday:
        raise Refused(
            Problem("date.weekday", Message("the weekday is not that of this day; correct the weekday or the date"))
        )


def _echo(typed: Typed, date: PartialDate, era: Era, reader: Locale) -> Iterator[Message]:
    # As where dates are written: December stands for an unknown month, so that a Thai year has its number.
    day = dt.date(date.year, date.month or 12, date.day or 1)
    yield Message(
        "understood as {date} (C.E. {common}, Thai B.E. {buddhist})",
        {
            "date": reader.partial_date(date),
            "common": reader.digits(str(date.year)),
            "buddhist": reader.digits(str(thai_buddhist_year(day))),
        },
    )
    if date.day and (era is Era.CAMBODIAN_BUDDHIST or reader.settings.reading.unmarked_buddhist_year == "cambodian"):
        yield Message(
            "in Cambodia, where the Buddhist year changes after Visak Bochea, the day is in B.E. {buddhist}",
            {"buddhist": reader.digits(str(cambodian_buddhist_year(day)))},
        )
    if era is Era.THAI_BUDDHIST and not date.month and began_in_april(date.year):
        yield Message(
            "this Thai year ran from April to March, and the Common Era year in which it began was taken; add the "
            "month if it is known"
        )
    elif era is Era.THAI_BUDDHIST and date.month and typed.year - date.year != BUDDHIST_OFFSET:
        yield Message("Thai years before 1941 began on 1 April; January to March lie in the following Common Era year")
    if typed.numeric and typed.order is Order.DAY_FIRST and date.month != date.day and (date.day or 0) <= 12:
        yield Message("the first number was taken as the day, the second as the month")
