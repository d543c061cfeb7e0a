"""What a line may not break, read off the locale's own patterns: dates, times, amounts, and titles before names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from pydantic import BaseModel

from docgen.locale.settings import LocaleSettings


def date_and_money_patterns(
    settings: LocaleSettings, months: Iterable[str], short_months: Iterable[str], weekdays: Iterable[str]
) -> Iterator[str]:
    """A regular expression for each date, time and money pattern of the locale; longer patterns first."""
    digit = f"[0-9{settings.numbers.digits}]"
    slots = {
        "weekday": _one_of(weekdays),
        "month": _one_of(months),
        "short_month": _one_of(short_months),
        "day": f"{digit}{{1,2}}",
        "year": f"{digit}{{4}}",
        "time": f"{digit}{{1,2}}[:.]{digit}{{2}}",
        "amount": f"{digit}(?:[0-9{settings.numbers.digits}.,]*{digit})?",
    }
    patterns = {
        text for text in _strings(settings.dates, settings.currencies) if slots.keys() >= set(_slots(text)) != set()
    }
    for pattern in sorted(patterns, key=lambda text: (-len(text), text)):
        yield "".join(
            re.escape(before) + (slots[slot] if slot else "") for before, slot, _, _ in Formatter().parse(pattern)
        )


def whole_words_in(path: Path) -> tuple[str, ...]:
    """The words of a list, one a line, `#` before a remark; no file means none."""
    if not path.is_file():
        return ()
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(filter(None, lines))


def titles(settings: LocaleSettings) -> set[str]:
    """What the locale's patterns write before a name, such as a title; a slot before the name is left out."""
    heads = (text.partition("{name}")[0] for text in _strings(settings.names) if "{name}" in text)
    return {head for head in heads if head and "{" not in head}


def _one_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _slots(pattern: str) -> Iterator[str]:
    return (slot for _, slot, _, _ in Formatter().parse(pattern) if slot is not None)


def _strings(*values: object) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, BaseModel):
            yield from _strings(*(getattr(value, name) for name in type(value).model_fields))
        elif isinstance(value, Mapping):
            yield from _strings(*value.values())
        elif isinstance(value, list | tuple):
            yield from _strings(*value)
