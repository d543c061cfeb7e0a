"""What `templates/<lang>/locale.toml` may say: one strict model, so that a slip in the file is named at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from docgen.errors import Message, TemplateError
from docgen.locale.date_settings import Dates, Periods
from docgen.locale.patterns import Forms, slots
from docgen.locale.patterns import Section as _Section


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
    animal_changes: tuple[int, int]
    sak_changes: tuple[int, int]


class Title(_Section):
    """A pattern with the slot {name}, for persons of this sex and below this age in years (both optional)."""

    pattern: str
    sex: Literal["female", "male", "unspecified"] | None = None
    below: int | None = None


class Names(_Section):
    """How persons and officials are addressed; the first title that fits is taken."""

    titles: list[Title]
    excellencies: list[Title]
    ranked: str = Field(description="an official with a rank: {rank} {name}")


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
    """Digits and separators; ordinals with the slot {number}."""

    digits: str = Field("0123456789", min_length=10, max_length=10)
    grouping: str
    decimal: str
    ordinal: str
    ordinals: dict[str, str] = Field(default_factory=dict, description="irregular ordinals by number")


class Lists(_Section):
    """How items are joined: two, and the links of three or more."""

    two: str
    middle: str
    last: str


class Draft(_Section):
    """The mark printed across every page of an output that nobody approved."""

    mark: str


class LocaleSettings(_Section):
    """Everything one language folder says about writing."""

    tag: str = Field(description="BCP 47 language tag; also the folder's name")
    script: str = Field(pattern="^[A-Z][a-z]{3}$", description="ISO 15924 code")
    name: str = Field(description="the language's name for itself")
    fallback: list[str] = Field(description="languages to take a text from when this one lacks it, in order")
    fonts: dict[str, Font]
    dates: Dates
    periods: Periods | None = None
    lunar: Lunar | None = None
    names: Names
    ages: Ages
    numbers: Numbers
    lists: Lists
    draft: Draft
    nationalities: dict[str, str]
    countries: dict[str, str] = Field(default_factory=dict, description="corrections to CLDR, by ISO 3166-1 code")
    languages: dict[str, str] = Field(default_factory=dict, description="corrections to CLDR, by BCP 47 tag")
    currencies: dict[str, str] = Field(default_factory=dict, description="money patterns with the slot {amount}")


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
