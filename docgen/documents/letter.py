"""What the papers share that go from one office to another: urgency, the date lines, and the parts of a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field, StrictInt

from docgen.case import AgencyProfile, Choices, Day, Identifier, MultilingualLine, Official, Party, Value
from docgen.documents.base import MARKINGS, Document, Secrecy, View, official_view, text_or_nothing
from docgen.errors import Key

if TYPE_CHECKING:
    from docgen.locale import Locale

_URGENCIES: Mapping[str, Key] = {"urgent": "URGENT", "very_urgent": "VERY URGENT", "most_urgent": "MOST URGENT"}
Urgency: TypeAlias = Annotated[Literal["urgent", "very_urgent", "most_urgent"], Choices(_URGENCIES)]
"""The three steps of the Thai Regulation on Correspondence, B.E. 2526 (ด่วน, ด่วนมาก, ด่วนที่สุด); Cambodia has as many."""


def date_lines(agency: AgencyProfile, day: dt.date, locale: Locale) -> View:
    """The day, and the lunar line above it where a Cambodian agency writes in a language that has one."""
    lunar = locale.lunar_day(day) if agency.party is Party.CAMBODIA else ""
    return {"date": locale.letter_day(day), "lunar": bool(lunar), "lunar_day": lunar}


class Correspondence(Document):
    """A paper that leaves the office under a number, and may be marked as urgent."""

    number: Identifier
    date: Day
    urgency: Urgency | None = Field(
        default=None,
        title="Urgency",
        description="Mark at the head of the paper, if it must be handled fast",
    )

    def view(self, locale: Locale) -> View:
        """The number, and in the letterhead the mark of urgency, besides what every document has."""
        base = super().view(locale)
        mark = locale.term(_URGENCIES[self.urgency]) if self.urgency else ""
        return base | {"number": self.number, "letterhead": base["letterhead"] | {"urgency": mark}}


class Enclosure(Value):
    """One thing that goes with the letter."""

    title: MultilingualLine = Field(title="Enclosure", description="What is enclosed")
    copies: StrictInt = Field(ge=1, le=99, title="Copies", description="Number of copies or sets enclosed")

    def view(self, number: int, locale: Locale) -> View:
        """One line of the list."""
        return {
            "number": locale.number(number),
            "title": locale.text(self.title),
            "copies": locale.number(self.copies),
        }


class Letter(Correspondence):
    """A letter from one Party's Center to the other's, signed by an official."""

    counterpart: AgencyProfile
    number: Identifier = Field(title="Number of the letter", description="Number that the issuing agency gave it")
    date: Day = Field(title="Date of the letter", description="Day on which the letter is signed")
    confidentiality: Secrecy = Field(
        title="Confidentiality", description="Marking on every page; exchanges are confidential at least (SOP 6.1)"
    )
    addressee: MultilingualLine = Field(
        title="Addressee", description="Post at the other Party's Center, with the form of address that is due to it"
    )
    through: MultilingualLine | None = Field(
        default=None, title="Through", description="Post through whose hands the letter goes to the addressee, if any"
    )
    enclosures: tuple[Enclosure, ...] = Field(
        default=(), max_length=100, title="Enclosures", description="What goes with the letter, in order"
    )
    signatory: Official = Field(title="Signatory", description="Competent official who signs (SOP 4.11, Annex 2)")

    @property
    def secrecy(self) -> Secrecy:
        return self.confidentiality

    def view(self, locale: Locale) -> View:
        """What stands above and below the text of the letter."""
        return (
            super().view(locale)
            | date_lines(self.agency, self.date, locale)
            | {
                "marking": locale.term(MARKINGS[self.confidentiality]),
                "addressee": locale.text(self.addressee),
                "routed": self.through is not None,
                "through": text_or_nothing(self.through, locale),
                "counterpart": {
                    "superior": [locale.text(unit) for unit in self.counterpart.superior],
                    "agency": locale.text(self.counterpart.name),
                },
                "enclosed": bool(self.enclosures),
                "enclosures": [enclosure.view(number, locale) for number, enclosure in enumerate(self.enclosures, 1)],
                "signatory": official_view(self.signatory, locale) | {"name": locale.signatory(self.signatory)},
            }
        )
