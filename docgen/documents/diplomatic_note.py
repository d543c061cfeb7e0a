"""What the papers that go through the diplomatic channel share: a note verbale has a number on top, a date at its end.

The note is made in English, as the SOP is (Art. 11); the Khmer and Thai texts are its courtesy translations. A note
verbale is initialled and sealed, never signed, so no signatory is declared here.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pydantic import Field

from docgen.case import AgencyProfile, Day, Embassy, Identifier
from docgen.documents.base import View
from docgen.documents.letter import Correspondence

if TYPE_CHECKING:
    from docgen.locale import Locale


class DiplomaticNote(Correspondence):
    """A note verbale; the issuing agency is the one on whose letterhead it goes out, as a rule the foreign ministry."""

    number: Identifier = Field(title="Number of the note", description="Number that the issuing ministry gave the note")
    date: Day = Field(title="Date of the note", description="Day on which the note is initialled and sealed")

    def view(self, locale: Locale) -> View:
        """The head and foot of the note: whom it is addressed to and its date, which has no lunar line."""
        to = self.recipient
        return super().view(locale) | {
            "date": locale.note_day(self.date),
            "addressee": {"name": locale.text(to.name), "city": locale.text(to.city)},
        }

    @property
    @abstractmethod
    def recipient(self) -> AgencyProfile | Embassy:
        """Embassy or ministry to which the note is addressed."""
