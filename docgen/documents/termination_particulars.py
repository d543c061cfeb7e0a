"""The particulars of the ending of an interpreter's service: what was told, the notes, going on (SOP 4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from docgen.case import Choices, Day, LanguageTag, TimeOfDay, Value
from docgen.errors import Key

if TYPE_CHECKING:
    from docgen.documents.base import View
    from docgen.locale import Locale

_NOTES: Mapping[str, Key] = {
    "returned": "All handed over",
    "none_made": "None were made",
    "outstanding": "Not yet handed over",
}


class Information(Value):
    """What the person was told of interpreting, before the interview (SOP 4.9)."""

    roles: StrictBool = Field(
        title="Informed of roles and duties", description="Was told of the interpreter's roles and duties"
    )
    right_to_end: StrictBool = Field(
        title="Informed of the right to end the service", description="Was told that this is possible at any time"
    )
    date: Day = Field(title="Date of the information", description="Day on which the person was told")
    time: TimeOfDay = Field(title="Time of the information", description="Local time at which the person was told")
    language: LanguageTag = Field(title="Language of the information", description="Language in which this was said")


class Notes(Value):
    """What becomes of the interpreter's notes."""

    state: Annotated[Literal["returned", "none_made", "outstanding"], Choices(_NOTES)] = Field(
        title="Notes", description="Whether the interpreter handed over all notes and papers, or made none"
    )
    sheets: StrictInt | None = Field(
        default=None,
        ge=1,
        le=9999,
        title="Sheets",
        description="Number of sheets handed over, if they were counted",
        json_schema_extra={"asked_when": {"state": ["returned"]}},
    )


class Resumption(Value):
    """When the interview is to go on."""

    date: Day = Field(title="Date of resumption", description="Day on which the interview is to go on")
    time: TimeOfDay = Field(title="Time of resumption", description="Local time at which it is to go on")


def information_view(informed: Information, locale: Locale) -> View:
    """Day, time and language of the information."""
    return {
        "date": locale.day(informed.date),
        "time": locale.time(informed.time),
        "language": locale.language(informed.language),
    }


def resumption_view(resumption: Resumption | None, locale: Locale) -> View:
    """When the interview goes on; empty where that is not known."""
    if resumption is None:
        return {"known": False, "date": "", "time": ""}
    return {"known": True, "date": locale.day(resumption.date), "time": locale.time(resumption.time)}


def notes_view(notes: Notes, locale: Locale) -> View:
    """What became of the notes, and how many sheets there were, if counted."""
    counted = notes.state == "returned" and notes.sheets is not None
    return {
        "returned": notes.state == "returned",
        "outstanding": notes.state == "outstanding",
        "counted": counted,
        "sheets": locale.number(notes.sheets) if counted and notes.sheets else "",
    }
