"""The Locale: how one language writes every value of a case, each as a finished string."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import babel

from docgen.breaks import unmarked
from docgen.case import Area, Birth, Money, Sex, StructuredAddress
from docgen.errors import Key, Message
from docgen.locale import names as naming
from docgen.locale.ages import AgeForms
from docgen.locale.breaking import Breaking
from docgen.locale.catalogue import Catalogue
from docgen.locale.gazetteer import Gazetteer
from docgen.locale.lists import ListStyle, ListWriter
from docgen.locale.numbers import NumberWriter
from docgen.locale.settings import LocaleSettings, load_settings
from docgen.locale.spans import SpanForms
from docgen.locale.wholes import date_and_money_patterns, titles, whole_words_in

_SEXES: Mapping[Sex, Key] = {Sex.FEMALE: "Female", Sex.MALE: "Male", Sex.UNSPECIFIED: "Not specified"}


class Locale(SpanForms, AgeForms):
    """One language folder, ready to write. Pure: same value, same string."""

    def __init__(
        self, settings: LocaleSettings, catalogue: Catalogue, whole_words: Sequence[str] = (), places: Path = Path()
    ) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.tag = settings.tag
        self.script = settings.script
        self._cldr = babel.Locale.parse(settings.tag)
        self.numbers = NumberWriter(settings, self._cldr)
        self._lists = ListWriter(settings.lists, self._cldr)
        self.places = Gazetteer(settings.places, places, self.digits, latin=self.script == naming.LATIN)
        self.breaking = self._breaking(whole_words)

    @classmethod
    def load(cls, folder: Path) -> Locale:
        """Read `locale.toml`, `messages.po`, `whole_words.txt`, and later `places.csv`; only the first must be there.

        Raises TemplateError when the settings are not well formed.
        """
        catalogue = Catalogue.load(folder / "messages.po")
        whole_words = whole_words_in(folder / "whole_words.txt")
        return cls(load_settings(folder / "locale.toml"), catalogue, whole_words, folder / "places.csv")

    def _breaking(self, whole_words: Sequence[str]) -> Breaking:
        rules, year = self.settings.breaking, range(1, 13)
        if rules is None:
            return Breaking(self.tag, marks=False)
        week = [self.weekday(dt.date(2024, 1, number)) for number in range(1, 8)]
        patterns = date_and_money_patterns(self.settings, map(self.month, year), map(self.short_month, year), week)
        return Breaking(
            self.tag,
            words=whole_words,
            patterns=[*rules.patterns, *patterns],
            titles=titles(self.settings),
            write_breaks=rules.write_breaks,
        )

    # Words

    def term(self, key: Message | Key) -> str:
        """A caption, message or term by its English key."""
        return self.catalogue.translate(key)

    def text(self, words: Mapping[str, str]) -> str:
        """The text in this language, else in the first fallback that has it (`docgen check` reports that)."""
        for tag in (self.tag, *self.settings.fallback):
            if tag in words:
                return words[tag]
        return next(iter(words.values()))

    def list(self, items: Sequence[str], style: ListStyle = "standard") -> str:
        """Items joined as a sentence lists them (a, b and c; with style “or” a, b or c); none is an empty string."""
        return self._lists.join(items, style)

    # Names

    def name(self, names: Mapping[str, str]) -> str:
        """The name in this script as the identity document has it, else the Latin one; never transliterated."""
        return naming.plain(self, names)

    def name_with_latin(self, names: Mapping[str, str]) -> str:
        """The name in this script followed by the Latin one in brackets, to be found by across the border."""
        return naming.with_latin(self, names)

    def titled(self, bearer: naming.Bearer, on: dt.date | None = None) -> str:
        """Name with the title that sex, stated form of address and, for one with a birth, the age on `on` ask for."""
        return naming.titled(self, bearer, on)

    def official(self, official: naming.Official) -> str:
        """Name with excellency, or rank, or title, in that order of precedence."""
        return naming.official(self, official)

    def signatory(self, bearer: naming.Bearer, on: dt.date | None = None) -> str:
        """Name as it stands under somebody's own signature, an official's or a person's, without brackets."""
        return naming.signatory(self, bearer, on)

    def declarant(self, bearer: naming.Bearer, on: dt.date | None = None) -> str:
        """“I” and the name, as a declaration begins."""
        return naming.declarant(self, bearer, on)

    def aliases(self, bearer: naming.Aliased) -> str:
        """The other names as a phrase to follow the name; empty where there are none."""
        return naming.aliases(self, bearer)

    def child_status(self, birth: Birth, on: dt.date) -> str:
        """Phrase for somebody who is or may be a child in law on a day; empty for an adult."""
        return naming.child_status(self, birth, on)

    def sex(self, sex: Sex) -> str:
        return self.term(_SEXES[sex])

    # Numbers

    def digits(self, text: str) -> str:
        """ASCII digits as this language's official papers write them."""
        return self.numbers.digits(text)

    def number(self, number: int | Decimal) -> str:
        """The number in figures, digits grouped, with the decimals it carries."""
        return self.numbers.figures(number)

    def words(self, number: int | Decimal) -> str:
        """The number in words; raises as `NumberWriter.words` does."""
        return self.numbers.words(number)

    def read_words(self, text: str) -> int:
        """The number that these words say; raises as `NumberWriter.read_words` does."""
        return self.numbers.read_words(text)

    def plural(self, number: int | Decimal, forms: Mapping[str, str], **slots: str) -> str:
        """The form of a phrase that this number asks for, as `NumberWriter.plural` says."""
        return self.numbers.plural(number, forms, **slots)

    def ordinal(self, number: int) -> str:
        """The ordinal in figures."""
        return self.numbers.ordinal(number)

    def ordinal_words(self, number: int) -> str:
        """The ordinal in words; raises as `NumberWriter.words` does."""
        return self.numbers.ordinal_words(number)

    def clause(self, number: str) -> str:
        """A clause number of the SOP such as 4.13.1."""
        return self.digits(number)

    def money(self, money: Money) -> str:
        """Amount and currency in figures; an unknown currency keeps its ISO 4217 code."""
        return self.numbers.money(money)

    def money_words(self, money: Money) -> str:
        """The sum in words with its subunits; raises as `NumberWriter.words` does."""
        return self.numbers.money_words(money)

    def money_both(self, money: Money) -> str:
        """Figures and words, as a receipt has them; raises as `NumberWriter.words` does."""
        return self.numbers.money_both(money)

    # Places and languages, from CLDR with this folder's corrections

    def area(self, area: Area) -> str:
        """A province, or a district and its province."""
        return self.places.area(area)

    def address(self, address: StructuredAddress) -> str:
        """An address with its parts in the order of this language."""
        return self.places.address(address, self.text, self.country)

    def country(self, code: str) -> str:
        return self.settings.countries.get(code) or unmarked(str(self._cldr.territories.get(code, code)))

    def nationality(self, code: str) -> str:
        return self.settings.nationalities.get(code) or self.country(code)

    def language(self, tag: str) -> str:
        """Name of a language; of one that is known only without its region or script, the name without them."""
        known = tag
        while known:
            if known in self.settings.languages:
                return self.settings.languages[known]
            if name := self._cldr.languages.get(known.replace("-", "_")):
                return self._language_named(unmarked(str(name)))
            known = known.rpartition("-")[0]
        return tag

    def _language_named(self, name: str) -> str:
        pattern = self.settings.language_pattern
        return name if name.startswith(pattern.partition("{")[0] or " ") else pattern.format(name=name)

    def languages(self, tags: Sequence[str]) -> str:
        return self.list([self.language(tag) for tag in tags])
