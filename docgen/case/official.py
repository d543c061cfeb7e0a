"""Those who act on a case: officials, interpreters, and the interview they hold."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, StrictBool

from docgen.case.base import Value
from docgen.case.choices import WordedEnum
from docgen.case.codes import LanguageTag, Telephone
from docgen.case.dates import Day, TimeOfDay
from docgen.case.person import Addressed, Named, Sex, Sexed
from docgen.case.text import Identifier
from docgen.case.words import MultilingualLine, Names
from docgen.errors import Key


class Official(Addressed, Sexed, Named):
    """A competent official (SOP Art. 3)."""

    excellency: StrictBool = Field(
        default=False, title="Excellency", description="Entitled by office to be addressed as Excellency"
    )
    rank: MultilingualLine | None = Field(
        default=None,
        title="Rank",
        description="Police or military rank, or another title that stands in place of Mr. or Ms., such as Professor",
    )
    position: MultilingualLine = Field(title="Position", description="Post the official holds")
    agency: MultilingualLine = Field(title="Agency", description="Office in which the official serves")
    telephone: Telephone | None = Field(
        default=None, title="Telephone", description="With country code, as dialled from abroad"
    )


class Interpreter(Value):
    """Who interprets (SOP 4.7 to 4.9); documents may show the code alone."""

    code: Identifier = Field(title="Interpreter's code", description="Code that stands for the interpreter")
    names: Names | None = Field(
        default=None, title="Name", description="Per script, exactly as the identity document prints it"
    )
    sex: Sex | None = Field(default=None, title="Sex", description="As on the identity document")
    languages: tuple[LanguageTag, ...] = Field(
        min_length=1, max_length=20, title="Languages interpreted", description="Languages the interpreter works in"
    )
    government_registered: StrictBool = Field(
        title="Registered to a governmental agency", description="On the register of a governmental agency (SOP 4.8)"
    )
    accompanied_person: StrictBool = Field(
        title="Found or travelling with the person",
        description="Found together with or travelling with the suspected victim (SOP 4.8)",
    )
    trained: StrictBool = Field(
        title="Experienced or trained", description="Has prior experience or appropriate training (SOP 4.9)"
    )
    affiliation: MultilingualLine | None = Field(
        default=None, title="Affiliation", description="Agency or organization the interpreter belongs to"
    )


class Place(Value):
    """Where something happens, as far as a document may say it."""

    name: MultilingualLine = Field(title="Place", description="Name of the place")


_PURPOSE_WORDS: Mapping[str, Key] = {
    "screening": "Identification of victims",
    "criminal_procedure": "Criminal procedure",
}


class Purpose(WordedEnum):
    """What an interview is held for: identifying a victim (SOP Art. 4) or a criminal case (SOP 5.1a)."""

    SCREENING = "screening"
    CRIMINAL_PROCEDURE = "criminal_procedure"

    @classmethod
    def words(cls) -> Mapping[str, Key]:
        return _PURPOSE_WORDS


class Interview(Value):
    """One interview with the person."""

    date: Day = Field(title="Date of the interview", description="Day on which the interview is held")
    start: TimeOfDay = Field(title="Start", description="Local time at which the interview begins")
    place: Place = Field(title="Place of the interview", description="Where the interview is held")
    official: Official = Field(title="Interviewing official", description="Official who conducts the interview")
    purpose: Purpose = Field(default=Purpose.SCREENING, title="Purpose", description="What the interview is held for")
