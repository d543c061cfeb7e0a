"""An independent program, npm momentkh, counts the same Khmer days; where it does not, the reason is known."""

import datetime as dt
import os

import pytest

from docgen.locale.khmer_new_year import new_year
from tests.integration.compare_momentkh import changes_of_era, compare, every_day, missing


@pytest.fixture(autouse=True)
def momentkh() -> None:
    if reason := missing():
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def test_momentkh_agrees_on_lunar_days_and_the_buddhist_era() -> None:
    # Whole years; momentkh needs a long moment for each year's Visak Bochea, so not all of them.
    days = [day for day in every_day() if day.year in (1900, 1941, 1999, 2004, 2026, 2061, 2100)]
    era = changes_of_era((2469, 2569))
    found = compare(days, asked=era)
    assert found.compared > 2500
    assert found.asked_agreeing == found.asked == 4
    assert {name for name, _ in found.differences} == {"animal year", "sak"}
    assert found.unexplained == []


def test_momentkh_differs_only_about_the_hour_of_sangkranta_and_lerng_sak() -> None:
    around = [
        new_year(year).sangkranta + dt.timedelta(days=days) for year in range(1901, 2101, 40) for days in range(-3, 6)
    ]
    found = compare(around)
    assert found.compared == len(around)
    assert set(found.differences) == {
        ("animal year", "the day of Sangkranta, before its hour"),
        ("sak", "from Sangkranta to the day before Lerng Sak"),
    }
