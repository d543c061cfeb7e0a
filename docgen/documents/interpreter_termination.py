"""The record of a person ending the designated interpreter's service (SOP 4.9; also 4.3, 4.5, 4.7, 4.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, StrictBool, model_validator

from docgen.case import (
    Choices,
    Identifier,
    Interpreter,
    Problem,
    Purpose,
    Refused,
)
from docgen.documents import interpreting
from docgen.documents.base import Rule, Verb, View
from docgen.documents.interpreting import InterpretingPaper, Witness
from docgen.documents.signing import child_alone
from docgen.documents.termination_particulars import (
    Information,
    Notes,
    Resumption,
    information_view,
    notes_view,
    resumption_view,
)
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.locale import Locale

_READERS: Mapping[str, Key] = {
    "official": "The official",
    "replacement": "The new interpreter",
}

_ARRANGEMENTS: Mapping[str, Key] = {
    "replacement": "Another interpreter",
    "suspension": "The interview is suspended",
    "waiver": "Without an interpreter, after a waiver",
}

_ASKERS: Mapping[str, Key] = {
    "person": "The person",
    "representative": "A representative of the person",
}


def _informed(ending: InterpreterTermination) -> dt.datetime:
    return dt.datetime.combine(ending.informed.date, ending.informed.time)


def _rule(
    code: str, clause: str, verb: Verb, field: str, message: Message, broken: Callable[[InterpreterTermination], bool]
) -> Rule:
    return Rule(f"termination.{code}", clause, verb, field, message, broken)


_INFORMATION = (
    _rule("roles_not_explained", "4.9", "must", "informed/roles",
          Message("the person was not told of the interpreter's roles and duties; explain them before any interview"),
          lambda ending: not ending.informed.roles),
    _rule("right_not_explained", "4.9", "must", "informed/right_to_end",
          Message("the person was not told of the right to end the service; explain it before the interview"),
          lambda ending: not ending.informed.right_to_end),
    _rule("informed_late", "4.9", "must", "informed/time",
          Message("the person was informed after the interview had started; inform the person before it"),
          lambda ending: _informed(ending) > ending.interview_starts),
    _rule("information_language", "4.5", "shall", "informed/language",
          Message("the person was informed in a language outside the person's languages; repeat it in one of them"),
          lambda ending: ending.informed.language not in ending.person.languages),
    _rule("language", "4.5", "shall", "language",
          Message("the record is read back in a language outside the person's languages; choose one of them"),
          lambda ending: ending.language not in ending.person.languages),
)  # fmt: skip
_ARRANGEMENT = (
    _rule("same_interpreter", "4.9", "must", "replacement/code",
          Message("the replacement is the interpreter whose service the person ended; choose another interpreter"),
          lambda ending: ending.replacement is not None and ending.replacement.code == ending.interpreter.code),
    _rule("replacement_language", "4.5", "shall", "replacement/languages",
          Message("the replacement works in none of the person's languages; choose an interpreter who does"),
          lambda ending: ending.replacement is not None
          and not set(ending.replacement.languages) & set(ending.person.languages)),
    _rule("reader_language", "4.5", "shall", "language",
          Message("the replacement reads the record back without working in its language; choose another reader"),
          lambda ending: ending.reader is not None and ending.language not in ending.reader.languages),
    _rule("waiver_unsigned", "4.7", "should", "arrangement_number",
          Message("the interview goes on without an interpreter or a signed waiver; obtain one and give its number"),
          lambda ending: ending.arrangement == "waiver" and ending.arrangement_number is None),
    # It cannot lift the duty to provide an interpreter in criminal proceedings (Thai Criminal Procedure Code, s. 13).
    _rule("waiver_for_screening_only", "4.7", "shall", "arrangement",
          Message("the waiver is for screening, not for a criminal procedure; provide an interpreter"),
          lambda ending: ending.arrangement == "waiver" and ending.interview.purpose is not Purpose.SCREENING),
)  # fmt: skip
_AFTERWARDS = (
    _rule("notes_outstanding", "4.9", "should", "notes/state",
          Message("the interpreter has not handed over the notes; obtain them before the record is issued"),
          lambda ending: ending.notes.state == "outstanding"),
    _rule("confidentiality", "4.9", "should", "confidentiality_reminded",
          Message("the interpreter was not reminded of the duties after the interview; remind the interpreter"),
          lambda ending: not ending.confidentiality_reminded),
)  # fmt: skip


class InterpreterTermination(InterpretingPaper):
    """Who asks and since when, what follows for the interview, and what the interpreter owes afterwards."""

    type_id: ClassVar[str] = "interpreter_termination"
    title: ClassVar[str] = "Record of the ending of an interpreter's service"
    clauses: ClassVar[tuple[str, ...]] = ("4.3", "4.5", "4.7", "4.8", "4.9")
    rules: ClassVar[tuple[Rule, ...]] = (
        *_INFORMATION,
        child_alone("termination"),
        interpreting.same_sex("termination"),
        *_ARRANGEMENT,
        *interpreting.interpreter_rules(
            "termination", "replacement", lambda ending: ending.replacement, lambda ending: ending.due_care
        ),
        *_AFTERWARDS,
    )

    interpreter: Interpreter
    informed: Information = Field(title="Information", description="What the person was told before the interview")
    requested_by: Annotated[Literal["person", "representative"], Choices(_ASKERS)] = Field(
        title="Requested by", description="Who asks to end the service: the person, or somebody on the person's behalf"
    )
    arrangement: Annotated[Literal["replacement", "suspension", "waiver"], Choices(_ARRANGEMENTS)] = Field(
        title="Arrangement", description="A new interpreter, a suspended interview, or no interpreter after a waiver"
    )
    replacement: Interpreter | None = Field(
        default=None,
        title="New interpreter",
        description="Interpreter who takes over (SOP 4.8, 4.9)",
        json_schema_extra={"asked_when": {"arrangement": ["replacement"]}},
    )
    resumption: Resumption | None = Field(
        default=None, title="Resumption", description="When the suspended interview is to go on, if it is known"
    )
    arrangement_number: Identifier | None = Field(
        default=None,
        title="Number of the paper on the arrangement",
        description="Of the new interpreter's appointment, or of the waiver of the right to an interpreter",
        json_schema_extra={"asked_when": {"arrangement": ["replacement", "waiver"]}},
    )
    notes: Notes = Field(title="Interpreter's notes", description="What becomes of the notes and papers")
    confidentiality_reminded: StrictBool = Field(
        title="Reminded of confidentiality",
        description="The interpreter was reminded of the duties that go on after the interview (SOP 4.9)",
    )
    interpreter_signs: StrictBool = Field(
        title="Interpreter signs", description="The interpreter is there to sign, and need not meet the person for it"
    )
    read_back_by: Annotated[Literal["official", "replacement"], Choices(_READERS)] = Field(
        title="Read back by", description="Who reads the paper back to the person in its language"
    )
    witness: Witness | None = Field(default=None, title="Witness", description="Who sees the person sign")

    example: ClassVar[str] = r"""{
      "number": "DATIP-0147/INT-E-01", "date": "2026-11-09", "time": "10:25", "language": "km",
      "informed": { "roles": true, "right_to_end": true, "date": "2026-11-09", "time": "09:30", "language": "km" },
      "requested_by": "person",
      "reason": {
        "km": "ខ្ញុំចង់និយាយតាមរយៈអ្នកបកប្រែភាសា ដែលមិនមែនជាអ្នកភូមិជាមួយខ្ញុំ។",
        "th": "ข้าพเจ้าขอพูดผ่านล่ามซึ่งไม่ได้มาจากหมู่บ้านเดียวกับข้าพเจ้า",
        "en": "I would rather speak through an interpreter who does not come from my own village."
      },
      "arrangement": "replacement", "arrangement_number": "DATIP-0147/INT-A-02",
      "replacement": {
        "code": "INT-TH-0305", "sex": "female", "languages": ["km", "th"],
        "names": { "Khmr": "គឹម ស្រីមុំ", "Thai": "คึม ซเร็ยมม", "Latn": "KIM Sreymom" },
        "government_registered": false, "accompanied_person": false, "trained": true,
        "affiliation": { "km": "សាកលវិទ្យាល័យ", "th": "มหาวิทยาลัย", "en": "University" }
      },
      "due_care": {
        "km": "បានផ្ទៀងផ្ទាត់អត្តសញ្ញាណ ប្រវត្តិការងារ និងការមិនពាក់ព័ន្ធនឹងរឿងក្តី ហើយបានទទួលកិច្ចសន្យារក្សាការសម្ងាត់។",
        "th": "ได้ตรวจสอบตัวบุคคล ประวัติ และความเกี่ยวข้องกับคดี ทั้งให้รับรองการรักษาความลับ",
        "en": "Identity, work record and absence of any link to the case were checked; secrecy was undertaken."
      },
      "resumption": { "date": "2026-11-10", "time": "09:00" },
      "notes": { "state": "returned", "sheets": 4 }, "confidentiality_reminded": true, "interpreter_signs": true,
      "read_back_by": "official",
      "representative": {
        "names": { "Khmr": "ភាវិណី ថងឌី", "Thai": "ภาวิณี ทองดี", "Latn": "Pawinee Thongdee" }, "sex": "female",
        "relationship": { "km": "អ្នកជំនួយគាំទ្រ", "th": "ผู้ให้ความช่วยเหลือ", "en": "support person" }
      },
      "signing": "signature",
      "signing_remark": {
        "km": "សាមីខ្លួនចុះហត្ថលេខាជាអក្សរខ្មែរ។", "th": "ผู้รับการสัมภาษณ์ลงลายมือชื่อเป็นอักษรเขมร",
        "en": "The person signed in Khmer script."
      },
      "witness": {
        "names": { "Khmr": "អរុណ ជៃយ៉ា", "Thai": "อรุณ ไชยา", "Latn": "Arun Chaiya" }, "sex": "male",
        "capacity": { "km": "គិលានុបដ្ឋាកប្រចាំមណ្ឌល", "th": "พยาบาลประจำสถานคุ้มครอง", "en": "Nurse at the shelter" }
      }
    }"""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = [problem for problem in (self._wrong_replacement(), self._absent_voice(), self._past()) if problem]
        if problems:
            raise Refused(*problems)
        return self

    def _wrong_replacement(self) -> Problem | None:
        needed = self.arrangement == "replacement" or self.read_back_by == "replacement"
        if needed and self.replacement is None:
            message = Message(
                "a new interpreter takes over or reads the paper back, but none is named; add the new interpreter"
            )
        elif self.arrangement != "replacement" and self.replacement is not None:
            message = Message("a new interpreter is named, but the arrangement is another; correct one of the two")
        else:
            return None
        return Problem("termination.replacement", message, ("replacement",))

    def _absent_voice(self) -> Problem | None:
        if self.requested_by == "person" or self.representative is not None:
            return None
        message = Message("a representative asks on the person's behalf, but none is named; name the representative")
        return Problem("termination.representative", message, ("representative",))

    def _past(self) -> Problem | None:
        go_on = self.resumption
        if go_on is None or (go_on.date, go_on.time) >= (self.date, self.time):
            return None
        message = Message("the interview is to go on before the service ended; correct the one time or the other")
        return Problem("termination.resumption", message, ("resumption",))

    @property
    def reader(self) -> Interpreter | None:
        """The new interpreter, if it is that interpreter who reads the record back."""
        return self.replacement if self.read_back_by == "replacement" else None

    def view(self, locale: Locale) -> View:
        view = super().view(locale) | self._arrangement(locale)
        return view | {
            "screening": self.interview.purpose is Purpose.SCREENING,
            "interpreter": interpreting.interpreter_view(self.interpreter, locale),
            "informed": information_view(self.informed, locale),
            "on_behalf": self.requested_by == "representative",
            "witness": {"present": self.witness is not None, **interpreting.witness_view(self.witness, locale)},
        }

    def _declarant(self, locale: Locale) -> str:
        if self.requested_by == "person" or self.representative is None:
            return super()._declarant(locale)
        return locale.declarant(self.representative)

    def _arrangement(self, locale: Locale) -> View:
        return {
            "replaced": self.arrangement == "replacement",
            "suspended": self.arrangement == "suspension",
            "waived": self.arrangement == "waiver",
            "replacement": {
                **interpreting.interpreter_view(self.replacement, locale),
                **interpreting.fitness_view(self.replacement, self.due_care, locale),
            },
            "numbered": self.arrangement_number is not None,
            "arrangement_number": self.arrangement_number or "",
            "resumption": resumption_view(self.resumption, locale),
            "notes": notes_view(self.notes, locale),
            "confidentiality_reminded": self.confidentiality_reminded,
            "interpreter_signs": self.interpreter_signs,
            "read_by_replacement": self.reader is not None,
        }
