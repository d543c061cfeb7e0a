"""Numbers, ordinals and sums of money, in figures and in words, and the plural form that a number asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import babel
from babel.numbers import get_currency_precision

from docgen.case import Money
from docgen.case.refusal import Problem, Refused
from docgen.errors import Message, TemplateError
from docgen.locale.settings import LocaleSettings
from docgen.locale.spellout import CARDINAL, DECIMALS, LOWEST, MAXIMUM, ORDINAL, Spellout
from docgen.locale.spellout_read import numbers_of

HUNDREDTH = 2
"""Decimals of an amount, and of a currency whose subunit is its hundredth."""


class NumberWriter:
    """Writes every number of one language. Pure: same value, same string."""

    def __init__(self, settings: LocaleSettings, cldr: babel.Locale) -> None:
        self._settings = settings
        self._cldr = cldr
        self._native = str.maketrans("0123456789", settings.numbers.digits)
        self._spellout = Spellout(settings.spellout)

    # Figures

    def digits(self, text: str) -> str:
        """ASCII digits as this language's official papers write them."""
        return text.translate(self._native)

    def figures(self, number: int | Decimal) -> str:
        """The number with grouped digits and as many decimals as it carries."""
        rules = self._settings.numbers
        whole, _, decimals = f"{number:,f}".partition(".") if isinstance(number, Decimal) else (f"{number:,}", "", "")
        return self.digits(whole.replace(",", rules.grouping) + (rules.decimal + decimals if decimals else ""))

    def ordinal(self, number: int) -> str:
        """The ordinal in figures, its form by CLDR's plural rules for ordinals."""
        forms = self._settings.numbers.ordinal
        pattern = forms.get(self._cldr.ordinal_form(number)) or forms["other"]
        return pattern.format(number=self.digits(str(number)))

    def plural(self, number: int | Decimal, forms: Mapping[str, str], **slots: str) -> str:
        """The form that this number asks for by CLDR's plural rules, {n} filled with its figures and the other slots.

        `forms` maps plural categories to patterns, “other” among them: {"one": "{n} day", "other": "{n} days"}.
        Decimals count even where they are 0: 1 day, 1.00 days.
        """
        pattern = forms.get(self._cldr.plural_form(number)) or forms["other"]
        return pattern.format(n=self.figures(number), **slots)

    # Words

    @property
    def has_words(self) -> bool:
        """True when the language folder says how numbers are written in words."""
        return bool(self._settings.spellout)

    @property
    def has_ordinal_words(self) -> bool:
        """True when it also says how ordinals are."""
        return ORDINAL in self._settings.spellout

    def words(self, number: int | Decimal) -> str:
        """The number in words, 0 to 999,999,999,999,999; decimals digit by digit.

        Raises Refused outside that range, TemplateError when the language folder has no words for numbers.
        """
        self._ready_for(number, CARDINAL)
        _, _, decimals = f"{number:f}".partition(".") if isinstance(number, Decimal) else ("", "", "")
        if not decimals:
            return self._spellout.spell(int(number))
        if not self._spellout.has_decimals:
            raise TemplateError(_no_words(self._settings.name, f"spellout.{CARDINAL}.{DECIMALS}"))
        return self._spellout.spell_decimals(int(number), decimals)

    def ordinal_words(self, number: int) -> str:
        """The ordinal in words, 1 to 999,999,999,999,999. Raises as `words` does."""
        self._ready_for(number, ORDINAL)
        return self._spellout.spell(number, ORDINAL)

    def read_words(self, text: str, ordinal: bool = False) -> int:
        """The number that these words say, in the spellings that the language folder writes and reads.

        Raises Refused when they say none or could say several, TemplateError when there are no words for numbers.
        """
        name = ORDINAL if ordinal else CARDINAL
        self._need(name)
        found = numbers_of(self._spellout, text, name)
        if len(found) != 1:
            raise Refused(Problem("number.words", Message("not a number in words; write it in digits 0–9")))
        return found.pop()

    def _ready_for(self, number: int | Decimal, name: str) -> None:
        self._need(name)
        if not LOWEST[name] <= number < MAXIMUM + 1:
            slots = {"lowest": str(LOWEST[name]), "highest": str(MAXIMUM)}
            message = Message("a number in words lies between {lowest} and {highest}; correct the number", slots)
            raise Refused(Problem("number.range", message))

    def _need(self, name: str) -> None:
        if name not in self._settings.spellout:
            raise TemplateError(_no_words(self._settings.name, f"spellout.{name}"))

    # Money

    def money(self, money: Money) -> str:
        """Amount and currency in figures, decimals only where there are any; an unknown currency keeps its code."""
        return self._money(money, 0 if money.amount == int(money.amount) else HUNDREDTH)

    def money_words(self, money: Money) -> str:
        """The sum in words with its subunits. Raises TemplateError when there are no words for numbers.

        A fraction of a currency without a subunit in use, or of an unknown one, is spelt as decimals: nothing is lost.
        An unknown currency keeps its ISO 4217 code.
        """
        rules = self._settings.money
        currency = rules.words.get(money.currency)
        whole = int(money.amount)
        hundredths = int((money.amount - whole) * 100)
        if currency is None:
            return f"{self.words(money.amount if hundredths else whole)} {money.currency}"
        if not hundredths:
            return rules.whole.format(units=self._in_words(whole, currency.unit))
        if currency.subunit is None:
            return self._in_words(money.amount, currency.unit)
        subunits = self._in_words(hundredths, currency.subunit)
        return rules.parts.format(units=self._in_words(whole, currency.unit), subunits=subunits) if whole else subunits

    def money_both(self, money: Money) -> str:
        """Figures with the decimals of the currency, and words, as a receipt has them. Raises as `money_words` does."""
        figures = self._money(money, self._decimals(money))
        return self._settings.money.both.format(figures=figures, words=self.money_words(money))

    def _money(self, money: Money, decimals: int) -> str:
        amount = money.amount if decimals else int(money.amount)
        forms = self._settings.currencies.get(money.currency, {"other": "{amount} " + money.currency})
        return self.plural(amount, forms, amount=self.figures(amount))

    def _in_words(self, number: int | Decimal, forms: Mapping[str, str]) -> str:
        return self.plural(number, forms, amount=self.words(number))

    def _decimals(self, money: Money) -> int:
        """Decimals of a receipt: 2, or none for a whole amount of a currency that has no subunit in use.

        Never 3, as ISO 4217 has for some: an amount carries hundredths, and 1.500 is read as 1,500 in many countries.
        """
        known = self._settings.money.words.get(money.currency)
        undivided = known.subunit is None if known else get_currency_precision(money.currency) == 0
        return 0 if undivided and money.amount == int(money.amount) else HUNDREDTH

    # All of them

    def forms(self, number: int) -> Iterator[tuple[str, str]]:
        """(name of the form, text) of every form that this language has for a number."""
        yield "digits", self.digits(str(number))
        yield "figures", self.figures(number)
        if self.has_words:
            yield "words", self.words(number)
        yield "ordinal", self.ordinal(number)
        if self.has_ordinal_words and number >= LOWEST[ORDINAL]:
            yield "ordinal-words", self.ordinal_words(number)

    def money_forms(self, money: Money) -> Iterator[tuple[str, str]]:
        """(name of the form, text) of every form that this language has for a sum."""
        yield "money", self.money(money)
        if self.has_words:
            yield "money-words", self.money_words(money)
            yield "money-both", self.money_both(money)


def _no_words(language: str, section: str) -> Message:
    slots = {"language": language, "section": section}
    return Message("{language}: locale.toml has no words for numbers; add the section {section}", slots)
