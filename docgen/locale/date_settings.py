"""How `locale.toml` says days, ranges and periods are written: the models of [dates] and [periods]."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from docgen.locale.patterns import Forms, Section, slots

DayPattern = Annotated[str, AfterValidator(slots("day year", "weekday month short_month"))]
"""One day."""
PlacePattern = Annotated[str, AfterValidator(slots("date", "place"))]
"""A finished day beside the place of issue, which the letters of some languages leave out."""
DatePattern = Annotated[str, AfterValidator(slots("date"))]
SpanPattern = Annotated[str, AfterValidator(slots("first last"))]
Counted = Annotated[Forms, AfterValidator(slots("n"))]


class Range(Section):
    """A range of days by the largest parts that both ends share (interval formats, UTS #35 Part 4)."""

    same_month: Annotated[str, AfterValidator(slots("first_day last_day last_month last_year"))]
    same_year: Annotated[str, AfterValidator(slots("first_day first_month last_day last_month last_year"))]
    other: Annotated[str, AfterValidator(slots("first_day first_month first_year last_day last_month last_year"))]


class Dates(Section):
    """Patterns for days and times; `calendar` decides the year.

    The first eight fields are required. Every other form has a plain default: None means the one named beside it.
    """

    calendar: Literal["gregorian", "thai-buddhist"]
    day: DayPattern
    weekday_day: DayPattern
    month: Annotated[str, AfterValidator(slots("month year"))]
    year: Annotated[str, AfterValidator(slots("year"))]
    about: DatePattern
    time: Annotated[str, AfterValidator(slots("time"))]
    time_separator: str

    # Days by kind of document
    letter_day: DayPattern | None = None  # day
    letter_place: PlacePattern = "{place}, {date}"  # letter_day with the place of issue
    note_day: DayPattern | None = None  # day; date of a note verbale
    note_place: PlacePattern = "{place}, {date}"  # note_day with the place of issue
    minutes_day: DayPattern | None = None  # weekday_day; day of a meeting
    text_day: DayPattern | None = None  # day; within a sentence
    short_day: DayPattern = "{day} {short_month} {year}"  # for a narrow table only

    # Dates that are known only in part, and years
    about_month: DatePattern | None = None  # about
    about_day: DatePattern | None = None  # about
    either: SpanPattern = "{first}/{last}"  # a year that began in April: one of the two
    both_eras: Annotated[str, AfterValidator(slots("date", "gregorian buddhist"))] = "{date} ({gregorian}/{buddhist})"

    # From one to another
    range: Range | None = None  # CLDR's interval of two days
    text_range: Range | None = None  # range; within a sentence
    time_range: Annotated[str, AfterValidator(slots("start end"))] | None = None  # CLDR's interval of two times
    moment: Annotated[str, AfterValidator(slots("date time"))] = "{date}, {time}"  # text_day and time of day
    span: SpanPattern | None = None  # CLDR's interval of two moments

    # Names instead of CLDR's
    months: list[str] = Field(default_factory=list, description="overrides CLDR's twelve names")
    short_months: list[str] = Field(default_factory=list)
    weekdays: list[str] = Field(default_factory=list)  # Monday first

    @field_validator("months", "short_months", "weekdays")
    @classmethod
    def _all_or_none(cls, names: list[str], info: ValidationInfo) -> list[str]:
        wanted = 7 if info.field_name == "weekdays" else 12
        if names and len(names) != wanted:
            raise ValueError(f"write all {wanted} names, or leave the field out")
        return names


class Periods(Section):
    """Periods in words; a language without this section writes a period as a range of days."""

    days: Counted
    months: Counted
    years: Counted
    link: str = " "  # between the years, months and days of one period
    due: Annotated[str, AfterValidator(slots("length start end"))]  # both days as text_day
