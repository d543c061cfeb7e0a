"""One value of a document as people read and type it in a form, and back: `written` and `understood`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

import babel

from docgen.case import PartialDate, Problem, Refused
from docgen.case.codes import COUNTRIES, CURRENCIES
from docgen.case.places import Area, children, countries, division
from docgen.errors import Message
from docgen.forms.nodes import CODES, Kind, Node
from docgen.locale import Locale
from docgen.locale.digits import ascii_digits
from docgen.locale.reading import read_date, read_number, read_time

Value: TypeAlias = str | bool | int
"""A value of a case in JSON."""

YES, NO = "yes", "no"
"""The states of the two buttons of a yes-or-no field."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A value as the case holds it, and the sentences that echo how it was read."""

    value: Value
    messages: tuple[Message, ...] = field(default=())


def written(node: Node, value: Value, locale: Locale) -> str:
    """What a form field shows or selects for a value: dates and numbers as the language writes them, codes as they are.

    `value` is JSON, as `Document.model_dump(mode="json")` gives it.
    """
    text = str(value)
    if node.kind is Kind.DAY:
        return locale.day(dt.date.fromisoformat(text))
    if node.kind is Kind.PARTIAL_DATE:
        return locale.partial_date(PartialDate.parse(text))
    if node.kind is Kind.TIME:
        return locale.time(dt.time.fromisoformat(text))
    if node.kind is Kind.INTEGER:
        return locale.digits(text)  # not grouped: years are among them
    if node.kind is Kind.AMOUNT:
        return locale.number(Decimal(text))
    if node.kind is Kind.YES_NO:
        return YES if value else NO
    return text


def caption(node: Node, value: Value, locale: Locale) -> str:
    """The value in words, as a sentence would have it: the words of a choice, the name of a country."""
    text = written(node, value, locale)
    return options(node, locale).get(text, text)


def options(node: Node, locale: Locale) -> Mapping[str, str]:
    """Value → words of what may be chosen; codes sorted by their names. Empty for what is typed."""
    if node.kind is Kind.YES_NO:
        return {YES: locale.term("Yes"), NO: locale.term("No")}
    if node.kind is Kind.CHOICE:
        return {value: locale.catalogue.translate(words) for value, words in node.options.items()}
    names = _NAMES.get(node.kind)
    return names(locale) if names else {}


@lru_cache(maxsize=64)
def _countries(locale: Locale) -> dict[str, str]:
    return _sorted({code: locale.country(code) for code in COUNTRIES})


@lru_cache(maxsize=64)
def _currencies(locale: Locale) -> dict[str, str]:
    names = babel.Locale.parse(locale.tag).currencies
    return _sorted({code: f"{names.get(code, code)} ({code})" for code in CURRENCIES})


@lru_cache(maxsize=64)
def _languages(locale: Locale) -> dict[str, str]:
    known = map(str, babel.Locale.parse(locale.tag).languages)
    return _sorted({tag: locale.language(tag) for tag in known if tag.isalpha() and len(tag) < 4})


@lru_cache(maxsize=64)
def _provinces(locale: Locale) -> dict[str, str]:
    return _sorted({code: locale.places.place(code) for country in countries() for code in children(country)})


@lru_cache(maxsize=64)
def _districts(locale: Locale) -> dict[str, str]:
    codes = (code for province in _provinces(locale) for code in children(province))
    return _sorted({code: locale.places.area(Area(province=division(code).parent, district=code)) for code in codes})


_NAMES: Mapping[Kind, Callable[[Locale], dict[str, str]]] = {
    Kind.COUNTRY: _countries,
    Kind.CURRENCY: _currencies,
    Kind.LANGUAGE: _languages,
    Kind.PROVINCE: _provinces,
    Kind.DISTRICT: _districts,
}


def _sorted(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def understood(node: Node, typed: str | bool, reader: Locale, locales: Iterable[Locale]) -> Understood:
    """The value that somebody typed, ticked or chose, in the digits and words of any of the languages.

    Raises Refused, never showing the text.
    """
    if node.kind is Kind.YES_NO:
        return Understood(_yes_or_no(typed, reader))
    text = str(typed).strip()
    reads = _READERS.get(node.kind)
    if reads:
        return reads(text, reader, locales)
    if node.kind is Kind.CHOICE or node.kind in CODES:
        return Understood(_chosen(node, text, reader))
    if node.schema.get("format") == "telephone":
        text = ascii_digits(text, locales, "number")
    return Understood(text.replace("\r\n", "\n").replace("\r", "\n"))


def _yes_or_no(typed: str | bool, reader: Locale) -> bool:
    if isinstance(typed, bool):
        return typed
    answer = typed.strip().casefold()
    if answer in (YES, reader.term("Yes").casefold()):
        return True
    if answer in (NO, reader.term("No").casefold()):
        return False
    raise Refused(Problem("form.yes_no", Message("neither yes nor no; tick one of the two")))


def _chosen(node: Node, text: str, reader: Locale) -> str:
    choices = options(node, reader)
    if text in choices:
        return text
    found = [value for value, words in choices.items() if words.casefold() == text.casefold()]
    if len(found) == 1:
        return found[0]
    if node.kind is Kind.LANGUAGE:
        return text  # a tag that the list has not; the case checks its form
    raise Refused(Problem("form.choice", Message("not one of the choices of this field; choose one of them")))


def _day(text: str, reader: Locale, locales: Iterable[Locale]) -> Understood:
    read = read_date(text, reader, locales)
    day = read.date.exact
    if day is None:
        raise Refused(Problem("form.day", Message("the whole date is needed here; write day, month and year")))
    return Understood(day.isoformat(), read.messages)


def _partial(text: str, reader: Locale, locales: Iterable[Locale]) -> Understood:
    read = read_date(text, reader, locales)
    return Understood(str(read.date), read.messages)


def _time(text: str, reader: Locale, locales: Iterable[Locale]) -> Understood:
    return Understood(read_time(text, reader, locales).strftime("%H:%M"))


def _integer(text: str, reader: Locale, locales: Iterable[Locale]) -> Understood:
    read = read_number(text, reader, locales)
    if read.value != read.value.to_integral_value():
        raise Refused(Problem("form.integer", Message("a whole number is needed here; write it without decimals")))
    return Understood(int(read.value), _echo(text, read.message))


def _amount(text: str, reader: Locale, locales: Iterable[Locale]) -> Understood:
    read = read_number(text, reader, locales)
    return Understood(f"{read.value:.2f}", _echo(text, read.message))


def _echo(text: str, message: Message) -> tuple[Message, ...]:
    """Digits alone cannot be read in two ways."""
    return () if text.isalnum() else (message,)


_READERS: Mapping[Kind, Callable[[str, Locale, Iterable[Locale]], Understood]] = {
    Kind.DAY: _day,
    Kind.PARTIAL_DATE: _partial,
    Kind.TIME: _time,
    Kind.INTEGER: _integer,
    Kind.AMOUNT: _amount,
}
