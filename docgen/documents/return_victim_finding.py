"""The letter that a person who was returned has since been identified as a victim (SOP 4.11; also 4.3, 4.10, 6.1, 7.2).

It goes from the receiving Party's Central Cooperation Center to the other Party's (SOP 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import Field, model_validator

from docgen.case import Day, Identifier, MultilingualText, Party, Problem, Refused
from docgen.documents.base import Rule, Verb, View, text_or_nothing
from docgen.documents.letter import Letter
from docgen.documents.return_particulars import (
    Acts,
    Evidence,
    Identification,
    Return,
    ReturnedPerson,
    Suspect,
)
from docgen.documents.return_victim_finding_example import EXAMPLE
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.locale import Locale

_CENTERS: Mapping[Party, Key] = {
    Party.CAMBODIA: "Central Cooperation Center of the Cambodian Party",
    Party.THAILAND: "Central Cooperation Center of the Thai Party",
}


def _rule(
    code: str, clause: str, verb: Verb, field: str, message: Key, broken: Callable[[ReturnVictimFinding], bool]
) -> Rule:
    return Rule(f"return_finding.{code}", clause, verb, field, Message(message), broken)


_PARTIES = (
    _rule("returning_party", "4.11", "must", "returned/party",
          "the person was returned from the issuing agency's own Party; the receiving Party notifies the other one",
          lambda letter: letter.returned.party is letter.agency.party),
    _rule("addressee", "4.11", "must", "counterpart/party",
          "the letter does not go to the Party from which the person was returned; address it to that Party's Center",
          lambda letter: letter.counterpart.party is not letter.returned.party),
    _rule("identified_early", "4.11", "must", "identification/date",
          "the person was identified before the return; this letter is for a later finding, so correct the dates or "
          "choose another paper",
          lambda letter: not letter.returned.date.approximate
          and letter.identification.date < letter.returned.date.earliest()),
)  # fmt: skip
_FINDINGS = (
    _rule("definitions", "4.10", "shall", "identification/definitions_applied",
          "the definitions in Article 2 of the MOU were not applied in the interview; apply them before the finding",
          lambda letter: not letter.identification.definitions_applied),
    _rule("act", "4.10", "shall", "acts/act",
          "there is no finding on the act; the definition of trafficking requires it, so write it",
          lambda letter: letter.acts.act is None),
    _rule("means", "4.10", "shall", "acts/means",
          "there is no finding on the means and the person was an adult when the acts began; write it",
          lambda letter: letter.acts.means is None and letter.acts.upon_child(letter.person.birth) is False),
    _rule("purpose", "4.10", "shall", "acts/purpose",
          "there is no finding on the purpose; the definition of trafficking requires it, so write it",
          lambda letter: letter.acts.purpose is None),
    _rule("evidence", "4.11", "must", "evidence",
          "there is no evidence; the other Party is notified of findings and evidence, so list at least one item",
          lambda letter: not letter.evidence),
    _rule("child_measures", "4.3", "must", "identification/child_measures_applied",
          "the person is or may be a child and no special measures for children are applied; apply them, then say so",
          lambda letter: letter.may_have_been_child and not letter.identification.child_measures_applied),
)  # fmt: skip


class ReturnVictimFinding(Letter):
    """Findings and evidence on one returned person, and the request to bring the offender into legal proceedings."""

    type_id: ClassVar[str] = "return_victim_finding"
    title: ClassVar[str] = "Finding that a returned person is a victim of trafficking"
    clauses: ClassVar[tuple[str, ...]] = ("4.3", "4.10", "4.11", "6.1", "7.2")
    rules: ClassVar[tuple[Rule, ...]] = (*_PARTIES, *_FINDINGS)
    example: ClassVar[str] = EXAMPLE

    person: ReturnedPerson
    counterpart_reference: Identifier | None = Field(
        default=None, title="The other Party's case number", description="If that Party has a case on the person"
    )
    returned: Return = Field(title="Return", description="When, how and by whom the person was returned")
    identification: Identification = Field(
        title="Identification", description="Who identified the person as a victim, when and under what rule"
    )
    acts: Acts = Field(title="Findings", description="What was done to the person: act, means and purpose (SOP 4.10)")
    suspects: tuple[Suspect, ...] = Field(
        default=(), max_length=100, title="Alleged offenders", description="As far as anybody has been identified"
    )
    evidence: tuple[Evidence, ...] = Field(
        default=(), max_length=500, title="Evidence", description="Every item on which the finding rests"
    )
    own_proceedings: MultilingualText | None = Field(
        default=None, title="Proceedings in the receiving Party", description="What its own authorities have done"
    )
    requests: MultilingualText | None = Field(
        default=None, title="Particular requests", description="What is asked for besides legal proceedings"
    )
    reply_by: Day = Field(title="Reply by", description="Day by which a reply is asked for")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = [*self._disordered(), *self._misfiled()]
        if problems:
            raise Refused(*problems)
        return self

    def _disordered(self) -> Iterator[Problem]:
        """Days that cannot have come in this order."""
        found = self.identification
        if found.interviewed_on > found.date:
            yield _problem("interviewed_late", "the interview is later than the identification; correct one of the two",
                           "identification", "interviewed_on")  # fmt: skip
        if found.date > self.date:
            yield _problem("identified_late", "the identification is later than the letter; correct one of the two",
                           "identification", "date")  # fmt: skip
        if self.reply_by <= self.date:
            yield _problem("reply_by", "the reply is asked for on or before the day of the letter; choose a later day",
                           "reply_by")  # fmt: skip
        if self.acts.began.earliest() > found.date:
            yield _problem("acts_late", "the acts began after the identification; correct one of the two",
                           "acts", "began")  # fmt: skip
        if self.acts.ended and self.acts.ended.latest() < self.acts.began.earliest():
            yield _problem("acts_order", "the acts ended before they began; correct one of the two", "acts", "ended")

    def _misfiled(self) -> Iterator[Problem]:
        """Items of evidence that the letter could not list as they are."""
        seen: set[str] = set()
        for index, item in enumerate(self.evidence):
            if item.number in seen:
                yield _problem("evidence_number", "another item bears the same number; give each item its own",
                               "evidence", index, "number")  # fmt: skip
            if item.obtained.earliest() > self.date:
                yield _problem("evidence_late", "the item was obtained after the day of the letter; correct its date",
                               "evidence", index, "obtained")  # fmt: skip
            seen.add(item.number)
        if not self.enclosures and any(item.copy_enclosed for item in self.evidence):
            yield _problem("enclosures", "a copy of evidence is enclosed and no enclosure is listed; list it",
                           "enclosures")  # fmt: skip

    @property
    def may_have_been_child(self) -> bool:
        """Whether the person was, or may have been, a child at the interview: then SOP 4.3 binds from there on."""
        return self.person.birth.is_child_on(self.identification.interviewed_on) is not False

    @property
    def may_be_child(self) -> bool:
        """Whether the person is, or may be, a child on the day of the letter."""
        return self.person.birth.is_child_on(self.date) is not False

    def view(self, locale: Locale) -> View:
        return super().view(locale) | {
            "center": locale.term(_CENTERS[self.agency.party]),
            "referred": self.counterpart_reference is not None,
            "counterpart_reference": self.counterpart_reference or "",
            "child_measures": self.may_be_child,
            "age_undetermined": self.person.birth.is_child_on(self.date) is None,
            "person": self.person.view(self.date, locale),
            "returned": self.returned.view(self.agency.party, locale),
            "identification": self.identification.view(locale),
            "acts": self.acts.view(self.person.birth, locale),
            "suspected": bool(self.suspects),
            "suspects": [suspect.view(number, locale) for number, suspect in enumerate(self.suspects, 1)],
            "evidence": [item.view(locale) for item in self.evidence],
            "proceeding": self.own_proceedings is not None,
            "own_proceedings": text_or_nothing(self.own_proceedings, locale),
            "requested": self.requests is not None,
            "requests": text_or_nothing(self.requests, locale),
            "reply_by": locale.day(self.reply_by),
        }


def _problem(code: str, text: Key, *at: str | int) -> Problem:
    return Problem(f"return_finding.{code}", Message(text), at)
