"""The statement of rights and information for a (suspected) victim, spoken or in writing (SOP 4.4, 4.5, 4.13, 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, StrictBool

from docgen.case import (
    Addressed,
    Aged,
    Choices,
    Coded,
    Day,
    Identifier,
    Interpreter,
    LanguageTag,
    MultilingualLine,
    MultilingualText,
    Named,
    National,
    Official,
    Place,
    Projection,
    Sex,
    Sexed,
    Speaking,
    TimeOfDay,
)
from docgen.documents.base import Rule, Verb, View, signing_official, text_or_nothing
from docgen.documents.interpreting import interpreter_rules
from docgen.documents.letter import date_lines
from docgen.documents.rights_information import (
    Assistance,
    Contact,
    Cooperation,
    RiskInformation,
    UrgentNeed,
    assistance_view,
    contacts_view,
    cooperation_view,
    needs_view,
    risk_view,
)
from docgen.documents.rights_statement_example import EXAMPLE
from docgen.documents.signing import SignedPaper, child_alone
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.locale import Locale

_DELIVERIES: Mapping[str, Key] = {
    "spoken": "Spoken",
    "written": "Written",
    "both": "Spoken and in writing",
}

AT_ONCE = dt.timedelta(days=1)
"""How late after the first contact the statement counts as given immediately (SOP 4.4). A working choice; no clause
fixes it."""

# Khmer has a “you” for women, men and children each.
_YOU: Mapping[Sex, Key] = {Sex.FEMALE: "you (woman)", Sex.MALE: "you (man)", Sex.UNSPECIFIED: "you"}
_YOU_CHILD: Key = "you (child)"


class Subject(National, Speaking, Aged, Addressed, Sexed, Named, Coded, Projection):
    """What the statement needs of the person: code, name, sex, age, languages, nationality."""


def _rule(
    code: str, clause: str, verb: Verb, field: str, message: Message, broken: Callable[[RightsStatement], bool]
) -> Rule:
    return Rule(f"rights.{code}", clause, verb, field, message, broken)


_RULES = (
    _rule("language", "4.5", "shall", "language",
          Message("the information is given in a language that is not among the person's languages; "
                  "give it in one that is"),
          lambda paper: paper.language not in paper.person.languages),
    _rule("interpreter_language", "4.5", "shall", "interpreter/languages",
          Message("the interpreter does not work in the language of the statement; choose one who does"),
          lambda paper: paper.interpreter is not None and paper.language not in paper.interpreter.languages),
    _rule("unread", "4.5", "shall", "delivery",
          Message("the statement was only handed over, but the person does not read; read it aloud, too"),
          lambda paper: paper.delivery == "written" and not paper.person.literate),
    _rule("not_understood", "4.5", "shall", "understood",
          Message("the person did not understand the information; explain it anew, then record that it was understood"),
          lambda paper: not paper.understood),
    _rule("before_contact", "4.4", "shall", "time",
          Message("the statement is dated before the officials first met the person; correct one of the two"),
          lambda paper: paper.given < paper.met),
    _rule("late", "4.4", "shall", "delay",
          Message("the information was not given at once and nothing explains it; give the reason for the delay"),
          lambda paper: paper.given - paper.met > AT_ONCE and paper.delay is None),
    _rule("urgent_needs", "4.4", "should", "urgent_needs",
          Message("an urgent need has not been met; "
                  "meet it before the proceedings move on, or give the reason to go on"),
          lambda paper: any(not each.met for each in paper.urgent_needs)),
    _rule("risk_later", "4.6", "shall", "risk/assessed_on",
          Message("the risk assessment is dated after the statement that tells of it; assess the risk first"),
          lambda paper: paper.risk.assessed_on > paper.date),
    _rule("cooperation", "4.13.2", "must", "cooperation",
          Message("the person cooperates, but what must then be told is missing; "
                  "fill in the information on cooperation"),
          lambda paper: paper.cooperates and paper.cooperation is None),
    _rule("stay_over", "4.13.2", "must", "cooperation/stay_until",
          Message("the permission to stay ended before the statement; have it extended, then enter its new last day"),
          lambda paper: paper.stay_is_over),
    _rule("copy", "4.13", "may", "copy_given",
          Message("the statement was given in writing, but no copy was left with the person; "
                  "hand one over if that is safe"),
          lambda paper: paper.delivery != "spoken" and not paper.copy_given),
    _rule("unsigned", "4.13", "may", "signing_remark",
          Message("the person neither signs nor puts a thumbprint; record what the person said about it"),
          lambda paper: paper.signing == "none" and paper.signing_remark is None),
    child_alone("rights"),
    *interpreter_rules("rights", "interpreter", lambda paper: paper.interpreter, lambda paper: paper.due_care),
)  # fmt: skip


class RightsStatement(SignedPaper):
    """What a (suspected) victim must be told, in the variant for one who cooperates or for one who does not."""

    type_id: ClassVar[str] = "rights_statement"
    title: ClassVar[str] = "Statement of rights and information"
    clauses: ClassVar[tuple[str, ...]] = (
        "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9", "4.12", "4.13", "4.13.1", "4.13.2",
        "5.1a", "5.1b", "5.2", "5.3", "5.4", "5.5", "6.1",
    )  # fmt: skip
    rules: ClassVar[tuple[Rule, ...]] = _RULES

    number: Identifier = Field(title="Document number", description="Number that the issuing agency gives the paper")
    replaces: Identifier | None = Field(
        default=None, title="Replaces", description="Number of the earlier statement, if the person's choice changed"
    )
    person: Subject
    identified: StrictBool = Field(
        title="Identified as a victim", description="The screening is finished and found the person to be a victim"
    )
    cooperates: StrictBool = Field(
        title="Cooperates", description="The person agrees to cooperate with law enforcement officials (SOP 4.13)"
    )
    met_on: Day = Field(title="Date of first contact", description="Day on which the officials first met the person")
    met_at: TimeOfDay = Field(title="Time of first contact", description="Local time of the first contact")
    date: Day = Field(title="Date of the statement", description="Day on which the statement is given")
    time: TimeOfDay = Field(title="Time of the statement", description="Local time at which the statement is given")
    delay: MultilingualText | None = Field(
        default=None, title="Reason for the delay", description="Why the statement was not given at once (SOP 4.4)"
    )
    place: Place = Field(title="Place of the statement", description="Where the statement is given")
    official: Official = Field(title="Official", description="Official who gives the statement")
    language: LanguageTag = Field(
        title="Language of the statement", description="Language in which the person receives the statement (SOP 4.5)"
    )
    interpreter: Interpreter | None = None
    due_care: MultilingualText | None = Field(
        default=None,
        title="Due care in recruitment",
        description="What was done so that an interpreter who is not registered is no risk to the person (SOP 4.8)",
    )
    urgent_needs: tuple[UrgentNeed, ...] = Field(
        default=(), max_length=50, title="Urgent needs", description="Needs that come before the proceedings (SOP 4.4)"
    )
    risk: RiskInformation = Field(title="Risk assessment", description="What the person is told of it (SOP 4.13.1)")
    repatriation: MultilingualText = Field(
        title="Repatriation", description="What the person is told of the return to the home country (SOP 4.13.1)"
    )
    assistance: tuple[Assistance, ...] = Field(
        min_length=1, max_length=50, title="Assistance and conditions", description="What can be received (SOP 4.13.1)"
    )
    claims_service: MultilingualLine = Field(
        title="Claims service", description="Who helps free of charge to claim compensation (SOP 5.5)"
    )
    cooperation: Cooperation | None = Field(
        default=None,
        title="Information on cooperation",
        description="Needed where the person cooperates (SOP 4.13.2)",
        json_schema_extra={"asked_when": {"cooperates": [True]}},
    )
    contacts: tuple[Contact, ...] = Field(
        min_length=1, max_length=50, title="Services to call", description="Services with their telephone numbers"
    )
    delivery: Annotated[Literal["spoken", "written", "both"], Choices(_DELIVERIES)] = Field(
        title="Delivery", description="Spoken, written or both (SOP 4.13)"
    )
    understood: StrictBool = Field(
        title="Understood", description="The person said in own words what the information means (SOP 4.5)"
    )
    questions: MultilingualText | None = Field(
        default=None, title="Questions and answers", description="What the person asked, and what was answered"
    )
    copy_given: StrictBool = Field(title="Copy given", description="A copy of the statement was left with the person")
    example: ClassVar[str] = EXAMPLE

    @property
    def met(self) -> dt.datetime:
        """Local date and time of the first contact, to the minute."""
        return dt.datetime.combine(self.met_on, self.met_at)

    @property
    def given(self) -> dt.datetime:
        """Local date and time at which the statement is given, to the minute."""
        return dt.datetime.combine(self.date, self.time)

    @property
    def stay_is_over(self) -> bool:
        """True where the person cooperates and the permission to stay had already ended."""
        until = self.cooperation.stay_until if self.cooperates and self.cooperation else None
        return until is not None and until < self.date

    def view(self, locale: Locale) -> View:
        return super().view(locale) | self._persons(locale) | self._information(locale) | self._record(locale)

    def _persons(self, locale: Locale) -> View:
        return {
            "person": {
                "code": self.person.code,
                "name": locale.titled(self.person, self.date),
                "signed": locale.signatory(self.person, self.date),
                "you": locale.term(_YOU_CHILD if self.may_be_child else _YOU[self.person.sex]),
                "foreign": self.person.nationality.country != self.agency.party.value,
            },
            "official": signing_official(self.official, locale),
            "interpreter": {
                "acts": self.interpreter is not None,
                "code": self.interpreter.code if self.interpreter else "",
                "unregistered": self.interpreter is not None and not self.interpreter.government_registered,
                "care": text_or_nothing(self.due_care, locale),
            },
        }

    def _information(self, locale: Locale) -> View:
        return {
            "identified": self.identified,
            "cooperating": self.cooperates,
            "urgent": bool(self.urgent_needs),
            "needs": needs_view(self.urgent_needs, locale),
            "risk": risk_view(self.risk, locale),
            "repatriation": locale.text(self.repatriation),
            "assistance": assistance_view(self.assistance, locale),
            "claims_service": locale.text(self.claims_service),
            "cooperation": cooperation_view(self.cooperation if self.cooperates else None, locale),
            "contacts": contacts_view(self.contacts, locale),
        }

    def _record(self, locale: Locale) -> View:
        return {
            "number": self.number,
            "replacing": self.replaces is not None,
            "replaces": self.replaces or "",
            **date_lines(self.agency, self.date, locale),
            "time": locale.time(self.time),
            "place": locale.text(self.place.name),
            "language": locale.language(self.language),
            "delayed": self.delay is not None,
            "delay": text_or_nothing(self.delay, locale),
            "spoken": self.delivery == "spoken",
            "written": self.delivery == "written",
            "asked": self.questions is not None,
            "questions": text_or_nothing(self.questions, locale),
            "copy_given": self.copy_given,
        }
