"""The Khmer New Year by the traditional arithmetic: the day and hour of Sangkranta and the day of Lerng Sak.

Lerng Sak is the day on which the mean solar year begins; the harkun counts it. Sangkranta is two or three days
earlier, when the sun's true longitude (sampuot) reaches 0 degrees of Mesa. Source: Roath Kim Soeun, "Pratitin
Soryakkatik-Chankatik"; see also F. G. Faraut, "Astronomie cambodgienne" (Saigon 1910). Decision 0005 lists the printed
days and hours that it was compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from docgen.locale.khmer_arithmetic import CHULASAKARAT_OFFSET, day_of, harkun, kromathopol

_SIGN = 30 * 60
"""Minutes of arc in a reasey (a sign of the zodiac)."""
_CIRCLE = 12 * _SIGN
_APOGEE = 80 * 60
_STEP = 15 * 60
_CHAYA = (0, 35, 67, 94, 116, 129, 134, 134)
"""The sun's equation in minutes of arc at each 15° from the line of apsides; the last stands for 90° itself."""
_SLOT = 24
"""Minutes of time in which the true sun is taken to move one minute of arc."""


@dataclass(frozen=True, slots=True)
class NewYear:
    """The New Year in April of one Gregorian year."""

    sangkranta: date
    """First day: the new animal year begins on it."""
    minutes: int
    """Minutes after 0:00 of that day at which the sun enters Mesa; 1440 is its midnight's end."""
    lerng_sak: date
    """Last day: the Chulasakarat year, and with it the sak, begins."""

    @property
    def hour(self) -> str:
        """The moment of Sangkranta as HH:MM."""
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


@cache
def new_year(year: int) -> NewYear:
    """The New Year of a Gregorian year."""
    chulasakarat = year - CHULASAKARAT_OFFSET
    last = harkun(chulasakarat)
    passed = last - harkun(chulasakarat - 1)
    for before in (3, 2):
        beyond = _true_longitude(chulasakarat - 1, passed - before) - _CIRCLE
        if beyond >= 0:
            return NewYear(day_of(last - before), 24 * 60 - _SLOT * beyond, day_of(last))
    raise AssertionError("the sun enters Mesa two or three days before Lerng Sak")


def _true_longitude(chulasakarat: int, sotin: int) -> int:
    """The sun's true longitude, in minutes of arc, at the end of the day `sotin` days after the year's Lerng Sak."""
    signs, rest = divmod(800 * sotin + kromathopol(chulasakarat), 24350)
    degrees, rest = divmod(rest, 811)
    mean = signs * _SIGN + degrees * 60 + rest // 14 - 3
    anomaly = (mean - _APOGEE) % _CIRCLE
    from_line = min(anomaly % (_CIRCLE // 2), _CIRCLE // 2 - anomaly % (_CIRCLE // 2))
    step, rest = divmod(from_line, _STEP)
    equation = _CHAYA[step] + rest * (_CHAYA[step + 1] - _CHAYA[step]) // _STEP
    return mean - equation if anomaly < _CIRCLE // 2 else mean + equation
