"""The words that may stand in a date or a time: those of CLDR, of the locales' own patterns and of `[reading]`.

What a locale writes it also reads: the words before {day}, {month}, {year} and around {date} and {time} in its
patterns are taken from them, so a new language reads its own forms before anyone has listed a word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import Formatter

import babel

from docgen.locale.locale import Locale
from docgen.locale.reading.clean import folded
from docgen.locale.reading_settings import Reading

_MONDAY = dt.date(2024, 1, 1)
_WIDTHS = ("wide", "abbreviated")  # the narrow ones name three months with one letter


class Kind(StrEnum):
    """What a word is; the value is its letter in a signature."""

    MONTH = "M"
    WEEKDAY = "W"
    ERA = "E"
    ABOUT = "A"
    BEFORE_DAY = "d"
    BEFORE_MONTH = "m"
    BEFORE_YEAR = "y"
    AFTER_DAY = "o"
    TIME = "t"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of these languages: `value` is the month 1-12, the ISO weekday 1-7 or the era, else empty."""

    kind: Kind
    value: str = ""
    owners: frozenset[Locale] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by their folded spelling, ready to be looked for in a text."""

    words: tuple[Word, ...]
    pattern: re.Pattern[str]

    def match(self, text: str, position: int) -> tuple[Word, int] | None:
        """The longest word that begins here, and where it ends."""
        found = self.pattern.match(text, position)
        return (self.words[found.lastindex - 1], found.end()) if found and found.lastindex else None


DATE_KINDS = frozenset(Kind) - {Kind.TIME}
TIME_KINDS = frozenset({Kind.TIME})


@lru_cache(maxsize=32)
def lexicon(reader: Locale, locales: tuple[Locale, ...], kinds: frozenset[Kind]) -> Lexicon:
    """The words of these kinds in all the locales.

    Where languages disagree about a spelling, the reader's meaning holds; where only others disagree, it has none.
    """
    own = dict(_words(reader, kinds))
    merged: dict[str, Word | None] = {}
    for locale in locales:
        for spelling, (kind, value) in _words(locale, kinds).items():
            known = merged.get(spelling, Word(kind, value))
            same = known is not None and (known.kind, known.value) == (kind, value)
            merged[spelling] = Word(kind, value, known.owners | {locale}) if known and same else None
    for spelling, (kind, value) in own.items():
        merged[spelling] = merged.get(spelling) or Word(kind, value, frozenset({reader}))
    chosen = {spelling: word for spelling, word in merged.items() if word}
    ordered = sorted(chosen, key=len, reverse=True)
    pattern = re.compile("|".join(f"({_expression(spelling)})" for spelling in ordered) or "(?!)")
    return Lexicon(tuple(chosen[spelling] for spelling in ordered), pattern)


def _words(locale: Locale, kinds: frozenset[Kind]) -> dict[str, tuple[Kind, str]]:
    words: dict[str, tuple[Kind, str]] = {}
    for kind, value, spelling in (*_listed(locale.settings.reading), *_named(locale), *_in_patterns(locale)):
        key = folded(spelling)
        # A name with digits in it (Lao narrow months, Chinese) would swallow the number that it stands for.
        if kind in kinds and key and not any(character.isdigit() for character in key):
            words.setdefault(key, (kind, value))
    return words


def _listed(reading: Reading) -> Iterator[tuple[Kind, str, str]]:
    for era, spellings in reading.eras:
        yield from ((Kind.ERA, era, spelling) for spelling in spellings)
    for month, spellings in reading.months.items():
        yield from ((Kind.MONTH, month, spelling) for spelling in spellings)
    for weekday, spellings in reading.weekdays.items():
        yield from ((Kind.WEEKDAY, weekday, spelling) for spelling in spellings)
    for kind, spellings in (
        (Kind.ABOUT, reading.about),
        (Kind.BEFORE_DAY, reading.before_day),
        (Kind.BEFORE_MONTH, reading.before_month),
        (Kind.BEFORE_YEAR, reading.before_year),
        (Kind.AFTER_DAY, reading.after_day),
        (Kind.TIME, reading.time),
    ):
        yield from ((kind, "", spelling) for spelling in spellings)


def _named(locale: Locale) -> Iterator[tuple[Kind, str, str]]:
    for month in range(1, 13):
        yield Kind.MONTH, str(month), locale.month(month)
    for days in range(7):
        yield Kind.WEEKDAY, str(days + 1), locale.weekday(_MONDAY + dt.timedelta(days))
    cldr = babel.Locale.parse(locale.tag, sep="-")
    for context in ("format", "stand-alone"):
        for width in _WIDTHS:
            for month, name in cldr.months[context][width].items():
                yield Kind.MONTH, str(month), str(name)
            for weekday, name in cldr.days[context][width].items():  # Babel counts from 0, Monday
                yield Kind.WEEKDAY, str(weekday + 1), str(name)


def _in_patterns(locale: Locale) -> Iterator[tuple[Kind, str, str]]:
    dates = locale.settings.dates
    before = {
        "day": Kind.BEFORE_DAY,
        "weekday": Kind.BEFORE_DAY,
        "month": Kind.BEFORE_MONTH,
        "year": Kind.BEFORE_YEAR,
        "date": Kind.ABOUT,
        "time": Kind.TIME,
    }
    for pattern in (dates.day, dates.weekday_day, dates.month, dates.year, dates.about, dates.time):
        for literal, slot, _, _ in Formatter().parse(pattern):
            # The text after the last slot belongs to the pattern's only slot, or to none.
            kind = before.get(slot) if slot else {dates.about: Kind.ABOUT, dates.time: Kind.TIME}.get(pattern)
            if kind:
                yield kind, "", literal.strip(" ,")


def _expression(spelling: str) -> str:
    """A spelling with its full stops left out or followed by a space, and in a script with capitals as a whole word."""
    parts = [re.escape(part) for part in spelling.removesuffix(".").split(".")]
    cased = spelling[0].upper() != spelling[0]
    letter = r"[^\W\d_]"
    start, end = (f"(?<!{letter})", rf"(?!{letter})\.?") if cased else ("", r"\.?" if spelling.endswith(".") else "")
    return start + r"(?:\. ?)?".join(parts) + end
