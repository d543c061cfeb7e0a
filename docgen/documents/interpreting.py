"""What papers about interpreting share: signatories, witnesses, children (SOP 4.3), interpreters (SOP 4.8, 4.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import Field

from docgen.case import (
    Addressed,
    Aged,
    Coded,
    Day,
    Identifier,
    Interpreter,
    Interview,
    LanguageTag,
    MultilingualLine,
    MultilingualText,
    Named,
    Projection,
    Sex,
    Sexed,
    SexedIfKnown,
    Speaking,
    TimeOfDay,
)
from docgen.documents.base import Rule, Verb, View, signing_official, text_or_nothing
from docgen.documents.signing import SignedPaper
from docgen.errors import Message

if TYPE_CHECKING:
    from docgen.locale import Locale


class Signatory(Speaking, Aged, Addressed, Sexed, Named, Coded, Projection):
    """What a paper about interpreting needs of the person: code, name, sex, age and languages."""


class Witness(Addressed, SexedIfKnown, Named):
    """Who sees the person sign."""

    capacity: MultilingualLine = Field(title="Capacity", description="Post or calling of the witness")


class InterpretingPaper(SignedPaper):
    """A paper by which a person decides about an interpreter; the types that carry it add what they decide."""

    number: Identifier = Field(title="Document number", description="Number that the issuing agency gives the paper")
    person: Signatory
    interview: Interview
    date: Day = Field(title="Date of the declaration", description="Day on which the person declares the decision")
    time: TimeOfDay = Field(title="Time of the declaration", description="Local time from which the decision holds")
    language: LanguageTag = Field(
        title="Language of the paper", description="Language of the text that the person signs and hears read back"
    )
    reason: MultilingualText | None = Field(
        default=None, title="Reason", description="Only if the person wishes to give one; the person need not"
    )
    due_care: MultilingualText | None = Field(
        default=None,
        title="Due care in recruitment",
        description="What was done so that an interpreter who is not registered is no risk to the person (SOP 4.8)",
    )

    @property
    def interview_starts(self) -> dt.datetime:
        """Local date and time at which the interview begins, to the minute.

        What bears that very minute may still lie before it, so a rule is broken only by what is later.
        """
        return dt.datetime.combine(self.interview.date, self.interview.start)

    def view(self, locale: Locale) -> View:
        return super().view(locale) | {
            "number": self.number,
            "date": locale.day(self.date),
            "time": locale.time(self.time),
            "language": locale.language(self.language),
            "person": _signatory(self.person, self.date, locale),
            "interview": _interview(self.interview, locale),
            "reason_given": self.reason is not None,
            "reason": text_or_nothing(self.reason, locale),
        }


def same_sex(prefix: str) -> Rule:
    """The official who conducts the interview is of the person's sex, where both are stated (SOP 5.1a)."""
    message = Message(
        "the official who conducts the interview is not of the person's sex; "
        "let an official of the same sex conduct it, or give the reason"
    )

    def broken(paper: InterpretingPaper) -> bool:
        sexes = {paper.person.sex, paper.interview.official.sex}
        return Sex.UNSPECIFIED not in sexes and len(sexes) == 2

    return Rule(f"{prefix}.official_sex", "5.1a", "should", "interview/official/sex", message, broken)


def interpreter_rules(
    prefix: str, field: str, interpreter: Callable[[Any], Interpreter | None], due_care: Callable[[Any], object]
) -> tuple[Rule, ...]:
    """The rules of SOP 4.8 and 4.9 on who may interpret; they hold where no interpreter acts.

    `field` is the path of the interpreter in the document; `due_care` what the document records of the recruitment.
    """

    def rule(
        code: str, clause: str, verb: Verb, at: str, message: Message, broken: Callable[[Any, Interpreter], bool]
    ) -> Rule:
        def breaks(document: Any) -> bool:
            acting = interpreter(document)
            return acting is not None and broken(document, acting)

        return Rule(f"{prefix}.{code}", clause, verb, at, message, breaks)

    return (
        rule("companion", "4.8", "should", f"{field}/accompanied_person",
             Message("the interpreter was found with or travelled with the person; choose another interpreter"),
             lambda document, acting: acting.accompanied_person),
        rule("recruitment", "4.8", "must", "due_care",
             Message("the interpreter is not registered to a governmental agency; record the due care taken"),
             lambda document, acting: not acting.government_registered and due_care(document) is None),
        rule("untrained", "4.9", "should", f"{field}/trained",
             Message("the interpreter has neither experience nor training; choose another interpreter"),
             lambda document, acting: not acting.trained),
    )  # fmt: skip


def interpreter_view(interpreter: Interpreter | None, locale: Locale) -> View:
    """An interpreter, by code alone; everything is empty or False where there is none."""
    if interpreter is None:
        return {"code": "", "languages": "", "affiliated": False, "affiliation": ""}
    return {
        "code": interpreter.code,
        "languages": locale.languages(interpreter.languages),
        "affiliated": interpreter.affiliation is not None,
        "affiliation": text_or_nothing(interpreter.affiliation, locale),
    }


def fitness_view(interpreter: Interpreter | None, due_care: MultilingualText | None, locale: Locale) -> View:
    """What SOP 4.8 and 4.9 ask about an interpreter, and the due care taken where one was recruited."""
    cared = interpreter is not None and due_care is not None
    return {
        "registered": interpreter is not None and interpreter.government_registered,
        "companion": interpreter is not None and interpreter.accompanied_person,
        "trained": interpreter is not None and interpreter.trained,
        "care_recorded": cared,
        "care": text_or_nothing(due_care, locale) if cared else "",
    }


def _interview(interview: Interview, locale: Locale) -> View:
    """Day, time, place and official of the interview."""
    return {
        "date": locale.day(interview.date),
        "start": locale.time(interview.start),
        "place": locale.text(interview.place.name),
        "official": signing_official(interview.official, locale),
    }


def _signatory(person: Signatory, on: dt.date, locale: Locale) -> View:
    """The person as the paper names them on the day it is signed."""
    return {
        "code": person.code,
        "name": locale.titled(person, on),
        "signed": locale.signatory(person, on),
        "birth": locale.birth(person.birth),
        "languages": locale.languages(person.languages),
        "literate": person.literate,
    }


def witness_view(witness: Witness | None, locale: Locale) -> View:
    """The witness; named as one who signs; the words are empty where there is none."""
    if witness is None:
        return {"name": "", "capacity": ""}
    return {"name": locale.signatory(witness), "capacity": locale.text(witness.capacity)}
