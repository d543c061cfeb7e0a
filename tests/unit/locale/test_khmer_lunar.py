"""Khmer lunar dates against printed dates and festivals, back and forth, and the remarks about almanacs."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case.refusal import Refused
from docgen.errors import TemplateError
from docgen.locale import Locale
from docgen.locale.khmer_arithmetic import Leap, Month, leap_of
from docgen.locale.khmer_lunar import LunarDate, gregorian, lunar_date, notes
from docgen.locale.khmer_new_year import new_year
from docgen.locale.settings import load_settings

KM = Locale.load(Path(__file__).parents[3] / "templates" / "km")
ONE = dt.timedelta(days=1)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
with Path(__file__).with_name("khmer_lunar_dates.csv").open(encoding="utf-8") as file:
    PRINTED = list(csv.DictReader(file))


def lunar(day: str) -> LunarDate:
    return lunar_date(dt.date.fromisoformat(day))


def back(day: LunarDate) -> dt.date:
    return gregorian(day.day, waxing=day.waxing, month=day.month, buddhist_era=day.buddhist_era)


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: row["date"])
def test_a_printed_date_or_festival_agrees(row: dict[str, str]) -> None:
    words, day, found = KM.settings.lunar, dt.date.fromisoformat(row["date"]), lunar(row["date"])
    assert words is not None
    half = words.waxing if found.waxing else words.waning
    month = words.months[found.month]
    line = f"ថ្ងៃ{KM.weekday(day)} {KM.digits(str(found.day))}{half} ខែ{month}"
    assert _one_spelling(row["lunar"]) == _one_spelling(line)
    assert not row["buddhist_era"] or int(row["buddhist_era"]) == found.buddhist_era
    assert not row["animal_year"] or row["animal_year"] == words.animals[found.animal]
    assert not row["sak"] or row["sak"] == words.saks[found.sak]


def test_the_printed_dates_fill_every_column() -> None:
    assert len(PRINTED) == 25
    assert all(any(row[column] for row in PRINTED) for column in ("buddhist_era", "animal_year", "sak"))


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2011-04-14", "ថ្ងៃព្រហស្បតិ៍ ១១កើត ខែចេត្រ"),
        ("2014-04-14", "ថ្ងៃចន្ទ ១៥កើត ខែចេត្រ"),
        ("2020-10-15", "ថ្ងៃព្រហស្បតិ៍ ១៣រោច ខែអស្សុជ ឆ្នាំជូត ទោស័ក ពុទ្ធសករាជ ២៥៦៤"),
    ],
)
def test_a_date_line_from_the_press_agrees(day: str, line: str) -> None:
    assert _one_spelling(KM.lunar_day(dt.date.fromisoformat(day))).startswith(_one_spelling(line))


def test_the_animal_year_changes_on_sangkranta_and_the_sak_on_lerng_sak() -> None:
    assert [(lunar(f"2025-04-{day}").animal, lunar(f"2025-04-{day}").sak) for day in (13, 14, 15, 16)] == [
        (4, 6), (5, 6), (5, 6), (5, 7),
    ]  # fmt: skip
    assert lunar("2024-04-12").animal != lunar("2024-04-13").animal == lunar("2024-04-14").animal


@given(DAYS)
def test_the_animal_year_and_the_sak_change_once_a_year(day: dt.date) -> None:
    today, year = lunar_date(day), new_year(day.year)
    assert today.animal == (day.year - 4 - (day < year.sangkranta)) % 12
    assert today.sak == (day.year - 638 - (day < year.lerng_sak)) % 10


def test_the_day_that_an_almanac_gives_overrides_the_computed_one() -> None:
    day, other = dt.date(2031, 4, 13), dt.date(2030, 4, 13)
    assert lunar_date(day, animal_changes=[day]).animal == (lunar_date(day).animal + 1) % 12
    assert lunar_date(day, sak_changes=[day]).sak == (lunar_date(day).sak + 1) % 10
    assert lunar_date(other, animal_changes=[day], sak_changes=[day]) == lunar_date(other)


def test_the_settings_take_one_day_a_year(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "templates" / "km" / "locale.toml").read_text(encoding="utf-8")
    settings = tmp_path / "locale.toml"
    settings.write_text(text.replace("animal_changes = []", "animal_changes = [2031-04-13]"), encoding="utf-8")
    lunar_settings = load_settings(settings).lunar
    assert lunar_settings is not None
    assert lunar_settings.animal_changes == [dt.date(2031, 4, 13)]
    twice = text.replace("sak_changes = []", "sak_changes = [2031-04-15, 2031-04-16]")
    settings.write_text(twice, encoding="utf-8")
    with pytest.raises(TemplateError, match="two days of one year"):
        load_settings(settings)


def test_every_day_advances_by_exactly_one() -> None:
    day, today = dt.date(1900, 1, 1), lunar("1900-01-01")
    while day < dt.date(2100, 12, 31):
        day += ONE
        tomorrow = lunar_date(day)
        if tomorrow.month is today.month:
            assert _passed(tomorrow) == _passed(today) + 1
        else:
            assert _passed(tomorrow) == 0
            assert _passed(today) in (28, 29)
            assert tomorrow.month in _following(today.month, day.year)
        assert tomorrow.buddhist_era - today.buddhist_era == (_passed(tomorrow) == 15 and tomorrow.month is Month.PISAK)
        today = tomorrow


@given(DAYS)
def test_a_lunar_date_leads_back_to_its_day(day: dt.date) -> None:
    assert back(lunar_date(day)) == day


@given(st.integers(1, 15), st.booleans(), st.sampled_from(Month), st.integers(2443, 2644))
def test_a_day_is_the_one_that_was_asked_for_or_does_not_exist(day: int, waxing: bool, month: Month, era: int) -> None:
    try:
        found = lunar_date(gregorian(day, waxing=waxing, month=month, buddhist_era=era))
    except Refused:
        short = not waxing and day == 15
        in_asadh = month in (Month.ASADH, Month.PATHAMASADH, Month.TUTIYASADH)
        assert short or in_asadh or era in (2443, 2644)
    else:
        assert (found.day, found.waxing, found.month, found.buddhist_era) == (day, waxing, month, era)


def test_the_fifteenth_of_the_waning_half_exists_only_in_a_month_of_30_days() -> None:
    assert gregorian(15, waxing=False, month=Month.PHATRABOT, buddhist_era=2567) == dt.date(2023, 10, 14)
    with pytest.raises(ValueError, match="no such day"):
        gregorian(15, waxing=False, month=Month.ASSUJ, buddhist_era=2567)


def test_the_thirtieth_of_jesh_exists_only_in_a_year_with_a_leap_day() -> None:
    assert (leap_of(2025), leap_of(2024)) == (Leap.DAY, Leap.NONE)
    assert lunar_date(gregorian(15, waxing=False, month=Month.JESH, buddhist_era=2569)).month is Month.JESH
    with pytest.raises(ValueError, match="no such day"):
        gregorian(15, waxing=False, month=Month.JESH, buddhist_era=2568)


def test_the_two_asadh_exist_only_in_a_year_with_a_leap_month() -> None:
    assert gregorian(1, waxing=True, month=Month.TUTIYASADH, buddhist_era=2567) == dt.date(2023, 7, 18)
    with pytest.raises(ValueError, match="no such month"):
        gregorian(1, waxing=True, month=Month.ASADH, buddhist_era=2567)
    with pytest.raises(ValueError, match="no such month"):
        gregorian(1, waxing=True, month=Month.PATHAMASADH, buddhist_era=2568)


@pytest.mark.parametrize("day", [0, 16, -3])
def test_a_half_has_days_1_to_15(day: int) -> None:
    for waxing in (True, False):
        with pytest.raises(ValueError, match="no such day"):
            gregorian(day, waxing=waxing, month=Month.PISAK, buddhist_era=2567)


def test_the_halves_of_pisak_lie_at_the_two_ends_of_a_buddhist_year() -> None:
    assert gregorian(1, waxing=False, month=Month.PISAK, buddhist_era=2567) == dt.date(2023, 5, 5)
    assert gregorian(15, waxing=True, month=Month.PISAK, buddhist_era=2567) == dt.date(2024, 5, 22)


def test_a_year_outside_the_calendar_is_refused() -> None:
    for day in (dt.date(1899, 12, 31), dt.date(2101, 1, 1)):
        with pytest.raises(ValueError, match="1900 to 2100"):
            lunar_date(day)
        with pytest.raises(ValueError, match="1900 to 2100"):
            notes(day)
    for era in (2442, 2443, 2645, 0):
        with pytest.raises(ValueError, match="1900 to 2100"):
            gregorian(1, waxing=True, month=Month.KADEK, buddhist_era=era)


def test_an_ordinary_day_has_no_remark() -> None:
    assert notes(dt.date(2026, 11, 9)) == notes(dt.date(2025, 4, 13)) == notes(dt.date(2025, 4, 16)) == ()


def test_days_after_the_compared_tables_say_so() -> None:
    assert notes(dt.date(2029, 12, 31)) == ()
    assert ["after 2029" in str(note) for note in notes(dt.date(2030, 1, 1))] == [True]


def test_the_days_of_the_new_year_say_what_an_almanac_may_print_otherwise() -> None:
    first, second = notes(dt.date(2025, 4, 14))
    assert "at 04:48" in str(first)
    assert "the sak still the old one" in str(second)
    assert notes(dt.date(2025, 4, 15)) == (second,)


def test_an_hour_near_midnight_is_remarked_on_the_neighbouring_day() -> None:
    assert "23:12 of a neighbouring day" in str(notes(dt.date(2028, 4, 14))[0])
    assert "00:48 of a neighbouring day" in str(notes(dt.date(2005, 4, 13))[0])
    assert notes(dt.date(2024, 4, 12)) == ()


def test_the_almanacs_own_day_needs_no_remark_about_the_hour() -> None:
    given = notes(dt.date(2028, 4, 14), animal_changes=[dt.date(2028, 4, 14)])
    assert ["Lerng Sak" in str(note) for note in given] == [True]


def _one_spelling(line: str) -> str:
    """Monday is printed both ways: ចន្ទ and, as CLDR has it, ច័ន្ទ."""
    return line.replace("ច័ន្ទ", "ចន្ទ")


def _passed(day: LunarDate) -> int:
    return day.day - 1 + (0 if day.waxing else 15)


def _following(month: Month, year: int) -> set[Month]:
    """The months that may come next; after Jesh the leap of the year decides."""
    if month is Month.JESH:
        return {Month.PATHAMASADH if leap_of(year) is Leap.MONTH else Month.ASADH}
    other = {Month.PATHAMASADH: Month.TUTIYASADH, Month.TUTIYASADH: Month.SRAP, Month.KADEK: Month.MIGASIR}
    return {other.get(month, Month((month + 1) % 14))}
