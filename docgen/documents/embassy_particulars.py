"""The particulars of a notification to an embassy: what may be told, was decided, done and is asked for (SOP 4.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StrictBool

from docgen.case import (
    Aged,
    Choices,
    Coded,
    Day,
    Documented,
    DocumentKind,
    IdentityDocument,
    MultilingualLine,
    MultilingualText,
    Named,
    National,
    Paragraphs,
    PartialDate,
    Projection,
    Sexed,
    Value,
)
from docgen.errors import Key

if TYPE_CHECKING:
    from docgen.documents.base import View
    from docgen.locale import Locale

_VISITS: Mapping[str, Key] = {
    "agreed": "Agreed",
    "declined": "Declined",
    "undecided": "Undecided",
}

_KINDS: Mapping[DocumentKind, Key] = {
    DocumentKind.PASSPORT: "Passport",
    DocumentKind.NATIONAL_ID: "National identity card",
    DocumentKind.BORDER_PASS: "Border pass",
    DocumentKind.BIRTH_CERTIFICATE: "Birth certificate",
    DocumentKind.OTHER: "Other document",
}


class Subject(Documented, National, Aged, Sexed, Named, Coded, Projection):
    """The person whom the note is about, as far as the embassy may ever be told."""


def _paper(paper: IdentityDocument, locale: Locale) -> View:
    unknown = locale.term("not known")
    return {
        "kind": locale.term(_KINDS[paper.kind]),
        "number": paper.number,
        "issued_by": locale.country(paper.issued_by) if paper.issued_by else unknown,
        "expires": locale.short_day(paper.expires) if paper.expires else unknown,
    }


class Disclosure(Value):
    """What the embassy may be told; a fact that is not disclosed does not reach the page (SOP 4.12, 6.1)."""

    identity: StrictBool = Field(title="Disclose the identity", description="Name and sex may be told to the embassy")
    birth: StrictBool = Field(title="Disclose the birth", description="Date of birth or estimated age may be told")
    documents: StrictBool = Field(
        title="Disclose the documents", description="Numbers of identity documents may be told"
    )
    circumstances: StrictBool = Field(
        title="Disclose the circumstances", description="Where and how the person was found may be told"
    )

    @property
    def withheld(self) -> frozenset[str]:
        """Paths in the note of the facts that are not disclosed."""
        facts = {
            "person/names": self.identity,
            "person/sex": self.identity,
            "person/birth": self.birth,
            "person/documents": self.documents,
            "circumstances": self.circumstances,
        }
        return frozenset(path for path, disclosed in facts.items() if not disclosed)

    def of(self, person: Subject, on: dt.date, locale: Locale) -> View:
        """The facts about the person that may be told: code and nationality always, the others only if disclosed."""
        view: View = {"code": person.code, "nationality": locale.nationality(person.nationality.country)}
        if self.identity:
            view |= {"name": locale.name(person.names), "sex": locale.sex(person.sex)}
        if self.birth:
            view |= {"birth": locale.birth(person.birth), "age": locale.age(person.birth, on)}
        if self.documents:
            view |= {"documents": [_paper(paper, locale) for paper in person.documents]}
        return view


class Decision(Value):
    """How the rights and benefits of the person were taken into account (SOP 4.12)."""

    consent: StrictBool = Field(
        title="Consent", description="The person agreed to this notification and to what it discloses"
    )
    informed: StrictBool = Field(
        title="Informed beforehand",
        description="The person was told, in a language that he or she understands, what goes to the embassy and why",
    )
    decided_on: Day = Field(title="Decided on", description="Day of the consent, or of the decision on best interests")
    reason: Paragraphs | None = Field(
        default=None,
        title="Reason of the decision",
        description="Why the notification is in the person's best interests; kept with the case, never printed",
    )


class Circumstances(Value):
    """Where and how the person was found, in the fewest words that serve consular protection."""

    found_on: PartialDate = Field(title="Found on", description="When the authorities met the person, as far as known")
    area: MultilingualLine = Field(
        title="Area",
        description="Province or district alone; never an address or shelter",
        json_schema_extra={"named_by": "province"},
    )
    account: MultilingualText = Field(
        title="Account", description="What the embassy needs to know; no name, no address, nothing that shames"
    )

    def view(self, locale: Locale) -> View:
        """Day, area and account, finished in the locale's language."""
        return {
            "found_on": locale.partial_date(self.found_on),
            "area": locale.text(self.area),
            "account": locale.text(self.account),
        }


class Measures(Value):
    """What has been done for the person (SOP 4.2, 4.6)."""

    accommodation: StrictBool = Field(
        title="Safe accommodation", description="Safe accommodation and protection, not detention (SOP 4.2)"
    )
    physical_health: StrictBool = Field(title="Medical care", description="Physical health care is given (SOP 4.2)")
    mental_health: StrictBool = Field(title="Psychological care", description="Mental health care is given (SOP 4.2)")
    risk_assessment: StrictBool = Field(
        title="Risk assessment", description="Risk assessed and, where needed, safety measures taken (SOP 4.6)"
    )
    interpreter: StrictBool = Field(
        title="Interpretation provided", description="An interpreter assists the person, who needs one (SOP 4.7)"
    )
    other: MultilingualText | None = Field(
        default=None, title="Other measures", description="Whatever else was done, as far as the embassy may know it"
    )

    @property
    def protect(self) -> bool:
        """Whether the person has the protection and care of SOP 4.2."""
        return self.accommodation and self.physical_health and self.mental_health

    def view(self, locale: Locale) -> View:
        """A bool for each measure, and the text of any other."""
        return {
            "accommodation": self.accommodation,
            "physical_health": self.physical_health,
            "mental_health": self.mental_health,
            "risk_assessment": self.risk_assessment,
            "interpreter": self.interpreter,
            "other": locale.text(self.other) if self.other else "",
        }


class Requests(Value):
    """What the embassy is asked for; verification is asked for whenever the nationality is not verified."""

    travel_documents: StrictBool = Field(
        title="Travel documents wanted", description="The person lacks travel documents and wishes to have them"
    )
    visit: Annotated[Literal["agreed", "declined", "undecided"], Choices(_VISITS)] = Field(
        title="Consular visit", description="What the person says to a visit by a consular officer"
    )
    reply_by: Day | None = Field(default=None, title="Reply by", description="Day by which a reply is asked for")

    def view(self, locale: Locale) -> View:
        """What is asked for; an undecided visit is neither agreed nor declined."""
        return {
            "travel_documents": self.travel_documents,
            "visit_agreed": self.visit == "agreed",
            "visit_declined": self.visit == "declined",
            "reply_by": locale.day(self.reply_by) if self.reply_by else "",
        }
