"""What `templates/<lang>/locale.toml` may say: one strict model, so that a slip in the file is named at once."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator

from docgen.errors import Message, TemplateError
from docgen.locale.date_settings import Dates, Periods
from docgen.locale.patterns import Forms, slots
from docgen.locale.patterns import Section as _Section
from docgen.locale.reading_settings import Reading
from docgen.locale.spellout import Spellout
from docgen.locale.spellout_check import check


class Font(_Section):
    """The font that sets one script, and the BCP 47 language that its runs carry."""

    name: str
    language: str


class Lunar(_Section):
    """Words of the Khmer lunar line; a language without this section has no such line."""

    pattern: str
    waxing: str
    waning: str
    months: list[str] = Field(min_length=14, max_length=14)
    animals: list[str] = Field(min_length=12, max_length=12)
    saks: list[str] = Field(min_length=10, max_length=10)
    animal_changes: list[date] = Field(default_factory=list, description="Sangkranta where the almanac differs")
    sak_changes: list[date] = Field(default_factory=list, description="Lerng Sak where the almanac differs")

    @field_validator("animal_changes", "sak_changes")
    @classmethod
    def _one_day_a_year(cls, days: list[date]) -> list[date]:
        if len({day.year for day in days}) < len(days):
            raise ValueError("two days of one year; leave one of them")
        return days


class Title(_Section):
    """A pattern with the slot {name}, and whom it fits; a condition that is left out fits everybody.

    `below` is an age in completed years; `address` a form of address that the person states; `ranked` whether the
    person has a rank. Patterns for officials may use {styled}, the name with its rank or else its title.
    """

    pattern: str
    sex: Literal["female", "male", "unspecified"] | None = None
    below: int | None = None
    address: Literal["married", "unmarried", "neutral"] | None = None
    ranked: bool | None = None

    @field_validator("pattern")
    @classmethod
    def _has_known_slots(cls, pattern: str) -> str:
        found = {slot for _, slot, _, _ in Formatter().parse(pattern) if slot is not None}
        if not found or not found <= {"name", "styled"}:
            raise ValueError("the slots are {name} and {styled}, one of them at least")
        return pattern


def _bare_signature() -> list[Title]:
    return [Title(pattern="{styled}", ranked=True), Title(pattern="{name}")]


class Names(_Section):
    """How persons and officials are addressed; of a list of titles the first that fits is taken.

    The age below which a title is a child's is a matter of custom and stands here; who is a child in law does not
    depend on it (`docgen.case.person.ADULT_AGE`).
    """

    titles: list[Title]
    excellencies: list[Title]
    ranked: str = Field(description="an official with a rank: {rank} {name}")
    attached: list[str] = Field(default_factory=list, description="ends of ranks that no space parts from the name")
    signature: list[Title] = Field(
        default_factory=_bare_signature, min_length=1, description="anybody under his or her own signature"
    )
    declarants: list[Title] = Field(
        default_factory=list, description="“I” and the name; where none fits, the words for “I” and the titled name"
    )
    with_latin: str = Field("{name} ({latin})", description="a name, and the same name in Latin letters")
    alias: str = Field("({aliases})", description="the phrase with somebody's other names")
    alias_link: str | None = Field(None, description="what stands between other names, if not the links of [lists]")


class Ages(_Section):
    """Phrases for ages and births; the first four fields are required, None means the one named beside it.

    A language that does not say how months are counted writes the age of an infant in years.
    """

    years: Forms
    years_between: str
    estimated: Forms
    estimated_on: str
    months: Forms | None = None  # years; under one year of age
    months_between: str | None = None  # years
    under_month: str | None = None  # months
    under_year: str | None = None  # years; under one year of age, the months unknown
    estimated_under_year: str | None = None  # estimated
    aged: Annotated[str, AfterValidator(slots("age"))] = "{age}"  # within a sentence
    aged_words: Annotated[str, AfterValidator(slots("age"))] | None = None  # aged; where the age begins with a word
    aged_on: Annotated[str, AfterValidator(slots("aged day"))] = "{aged} ({day})"  # the same on a day, as text_day


class Numbers(_Section):
    """Digits and separators; `ordinal` has the slot {number} and CLDR's forms for ordinals (1st, 2nd, 3rd, 4th)."""

    digits: str = Field("0123456789", min_length=10, max_length=10)
    grouping: str
    decimal: str
    ordinal: Annotated[Forms, AfterValidator(slots("number"))]


def _spells(source: dict[str, dict[str, str | list[str]]]) -> dict[str, dict[str, str | list[str]]]:
    if source:
        check(Spellout(source))
    return source


SpelloutRules = Annotated[dict[str, dict[str, str | list[str]]], AfterValidator(_spells)]
"""Rule sets of number words, see `docgen.locale.spellout`; none: the language writes numbers in figures only."""


class CurrencyWords(_Section):
    """Patterns with the slot {amount} (in words) for the unit and its hundredth, if that is in use."""

    unit: Annotated[Forms, AfterValidator(slots("amount"))]
    subunit: Annotated[Forms, AfterValidator(slots("amount"))] | None = None


