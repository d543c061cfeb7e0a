"""Years as the administrations count them: Common Era and the Thai Buddhist Era."""

from __future__ import annotations

from datetime import date

BUDDHIST_OFFSET = 543
_FIRST_YEAR_FROM_JANUARY = 1941
"""Thai years before 1941 began on 1 April (Calendar Year Act B.E. 2483)."""


def thai_buddhist_year(day: date) -> int:
    """The Thai Buddhist year of a day: CE + 543, and one less before 1 April in years before 1941."""
    before_april = day.year < _FIRST_YEAR_FROM_JANUARY and day.month < 4
    return day.year + BUDDHIST_OFFSET - before_april
