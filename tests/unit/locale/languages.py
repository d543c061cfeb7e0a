"""The languages that the tests of this folder read and write, and one that fills in only what it must."""

from __future__ import annotations

from pathlib import Path

from docgen.locale import Locale
from docgen.locale.spellout import Spellout

TEMPLATES = Path(__file__).parents[3] / "templates"
ALL = KM, TH, EN = [Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en")]


def spelt(locale: Locale) -> Spellout:
    """The number words of a language, compiled."""
    return Spellout(locale.settings.spellout)


_SMALLEST = """
tag = "lo"
script = "Laoo"
name = "ພາສາລາວ"
fallback = ["en"]
fonts = { Laoo = { name = "Noto Sans Lao", language = "lo-LA" } }
dates = { calendar = "gregorian", day = "ວັນທີ {day} {month} {year}", weekday_day = "{weekday} ທີ {day} {month} {year}", \
month = "{month} {year}", year = "{year}", about = "ປະມານ {date}", time = "{time} ໂມງ", time_separator = ":" }
names = { titles = [], excellencies = [], ranked = "{rank} {name}" }
ages = { years = "{age} ປີ", years_between = "ລະຫວ່າງ {youngest} ຫາ {oldest} ປີ", estimated = "ອາຍຸປະມານ {age} ປີ", \
estimated_on = "{estimate} ({day})" }
numbers = { digits = "໐໑໒໓໔໕໖໗໘໙", grouping = ".", decimal = ",", ordinal = "ທີ {number}" }
lists = { two = "{0} ແລະ {1}", middle = ", ", last = "{0} ແລະ {1}" }
draft = { mark = "ຮ່າງ", specimen = "ຕົວຢ່າງ" }
nationalities = {}
"""


def smallest(folder: Path, **replaced: str) -> Locale:
    """A language whose settings have only the required fields; `replaced` are texts of that file to change."""
    text = _SMALLEST
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "locale.toml").write_text(text, encoding="utf-8")
    return Locale.load(folder)