class MoneyWords(_Section):
    """How a sum in words is put together: `whole` without subunits, `parts` with; `words` are by ISO 4217 code."""

    whole: Annotated[str, AfterValidator(slots("units"))] = "{units}"
    parts: Annotated[str, AfterValidator(slots("units subunits"))] = "{units} {subunits}"
    both: Annotated[str, AfterValidator(slots("figures words"))] = "{figures} ({words})"
    words: dict[str, CurrencyWords] = Field(default_factory=dict)


class ListPatterns(_Section):
    """Corrections to CLDR: a pattern with {0} and {1} for two items and for the last, the link between the others."""

    two: str | None = None
    middle: str | None = None
    last: str | None = None


class Lists(ListPatterns):
    """How items are joined by “and”; `or` likewise."""

    alternatives: ListPatterns = Field(default_factory=ListPatterns, alias="or")


class Places(_Section):
    """How provinces, districts and addresses are written.

    `own`: countries (ISO 3166-1) whose register is in this language; `patterns`: by kind of place, or country and kind
    ("KH-district"), with the slot {name}; `area`: {district} and {province}; `address`: patterns of its parts in order,
    joined by `link`; `subdistrict`: the pattern of that part by country and surroundings ("TH-town", "KH-country");
    `countries`: how a country ends an address, where not as `Locale.country` has it; `short` and `aliases`: short words
    before a name, and other names by code, that people type and papers do not write.
    """

    own: tuple[str, ...] = ()
    patterns: dict[str, Annotated[str, AfterValidator(slots("name"))]] = Field(default_factory=dict)
    area: Annotated[str, AfterValidator(slots("district province"))] = "{district}, {province}"
    address: tuple[str, ...] = (
        "{house} {street}", "{moo}", "{village}", "{subdistrict}", "{area}", "{postcode}", "{country}",
    )  # fmt: skip
    subdistrict: dict[str, Annotated[str, AfterValidator(slots("subdistrict"))]] = Field(default_factory=dict)
    link: str = ", "
    countries: dict[str, str] = Field(default_factory=dict)
    short: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("address")
    @classmethod
    def _has_known_parts(cls, address: tuple[str, ...]) -> tuple[str, ...]:
        for part in address:
            slots("", "house moo village street subdistrict area postcode country")(part)
        return address


class LineBreaks(_Section):
    """Where lines of a script without spaces may not break, besides in names and the locale's date and money forms.

    `patterns`: regular expressions of what stays whole; `write_breaks`: mark every break, for a Word that knows no
    words of this language. Compounds that ICU cuts stand in `whole_words.txt` beside, one a line.
    """

    patterns: tuple[str, ...] = ()
    write_breaks: bool = False


class Review(_Section):
    """What lint is to know of the language: words that its papers write in Latin letters though it has others."""

    words: tuple[str, ...] = ()


class Draft(_Section):
    """The marks printed across every page: of an output that nobody approved, and of a trial that is no paper."""

    mark: str
    specimen: str


class LocaleSettings(_Section):
    """Everything one language folder says about writing."""

    tag: str = Field(description="BCP 47 language tag; also the folder's name")
    script: str = Field(pattern="^[A-Z][a-z]{3}$", description="ISO 15924 code")
    name: str = Field(description="the language's name for itself")
    language_pattern: Annotated[str, AfterValidator(slots("name"))] = Field(
        "{name}", description="the name of a language, where CLDR leaves a word for language out"
    )
    fallback: list[str] = Field(description="languages to take a text from when this one lacks it, in order")
    fonts: dict[str, Font]
    dates: Dates
    periods: Periods | None = None
    lunar: Lunar | None = None
    reading: Reading = Reading()
    names: Names
    ages: Ages
    numbers: Numbers
    spellout: SpelloutRules = Field(default_factory=dict)
    money: MoneyWords = Field(default_factory=MoneyWords)
    lists: Lists = Field(default_factory=Lists)
    places: Places | None = None
    breaking: LineBreaks | None = None
    draft: Draft
    review: Review = Review()
    nationalities: dict[str, str]
    countries: dict[str, str] = Field(default_factory=dict, description="corrections to CLDR, by ISO 3166-1 code")
    languages: dict[str, str] = Field(default_factory=dict, description="corrections to CLDR, by BCP 47 tag")
    currencies: dict[str, Annotated[Forms, AfterValidator(slots("amount"))]] = Field(
        default_factory=dict, description="money patterns with the slot {amount}"
    )


def load_settings(path: Path) -> LocaleSettings:
    """Read a `locale.toml`. Raises TemplateError naming the file and the first field that is wrong."""
    try:
        return LocaleSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        reason = error.errors()[0] if isinstance(error, ValidationError) else None
        where = "/".join(str(step) for step in reason["loc"]) if reason else "-"
        raise TemplateError(
            Message(
                "{file}: field {field} cannot be read ({reason}); correct the file",
                {"file": path.name, "field": where, "reason": reason["msg"] if reason else type(error).__name__},
            )
        ) from error
