"""The Locale: how one language writes every value of a case, each as a finished string."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import babel

from docgen.case import Birth, Money, PartialDate, Sex
from docgen.errors import Message
from docgen.locale import dates
from docgen.locale import names as naming
from docgen.locale.catalogue import Catalogue
from docgen.locale.settings import LocaleSettings, load_settings


class Locale:
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

    # Days

    def day(self, day: dt.date) -> str:
        """A day in the official long form, without the weekday."""
        return dates.fill(self, self.settings.dates.day, day)

    def weekday_day(self, day: dt.date) -> str:
        return dates.fill(self, self.settings.dates.weekday_day, day)

    def lunar_day(self, day: dt.date) -> str:
        """The Khmer lunar line of a day, or nothing where the language has none."""
        return dates.lunar_line(self, day) if self.settings.lunar else ""

    def partial_date(self, date: PartialDate) -> str:
        return dates.partial(self, date)

    def year(self, year: int) -> str:
        """A Gregorian year in this language's official era."""
        return dates.year(self, dt.date(year, 12, 31))

    def month(self, number: int) -> str:
        """Name of month 1-12."""
        return (
            self.settings.dates.months[number - 1]
            if self.settings.dates.months
            else self._cldr.months["format"]["wide"][number]
        )

    def weekday(self, day: dt.date) -> str:
        return str(self._cldr.days["format"]["wide"][day.weekday()])

    def time(self, time: dt.time) -> str:
        rules = self.settings.dates
        return rules.time.format(time=self.digits(time.strftime(f"%H{rules.time_separator}%M")))

    # Ages

    def age(self, birth: Birth, on: dt.date) -> str:
        """Age in completed years on a day, as a phrase; a range where the birth is known only in part."""
        youngest, oldest = birth.age_on(on)
        rules = self.settings.ages
        if youngest == oldest:
            return rules.years.format(age=self.number(youngest))
        return rules.years_between.format(youngest=self.number(youngest), oldest=self.number(oldest))

    def birth(self, birth: Birth) -> str:
        """The birth date as far as it is known, or the estimated age and the day of the estimate."""
        if birth.date:
            return self.partial_date(birth.date)
        rules = self.settings.ages
        estimate = rules.estimated.format(age=self.number(birth.estimated_age or 0))
        if not birth.estimated_on:
            return estimate
        return rules.estimated_on.format(estimate=estimate, day=self.day(birth.estimated_on))

    # Places and languages, from CLDR with this folder's corrections

    def country(self, code: str) -> str:
        return self.settings.countries.get(code) or str(self._cldr.territories.get(code, code))

    def nationality(self, code: str) -> str:
        return self.settings.nationalities.get(code) or self.country(code)

    def language(self, tag: str) -> str:
        return self.settings.languages.get(tag) or str(self._cldr.languages.get(tag, tag))

    def languages(self, tags: Sequence[str]) -> str:
        return self.list([self.language(tag) for tag in tags])
