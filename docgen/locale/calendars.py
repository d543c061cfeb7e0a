"""Years as the two administrations count them: the Thai and the Cambodian Buddhist Era, both ways."""

from __future__ import annotations

from datetime import date, timedelta

from docgen.case.refusal import Problem, Refused
from docgen.errors import Message
from docgen.locale.khmer_arithmetic import FIRST_YEAR, LAST_YEAR, Month, month_in

BUDDHIST_OFFSET = 543
_FIRST_YEAR_FROM_JANUARY = 1941
"""Thai years before 1941 began on 1 April (Calendar Year Act B.E. 2483: that year ended on 31 December, and B.E. 2484
began on 1 January). 1 April had been the first day since 1889; for days before that the rule is carried backwards."""

FIRST_CAMBODIAN_YEAR = FIRST_YEAR + BUDDHIST_OFFSET + 1
LAST_CAMBODIAN_YEAR = LAST_YEAR + BUDDHIST_OFFSET
"""The Buddhist years that lie wholly within the years of the lunar calendar: B.E. 2444 to 2643."""


def thai_buddhist_year(day: date) -> int:
    """The Thai Buddhist year of a day: CE + 543, and one less before 1 April in years before 1941."""
    before_april = day.year < _FIRST_YEAR_FROM_JANUARY and day.month < 4
    return day.year + BUDDHIST_OFFSET - before_april


def from_thai_buddhist(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Thai date, `month` 1 (January) to 12.

    January to March belong to the end of a Thai year up to B.E. 2482 and to its beginning from B.E. 2484.
    Raises Refused (a ValueError) for a day that never was, such as any of January to March B.E. 2483.
    """
    last_from_april = _FIRST_YEAR_FROM_JANUARY + BUDDHIST_OFFSET - 1
    in_next_year = month < 4 and year < last_from_april
    if year == last_from_april and 1 <= month < 4:
        raise Refused(
            Problem(
                "calendar.short_year",
                Message(
                    "the Thai year B.E. 2483 had only the months April to December; correct the month or write B.E. "
                    "2482 or 2484"
                ),
            )
        )
    try:
        return date(year - BUDDHIST_OFFSET + in_next_year, month, day)
    except (ValueError, OverflowError) as error:
        raise Refused(
            Problem("calendar.no_day", Message("there is no such day in the calendar; correct the month or the day"))
        ) from error


def cambodian_buddhist_year(day: date) -> int:
    """The Cambodian Buddhist year of a day from 1900 to 2100: it changes on 1 roach of Pisak, after Visak Bochea.

    Source: the Ministry of Cults and Religion, by which the new year of the era is the day on which the Buddha entered
    Nirvana, 1 roach of Pisak. Raises Refused (a ValueError) outside 1900-2100.
    """
    require_year(day.year)
    return day.year + BUDDHIST_OFFSET + (day >= _change_of_era(day.year))


def cambodian_buddhist_year_days(year: int) -> tuple[date, date]:
    """First day (1 roach of Pisak) and last day (15 kaeut of the next Pisak) of a Cambodian Buddhist year.

    Raises Refused (a ValueError) outside B.E. 2444-2643, the years that lie wholly within 1900-2100.
    """
    if not FIRST_CAMBODIAN_YEAR <= year <= LAST_CAMBODIAN_YEAR:
        raise Refused(
            Problem(
                "calendar.years",
                Message(
                    "the Cambodian Buddhist years are kept from {first} to {last}; correct the year",
                    {"first": str(FIRST_CAMBODIAN_YEAR), "last": str(LAST_CAMBODIAN_YEAR)},
                ),
            )
        )
    began = year - BUDDHIST_OFFSET - 1
    return _change_of_era(began), _change_of_era(began + 1) - timedelta(days=1)


def require_year(year: int) -> None:
    """Raises Refused (a ValueError) when the lunar calendar is not kept for a Gregorian year: outside 1900-2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            Problem(
                "calendar.years",
                Message(
                    "the Khmer lunar calendar is kept for the years {first} to {last}; correct the year",
                    {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
                ),
            )
        )


def _change_of_era(year: int) -> date:
    pisak = month_in(year, Month.PISAK)
    assert pisak is not None
    return pisak[0] + timedelta(days=15)
