"""The note verbale that tells an embassy of its suspected victim (SOP 4.12; also Art. 2, 4.2, 4.3, 4.5, 4.6, 6.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, StrictBool

from docgen.case import AgencyProfile, Choices, Embassy, Official
from docgen.documents.base import Rule, Verb, View
from docgen.documents.diplomatic_note import DiplomaticNote
from docgen.documents.embassy_particulars import Circumstances, Decision, Disclosure, Measures, Requests, Subject
from docgen.errors import Key, Message

if TYPE_CHECKING:
    from docgen.locale import Locale

_STATES: Mapping[str, Key] = {
    "screening": "Screening under way",
    "identified": "Identified as a victim",
}


_WITHHELD: Mapping[bool, Key] = {
    True: "withheld at the person's request",
    False: "withheld in the interests of the person",
}
"""Why a fact is not told, by whether the person consented to the notification."""


def _rule(
    code: str, clause: str, verb: Verb, field: str, message: Key, broken: Callable[[EmbassyNotification], bool]
) -> Rule:
    return Rule(f"embassy.{code}", clause, verb, field, Message(message), broken)


_ADDRESSEE = (
    _rule("nationality", "4.12", "shall", "embassy/country",
          "the embassy is not that of the person's nationality; address the note to the person's own embassy",
          lambda note: note.embassy.country != note.person.nationality.country),
    _rule("destination", "4.12", "shall", "agency/party",
          "the issuing agency belongs to the person's own country; the destination country's officials notify",
          lambda note: note.agency.party.value == note.person.nationality.country),
    _rule("center", "4.12", "shall", "center/party",
          "the contact point belongs to the other Party; name the Central Cooperation Center of the issuing Party",
          lambda note: note.center.party is not note.agency.party),
)  # fmt: skip
_RIGHTS = (
    _rule("rights", "4.12", "shall", "decision/reason",
          "the person did not consent and no reason is recorded; record why the notification is in the best interests, "
          "or do not send it",
          lambda note: not note.decision.consent and note.decision.reason is None),
    _rule("informed", "4.5", "shall", "decision/informed",
          "the person consented without being informed in a language that he or she understands; inform the person and "
          "ask again",
          lambda note: note.decision.consent and not note.decision.informed),
    _rule("decided_late", "4.12", "shall", "decision/decided_on",
          "the decision is later than the note; decide first, then date the note anew",
          lambda note: note.decision.decided_on > note.date),
    _rule("best_interests", "4.3", "must", "decision/reason",
          "the person is or may be a child, whose consent is not enough; record why the notification is in the child's "
          "best interests",
          lambda note: note.may_be_child and note.decision.reason is None),
)  # fmt: skip
_CONTENT = (
    _rule("protection", "4.2", "shall", "measures",
          "protection, medical care and psychological care are not all given; see to them before the note goes out",
          lambda note: not note.measures.protect),
    _rule("risk", "4.6", "shall", "measures/risk_assessment",
          "the risk has not been assessed; assess it before anybody outside is told of the case",
          lambda note: not note.measures.risk_assessment),
    _rule("circumstances", "4.12", "shall", "circumstances",
          "the circumstances are to be disclosed and none are written; write them, or mark them as not disclosed",
          lambda note: note.disclose.circumstances and note.circumstances is None),
    _rule("documents", "4.12", "shall", "disclose/documents",
          "the identity is withheld and the documents, which reveal it, are not; withhold the documents as well",
          lambda note: note.disclose.documents and not note.disclose.identity),
    _rule("found_later", "4.12", "shall", "circumstances/found_on",
          "the person was found after the date of the note; correct one of the two dates",
          lambda note: note.circumstances is not None and note.circumstances.found_on.earliest() > note.date),
    _rule("reply_by", "4.12", "shall", "requests/reply_by",
          "the reply is asked for on or before the date of the note; give the embassy time to reply",
          lambda note: note.requests.reply_by is not None and note.requests.reply_by <= note.date),
)  # fmt: skip


class EmbassyNotification(DiplomaticNote):
    """The notification to the embassy. Nothing that the disclosure holds back is in its view at all."""

    type_id: ClassVar[str] = "embassy_notification"
    title: ClassVar[str] = "Notification to the embassy (note verbale)"
    clauses: ClassVar[tuple[str, ...]] = ("2", "4.2", "4.3", "4.6", "4.12", "6.1")
    rules = (*_ADDRESSEE, *_RIGHTS, *_CONTENT)
    # The ministry of foreign affairs issues the note, so the example restates `agency`; the case's own agency stays the
    # contact point.
    example: ClassVar[str] = r"""{
      "agency": {
        "party": "TH",
        "name": {
          "km": "ក្រសួងការបរទេសនៃព្រះរាជាណាចក្រថៃ",
          "th": "กระทรวงการต่างประเทศแห่งราชอาณาจักรไทย",
          "en": "Ministry of Foreign Affairs of the Kingdom of Thailand"
        },
        "address": {
          "km": "អគារលេខ ៤៤៣ ផ្លូវស្រីអយុធ្យា ខណ្ឌរ៉ាឆាថេវី បាងកក ១០៤០០",
          "th": "๔๔๓ ถนนศรีอยุธยา เขตราชเทวี กรุงเทพมหานคร ๑๐๔๐๐",
          "en": "443 Sri Ayudhya Road, Ratchathewi, Bangkok 10400"
        },
        "city": { "km": "បាងកក", "th": "กรุงเทพมหานคร", "en": "Bangkok" },
        "telephone": "+66 2 555 0130",
        "email": "consular@mfa.example",
        "emblem": "example-agency.png"
      },
      "number": "0303/1147",
      "urgency": "very_urgent",
      "date": "2026-11-11",
      "center": {
        "party": "TH",
        "superior": [
          {
            "km": "ក្រសួងអភិវឌ្ឍន៍សង្គម និងសន្តិសុខមនុស្ស",
            "th": "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
            "en": "Ministry of Social Development and Human Security"
          }
        ],
        "name": {
          "km": "មជ្ឈមណ្ឌលសហប្រតិបត្តិការកណ្តាលនៃភាគីថៃ នាយកដ្ឋានប្រឆាំងអំពើជួញដូរមនុស្ស",
          "th": "ศูนย์ประสานความร่วมมือกลางฝ่ายไทย กองต่อต้านการค้ามนุษย์",
          "en": "Central Cooperation Center of the Thai Party, Division of Anti-Trafficking in Persons"
        },
        "address": {
          "km": "អគារលេខ ១០៣៤ ផ្លូវក្រុងកាសែម សង្កាត់ខ្លងមហានាគ ខណ្ឌប៉មប្រាបសត្រូវផាយ បាងកក ១០១០០",
          "th": "๑๐๓๔ ถนนกรุงเกษม แขวงคลองมหานาค เขตป้อมปราบศัตรูพ่าย กรุงเทพมหานคร ๑๐๑๐๐",
          "en": "1034 Krung Kasem Road, Khlong Maha Nak, Pom Prap Sattru Phai, Bangkok 10100"
        },
        "city": { "km": "បាងកក", "th": "กรุงเทพมหานคร", "en": "Bangkok" },
        "telephone": "+66 2 555 0147",
        "email": "center@datip.example",
        "emblem": "example-agency.png"
      },
      "officer": {
        "names": { "Khmr": "កញ្ចនា ស្រីសុវណ្ណ", "Thai": "กาญจนา ศรีสุวรรณ", "Latn": "Kanchana Srisuwan" },
        "sex": "female",
        "rank": null,
        "position": {
          "km": "អ្នកអភិវឌ្ឍន៍សង្គមជំនាញការ",
          "th": "นักพัฒนาสังคมชำนาญการ",
          "en": "Social Development Officer, Professional Level"
        },
        "agency": {
          "km": "នាយកដ្ឋានប្រឆាំងអំពើជួញដូរមនុស្ស",
          "th": "กองต่อต้านการค้ามนุษย์",
          "en": "Division of Anti-Trafficking in Persons"
        },
        "telephone": "+66 2 555 0148"
      },
      "status": "screening",
      "disclose": { "identity": true, "birth": true, "documents": true, "circumstances": true },
      "decision": {
        "consent": true,
        "informed": true,
        "decided_on": "2026-11-10",
        "reason": "She wishes her family to learn from the Embassy that she is safe, and needs a new travel document."
      },
      "guardian_needed": false,
      "circumstances": {
        "found_on": "2026-11-07",
        "area": { "km": "ខេត្តសមុទ្រសាគរ", "th": "จังหวัดสมุทรสาคร", "en": "Samut Sakhon Province" },
        "account": {
          "km": "មន្ត្រីមានសមត្ថកិច្ចបានជួបសាមីខ្លួនក្នុងពេលត្រួតពិនិត្យកន្លែងធ្វើការ។ លិខិតឆ្លងដែនបានខូចខាត។",
          "th": "พนักงานเจ้าหน้าที่พบบุคคลดังกล่าวระหว่างการตรวจสถานประกอบการ หนังสือเดินทางชำรุด",
          "en": "Officials met the person while inspecting a workplace. The passport was found damaged."
        }
      },
      "measures": {
        "accommodation": true,
        "physical_health": true,
        "mental_health": true,
        "risk_assessment": true,
        "interpreter": true,
        "other": {
          "km": "ការប្រឹក្សាផ្នែកច្បាប់អំពីការទាមទារប្រាក់ឈ្នួលដែលមិនទាន់បានទទួល",
          "th": "การให้คำปรึกษาทางกฎหมายเกี่ยวกับการเรียกร้องค่าจ้างค้างจ่าย",
          "en": "legal advice on the claim for unpaid wages"
        }
      },
      "requests": { "travel_documents": true, "visit": "agreed", "reply_by": "2026-11-25" }
    }"""

    person: Subject
    embassy: Embassy
    center: AgencyProfile = Field(
        title="Contact point", description="Central Cooperation Center of the issuing Party (SOP Art. 2, Annex 1)"
    )
    officer: Official | None = Field(
        default=None, title="Officer in charge", description="Official at the contact point who deals with the case"
    )
    status: Annotated[Literal["screening", "identified"], Choices(_STATES)] = Field(
        title="Status", description="Whether the screening is still under way or the person has been identified"
    )
    disclose: Disclosure = Field(title="Disclosure", description="What the embassy may be told, fact by fact")
    decision: Decision = Field(title="Decision", description="Consent of the person, or decision on best interests")
    guardian_needed: StrictBool = Field(
        title="Guardian needed",
        description="A guardian appears to be needed for a minor or a person lacking full capacity (VCCR Art. 37 b)",
    )
    circumstances: Circumstances | None = Field(
        default=None,
        title="Circumstances",
        description="Where and how the person was found, if it is disclosed",
        json_schema_extra={"asked_when": {"disclose/circumstances": [True]}},
    )
    measures: Measures = Field(title="Measures taken", description="What has been done for the person")
    requests: Requests = Field(title="Requests", description="What the embassy is asked for")

    @property
    def recipient(self) -> Embassy:
        """The embassy of the person's country."""
        return self.embassy

    @property
    def may_be_child(self) -> bool:
        """Whether the person is, or may be, under 18 on the date of the note (SOP 4.3)."""
        return self.person.birth.is_child_on(self.date) is not False

    @property
    def withheld(self) -> frozenset[str]:
        """What the disclosure holds back, and the reason of the decision, which is kept with the case."""
        return self.disclose.withheld | {"decision/reason"}

    def view(self, locale: Locale) -> View:
        """The note's facts; what is withheld has no key here."""
        told = self.circumstances if self.disclose.circumstances else None
        return super().view(locale) | {
            "center": _center(self.center, locale),
            "has_officer": self.officer is not None,
            "officer": _officer(self.officer, locale) if self.officer else {},
            "person": self.disclose.of(self.person, self.date, locale),
            "identity_disclosed": self.disclose.identity,
            "birth_disclosed": self.disclose.birth,
            "documents_disclosed": self.disclose.documents,
            "has_documents": self.disclose.documents and bool(self.person.documents),
            "circumstances_disclosed": told is not None,
            "circumstances": told.view(locale) if told else {},
            "withheld": locale.term(_WITHHELD[self.decision.consent]),
            "nationality_verified": self.person.nationality.verified,
            "being_screened": self.status == "screening",
            "consented": self.decision.consent,
            "child_measures": self.may_be_child,
            "guardian_needed": self.guardian_needed,
            "measures": self.measures.view(locale),
            "requests": self.requests.view(locale),
        }


def _center(center: AgencyProfile, locale: Locale) -> View:
    return {
        "superior": [locale.text(unit) for unit in center.superior],
        "name": locale.text(center.name),
        "address": locale.text(center.address),
        "telephone": center.telephone,
        "email": center.email or "",
    }


def _officer(officer: Official, locale: Locale) -> View:
    return {
        "name": locale.official(officer),
        "position": locale.text(officer.position),
        "telephone": officer.telephone or "",
    }
