"""Days, times of day and dates that are known only in part."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from docgen.case.refusal import Problem, Refused
from docgen.errors import Message

FIRST_YEAR, LAST_YEAR = 1900, 2100
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A Gregorian date known to the year, month or day, perhaps only approximately (EDTF, ISO 8601-2:2019 level 1).

    In JSON: "2008", "2008-05", "2008-05-14"; "~" at the end means about. Real dates from 1900 to 2100 only; raises
    Refused for others.
    """

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        _require_supported_year(self.year)
        if (self.day is not None and self.month is None) or not _exists(self.year, *self._first_parts()):
            raise Refused(_no_such_day())

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the EDTF form; raises Refused."""
        match = _PARTIAL.fullmatch(text)
        if not match:
            raise Refused(
                Problem(
                    "date.partial",
                    Message("not a date; write YYYY, YYYY-MM or YYYY-MM-DD, with ~ at the end for an approximate date"),
                )
            )
        year, month, day, about = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, about is not None)

    def _first_parts(self) -> tuple[int, int]:
        return 1 if self.month is None else self.month, 1 if self.day is None else self.day  # 0 stays 0: no such month

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts) + ("~" if self.approximate else "")

    @property
    def exact(self) -> dt.date | None:
        """The day, when year, month and day are known and not approximate."""
        if self.month is None or self.day is None or self.approximate:
            return None
        return dt.date(self.year, self.month, self.day)

    def earliest(self) -> dt.date:
        """The first day that the written parts allow; "about" is not widened here."""
        return dt.date(self.year, *self._first_parts())

    def latest(self) -> dt.date:
        """The last day that the written parts allow; "about" is not widened here."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema(when_used="always")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "format": "edtf",
            "pattern": r"^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?~?$",
        }

    @classmethod
    def _validate(cls, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        return cls.parse(_text(value))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _no_such_day() -> Problem:
    return Problem("date.unreal", Message("there is no such day in the calendar; correct the month or the day"))


def _require_supported_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        slots = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise Refused(
            Problem(
                "date.year",
                Message(
                    "the year is not between {first} and {last}; write the Gregorian year, not the Buddhist Era", slots
                ),
            )
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused(Problem("field.type", Message("text in quotation marks is expected here; write text")))
    return value


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        _require_supported_year(value.year)
        return value
    text = _text(value)
    if not _DAY.fullmatch(text):
        raise Refused(Problem("date.day", Message("not a day; write it as YYYY-MM-DD")))
    year, month, day = (int(part) for part in text.split("-"))
    _require_supported_year(year)
    if not _exists(year, month, day):
        raise Refused(_no_such_day())
    return dt.date(year, month, day)


def _time(value: Any) -> dt.time:
    if isinstance(value, dt.time) and value.tzinfo is None and not value.second and not value.microsecond:
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise Refused(Problem("time.form", Message("not a time of day; write it as HH:MM, from 00:00 to 23:59")))
    return dt.time(int(match[1]), int(match[2]))


Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A Gregorian day, "YYYY-MM-DD", 1900–2100; no timestamps, no numbers."""
TimeOfDay = Annotated[
    dt.time,
    BeforeValidator(_time),
    PlainSerializer(lambda time: time.strftime("%H:%M"), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$", "format": "time-of-day"}),
]
"""A local time of day, "HH:MM", 24 hours."""
