"""What `templates/<lang>/locale.toml` may say: one strict model, so that a slip in the file is named at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from docgen.errors import Message, TemplateError


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Font(_Section):
    """The font that sets one script, and the BCP 47 language that its runs carry."""

    name: str
    language: str


class Dates(_Section):
    """Patterns with slots {weekday} {day} {month} {year}; `calendar` decides the year."""

    calendar: Literal["gregorian", "thai-buddhist"]
    day: str
    weekday_day: str
    month: str
    year: str
    about: str
    time: str
    time_separator: str
    months: list[str] = Field(default_factory=list, description="overrides CLDR's twelve names")


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


class Eras(_Section):
    """Marks beside a year, such as "A.D.", each era's usual one first; `buddhist` does not say of which country."""

    common: list[str] = []
    buddhist: list[str] = []
    thai_buddhist: list[str] = []
    cambodian_buddhist: list[str] = []


_Month = Annotated[str, StringConstraints(pattern="^([1-9]|1[0-2])$")]
_Weekday = Annotated[str, StringConstraints(pattern="^[1-7]$")]


class Reading(_Section):
    """Words that people type in dates and times, beyond those of CLDR and of the patterns in `[dates]`; all optional.

    A full stop within a word may be left out when typing, and upper case does not matter.
    """

    unmarked_buddhist_year: Literal["thai", "cambodian"] | None = None
    """Whose year 2565 is in this language without a mark; none where the language is of neither country."""
    eras: Eras = Eras()
    months: dict[_Month, list[str]] = {}
    """More spellings by the number of the month."""
    weekdays: dict[_Weekday, list[str]] = {}
    """More spellings by the ISO 8601 number: 1 is Monday."""
    about: list[str] = []
    before_day: list[str] = []
    after_day: list[str] = []
    before_month: list[str] = []
    before_year: list[str] = []
    time: list[str] = []
    """Words before or after a time of day."""


class Names(_Section):
    """How persons and officials are addressed; the first title that fits is taken."""

    titles: list[Title]
    excellencies: list[Title]
    ranked: str = Field(description="an official with a rank: {rank} {name}")


class Ages(_Section):
    """Phrases for ages and births."""

    years: str
    years_between: str
    estimated: str
    estimated_on: str


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
    lunar: Lunar | None = None
    reading: Reading = Reading()
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
