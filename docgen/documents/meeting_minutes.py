"""The minutes of a meeting between the Parties (SOP 6.1, 6.2, 7.3): who met, what was resolved, who does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, StrictBool

from docgen.case import AgencyProfile, Choices, Day, MultilingualText, Official, Party, Place, TimeOfDay
from docgen.documents.base import MARKINGS, Document, Rule, Secrecy, View
from docgen.documents.letter import date_lines
from docgen.documents.meeting import (
    Action,
    AgendaItem,
    Delegation,
    NextMeeting,
    Numbered,
    PreviousMeeting,
    attendance,
    meeting_number,
    paragraphs,
    party,
    row,
)
from docgen.documents.meeting_minutes_example import EXAMPLE
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.locale import Locale

_KINDS: Mapping[str, Key] = {"regular": "Regular meeting", "ad_hoc": "Ad hoc meeting"}
_MODES: Mapping[str, Key] = {"in_person": "In person", "online": "Online", "hybrid": "In person and online"}


def _has_guest_unbound(minutes: MeetingMinutes) -> bool:
    return any(not guest.confidentiality_undertaken for side in minutes.delegations for guest in side.in_attendance)


def _joined_online_in_person(minutes: MeetingMinutes) -> bool:
    members = (member for side in minutes.delegations for member in (side.chair, *side.members))
    return minutes.mode == "in_person" and any(member.online for member in members)


def _closed_too_early(minutes: MeetingMinutes) -> bool:
    opened = dt.datetime.combine(minutes.date, minutes.opened)
    return dt.datetime.combine(minutes.last_day, minutes.closed) <= opened


def _next_out_of_turn(minutes: MeetingMinutes) -> bool:
    if minutes.next_meeting is None:
        return False
    date = minutes.next_meeting.date
    return date.latest() <= minutes.last_day or date.earliest().year > minutes.date.year + 1


def _rule(code: str, clause: str, field: str, message: Key, broken: Callable[[MeetingMinutes], bool]) -> Rule:
    """A rule of 6.1, 6.2 or 7.3: the meetings these clauses demand all stand under “shall”."""
    return Rule(f"minutes.{code}", clause, "shall", field, Message(message), broken)


def _recipient(agency: AgencyProfile, locale: Locale) -> View:
    """Where the minutes go: to the two agencies and nobody else (SOP 6.1)."""
    return {
        "party": party(agency.party, locale),
        "city": locale.text(agency.city),
        "superior": [locale.text(unit) for unit in agency.superior],
        "agency": locale.text(agency.name),
        "address": locale.text(agency.address),
        "telephone": agency.telephone,
        "has_email": agency.email is not None,
        "email": agency.email or "",
    }


class MeetingMinutes(Numbered, Document):
    """Minutes that the co-chairs of both Parties sign; no person of a case has a field in it (SOP 6.1)."""

    type_id: ClassVar[str] = "meeting_minutes"
    title: ClassVar[str] = "Minutes of a meeting between the Parties"
    clauses: ClassVar[tuple[str, ...]] = ("6.1", "6.2", "7.3")
    rules = (
        _rule(
            "both_parties", "6.2", "delegations",
            "the meetings are held between the Parties; give one delegation of the Cambodian and one of the Thai Party",
            lambda d: sorted(side.party for side in d.delegations) != sorted(Party),
        ),
        _rule(
            "counterpart", "7.3", "counterpart/party",
            "the counterpart is an agency of the same Party as the issuing agency; give the other Party's agency",
            lambda d: d.counterpart.party is d.agency.party,
        ),
        _rule(
            "hosted_alternately", "7.3", "host",
            "the same Party hosted the previous meeting, but the Parties host alternately; correct one of the hosts",
            lambda d: d.previous is not None and d.previous.host is d.host,
        ),
        _rule(
            "previous_date", "7.3", "previous/date",
            "the previous meeting is not earlier than this one; correct one of the dates",
            lambda d: d.previous is not None and d.previous.date >= d.date,
        ),
        _rule(
            "ad_hoc_reason", "7.3", "ad_hoc_reason",
            "a meeting is held ad hoc only when necessary; state the reason of an ad hoc meeting, and of no other",
            lambda d: (d.kind == "ad_hoc") is (d.ad_hoc_reason is None),
        ),
        _rule(
            "place", "7.3", "place",
            "the meeting was hosted at a place where members met in person; name the place",
            lambda d: d.mode != "online" and d.place is None,
        ),
        _rule(
            "mode", "7.3", "mode",
            "a member joined online a meeting that was held in person; correct the form of the meeting",
            _joined_online_in_person,
        ),
        _rule(
            "next_meeting", "7.3", "next_meeting/date",
            "the next meeting is to follow this one, not later than the next calendar year; correct its date",
            _next_out_of_turn,
        ),
        _rule(
            "purpose", "6.2", "agenda",
            "no item of the agenda updates case information or promotes understanding of law and judicial procedures; "
            "add one, or correct the subject of an item",
            lambda d: not any(item.kind in ("case_update", "law_and_procedure") for item in d.agenda),
        ),
        _rule(
            "closing", "6.2", "closed",
            "the meeting closes before it opens; correct the times, or give the closing date if it was a later day",
            _closed_too_early,
        ),
        _rule(
            "done_on", "6.2", "done_on",
            "the minutes are dated before the meeting closed; correct the date",
            lambda d: d.done_on < d.last_day,
        ),
        _rule(
            "action_due", "6.2", "actions",
            "an action is due before the meeting at which it was agreed; correct the due date",
            lambda d: any(action.due < d.date for action in d.actions),
        ),
        _rule(
            "action_item", "6.2", "actions",
            "an action names an agenda item that does not exist; correct the number of the item",
            lambda d: any(action.item > len(d.agenda) for action in d.actions),
        ),
        _rule(
            "names_withheld", "6.1", "names_withheld",
            "exchanges of information are confidential; remove every name of a victim or witness from the minutes, "
            "leave the case number, and confirm it here",
            lambda d: not d.names_withheld,
        ),
        _rule(
            "guests_bound", "6.1", "delegations",
            "somebody in attendance has not undertaken confidentiality; obtain the undertaking, then issue the minutes",
            _has_guest_unbound,
        ),
    )  # fmt: skip

    counterpart: AgencyProfile
    kind: Annotated[Literal["regular", "ad_hoc"], Choices(_KINDS)] = Field(
        title="Kind of meeting", description="On an annual basis, or ad hoc when necessary (SOP 7.3)"
    )
    ad_hoc_reason: MultilingualText | None = Field(
        default=None,
        title="Reason for the ad hoc meeting",
        description="Why the annual meeting could not be awaited",
        json_schema_extra={"asked_when": {"kind": ["ad_hoc"]}},
    )
    mode: Annotated[Literal["in_person", "online", "hybrid"], Choices(_MODES)] = Field(
        title="Form of the meeting", description="Everybody in one place, everybody online, or some of each"
    )
    host: Party = Field(title="Host", description="Party that hosted the meeting")
    date: Day = Field(title="Date of the meeting", description="Day on which the meeting opened")
    opened: TimeOfDay = Field(title="Opened at", description="Local time at which the meeting opened")
    closing_date: Day | None = Field(
        default=None, title="Closing date", description="Day on which the meeting closed, if it was a later day"
    )
    closed: TimeOfDay = Field(title="Closed at", description="Local time at which the meeting closed")
    place: Place | None = Field(
        default=None,
        title="Venue",
        description="Where members met, unless all were online",
        json_schema_extra={"asked_when": {"mode": ["in_person", "hybrid"]}},
    )
    previous: PreviousMeeting | None = Field(
        default=None, title="Previous meeting", description="The meeting before this one, if there was one"
    )
    delegations: tuple[Delegation, ...] = Field(
        min_length=1, max_length=2, title="Delegations", description="One of each Party"
    )
    names_withheld: StrictBool = Field(
        title="No names of victims",
        description="The text was checked: cases by number alone, no victim or witness can be recognised (SOP 6.1)",
    )
    opening: MultilingualText = Field(title="Opening", description="What the co-chairs said in opening the meeting")
    agenda: tuple[AgendaItem, ...] = Field(
        min_length=1, max_length=200, title="Agenda", description="Items in the order in which they were taken"
    )
    actions: tuple[Action, ...] = Field(
        default=(), max_length=200, title="Actions", description="Work that the resolutions give to agencies"
    )
    next_meeting: NextMeeting | None = Field(
        default=None, title="Next meeting", description="Hosted by the other Party; left out while no date is agreed"
    )
    done_on: Day = Field(title="Date of the minutes", description="Day on which they were drawn up for signature")
    minute_taker: Official = Field(title="Minute-taker", description="Official who wrote the minutes")

    @property
    def last_day(self) -> dt.date:
        """The day on which the meeting closed."""
        return self.closing_date or self.date

    @property
    def secrecy(self) -> Secrecy:
        """Exchanges of information are confidential (SOP 6.1)."""
        return "confidential"

    def view(self, locale: Locale) -> View:
        """Everything the template prints; the issuing agency's Party comes first, as in each Party's own original."""
        base = super().view(locale)
        sides = sorted(self.delegations, key=lambda side: side.party is not self.agency.party)
        chairs = [
            row(side.chair, locale) | {"signed": locale.signatory(side.chair), "party": party(side.party, locale)}
            for side in sides
        ]
        done = date_lines(self.agency, self.done_on, locale)
        return (
            base
            | {"letterhead": {key: base["letterhead"][key] for key in ("cambodian", "superior", "agency")}}
            | self._heading(locale)
            | self._course(locale)
            | attendance(sides, locale, hybrid=self.mode == "hybrid")
            | {
                "chairs": {"first": chairs[0], "second": chairs[-1]},
                "minute_taker": row(self.minute_taker, locale) | {"name": locale.signatory(self.minute_taker)},
                "recipients": {
                    "first": _recipient(self.agency, locale),
                    "second": _recipient(self.counterpart, locale),
                },
                "done": {"city": locale.text(self._host.city), "day": done["date"]},
                "lunar": done["lunar"],
                "lunar_day": done["lunar_day"],
            }
        )

    @property
    def _host(self) -> AgencyProfile:
        return self.agency if self.agency.party is self.host else self.counterpart

    def _heading(self, locale: Locale) -> View:
        previous = self.previous
        return {
            "number": meeting_number(self, locale),
            "marking": locale.term(MARKINGS[self.secrecy]),
            "regular": self.kind == "regular",
            "ad_hoc": self.kind == "ad_hoc",
            "ad_hoc_reason": paragraphs(self.ad_hoc_reason, locale),
            "in_person": self.mode == "in_person",
            "online": self.mode == "online",
            "hybrid": self.mode == "hybrid",
            "opened": {"day": locale.weekday_day(self.date), "time": locale.time(self.opened)},
            "closed": {"day": locale.weekday_day(self.last_day), "time": locale.time(self.closed)},
            "several_days": self.last_day != self.date,
            "has_place": self.place is not None,
            "place": locale.text(self.place.name) if self.place else "",
            "host": {"party": party(self.host, locale), "agency": locale.text(self._host.name)},
            "has_previous": previous is not None,
            "previous": {
                "number": meeting_number(previous, locale) if previous else "",
                "day": locale.day(previous.date) if previous else "",
                "host": party(previous.host, locale) if previous else "",
            },
        }

    def _course(self, locale: Locale) -> View:
        following = self.next_meeting
        return {
            "opening": paragraphs(self.opening, locale),
            "agenda": [item.view(n, locale) for n, item in enumerate(self.agenda, 1)],
            "has_actions": bool(self.actions),
            "actions": [action.view(n, locale) for n, action in enumerate(self.actions, 1)],
            "next": {
                "host": party(self.host.other(), locale),
                "dated": following is not None,
                "date": locale.partial_date(following.date) if following else "",
                "placed": following is not None and following.place is not None,
                "place": locale.text(following.place) if following and following.place else "",
            },
        }

    example: ClassVar[str] = EXAMPLE
