"""Compares the Khmer calendar with npm momentkh: `python -m tests.integration.compare_momentkh [EVERY] [HH:MM]`.

The days are those of 1900-2100. EVERY is the step in days (1: all 73,414 days), HH:MM the hour at which momentkh is
asked (00:00). Prints the days compared, those that agree, and each class of difference with its reason; ends with
status 1 when one has no known reason. Decision 0005 explains the classes. Not collected by pytest; `test_momentkh.py`
runs a sample of it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docgen.locale.calendars import FIRST_CAMBODIAN_YEAR, LAST_CAMBODIAN_YEAR, cambodian_buddhist_year_days
from docgen.locale.khmer_arithmetic import FIRST_YEAR, LAST_YEAR, Month
from docgen.locale.khmer_lunar import LunarDate, lunar_date
from docgen.locale.khmer_new_year import new_year

DRIVER = Path(__file__).with_name("compare_momentkh.mjs")
FIRST, LAST = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
FIELDS = ("lunar day and month", "Buddhist era", "animal year", "sak")
NO_REASON = "no known reason"


@dataclass
class Comparison:
    """What came out: how many days were compared and agree, and the differences by field and reason."""

    compared: int = 0
    agreeing: int = 0
    asked: int = 0
    asked_agreeing: int = 0
    differences: Counter[tuple[str, str]] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)


def missing() -> str | None:
    """Why momentkh cannot be asked here, or None when it can."""
    node = shutil.which("node")
    if not node:
        return "node is not installed"
    look = 'require("node:module").createRequire(process.argv[1]).resolve("@thyrith/momentkh")'
    found = subprocess.run([node, "-e", look, str(DRIVER)], capture_output=True, check=False)
    return None if found.returncode == 0 else "npm @thyrith/momentkh is not installed (npm ci)"


def every_day(step: int = 1) -> list[dt.date]:
    """Every `step`th day of the range, from its first to its last."""
    return [FIRST + dt.timedelta(days=passed) for passed in range(0, (LAST - FIRST).days + 1, step)]


def changes_of_era(years: Iterable[int]) -> list[dt.date]:
    """The first and the last day of these Cambodian Buddhist years."""
    return [day for year in years for day in cambodian_buddhist_year_days(year)]


def compare(days: Iterable[dt.date], time: str = "00:00", asked: Iterable[dt.date] = ()) -> Comparison:
    """Ask momentkh about `days` at a time of day, and for the B.E. of each of `asked` once more by itself."""
    found = Comparison()
    for answer in _answers(list(days), time, list(asked)):
        if answer[0] == "asked":
            _, day, era = answer
            found.asked += 1
            found.asked_agreeing += era == lunar_date(dt.date.fromisoformat(day)).buddhist_era
            continue
        day, count, waxing, month, animal, sak, era = answer
        ours = lunar_date(dt.date.fromisoformat(day))
        theirs = LunarDate(count, waxing, Month(month), era, animal, sak)
        found.compared += 1
        found.agreeing += ours == theirs
        for name in _fields_that_differ(ours, theirs):
            _differ(found, name, dt.date.fromisoformat(day), time)
    return found


def _answers(days: list[dt.date], time: str, asked: list[dt.date]) -> Iterator[list]:
    question = {"days": [str(day) for day in days], "time": time, "asked": [str(day) for day in asked]}
    # UTC: a clock that is put forward or back would make momentkh's days longer or shorter than 24 hours.
    done = subprocess.run(
        ["node", str(DRIVER)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    return map(json.loads, done.stdout.splitlines())


def _fields_that_differ(ours: LunarDate, theirs: LunarDate) -> Iterator[str]:
    same = (
        (ours.day, ours.waxing, ours.month) == (theirs.day, theirs.waxing, theirs.month),
        ours.buddhist_era == theirs.buddhist_era,
        ours.animal == theirs.animal,
        ours.sak == theirs.sak,
    )
    return (name for name, agrees in zip(FIELDS, same, strict=True) if not agrees)


def _differ(found: Comparison, name: str, day: dt.date, time: str) -> None:
    reason = _reason(name, day, time)
    found.differences[name, reason] += 1
    if reason == NO_REASON:
        found.unexplained.append(f"{day} {name}")


def _reason(name: str, day: dt.date, time: str) -> str:
    year = new_year(day.year)
    if name == "animal year":
        # momentkh's own table has 14 April 2012 19:11; the almanac had 13 April.
        if day.year == 2012 and day in (dt.date(2012, 4, 13), dt.date(2012, 4, 14)):
            return "momentkh's table puts Sangkranta of 2012 a day late"
        if day == year.sangkranta and time < year.hour:
            return "the day of Sangkranta, before its hour"
    if name == "sak" and year.sangkranta <= day < year.lerng_sak:
        return "from Sangkranta to the day before Lerng Sak"
    if name == "Buddhist era" and time > "00:00" and _is_visak_bochea(day):
        return "Visak Bochea after 0:00"
    return NO_REASON


def _is_visak_bochea(day: dt.date) -> bool:
    lunar = lunar_date(day)
    return (lunar.day, lunar.waxing, lunar.month) == (15, True, Month.PISAK)


def main() -> None:
    reason = missing()
    if reason:
        sys.exit(reason)
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    time = sys.argv[2] if len(sys.argv) > 2 else "00:00"
    found = compare(every_day(step), time, changes_of_era(range(FIRST_CAMBODIAN_YEAR, LAST_CAMBODIAN_YEAR + 1)))
    print(f"days compared at {time}: {found.compared:,}; agreeing in every field: {found.agreeing:,}")
    print(f"B.E. asked of momentkh itself, on first and last days: {found.asked}; agreeing: {found.asked_agreeing}")
    for name in FIELDS:
        classes = {reason: count for (which, reason), count in found.differences.items() if which == name}
        print(f"{name}: {sum(classes.values()):,} differ")
        for reason, count in classes.items():
            print(f"    {count:,}: {reason}")
    if found.unexplained:
        sys.exit("\n".join(found.unexplained))


if __name__ == "__main__":
    main()
