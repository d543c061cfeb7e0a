"""When a period ends, by the rules of the Thai Civil and Commercial Code, ss. 193/3 to 193/6."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.locale.periods import Period, completed_months

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
ONE_DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        ("2026-12-03", Period(days=90), "2027-03-03"),
        ("2026-12-31", Period(days=1), "2027-01-01"),
        ("2024-02-28", Period(days=1), "2024-02-29"),
        ("2026-01-15", Period(months=1), "2026-02-15"),
        ("2026-01-28", Period(months=1), "2026-02-28"),
        ("2026-01-29", Period(months=1), "2026-02-28"),
        ("2026-01-30", Period(months=1), "2026-02-28"),
        ("2024-01-29", Period(months=1), "2024-02-29"),
        ("2026-01-31", Period(months=1), "2026-02-28"),
        ("2026-02-28", Period(months=1), "2026-03-31"),
        ("2024-02-29", Period(months=1), "2024-03-31"),
        ("2026-08-31", Period(months=6), "2027-02-28"),
        ("2026-12-31", Period(months=12), "2027-12-31"),
        ("2024-02-28", Period(years=1), "2025-02-28"),
        ("2024-02-29", Period(years=1), "2025-02-28"),
        ("2023-02-28", Period(years=1), "2024-02-29"),
        ("2026-01-30", Period(months=1, days=2), "2026-03-02"),
    ],
)
def test_a_period_ends_on_the_day_that_the_code_says(start: str, period: Period, last: str) -> None:
    assert period.last_day(dt.date.fromisoformat(start)) == dt.date.fromisoformat(last)


@given(DAYS, st.integers(1, 400))
def test_the_day_of_the_event_is_not_counted_and_the_last_day_is(start: dt.date, number: int) -> None:
    counted = [start + n * ONE_DAY for n in range(1, number + 1)]
    assert Period(days=number).last_day(start) == counted[-1]


@given(DAYS, st.integers(1, 60))
def test_whole_months_fill_the_calendar(start: dt.date, number: int) -> None:
    """Found by walking from month to month instead of computing: as many corresponding days must go by."""
    first = start + ONE_DAY
    year, month = first.year, first.month
    for _ in range(number):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    length = calendar.monthrange(year, month)[1]
    last = Period(months=number).last_day(start)
    if first.day > length:
        assert last == dt.date(year, month, length)
    else:
        assert last + ONE_DAY == dt.date(year, month, first.day)


@given(DAYS, st.integers(1, 40))
def test_a_year_is_twelve_months(start: dt.date, number: int) -> None:
    assert Period(years=number).last_day(start) == Period(months=12 * number).last_day(start)


@given(DAYS, DAYS, st.builds(Period, st.integers(1, 400), st.integers(0, 30), st.integers(0, 5)))
def test_what_begins_no_earlier_ends_no_earlier(one: dt.date, other: dt.date, period: Period) -> None:
    first, second = sorted((one, other))
    assert first < period.last_day(first) <= period.last_day(second)


@given(DAYS, st.integers(1, 30), st.integers(1, 30))
def test_days_are_counted_after_the_months(start: dt.date, months: int, days: int) -> None:
    after_months = Period(months=months).last_day(start)
    assert Period(months=months, days=days).last_day(start) == after_months + days * ONE_DAY


@pytest.mark.parametrize("parts", [{}, {"days": 0}, {"days": -1}, {"months": 2, "days": -1}])
def test_an_empty_or_negative_period_is_refused(parts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not empty"):
        Period(**parts)


@pytest.mark.parametrize("period", [Period(days=10**6 * 3), Period(years=8000), Period(days=10**15)])
def test_a_period_beyond_the_calendar_is_refused(period: Period) -> None:
    with pytest.raises(ValueError, match="beyond the year 9999"):
        period.last_day(dt.date(2026, 11, 9))


def test_a_period_has_the_notation_of_iso_8601() -> None:
    assert [str(Period(days=90)), str(Period(years=1, months=6)), str(Period(years=2, days=10))] == [
        "P90D", "P1Y6M", "P2Y10D",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2025-11-09", "2026-11-09", 12),
        ("2026-11-09", "2026-11-08", -1),
    ],
)
def test_completed_months_are_counted_from_the_same_day_of_the_month(start: str, end: str, months: int) -> None:
    assert completed_months(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == months


@given(DAYS, DAYS)
def test_twelve_completed_months_are_a_completed_year(one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    assert completed_months(start, end) // 12 == years
