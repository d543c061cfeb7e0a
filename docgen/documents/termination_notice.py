"""The note verbale that ends the SOP: written notice by the diplomatic channel (SOP 12; also Art. 11, 4.2, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from docgen.case import AgencyProfile, Choices, Day, Party, TimeOfDay, Value
from docgen.documents.base import Rule, View
from docgen.documents.diplomatic_note import DiplomaticNote
from docgen.errors import Key, Message
from docgen.sop import instrument

if TYPE_CHECKING:
    from docgen.locale import Locale

_CHANNELS: Mapping[str, Key] = {
    "ministry_to_embassy": "From the ministry to the embassy",
    "embassy_to_ministry": "From the embassy to the ministry",
    "between_centers": "From one Center to the other",
}
_Channel: TypeAlias = Annotated[
    Literal["ministry_to_embassy", "embassy_to_ministry", "between_centers"], Choices(_CHANNELS)
]

NOTICE_PERIOD = dt.timedelta(days=90)
"""SOP 12: the termination takes effect "within a period of 90 days after the other party receives a written notice"."""

_GOVERNMENTS: Mapping[Party, Key] = {
    Party.CAMBODIA: "Government of the Kingdom of Cambodia",
    Party.THAILAND: "Government of the Kingdom of Thailand",
}


class Receipt(Value):
    """What the other Party's receipt slip says, once it has come back."""

    received_on: Day = Field(title="Received on", description="Day on which the other Party received the note")
    received_at: TimeOfDay | None = Field(
        default=None, title="Received at", description="Local time at which the other Party received the note"
    )


def _rule(code: str, clause: str, field: str, message: Key, broken: Callable[[TerminationNotice], bool]) -> Rule:
    return Rule(f"termination.{code}", clause, "shall", field, Message(message), broken)


class TerminationNotice(DiplomaticNote):
    """The notice of termination. It names no person and no case: neither belongs in it, and no reasons are given."""

    type_id: ClassVar[str] = "termination_notice"
    title: ClassVar[str] = "Notice of termination of the SOP (note verbale)"
    clauses: ClassVar[tuple[str, ...]] = ("4.2", "6.1", "11", "12")
    # "Such termination shall take effect": such as was notified in writing, through a diplomatic channel, to the other
    # party. A notice that is not all of this has no effect, so these rules bind as "shall"; that a Party "may"
    # terminate at all binds nobody.
    rules = (
        _rule("other_party", "12", "addressee/party",
              "the note is addressed to the issuing Party itself; address it to the other Party",
              lambda note: note.addressee.party is note.agency.party),
        _rule("channel", "12", "channel",
              "the note does not go through the diplomatic channel, so it has no effect; hand it over between ministry "
              "and embassy",
              lambda note: note.channel == "between_centers"),
        _rule("received_early", "12", "receipt/received_on",
              "the note was received before its date; correct one of the two dates",
              lambda note: note.receipt is not None and note.receipt.received_on < note.date),
        _rule("before_effect", "11", "date",
              "the note is older than the SOP that it ends; correct its date",
              lambda note: note.date < instrument().signed_on),
    )  # fmt: skip
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
        "telephone": "+66 2 555 0131",
        "email": "treaties@mfa.example",
        "emblem": "example-agency.png"
      },
      "number": "0803/215",
      "urgency": "urgent",
      "date": "2026-12-01",
      "addressee": {
        "party": "KH",
        "name": {
          "km": "ស្ថានឯកអគ្គរាជទូតនៃព្រះរាជាណាចក្រកម្ពុជាប្រចាំព្រះរាជាណាចក្រថៃ",
          "th": "สถานเอกอัครราชทูตราชอาณาจักรกัมพูชาประจำประเทศไทย",
          "en": "Royal Embassy of Cambodia in the Kingdom of Thailand"
        },
        "address": {
          "km": "អគារលេខ ៥១៨/៤ ផ្លូវប្រាឆាអ៊ុទិស ខណ្ឌវ៉ាំងថងឡាង បាងកក ១០៣១០",
          "th": "๕๑๘/๔ ถนนประชาอุทิศ เขตวังทองหลาง กรุงเทพมหานคร ๑๐๓๑๐",
          "en": "518/4 Pracha Uthit Road, Wang Thonglang, Bangkok 10310"
        },
        "city": { "km": "បាងកក", "th": "กรุงเทพมหานคร", "en": "Bangkok" },
        "telephone": "+66 2 555 0186"
      },
      "channel": "ministry_to_embassy",
      "receipt": { "received_on": "2026-12-03", "received_at": "10:30" }
    }"""

    addressee: AgencyProfile = Field(
        title="Addressee", description="Embassy or ministry of foreign affairs of the other Party"
    )
    channel: _Channel = Field(
        title="Channel",
        description="How the note reaches the other Party; the first two are the diplomatic channel",
    )
    receipt: Receipt | None = Field(
        default=None, title="Receipt", description="When the other Party received the note, as soon as that is known"
    )

    @property
    def recipient(self) -> AgencyProfile:
        """Embassy or ministry of the other Party."""
        return self.addressee

    @property
    def latest_effect(self) -> dt.date | None:
        """Last day of the 90 days, the day of receipt not counted; None until the receipt is known."""
        return self.receipt.received_on + NOTICE_PERIOD if self.receipt else None

    def view(self, locale: Locale) -> View:
        """The note without the case number: the notice belongs to no case."""
        view = super().view(locale) | {
            "government": locale.term(_GOVERNMENTS[self.agency.party]),
            "other_government": locale.term(_GOVERNMENTS[self.agency.party.other()]),
            **self._effect(locale),
        }
        del view["reference"]
        return view

    def _effect(self, locale: Locale) -> View:
        latest, at = self.latest_effect, self.receipt.received_at if self.receipt else None
        return {
            "received": self.receipt is not None,
            "received_on": locale.day(self.receipt.received_on) if self.receipt else "",
            "received_at": locale.time(at) if at else "",
            "latest_effect": locale.day(latest) if latest else "",
        }
