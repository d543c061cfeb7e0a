"""Ages and births in words: exact, as a range, in months for an infant, or as they were estimated."""

from __future__ import annotations

import datetime as dt

from docgen.case import Birth
from docgen.locale.dates import DateForms
from docgen.locale.periods import completed_months


class AgeForms(DateForms):
    """How one language writes ages."""

    def age(self, birth: Birth, on: dt.date) -> str:
        """Age in completed years on a day, or in completed months under one year; a range where it is uncertain."""
        youngest, oldest = birth.age_on(on)
        rules = self.settings.ages
        if youngest != oldest:
            return rules.years_between.format(youngest=self._figure(youngest), oldest=self._figure(oldest))
        if oldest == 0:
            return self._infant(birth, on)
        return self.plural(oldest, rules.years, age=self._figure(oldest))

    def aged(self, birth: Birth, on: dt.date) -> str:
        """The age as a phrase of a sentence."""
        rules = self.settings.ages
        age = self.age(birth, on)
        pattern = rules.aged if age[0].isdecimal() else rules.aged_words or rules.aged
        return pattern.format(age=age)

    def aged_on(self, birth: Birth, on: dt.date) -> str:
        """The age as a phrase of a sentence, with the day on which it is so."""
        return self.settings.ages.aged_on.format(aged=self.aged(birth, on), day=self.text_day(on))

    def birth(self, birth: Birth) -> str:
        """The birth date as far as it is known, or the estimated age and the day of the estimate."""
        if birth.date:
            return self.partial_date(birth.date)
        rules = self.settings.ages
        age = birth.estimated_age or 0
        under_year = rules.estimated_under_year if age == 0 else None
        estimate = under_year or self.plural(age, rules.estimated, age=self._figure(age))
        if not birth.estimated_on:
            return estimate
        return rules.estimated_on.format(estimate=estimate, day=self.day(birth.estimated_on))

    def _infant(self, birth: Birth, on: dt.date) -> str:
        rules = self.settings.ages
        if birth.date is None or rules.months is None:
            return rules.under_year or self.plural(0, rules.years, age=self._figure(0))
        youngest, oldest = (max(completed_months(born, on), 0) for born in (birth.date.latest(), birth.date.earliest()))
        if oldest == 0 and rules.under_month:
            return rules.under_month
        if youngest == oldest:
            return self.plural(oldest, rules.months, age=self._figure(oldest))
        if rules.months_between is None:
            return rules.under_year or self.plural(0, rules.years, age=self._figure(0))
        return rules.months_between.format(youngest=self._figure(youngest), oldest=self._figure(oldest))

    def _figure(self, age: int) -> str:
        return self.digits(str(age))
