"""What aligned paragraphs print and say in figures: placeholders, numbers and dates, compared by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from docgen.errors import Finding
from docgen.review import votes
from docgen.review.alignment import Unit, printed
from docgen.review.facts import Facts, Reader
from docgen.review.structure import Paragraph, Print
from docgen.review.wording import Text


@dataclass(frozen=True)
class Contents:
    """The texts of a type and what is needed to compare what they say.

    `values` are the example's values by language and path: a language that writes such a value as its own words (“you”)
    where another prints a placeholder says the same.
    """

    texts: Mapping[str, Text]
    values: Mapping[str, Mapping[str, str]]
    readers: Mapping[str, Reader]
    everywhere: frozenset[Print] = field(init=False)
    """What every language prints somewhere: one that prints it once more addresses somebody by it."""

    def __post_init__(self) -> None:
        sets = [{each for own in text.paragraphs for each in own.prints} for text in self.texts.values()]
        object.__setattr__(self, "everywhere", frozenset(set.intersection(*sets)) if sets else frozenset())

    def placeholders(self, unit: Unit) -> Iterator[Finding]:
        """Placeholders that some language does not print."""
        own = {tag: {each for every in some for each in every.prints} for tag, some in unit.paragraphs.items()}
        for tag, difference in votes.differences(self._said(unit, own)):
            lacks = tuple(each for each in difference.lacks if not self._is_spelt(tag, each.path))
            extra = tuple(each for each in difference.extra if each in own[tag])
            if not lacks and self.everywhere.issuperset(extra):
                continue
            place = partial(_printing, self.texts[tag], unit.paragraphs[tag])
            yield from votes.findings(votes.Difference(lacks, extra), "parity.placeholders", place, _shown)

    def _said(self, unit: Unit, own: Mapping[str, set[Print]]) -> Mapping[str, set[Print]]:
        """What each language prints, and what it says in words instead."""
        everything = set().union(*own.values())
        return {
            tag: {each for each in everything if each in own[tag] or self._spells(tag, each, unit.paragraphs[tag])}
            for tag in own
        }

    def _spells(self, tag: str, item: Print, paragraphs: Sequence[Paragraph]) -> bool:
        value = self.values.get(tag, {}).get(item.path, "")
        if not value or not value[0].isalpha():
            return False
        return any(_holds(each, value) for each in paragraphs)

    def _is_spelt(self, tag: str, path: str) -> bool:
        """Whether this language writes that value as its own words as a rule, and so need not print it here."""
        value = self.values.get(tag, {}).get(path, "")
        if not value or not value[0].isalpha():
            return False
        counts = {each: printed(text.paragraphs)[path] for each, text in self.texts.items()}
        seldom = 2 * counts[tag] < max(counts.values())
        return seldom and any(_holds(each, value) for each in self.texts[tag].paragraphs)

    def figures(self, unit: Unit) -> Iterator[Finding]:
        """Numbers and dates that some language does not say."""
        said = {tag: self._facts(tag, some) for tag, some in unit.paragraphs.items()}
        for code, items in (
            ("parity.dates", {tag: facts.dates for tag, facts in said.items()}),
            ("parity.numbers", {tag: facts.numbers for tag, facts in said.items()}),
        ):
            for tag, difference in votes.differences(items):
                yield from votes.findings(difference, code, partial(self._saying, tag, unit.paragraphs[tag]))

    def _facts(self, tag: str, paragraphs: Sequence[Paragraph]) -> Facts:
        each = [self.readers[tag].facts(own.literal) for own in paragraphs]
        dates = frozenset(date for facts in each for date in facts.dates)
        return Facts(dates, frozenset(number for facts in each for number in facts.numbers))

    def _saying(self, tag: str, paragraphs: Sequence[Paragraph], fact: str, here: bool) -> str:
        for each in paragraphs:
            facts = self.readers[tag].facts(each.literal)
            if not here or fact in facts.numbers | facts.dates:
                return self.texts[tag].at(each)
        return self.texts[tag].at(next(iter(paragraphs), None))


def _holds(paragraph: Paragraph, value: str) -> bool:
    bounded = rf"(?<!\w){re.escape(value)}(?!\w)" if value.isascii() else re.escape(value)
    return re.search(bounded, paragraph.literal, re.IGNORECASE) is not None


def _printing(text: Text, paragraphs: Sequence[Paragraph], item: Print, here: bool) -> str:
    holders = (each for each in paragraphs if not here or item in each.prints)
    return text.at(next(holders, None))


def _shown(item: Print) -> str:
    return "{{ " + item.path + " }}" + "".join(f" ({each})" for each in item.within)
