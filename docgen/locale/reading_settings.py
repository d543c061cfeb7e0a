"""What a `locale.toml` may say of the words that people type in dates and times."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from docgen.locale.patterns import Section


class Eras(Section):
    """Marks beside a year, such as "A.D.", each era's usual one first; `buddhist` does not say of which country."""

    common: tuple[str, ...] = ()
    buddhist: tuple[str, ...] = ()
    thai_buddhist: tuple[str, ...] = ()
    cambodian_buddhist: tuple[str, ...] = ()


_Month = Annotated[str, StringConstraints(pattern="^([1-9]|1[0-2])$")]
_Weekday = Annotated[str, StringConstraints(pattern="^[1-7]$")]


class Reading(Section):
    """Words that people type in dates and times, beyond those of CLDR and of the patterns in `[dates]`; all optional.

    A full stop within a word may be left out when typing, and upper case does not matter.
    """

    unmarked_buddhist_year: Literal["thai", "cambodian"] | None = None
    """Whose year 2565 is in this language without a mark; none where the language is of neither country."""
    eras: Eras = Eras()
    months: dict[_Month, tuple[str, ...]] = Field(default_factory=dict)
    """More spellings by the number of the month."""
    weekdays: dict[_Weekday, tuple[str, ...]] = Field(default_factory=dict)
    """More spellings by the ISO 8601 number: 1 is Monday."""
    about: tuple[str, ...] = ()
    before_day: tuple[str, ...] = ()
    after_day: tuple[str, ...] = ()
    before_month: tuple[str, ...] = ()
    before_year: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    """Words before or after a time of day."""
