"""What the papers that go through the diplomatic channel share: a note verbale has a number on top, a date at its end.

The note is made in English, as the SOP is (Art. 11); the Khmer and Thai texts are its courtesy translations. A note
verbale is initialled and sealed, never signed, so no signatory is declared here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from docgen.case import Day, Identifier
from docgen.documents.base import Document, View

if TYPE_CHECKING:
    from docgen.locale import Locale


class DiplomaticNote(Document):
    """A note verbale; the issuing agency is the one on whose letterhead it goes out, as a rule the foreign ministry."""

    number: Identifier = Field(title="Number of the note", description="Number that the issuing ministry gave the note")
    date: Day = Field(title="Date of the note", description="Day on which the note is initialled and sealed")

    def view(self, locale: Locale) -> View:
        """The head of the note: its number and date, besides what every document has."""
        return super().view(locale) | {"number": self.number, "date": locale.day(self.date)}
