"""The shapes that a typed date may have: its words and numbers as a signature of letters, and what each place means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from docgen.case import Problem, Refused
from docgen.errors import Message
from docgen.locale.locale import Locale
from docgen.locale.reading.eras import Era
from docgen.locale.reading.lexicon import Kind, Lexicon, Word

UNREADABLE = Problem(
    "date.unreadable",
    Message("not a date that can be read; write day, month and year, such as 25 August 2022 or 2022-08-25"),
)
_TWO_DIGIT_YEAR = Problem(
    "date.two_digit_year", Message("the year is missing or has only two digits; write its four digits")
)


class Order(StrEnum):
    """Which part was taken to come first. Month first is understood only of a month written as a word."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or separator: `letter` is its place in the signature."""

    letter: str
    text: str
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a date as typed: the year in whatever era, the day not yet looked for in any calendar."""

    year: int
    month: int | None
    day: int | None
    order: Order
    approximate: bool
    marks: frozenset[Era]
    weekday: int | None
    numeric: bool
    owners: frozenset[Locale]
    """The languages of the words that were met."""


# Letters: D a number of one or two digits, Y of four, X another number; the rest in `Kind`. Spaces beside / . - , are
# dropped before, so that one separator is one letter.
_GAP = "[ ,./-]?"
_DAY = "(?:d ?)*(?P<day>D)(?: ?o)?"
_NAME = "(?:m ?)*(?P<month>M)"
_MONTH = "(?:(?:m ?)*(?=M)|(?:m ?)+(?=D))(?P<month>[MD])"
_MARKED = "(?:y ?)*(?:(?P<before>E) ?)?(?:y ?)*(?P<year>{})(?: ?(?P<after>E))?"
_ANY_YEAR, _FULL_YEAR = _MARKED.format("[YD]"), _MARKED.format("Y")
_SHAPES = tuple(
    (order, re.compile(rf"(?:(?P<about>A) ?)?(?:(?:d ?)*(?P<weekday>W)[ ,]?)?{shape}(?: ?(?P<about_after>A))?"))
    for order, shape in (
        (Order.DAY_FIRST, f"{_DAY}{_GAP}{_MONTH}{_GAP}{_ANY_YEAR}"),
        (Order.DAY_FIRST, f"(?:d ?)*(?P<day>D)(?P<sign>[ /.-])(?P<month>D)(?P=sign){_ANY_YEAR}"),
        (Order.MONTH_FIRST, f"{_NAME}{_GAP}{_DAY}{_GAP}{_ANY_YEAR}"),
        (Order.YEAR_FIRST, f"{_FULL_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}"),
        (Order.YEAR_FIRST, f"{_FULL_YEAR}(?P<sign>[ /.-])(?P<month>D)(?P=sign)(?P<day>D)"),
        (Order.DAY_FIRST, f"{_MONTH}{_GAP}{_ANY_YEAR}"),
        (Order.DAY_FIRST, f"(?P<month>D)[/.-]{_ANY_YEAR}"),
        (Order.YEAR_FIRST, f"{_FULL_YEAR}{_GAP}{_MONTH}"),
        (Order.YEAR_FIRST, f"{_FULL_YEAR}[/.-](?P<month>D)"),
        (Order.YEAR_FIRST, _ANY_YEAR),
    )
)
_YEARLESS = re.compile(rf"(?:A ?)?(?:(?:d ?)*W[ ,]?)?{_DAY}{_GAP}{_MONTH}")
_NUMBER = re.compile("[0-9]+")


def parse(text: str, lexicon: Lexicon) -> Typed:
    """The parts of a cleaned text with ASCII digits. Raises Refused when it has none of the shapes or no full year."""
    tokens = _without_idle_spaces(_tokens(text, lexicon))
    signature = "".join(token.letter for token in tokens)
    for order, shape in _SHAPES:
        found = shape.fullmatch(signature)
        if found:
            return _typed(order, found, tokens)
    raise Refused(_TWO_DIGIT_YEAR if _YEARLESS.fullmatch(signature) else UNREADABLE)


def _tokens(text: str, lexicon: Lexicon) -> list[Token]:
    tokens, position = [], 0
    while position < len(text):
        number, found = _NUMBER.match(text, position), lexicon.match(text, position)
        if number:
            letter = {1: "D", 2: "D", 4: "Y"}.get(len(number[0]), "X")
            tokens.append(Token(letter, number[0]))
            position = number.end()
        elif found:
            word, end = found
            tokens.append(Token(word.kind.value, text[position:end], word))
            position = end
        elif text[position] in " ,./-~":
            letter = Kind.ABOUT.value if text[position] == "~" else text[position]
            tokens.append(Token(letter, text[position]))
            position += 1
        else:
            raise Refused(UNREADABLE)
    return tokens


def _without_idle_spaces(tokens: list[Token]) -> list[Token]:
    """Without the spaces at the ends and beside another separator."""
    kept = []
    for index, token in enumerate(tokens):
        beside = {tokens[place].letter for place in (index - 1, index + 1) if 0 <= place < len(tokens)}
        if token.letter != " " or (len(beside & set(",./-")) == 0 and 0 < index < len(tokens) - 1):
            kept.append(token)
    return kept


def _typed(order: Order, found: re.Match[str], tokens: list[Token]) -> Typed:
    at = {name: tokens[found.start(name)] for name, letter in found.groupdict().items() if letter}
    if at["year"].letter != "Y":
        raise Refused(_TWO_DIGIT_YEAR)
    if "weekday" in at and "day" not in at:
        raise Refused(UNREADABLE)
    month = at.get("month")
    weekday = at["weekday"].word if "weekday" in at else None
    return Typed(
        year=int(at["year"].text),
        month=int(month.word.value if month.word else month.text) if month else None,
        day=int(at["day"].text) if "day" in at else None,
        order=order,
        approximate=bool({"about", "about_after"} & set(at)),
        marks=frozenset(Era(word.value) for name in ("before", "after") if name in at and (word := at[name].word)),
        weekday=int(weekday.value) if weekday else None,
        numeric="sign" in at,
        owners=frozenset(owner for token in tokens if token.word for owner in token.word.owners),
    )
