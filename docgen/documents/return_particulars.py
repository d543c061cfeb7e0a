"""The particulars of a finding about a returned person: return, identification, acts, suspects, evidence (SOP 4.11)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pydantic import Field, StrictBool

from docgen.case import (
    Addressed,
    Aged,
    Aliased,
    Birth,
    Coded,
    Country,
    Day,
    Identifier,
    MultilingualLine,
    MultilingualText,
    Named,
    Names,
    National,
    Official,
    PartialDate,
    Party,
    Projection,
    Sexed,
    Value,
)
from docgen.documents.base import View, official_view, text_or_nothing

if TYPE_CHECKING:
    from docgen.locale import Locale

_ABOUT = dt.timedelta(days=366)
"""By how much a date marked "about" is taken to be out, either way: the margin that `Birth` gives such a date."""


class ReturnedPerson(National, Aged, Addressed, Sexed, Named, Coded, Projection):
    """As much of the person as the returning Party needs to find its own record: no address, no papers, no family."""

    def view(self, on: dt.date, locale: Locale) -> View:
        """The person as a letter of that day names them."""
        return {
            "code": self.code,
            "name": locale.titled(self, on),
            "sex": locale.sex(self.sex),
            "birth": locale.birth(self.birth),
            "nationality": locale.nationality(self.nationality.country),
            "verified": self.nationality.verified,
        }


class Return(Value):
    """How the person came back."""

    party: Party = Field(title="Returned from", description="Party from whose territory the person was returned")
    date: PartialDate = Field(title="Date of the return", description="As far as it is known")
    route: MultilingualLine = Field(title="Route", description="From where, over which border crossing, to where")
    authority: MultilingualLine = Field(
        title="Returning authority", description="Authority of that Party that carried out the return"
    )
    record: Identifier | None = Field(
        default=None, title="Number of the return record", description="Number under which that authority recorded it"
    )

    def view(self, receiving: Party, locale: Locale) -> View:
        """The return, with the names of both countries."""
        return {
            "origin": locale.country(self.party.value),
            "receiving": locale.country(receiving.value),
            "date": locale.partial_date(self.date),
            "route": locale.text(self.route),
            "authority": locale.text(self.authority),
            "recorded": self.record is not None,
            "record": self.record or "",
        }


class Identification(Value):
    """Who found that the person is a victim of trafficking, when and under what rule."""

    official: Official = Field(title="Identifying official", description="Competent official who made the finding")
    interviewed_on: Day = Field(title="Interviewed on", description="Day of the (last) interview in the screening")
    date: Day = Field(title="Date of the identification", description="Day on which the finding was made")
    rule: MultilingualLine = Field(
        title="Rule applied", description="Law or guidelines of the receiving Party under which the finding was made"
    )
    definitions_applied: StrictBool = Field(
        title="MOU definitions applied",
        description="The definitions in Article 2 of the 2014 MOU were applied in the interview (SOP 4.10)",
    )
    child_measures_applied: StrictBool = Field(
        default=False,
        title="Measures for children applied",
        description="Special measures for children are applied throughout; needed if the person may be one (SOP 4.3)",
    )

    def view(self, locale: Locale) -> View:
        """The identification; the flags decide about rules, not about words."""
        return {
            "official": official_view(self.official, locale),
            "interviewed_on": locale.day(self.interviewed_on),
            "date": locale.day(self.date),
            "rule": locale.text(self.rule),
        }


class Acts(Value):
    """What was done to the person, by the three elements of trafficking (MOU 2014, Art. 2; UN Protocol, Art. 3)."""

    began: PartialDate = Field(title="Acts began", description="As far as it is known")
    ended: PartialDate | None = Field(default=None, title="Acts ended", description="As far as it is known")
    place: MultilingualLine = Field(
        title="Place of the acts",
        description="District or province, and country",
        json_schema_extra={"named_by": "province"},
    )
    act: MultilingualText | None = Field(
        default=None, title="Act", description="Finding on recruitment, transportation, transfer, harbouring or receipt"
    )
    means: MultilingualText | None = Field(
        default=None, title="Means", description="Finding on the means; irrelevant where the person was a child"
    )
    purpose: MultilingualText | None = Field(
        default=None, title="Purpose", description="Finding on the exploitation that was intended or took place"
    )

    def upon_child(self, birth: Birth) -> bool | None:
        """Whether the person was a child when the acts began; None where that cannot be said for certain."""
        margin = _ABOUT if self.began.approximate else dt.timedelta()
        if birth.is_child_on(self.began.latest() + margin):
            return True
        return False if birth.is_child_on(self.began.earliest() - margin) is False else None

    def view(self, birth: Birth, locale: Locale) -> View:
        """The three elements; `minor` and `age_open` say what the age means for the second."""
        child = self.upon_child(birth)
        return {
            "began": locale.partial_date(self.began),
            "over": self.ended is not None,
            "ended": locale.partial_date(self.ended) if self.ended else "",
            "place": locale.text(self.place),
            "act": text_or_nothing(self.act, locale),
            "means_found": self.means is not None,
            "means": text_or_nothing(self.means, locale),
            "purpose": text_or_nothing(self.purpose, locale),
            "minor": child is True,
            "age_open": child is None,
        }


class Suspect(Aliased):
    """Somebody who is alleged to have taken part, presumed innocent; no more than is needed to find out who it is."""

    names: Names | None = Field(default=None, title="Name", description="Per script, if the name is known")
    nationality: Country | None = Field(
        default=None, title="Nationality", description="Country of nationality, if it is known"
    )
    role: MultilingualLine = Field(title="Alleged part", description="What the person is alleged to have done")
    whereabouts: MultilingualLine | None = Field(
        default=None,
        title="Last known whereabouts",
        description="District or province, if it is known",
        json_schema_extra={"named_by": "province"},
    )

    def view(self, number: int, locale: Locale) -> View:
        """One row of the table."""
        unknown = locale.term("not known")
        return {
            "number": locale.number(number),
            "name": locale.name(self.names) if self.names else unknown,
            "aliased": bool(self.aliases),
            "aliases": ", ".join(self.aliases),
            "nationality": locale.nationality(self.nationality) if self.nationality else unknown,
            "role": locale.text(self.role),
            "whereabouts": locale.text(self.whereabouts) if self.whereabouts else unknown,
        }


class Evidence(Value):
    """One item of evidence."""

    number: Identifier = Field(title="Number of the item", description="Number the item bears in the file; used once")
    description: MultilingualLine = Field(title="Description", description="What it is and what it goes to show")
    obtained: PartialDate = Field(title="Date obtained", description="As far as it is known")
    held_by: MultilingualLine = Field(title="Held by", description="Who keeps the original")
    copy_enclosed: StrictBool = Field(title="Copy enclosed", description="A copy goes with the letter")

    def view(self, locale: Locale) -> View:
        """One row of the table."""
        return {
            "number": self.number,
            "description": locale.text(self.description),
            "obtained": locale.short_date(self.obtained),
            "held_by": locale.text(self.held_by),
            "copy": locale.term("enclosed" if self.copy_enclosed else "not enclosed"),
        }
