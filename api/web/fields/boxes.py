"""The boxes of one question: what stands in them, and the value that somebody typed into them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from decimal import InvalidOperation
from typing import Any, Final, TypeAlias
from unicodedata import decimal

from docgen.case import PartialDate, Problem, Refused
from docgen.casefile.draft import Typed
from docgen.errors import Message
from docgen.forms.nodes import Kind, Node
from docgen.forms.values import Understood, understood, written
from docgen.locale import Locale
from docgen.locale.digits import ZERO, digits_of

Boxes: TypeAlias = Mapping[str, str]
"""The text of each box by what follows the question's path in its name: "" alone, or ".day", ".month" …"""
ONE: Final = ""
DAY, MONTH, YEAR, ABOUT = ".day", ".month", ".year", ".about"
DATES: Final = (Kind.DAY, Kind.PARTIAL_DATE)
YES: Final = "yes"
MOST_TYPED: Final = 20_000
"""Characters of one box that are kept; no field takes a fourth of it."""


def names(node: Node) -> tuple[str, ...]:
    """What follows the path in the names of a question's boxes."""
    if node.kind not in DATES:
        return (ONE,)
    return (DAY, MONTH, YEAR, ABOUT) if node.kind is Kind.PARTIAL_DATE else (DAY, MONTH, YEAR)


def shown(node: Node, value: Any, typed: Typed | None, locale: Locale) -> Boxes:
    """What stands in the boxes: the value as the language writes it, or what was typed and not understood."""
    if typed is not None:
        kept = {f".{box}": text for box, text in typed.items()} if isinstance(typed, Mapping) else None
        return kept if kept is not None else {(DAY if node.kind in DATES else ONE): str(typed)}
    if value is None:
        return {}
    try:
        return _date(value, locale) if node.kind in DATES else {ONE: written(node, value, locale)}
    except (Refused, ValueError, InvalidOperation):
        return {(DAY if node.kind in DATES else ONE): str(value)}  # imported as it is, and refused by the model


def typed_of(node: Node, posted: Boxes) -> Typed:
    """What a draft keeps of boxes that were not understood."""
    if node.kind in DATES:
        return {name.removeprefix("."): text for name, text in posted.items() if text}
    return posted.get(ONE, "")


def blank(posted: Boxes) -> bool:
    """Whether nothing is typed; a date that is only “about” is nothing."""
    return not any(text.strip() for name, text in posted.items() if name != ABOUT)


def read(node: Node, posted: Boxes, locale: Locale, locales: Iterable[Locale]) -> Understood | None:
    """The value that was typed; None where nothing was. Raises Refused."""
    if blank(posted):
        return None
    if any(len(text) > MOST_TYPED for text in posted.values()):
        limit = str(node.max_length or MOST_TYPED)
        raise Refused(
            Problem(
                "text.too_long", Message("the text is longer than {limit} characters; shorten it", {"limit": limit})
            )
        )
    if node.kind not in DATES:
        return understood(node, posted[ONE], locale, locales)
    known = (locale, *locales)
    found = understood(node, composed(posted, {each.settings.numbers.digits[0] for each in known}), locale, known)
    about = posted.get(ABOUT, "") and not str(found.value).endswith("~")
    return replace(found, value=f"{found.value}~") if about else found


def composed(posted: Boxes, zeros: Container[str]) -> str:
    """The date as one text: numbers with strokes between them, else words with spaces; one box may hold all of it.

    A clerk types over a box that shows native digits with ASCII ones, or the other way round. So each box may have
    digits of its own, and the year's say which language counts it; `zeros` are those of the digits that are understood.
    """
    day, month, year = (posted.get(name, "").strip() for name in (DAY, MONTH, YEAR))
    wanted = digits_of(year) or digits_of(month)
    parts = [_in_digits(day, wanted, zeros), _in_digits(month, wanted, zeros), year]
    stroke = "/" if parts[1].isdecimal() else " "
    return stroke.join(filter(None, parts))


def _in_digits(text: str, wanted: frozenset[str], zeros: Container[str]) -> str:
    own = digits_of(text)
    if len(wanted) != 1 or len(own) != 1 or not all(zero in zeros or zero == ZERO for zero in own | wanted):
        return text
    (zero,) = wanted
    return "".join(chr(ord(zero) + decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _date(value: str, locale: Locale) -> Boxes:
    date = PartialDate.parse(str(value))
    parts = {DAY: date.day and locale.digits(str(date.day)), MONTH: date.month and locale.digits(str(date.month))}
    return {
        **{name: text for name, text in parts.items() if text},
        YEAR: locale.year_of(date),
        **({ABOUT: YES} if date.approximate else {}),
    }
