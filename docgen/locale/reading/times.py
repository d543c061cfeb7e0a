"""Reading a time of day on the 24-hour clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from docgen.case import Problem, Refused
from docgen.errors import Message
from docgen.locale.digits import ascii_digits
from docgen.locale.locale import Locale
from docgen.locale.reading.clean import cleaned
from docgen.locale.reading.lexicon import TIME_KINDS, Lexicon, lexicon

UNREADABLE = Problem(
    "time.unreadable", Message("not a time of day that can be read; write it as HH:MM on the 24-hour clock")
)
_CLOCK = re.compile(r"([0-9]{1,2}) ?[:.] ?([0-9]{2})|([0-9]{2})([0-9]{2})")


def read_time(text: str, reader: Locale, locales: Iterable[Locale] = ()) -> dt.time:
    """The time of day that somebody typed: "9:30", "09.30 น.", "ម៉ោង ៩:៣០ នាទី", "0930 hours".

    Without a colon or full stop only beside a word that says it is a time. Words of half a day (am, pm, ល្ងាច) are not
    read: the 24-hour clock is. Raises Refused, never showing the text: `time.unreadable`, `time.unreal` (no such hour
    or minute), `time.mixed_digits`, `time.digits`, and `text.*`.
    """
    known = tuple(dict.fromkeys((reader, *locales)))
    clean = ascii_digits(cleaned(text, UNREADABLE), known, "time")
    clock, words = _without_words(clean, lexicon(reader, known, TIME_KINDS))
    found = _CLOCK.fullmatch(clock)
    if not found or (found[3] and not words):
        raise Refused(UNREADABLE)
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4])
    if hour > 23 or minute > 59:
        raise Refused(
            Problem("time.unreal", Message("there is no such time; the hours go to 23 and the minutes to 59"))
        )
    return dt.time(hour, minute)


def _without_words(text: str, lexicon: Lexicon) -> tuple[str, int]:
    """What stands between the words before and after, and how many words there were."""
    kept, words, position = "", 0, 0
    while position < len(text):
        found = lexicon.match(text, position)
        if found:
            words, position = words + 1, found[1]
            kept += "\n"  # a word within the clock must not join its halves
        else:
            kept, position = kept + text[position], position + 1
    return kept.strip(), words
