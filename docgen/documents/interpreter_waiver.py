"""The waiver of the right to an interpreter, for victim screening only (SOP 4.7; also 4.3, 4.4, 4.5, 4.8, 4.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import Field, StrictBool, model_validator

from docgen.case import (
    Choices,
    Day,
    Interpreter,
    LanguageTag,
    MultilingualText,
    Official,
    Problem,
    Purpose,
    Refused,
    TimeOfDay,
    Value,
)
from docgen.documents import interpreting
from docgen.documents.base import Rule, Verb, View, official_view, text_or_nothing
from docgen.documents.interpreting import InterpretingPaper, Witness
from docgen.documents.signing import child_alone
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.locale import Locale

_READERS: Mapping[str, Key] = {
    "official": "The official",
    "interpreter": "The interpreter",
}

_RESULTS: Mapping[str, Key] = {
    "clear": "Clear and effective",
    "limited": "With difficulty",
    "insufficient": "Not sufficient",
}

_METHODS: Mapping[str, Key] = {
    "conversation": "conversation on everyday matters",
    "retelling": "retelling of what had been explained",
    "questions": "questions to test understanding",
    "reading": "reading aloud a short text",
}
_Method: TypeAlias = Annotated[Literal["conversation", "retelling", "questions", "reading"], Choices(_METHODS)]


class Assessment(Value):
    """The assessment of communication that comes before the screening (SOP 4.7)."""

    date: Day = Field(title="Date of the assessment", description="Day on which communication was assessed")
    time: TimeOfDay = Field(title="Time of the assessment", description="Local time at which the assessment was made")
    official: Official = Field(title="Assessing official", description="Official who made the assessment")
    language: LanguageTag = Field(
        title="Language of the interview", description="Language assessed, in which the interview is to be held"
    )
    methods: tuple[_Method, ...] = Field(
        min_length=1, max_length=4, title="How it was assessed", description="What the assessing official did"
    )
    result: Annotated[Literal["clear", "limited", "insufficient"], Choices(_RESULTS)] = Field(
        title="Result", description="Whether the person communicates clearly and effectively in that language"
    )
    interpreter_needed: StrictBool = Field(
        title="Interpreter needed", description="The official concluded that an interpreter should be provided"
    )
    remarks: MultilingualText | None = Field(
        default=None, title="Observations", description="What the official observed, as far as it bears on the result"
    )


def _assessed(waiver: InterpreterWaiver) -> dt.datetime:
    return dt.datetime.combine(waiver.assessment.date, waiver.assessment.time)


def _waived(waiver: InterpreterWaiver) -> dt.datetime:
    return dt.datetime.combine(waiver.date, waiver.time)


def _rule(
    code: str, clause: str, verb: Verb, field: str, message: Message, broken: Callable[[InterpreterWaiver], bool]
) -> Rule:
    return Rule(f"waiver.{code}", clause, verb, field, message, broken)


_ASSESSMENT = (
    _rule("assessment_late", "4.7", "shall", "assessment/time",
          Message("communication was assessed after the interview had started; assess it before the screening begins"),
          lambda waiver: _assessed(waiver) > waiver.interview_starts),
    _rule("assessment_insufficient", "4.7", "shall", "assessment/result",
          Message("the person cannot communicate in the language of the interview; provide an interpreter"),
          lambda waiver: waiver.assessment.result == "insufficient"),
    _rule("assessment_doubtful", "4.7", "should", "assessment/result",
          Message("communication is limited or an interpreter is needed; provide one, or give the reason not to"),
          lambda waiver: waiver.assessment.result == "limited" or waiver.assessment.interpreter_needed),
    _rule("interview_language", "4.5", "shall", "assessment/language",
          Message("the interview is to be held in a language outside the person's languages; choose one of them"),
          lambda waiver: waiver.assessment.language not in waiver.person.languages),
)  # fmt: skip
_CHOICE = (
    _rule("right_not_explained", "4.4", "shall", "informed_of_right",
          Message("the person was not told of the right to an interpreter; explain it before the person chooses"),
          lambda waiver: not waiver.informed_of_right),
    _rule("role_not_explained", "4.9", "must", "informed_of_role",
          Message("the person was not told what an interpreter does; explain it before the interview"),
          lambda waiver: not waiver.informed_of_role),
    _rule("not_offered", "4.7", "should", "offered",
          Message("no interpreter was offered, so none was refused; offer one, or say why none could be offered"),
          lambda waiver: not waiver.offered),
    # It cannot lift the duty to provide an interpreter in criminal proceedings (Thai Criminal Procedure Code, s. 13).
    _rule("screening_only", "4.7", "shall", "interview/purpose",
          Message("the waiver is for screening, not for a criminal procedure; provide an interpreter"),
          lambda waiver: waiver.interview.purpose is not Purpose.SCREENING),
)  # fmt: skip
_PAPER = (
    _rule("language", "4.7", "should", "language",
          Message("the waiver is in a language outside the person's languages; draw it up in one of them"),
          lambda waiver: waiver.language not in waiver.person.languages),
    _rule("unsigned", "4.7", "should", "signing",
          Message("the person neither signs nor puts a thumbprint; obtain one of the two, or provide an interpreter"),
          lambda waiver: waiver.signing == "none"),
    _rule("before_assessment", "4.7", "shall", "time",
          Message("the waiver is older than the assessment of communication; assess first, then let the person choose"),
          lambda waiver: _waived(waiver) < _assessed(waiver)),
    _rule("late", "4.7", "should", "time",
          Message("the waiver was made after the interview had started; obtain it before the screening"),
          lambda waiver: _waived(waiver) > waiver.interview_starts),
    _rule("interpreter_language", "4.5", "shall", "interpreter/languages",
          Message("the interpreter does not work in the language of the waiver; choose one who does"),
          lambda waiver: waiver.reader is not None and waiver.language not in waiver.reader.languages),
)  # fmt: skip


class InterpreterWaiver(InterpretingPaper):
    """The assessment of communication, the person's waiver, and the reading back of it."""

    type_id: ClassVar[str] = "interpreter_waiver"
    title: ClassVar[str] = "Waiver of the right to an interpreter"
    clauses: ClassVar[tuple[str, ...]] = ("4.3", "4.4", "4.5", "4.7", "4.8", "4.9")
    rules: ClassVar[tuple[Rule, ...]] = (
        *_ASSESSMENT,
        *_CHOICE,
        child_alone("waiver"),
        interpreting.same_sex("waiver"),
        *_PAPER,
        *interpreting.interpreter_rules(
            "waiver", "interpreter", lambda waiver: waiver.reader, lambda waiver: waiver.due_care
        ),
    )

    assessment: Assessment = Field(title="Assessment", description="Assessment of communication (SOP 4.7)")
    informed_of_right: StrictBool = Field(
        title="Informed of the right", description="Was told of the right to an interpreter, free of charge (SOP 4.4)"
    )
    informed_of_role: StrictBool = Field(
        title="Informed of the role", description="Was told of the interpreter's roles and duties (SOP 4.9)"
    )
    offered: StrictBool = Field(title="Interpreter offered", description="An interpreter was offered and refused")
    read_back_by: Annotated[Literal["official", "interpreter"], Choices(_READERS)] = Field(
        title="Read back by", description="Who reads the paper back to the person in its language"
    )
    interpreter: Interpreter | None = None
    witness: Witness = Field(title="Witness", description="Who sees the person sign")

    example: ClassVar[str] = r"""{
      "number": "DATIP-0147/INT-W-01", "date": "2026-11-09", "time": "09:25", "language": "km",
      "assessment": {
        "date": "2026-11-09", "time": "09:05", "language": "km", "result": "clear", "interpreter_needed": false,
        "methods": ["conversation", "retelling", "questions"],
        "official": {
          "names": { "Khmr": "សុមចៃ បុញមា", "Thai": "สมใจ บุญมา", "Latn": "Somjai Boonma" }, "sex": "female",
          "rank": null,
          "position": { "km": "បុគ្គលិកសង្គមកិច្ច", "th": "นักสังคมสงเคราะห์", "en": "Social Worker" },
          "agency": {
            "km": "មណ្ឌលគាំពារសុខុមាលភាព ខេត្តបាធុមថានី", "th": "สถานคุ้มครองสวัสดิภาพ จังหวัดปทุมธานี",
            "en": "Protection and Welfare Shelter, Pathum Thani Province"
          }
        },
        "remarks": {
          "km": "សាមីខ្លួនឆ្លើយសំណួរដោយមិនរារែក និងសួរឱ្យបញ្ជាក់ នៅពេលមិនយល់ពាក្យណាមួយ។",
          "th": "ผู้รับการสัมภาษณ์ตอบคำถามได้ทันที และขอให้อธิบายเมื่อไม่เข้าใจถ้อยคำใด",
          "en": "The person answered without hesitation and asked for an explanation when a word was not understood."
        }
      },
      "informed_of_right": true, "informed_of_role": true, "offered": true,
      "reason": {
        "km": "ខ្ញុំចង់និយាយដោយផ្ទាល់ជាមួយមន្ត្រី ដែលចេះភាសារបស់ខ្ញុំ។",
        "th": "ข้าพเจ้าประสงค์จะพูดกับเจ้าหน้าที่ซึ่งพูดภาษาของข้าพเจ้าได้โดยตรง",
        "en": "I wish to speak directly with the official, who speaks my language."
      },
      "read_back_by": "interpreter",
      "due_care": {
        "km": "បានផ្ទៀងផ្ទាត់អត្តសញ្ញាណ ប្រវត្តិការងារ និងការមិនពាក់ព័ន្ធនឹងរឿងក្តី ហើយបានទទួលកិច្ចសន្យារក្សាការសម្ងាត់។",
        "th": "ได้ตรวจสอบตัวบุคคล ประวัติ และความเกี่ยวข้องกับคดี ทั้งให้รับรองการรักษาความลับ",
        "en": "Identity, work record and absence of any link to the case were checked; secrecy was undertaken."
      },
      "representative": {
        "names": { "Khmr": "ភាវិណី ថងឌី", "Thai": "ภาวิณี ทองดี", "Latn": "Pawinee Thongdee" }, "sex": "female",
        "relationship": { "km": "អ្នកជំនួយគាំទ្រ", "th": "ผู้ให้ความช่วยเหลือ", "en": "support person" }
      },
      "signing": "thumbprint",
      "signing_remark": {
        "km": "សាមីខ្លួនសុំផ្តិតមេដៃជំនួសហត្ថលេខា។", "th": "ผู้รับการสัมภาษณ์ขอพิมพ์ลายนิ้วมือแทนการลงลายมือชื่อ",
        "en": "The person asked to put a thumbprint instead of a signature."
      },
      "witness": {
        "names": { "Khmr": "អរុណ ជៃយ៉ា", "Thai": "อรุณ ไชยา", "Latn": "Arun Chaiya" }, "sex": "male",
        "capacity": { "km": "គិលានុបដ្ឋាកប្រចាំមណ្ឌល", "th": "พยาบาลประจำสถานคุ้มครอง", "en": "Nurse at the shelter" }
      }
    }"""

    @model_validator(mode="after")
    def _reader_is_known(self) -> Self:
        if self.read_back_by == "interpreter" and self.interpreter is None:
            message = Message("an interpreter reads the paper back, but the case names none; add the interpreter")
            raise Refused(Problem("waiver.interpreter", message, ("interpreter",)))
        return self

    @property
    def reader(self) -> Interpreter | None:
        """The interpreter who reads the waiver back, if it is not the official."""
        return self.interpreter if self.read_back_by == "interpreter" else None

    def view(self, locale: Locale) -> View:
        return super().view(locale) | {
            "assessment": _assessment(self.assessment, locale),
            "offered": self.offered,
            "language_understood": self.language in self.person.languages,
            "reader": {
                "acts": self.reader is not None,
                **interpreting.interpreter_view(self.reader, locale),
                **interpreting.fitness_view(self.reader, self.due_care, locale),
            },
            "witness": interpreting.witness_view(self.witness, locale),
        }


def _assessment(assessment: Assessment, locale: Locale) -> View:
    return {
        "date": locale.day(assessment.date),
        "time": locale.time(assessment.time),
        "official": official_view(assessment.official, locale),
        "language": locale.language(assessment.language),
        "methods": locale.list([locale.term(_METHODS[method]) for method in assessment.methods]),
        "clear": assessment.result == "clear",
        "limited": assessment.result == "limited",
        "interpreter_needed": assessment.interpreter_needed,
        "remarked": assessment.remarks is not None,
        "remarks": text_or_nothing(assessment.remarks, locale),
    }
