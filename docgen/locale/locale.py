"""The Locale: how one language writes every value of a case, each as a finished string."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import babel

from docgen.case import Birth, Money, Sex
from docgen.errors import Message
from docgen.locale.ages import AgeForms
from docgen.locale.catalogue import Catalogue
from docgen.locale.settings import LocaleSettings, Title, load_settings
from docgen.locale.spans import SpanForms

LATIN = "Latn"


class Person(Protocol):
    """What a title needs to know of a person."""

    @property
    def names(self) -> Mapping[str, str]: ...
    @property
    def sex(self) -> Sex: ...


class Official(Person, Protocol):
    """What addressing an official needs."""

    @property
    def excellency(self) -> bool: ...
    @property
    def rank(self) -> Mapping[str, str] | None: ...


class Locale(SpanForms, AgeForms):
    """One language folder, ready to write. Pure: same value, same string."""

    def __init__(self, settings: LocaleSettings, catalogue: Catalogue) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.tag = settings.tag
        self.script = settings.script
        self._cldr = babel.Locale.parse(settings.tag)
        self._native = str.maketrans("0123456789", settings.numbers.digits)

    @classmethod
    def load(cls, folder: Path) -> Locale:
        """Read `locale.toml` and `messages.po`. Raises TemplateError when the settings are not well formed."""
        return cls(load_settings(folder / "locale.toml"), Catalogue.load(folder / "messages.po"))

    # Words

    def term(self, key: Message | str) -> str:
        """A caption, message or term by its English key."""
        return self.catalogue.translate(key)

    def text(self, words: Mapping[str, str]) -> str:
        """The text in this language, else in the first fallback that has it (`docgen check` reports that)."""
        for tag in (self.tag, *self.settings.fallback):
            if tag in words:
                return words[tag]
        return next(iter(words.values()))

    def list(self, items: Sequence[str]) -> str:
        """Items joined as a sentence lists them; an empty list is an empty string."""
        rules = self.settings.lists
        if len(items) < 2:
            return "".join(items)
        if len(items) == 2:
            return rules.two.format(*items)
        return rules.last.format(rules.middle.join(items[:-1]), items[-1])

    # Names

    def name(self, names: Mapping[str, str]) -> str:
        """The name in this script as the identity document has it, else the Latin one; never transliterated."""
        return names.get(self.script) or names.get(LATIN) or next(iter(names.values()))

    def titled(self, person: Person, on: dt.date | None = None) -> str:
        """Name with the title that sex and, where `on` and a birth are known, age ask for."""
        birth: Birth | None = getattr(person, "birth", None)
        age = birth.age_on(on)[0] if birth and on else None
        return _titled(self.settings.names.titles, self.name(person.names), person.sex, age)

    def official(self, official: Official) -> str:
        """Name with excellency, or rank, or title, in that order of precedence."""
        names = self.settings.names
        name = self.name(official.names)
        if official.excellency:
            return _titled(names.excellencies, name, official.sex, None)
        if official.rank:
            return names.ranked.format(rank=self.text(official.rank), name=name)
        return _titled(names.titles, name, official.sex, None)

    def sex(self, sex: Sex) -> str:
        return self.term({"female": "Female", "male": "Male"}.get(sex.value, "Not specified"))

    # Numbers

    def digits(self, text: str) -> str:
        """ASCII digits as this language's official papers write them."""
        return text.translate(self._native)

    def number(self, number: int) -> str:
        return self.digits(f"{number:,}".replace(",", self.settings.numbers.grouping))

    def ordinal(self, number: int) -> str:
        rules = self.settings.numbers
        return rules.ordinals.get(str(number)) or rules.ordinal.format(number=self.digits(str(number)))

    def clause(self, number: str) -> str:
        """A clause number of the SOP such as 4.13.1."""
        return self.digits(number)

    def money(self, money: Money) -> str:
        """Amount and currency; an unknown currency keeps its ISO 4217 code."""
        rules = self.settings.numbers
        whole, _, fraction = f"{money.amount:.2f}".partition(".")
        amount = self.number(int(whole)) + (rules.decimal + self.digits(fraction) if int(fraction) else "")
        return self.settings.currencies.get(money.currency, "{amount} " + money.currency).format(amount=amount)

    def plural(self, number: int, forms: Mapping[str, str], **slots: str) -> str:
        """The form that this number asks for by CLDR's plural rules, {n} filled with its figures and the other slots.

        `forms` maps plural categories to patterns, “other” among them: {"one": "{n} day", "other": "{n} days"}.
        """
        pattern = forms.get(self._cldr.plural_form(number)) or forms["other"]
        return pattern.format(n=self.number(number), **slots)

    # Places and languages, from CLDR with this folder's corrections

    def country(self, code: str) -> str:
        return self.settings.countries.get(code) or str(self._cldr.territories.get(code, code))

    def nationality(self, code: str) -> str:
        return self.settings.nationalities.get(code) or self.country(code)

    def language(self, tag: str) -> str:
        return self.settings.languages.get(tag) or str(self._cldr.languages.get(tag, tag))

    def languages(self, tags: Sequence[str]) -> str:
        return self.list([self.language(tag) for tag in tags])


def _titled(titles: Sequence[Title], name: str, sex: Sex, age: int | None) -> str:
    for title in titles:
        fits_sex = title.sex is None or title.sex == sex.value
        if fits_sex and (title.below is None or (age is not None and age < title.below)):
            return title.pattern.format(name=name)
    return name
