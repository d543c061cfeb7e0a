"""The person a case is about, assembled of mixins, so that a document type can declare a narrower view of them.

    class WaiverPerson(Aged, Named, Projection): ...

Pydantic collects fields from the last base to the first: the base whose fields shall come first is named last (before
`Projection`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pydantic import ConfigDict, Field, StrictBool, StrictInt, model_validator

from docgen.case.base import Value
from docgen.case.choices import WordedEnum
from docgen.case.codes import Country, LanguageTag
from docgen.case.dates import Day, PartialDate
from docgen.case.refusal import Problem, Refused
from docgen.case.text import Identifier, Line
from docgen.case.words import MultilingualLine, Names
from docgen.errors import Key, Message

ADULT_AGE = 18
"""Years; a child is a person under 18 (UN Trafficking Protocol, Art. 3 d)."""
ESTIMATE_MARGIN, APPROXIMATE_MARGIN = 2, 1
"""Years by which an undetermined estimated age, or a date marked "about", is taken to be out either way. A working
choice on the careful side (SOP 4.3); no clause fixes it."""


_SEX_WORDS: Mapping[str, Key] = {
    "female": "Female",
    "male": "Male",
    "unspecified": "Not specified",
}


class Sex(WordedEnum):
    """Sex as on a travel document (ICAO Doc 9303: F, M, X)."""

    FEMALE = "female"
    MALE = "male"
    UNSPECIFIED = "unspecified"

    @classmethod
    def words(cls) -> Mapping[str, Key]:
        return _SEX_WORDS

    @property
    def icao(self) -> str:
        """The letter that ICAO Doc 9303 prints."""
        return {Sex.FEMALE: "F", Sex.MALE: "M", Sex.UNSPECIFIED: "X"}[self]


_ADDRESS_WORDS: Mapping[str, Key] = {
    "married": "As a married person",
    "unmarried": "As an unmarried person",
    "neutral": "By name alone",
}


class FormOfAddress(WordedEnum):
    """How somebody asks to be titled, where a language leaves the choice: as married, as unmarried, by the name alone.

    It is stated by the person and never concluded from other facts. Thai law gives a married woman the choice of title
    (Name-Title for Females Act B.E. 2551, ss. 5 and 6), so marriage itself says nothing.
    """

    MARRIED = "married"
    UNMARRIED = "unmarried"
    NEUTRAL = "neutral"

    @classmethod
    def words(cls) -> Mapping[str, Key]:
        return _ADDRESS_WORDS


class Birth(Value):
    """When a person was born: a date as far as it is known, or an age that was estimated on a day."""

    model_config = ConfigDict(json_schema_extra={"one_of": [["date"], ["estimated_age", "estimated_on"]]})

    date: PartialDate | None = Field(default=None, title="Date of birth", description="As far as it is known")
    estimated_age: StrictInt | None = Field(
        default=None,
        ge=0,
        le=120,
        title="Estimated age",
        description="In years, if the date of birth is unknown",
    )
    estimated_on: Day | None = Field(
        default=None, title="Age estimated on", description="The day for which the age was estimated"
    )
    age_determined: StrictBool = Field(
        default=False, title="Age determined", description="The age determination has been finalized (SOP 4.3)"
    )

    @model_validator(mode="after")
    def _one_source(self) -> Birth:
        if (self.date is None) == (self.estimated_age is None):
            raise Refused(
                Problem("birth.source", Message("give either the date of birth or an estimated age, one of the two"))
            )
        if (self.estimated_age is None) != (self.estimated_on is None):
            raise Refused(
                Problem(
                    "birth.estimate",
                    Message("an estimated age and the day for which it was estimated belong together; give both"),
                    ("estimated_on",),
                )
            )
        return self

    def age_on(self, day: dt.date) -> tuple[int, int]:
        """Least and greatest possible age in completed years on a day; never below 0.

        Until the age is determined, an estimate is widened by two years and an approximate date by one, either way.
        """
        if self.date is None:
            return self._estimate_on(day)
        margin = APPROXIMATE_MARGIN if self.date.approximate and not self.age_determined else 0
        least = _completed_years(self.date.latest(), day) - margin
        greatest = _completed_years(self.date.earliest(), day) + margin
        return max(least, 0), max(greatest, 0)

    def is_child_on(self, day: dt.date) -> bool | None:
        """True or False where the age is certain enough to say; None where the person may be a child (SOP 4.3)."""
        least, greatest = self.age_on(day)
        if greatest < ADULT_AGE:
            return True
        return False if least >= ADULT_AGE else None

    def _estimate_on(self, day: dt.date) -> tuple[int, int]:
        if self.estimated_age is None or self.estimated_on is None:
            raise AssertionError("a validated birth has a date or an estimate")
        margin = 0 if self.age_determined else ESTIMATE_MARGIN
        # The birthday is unknown: between the two days one more or one fewer of them may have passed than whole years.
        elapsed = _completed_years(self.estimated_on, day)
        passed_most = elapsed if _same_day_of_year(self.estimated_on, day) else elapsed + 1
        return max(self.estimated_age + elapsed - margin, 0), max(self.estimated_age + passed_most + margin, 0)


def _completed_years(start: dt.date, end: dt.date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _same_day_of_year(one: dt.date, other: dt.date) -> bool:
    return (one.month, one.day) == (other.month, other.day)


class Nationality(Value):
    """The country whose national a person is, or says to be."""

    country: Country = Field(title="Country", description="Country of nationality (ISO 3166-1)")
    verified: StrictBool = Field(title="Verified", description="Confirmed by that country's authorities")


_KIND_WORDS: Mapping[str, Key] = {
    "passport": "Passport",
    "national_id": "National identity card",
    "border_pass": "Border pass",
    "birth_certificate": "Birth certificate",
    "other": "Other document",
}


class DocumentKind(WordedEnum):
    """Kinds of identity documents."""

    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    BORDER_PASS = "border_pass"
    BIRTH_CERTIFICATE = "birth_certificate"
    OTHER = "other"

    @classmethod
    def words(cls) -> Mapping[str, Key]:
        return _KIND_WORDS


class IdentityDocument(Value):
    """A paper that shows who a person is."""

    kind: DocumentKind = Field(title="Kind of document", description="What sort of identity document it is")
    number: Identifier = Field(title="Document number", description="As printed on the document")
    issued_by: Country | None = Field(default=None, title="Issued by", description="Country that issued the document")
    expires: Day | None = Field(default=None, title="Expiry date", description="Last day on which it is valid")


class Coded(Value):
    """Known by a code instead of a name."""

    code: Identifier = Field(title="Person's code", description="Stands for the person where no name is written")


class Named(Value):
    """Known by name, in each script as the identity document prints it."""

    names: Names = Field(title="Name", description="Per script, exactly as the identity document prints it")


class Aliased(Value):
    """Known by other names, too."""

    aliases: tuple[Line, ...] = Field(
        default=(), max_length=50, title="Other names", description="Nicknames and other names the person uses"
    )


class Sexed(Value):
    """Of a sex, as the identity document has it (SOP 5.1a: interviewer of the same gender)."""

    sex: Sex = Field(title="Sex", description="As on the identity document")


class Addressed(Value):
    """Titled in the form that the person asks for; None where nobody said anything."""

    form_of_address: FormOfAddress | None = Field(
        default=None,
        title="Form of address",
        description="Only if the person states it: as married, as unmarried, or by name alone (neutral)",
    )


class SexedIfKnown(Value):
    """Of a sex, if it is stated: somebody who is named beside the person, and titled where the sex is known."""

    sex: Sex | None = Field(default=None, title="Sex", description="If it is known; the name then bears a title")


class Aged(Value):
    """Born on a date, or of an estimated age."""

    birth: Birth = Field(title="Birth", description="Date of birth, or an estimated age")


class Speaking(Value):
    """Able to understand languages (SOP 4.5, 4.7)."""

    languages: tuple[LanguageTag, ...] = Field(
        min_length=1, max_length=20, title="Languages understood", description="Best understood language first"
    )
    literate: StrictBool = Field(title="Able to read", description="Reads at least one of the languages understood")


class National(Value):
    """National of a country."""

    nationality: Nationality = Field(title="Nationality", description="Nationality, and whether it has been verified")


class Documented(Value):
    """Holder of identity documents."""

    documents: tuple[IdentityDocument, ...] = Field(
        default=(), max_length=20, title="Identity documents", description="Every identity document that was seen"
    )


class Guardian(Addressed, SexedIfKnown, Named):
    """Who answers for a child."""

    relationship: MultilingualLine = Field(
        title="Relationship", description="What the guardian is to the person, such as mother or appointed guardian"
    )


class Guarded(Value):
    """Under a guardian, where there is one."""

    guardian: Guardian | None = Field(
        default=None, title="Guardian", description="Who answers for the person, if the person is a child"
    )


class Person(Guarded, Documented, National, Speaking, Aged, Addressed, Sexed, Aliased, Named, Coded):
    """The suspected victim, victim or returned person; a document sees only what its type declares."""
