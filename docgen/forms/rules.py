"""A map applied to a document: the value of each form field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

from docgen.case import PartialDate, pointer
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.forms.map import FormMap, Rows, Rule
from docgen.forms.sources import Sources
from docgen.locale import Locale
from docgen.pdf.acroform import Value


def values(form_map: FormMap, sources: Sources) -> dict[str, Value]:
    """The value of every form field that the map names; an empty string where the document has nothing.

    Raises InputRefused for a list that has more items than the form has rows and no field for the rest, and for a
    value that the options of a rule do not have.
    """
    found: dict[str, Value] = {}
    problems: list[Finding] = []
    empty: dict[str, Value] = {}
    for name, rule, rows in form_map.rules():
        if rows is None:
            found |= _one(name, rule, sources, problems)
        elif name not in empty:
            empty[name] = ""
    for rows in form_map.rows:
        found |= dict(_rows(rows, sources, problems))
    if problems:
        raise InputRefused(problems)
    return {**empty, **found}


def _one(name: str, rule: Rule, sources: Sources, problems: list[Finding]) -> dict[str, Value]:
    try:
        return {name: value_of(rule, sources)}
    except KeyError:
        message = Message(
            "the map of the form has no option for this value; add it to the options of the form field {field}",
            {"field": name},
        )
        problems.append(Finding(Severity.ERROR, "form.option", _pointer(rule.choose or ""), message))
    return {}


def _rows(rows: Rows, sources: Sources, problems: list[Finding]) -> Iterator[tuple[str, Value]]:
    items = list(sources.items(rows.list))
    for number, item in enumerate(items[: rows.count], 1):
        for name, rule in rows.fields.items():
            yield from _one(name.replace("{row}", str(number)), rule, item, problems).items()
    rest = items[rows.count :]
    if rows.rest:
        yield rows.rest.field, rows.rest.join.join(filled(rows.rest.text, item) for item in rest)
    elif rest:
        message = Message(
            "the list has more entries than the form has rows ({rows}); shorten it, or have the map name a field for "
            "the rest",
            {"rows": str(rows.count)},
        )
        problems.append(Finding(Severity.ERROR, "form.rows", _pointer(rows.list), message))


def _pointer(path: str) -> str:
    return path if path.startswith("/") else pointer(path.split("."))


def value_of(rule: Rule, sources: Sources) -> Value:
    """The value of one form field. Raises KeyError for a choice that the rule's options do not have."""
    if rule.tick is not None:
        return _ticked(rule, sources.raw(rule.tick))
    if rule.choose is not None:
        value = sources.raw(rule.choose)
        return "" if value is None else rule.options[_as_key(value)]
    text = _text(rule, sources)
    if rule.keep:
        text = "".join(char for char in text if char.isdigit() or (rule.keep != "digits" and char.isalpha()))
    return _ascii(text, sources.locale) if rule.digits == "ascii" else text


def _text(rule: Rule, sources: Sources) -> str:
    if rule.date is not None:
        return date_part(sources.raw(rule.date), str(rule.part), sources.locale)
    if rule.count is not None:
        return sources.locale.number(len(sources.items(rule.count)))
    if rule.list is not None:
        items = sources.items(rule.list)[rule.start - 1 :]
        return rule.join.join(filled(rule.text or "", item) for item in items)
    return filled(rule.text or "", sources)


def filled(text: str, sources: Sources) -> str:
    """The text with its sources; nothing at all where it has sources and none of them has words."""
    parts: list[str] = []
    found = asked = False
    for literal, source, _, _ in Formatter().parse(text):
        parts.append(literal)
        if source is not None:
            asked = True
            parts.append(words := sources.words(source))
            found = found or bool(words)
    return "".join(parts) if found or not asked else ""


def _ticked(rule: Rule, value: Any) -> bool:
    if isinstance(rule.when, bool):
        return bool(value) is rule.when
    return value is not None and _as_key(value) == rule.when


def _as_key(value: Any) -> str:
    """A value as TOML writes it as a key: yes and no are true and false."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def date_part(value: Any, part: str, locale: Locale) -> str:
    """A part of a date as the language writes it, digits and year of its era; nothing where it is not known."""
    if value is None:
        return ""
    date = PartialDate.parse(str(value))
    day, month = date.day, date.month
    parts = {
        "day": locale.digits(str(day)) if day else "",
        "month": locale.digits(str(month)) if month else "",
        "month_name": locale.month(month) if month else "",
        "short_month": locale.short_month(month) if month else "",
        "year": locale.year_of(date),
        "common_year": locale.digits(str(date.year)),
    }
    return parts[part]


def _ascii(text: str, locale: Locale) -> str:
    own = locale.settings.numbers.digits
    return re.sub(f"[{re.escape(own)}]", lambda digit: str(own.index(digit[0])), text)
