"""What a meeting between the Parties is made of: delegations, agenda items, actions, the meetings before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from docgen.case import (
    Choices,
    Day,
    Identifier,
    MultilingualLine,
    MultilingualText,
    Official,
    PartialDate,
    Party,
    Value,
)
from docgen.documents.base import View
from docgen.errors import Key

if TYPE_CHECKING:
    from docgen.locale import Locale

_FIRST_YEAR, _LAST_YEAR = 2022, 2100
"""No meeting under the SOP before 25 August 2022, when it took effect (SOP 11); a Buddhist year is refused."""
_MOST_OWNERS = 3
"""Their names stand in one table row, which is not to be taller than a page."""
_KINDS: Mapping[str, Key] = {
    "case_update": "Updating of case information",
    "law_and_procedure": "Law and judicial procedure",
    "cooperation": "Cooperation between the Parties",
    "other": "Other matters",
}
_PARTIES: Mapping[Party, Key] = {Party.CAMBODIA: "Cambodian Party", Party.THAILAND: "Thai Party"}


class Attendee(Official):
    """A member of a delegation who was present."""

    online: StrictBool = Field(
        default=False, title="Joined online", description="Took part by video conference in a hybrid meeting"
    )


class Absentee(Official):
    """A member of a delegation who did not come."""

    reason: MultilingualLine = Field(title="Reason for absence", description="Such as “on other official duty”")


class Guest(Official):
    """Somebody in attendance who is no member of the delegation."""

    confidentiality_undertaken: StrictBool = Field(
        title="Confidentiality undertaken", description="Undertook to keep confidential what is exchanged (SOP 6.1)"
    )


class Delegation(Value):
    """One Party's side of the table."""

    party: Party = Field(title="Party", description="Party to the SOP that sent the delegation")
    chair: Attendee = Field(title="Co-chair", description="Head of the delegation, who signs the minutes")
    members: tuple[Attendee, ...] = Field(
        default=(), max_length=100, title="Members present", description="In order of precedence, without the co-chair"
    )
    absent: tuple[Absentee, ...] = Field(
        default=(), max_length=100, title="Members absent", description="Members who did not come, with the reason"
    )
    in_attendance: tuple[Guest, ...] = Field(
        default=(), max_length=100, title="In attendance", description="Others who came at this Party's invitation"
    )


class AgendaItem(Value):
    """One item of the agenda; its number is its place in the list."""

    title: MultilingualLine = Field(title="Agenda item", description="Title of the item")
    kind: Annotated[Literal["case_update", "law_and_procedure", "cooperation", "other"], Choices(_KINDS)] = Field(
        title="Subject", description="Which purpose of the meetings the item serves (SOP 6.2)"
    )
    cases: tuple[Identifier, ...] = Field(
        default=(), max_length=100, title="Case numbers", description="Cases discussed, by number alone (SOP 6.1)"
    )
    discussion: MultilingualText = Field(
        title="Discussion", description="What was reported and said; case numbers and codes only, no names of victims"
    )
    resolution: MultilingualText = Field(
        title="Resolution", description="What the meeting took note of or agreed; no names of victims"
    )

    def view(self, number: int, locale: Locale) -> View:
        """The item as minutes print it, under its number."""
        return {
            "number": locale.number(number),
            "title": locale.text(self.title),
            "kind": locale.term(_KINDS[self.kind]),
            "has_cases": bool(self.cases),
            "cases": ", ".join(self.cases),
            "discussion": paragraphs(self.discussion, locale),
            "resolution": locale.text(self.resolution),
        }


class ActionOwner(Value):
    """Who carries out an action."""

    party: Party = Field(title="Party", description="Party that answers for the action")
    agency: MultilingualLine = Field(title="Agency", description="Agency that carries it out")


class Action(Value):
    """A piece of work that the meeting gave somebody."""

    task: MultilingualLine = Field(title="Action", description="What is to be done, in a line; no names of victims")
    item: StrictInt = Field(ge=1, title="Number of the agenda item", description="Item whose resolution asks for it")
    owners: tuple[ActionOwner, ...] = Field(
        min_length=1,
        max_length=_MOST_OWNERS,
        title="Owners",
        description="At most three agencies; the leading one first",
    )
    due: Day = Field(title="Due date", description="Day by which the action is to be completed")

    def view(self, number: int, locale: Locale) -> View:
        """The action as minutes print it, under its number."""
        return {
            "number": locale.number(number),
            "task": locale.text(self.task),
            "item": locale.number(self.item),
            "owners": [
                {"party": party(owner.party, locale), "agency": locale.text(owner.agency)} for owner in self.owners
            ],
            "due": locale.short_day(self.due),
        }


class Numbered(Value):
    """A meeting by its number in a year."""

    number: StrictInt = Field(ge=1, le=999, title="Meeting number", description="Number of the meeting in its year")
    year: StrictInt = Field(
        ge=_FIRST_YEAR, le=_LAST_YEAR, title="Year of the meeting number", description="Gregorian year"
    )


class PreviousMeeting(Numbered):
    """The meeting before this one."""

    date: Day = Field(title="Date of the meeting", description="Day on which the meeting opened")
    host: Party = Field(title="Host", description="Party that hosted the meeting")


class NextMeeting(Value):
    """The meeting to come; the other Party hosts it."""

    date: PartialDate = Field(title="Date of the meeting", description="As far as it has been agreed")
    place: MultilingualLine | None = Field(
        default=None,
        title="Place of the meeting",
        description="City or venue, if it has been agreed",
        json_schema_extra={"named_by": "province"},
    )


def meeting_number(meeting: Numbered, locale: Locale) -> str:
    """Number and year of a meeting, the year in the language's official era."""
    return f"{locale.number(meeting.number)}/{locale.year(meeting.year)}"


def party(party: Party, locale: Locale) -> str:
    """The Party as the minutes call it."""
    return locale.term(_PARTIES[party])


def paragraphs(text: Mapping[str, str] | None, locale: Locale) -> list[str]:
    """The paragraphs of a text; none of no text."""
    return [line for line in locale.text(text).split("\n") if line.strip()] if text else []


def row(official: Official, locale: Locale) -> View:
    """An official as a table of attendance or a signature names him or her."""
    return {
        "name": locale.official(official),
        "position": locale.text(official.position),
        "agency": locale.text(official.agency),
    }


def attendance(sides: Sequence[Delegation], locale: Locale, *, hybrid: bool) -> View:
    """Who was present, absent and in attendance, by Party in the order of `sides`."""
    absent = [
        row(member, locale) | {"party": party(side.party, locale), "reason": locale.text(member.reason)}
        for side in sides
        for member in side.absent
    ]
    guests = [
        row(guest, locale) | {"party": party(side.party, locale)} for side in sides for guest in side.in_attendance
    ]
    return {
        "present": [
            {"party": party(side.party, locale), "members": _members(side, locale, hybrid=hybrid)} for side in sides
        ],
        "has_absent": bool(absent),
        "absent": absent,
        "has_guests": bool(guests),
        "guests": guests,
    }


def _members(side: Delegation, locale: Locale, *, hybrid: bool) -> list[View]:
    return [
        row(member, locale)
        | {"number": locale.number(n), "chair": member is side.chair, "online": hybrid and member.online}
        for n, member in enumerate((side.chair, *side.members), 1)
    ]
