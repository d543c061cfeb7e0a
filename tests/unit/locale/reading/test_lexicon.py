"""The words of dates: from CLDR, from a language's own patterns, and from its `[reading]`."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import PartialDate, Refused
from docgen.errors import TemplateError
from docgen.locale import Locale
from docgen.locale.reading import read_date, read_time
from docgen.locale.reading.clean import folded
from docgen.locale.reading.lexicon import DATE_KINDS, Kind, lexicon
from docgen.locale.settings import LocaleSettings

TEMPLATES = Path(__file__).parents[4] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))


def changed(base: Locale, **sections: object) -> Locale:
    """A locale with sections of the settings replaced."""
    return Locale(
        LocaleSettings.model_validate(base.settings.model_dump(exclude_unset=True, by_alias=True) | sections),
        base.catalogue,
    )


def lao() -> Locale:
    """A language that lists no word for reading."""
    dates = KM.settings.dates.model_dump() | {
        "calendar": "gregorian",
        "day": "ວັນທີ {day} {month} {year}",
        "weekday_day": "{weekday} ທີ {day} {month} {year}",
        "month": "ເດືອນ {month} {year}",
        "year": "ປີ {year}",
        "about": "ປະມານ {date}",
        "time": "{time} ໂມງ",
        "months": [],
    }
    numbers = KM.settings.numbers.model_dump() | {"digits": "໐໑໒໓໔໕໖໗໘໙"}
    settings = KM.settings.model_dump(exclude={"reading", "lunar"}, by_alias=True)
    return Locale(
        LocaleSettings.model_validate(settings | {"tag": "lo", "script": "Laoo", "dates": dates, "numbers": numbers}),
        KM.catalogue,
    )


LAO = lao()


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from((*LOCALES, LAO)), st.booleans())
def test_a_language_that_lists_no_word_reads_what_it_writes(day: dt.date, reader: Locale, about: bool) -> None:
    for date in (
        PartialDate(day.year, day.month, day.day, about),
        PartialDate(day.year, day.month, None, about),
        PartialDate(day.year, None, None, about),
    ):
        assert read_date(LAO.partial_date(date), reader, (*LOCALES, LAO)).date == date
    assert read_date(LAO.weekday_day(day), reader, (*LOCALES, LAO)).date.exact == day
    assert read_time(LAO.time(dt.time(9, 30)), reader, (*LOCALES, LAO)) == dt.time(9, 30)


def test_only_the_languages_handed_in_are_read() -> None:
    assert read_date("25 August 2022", EN, [EN]).date == PartialDate(2022, 8, 25)
    for text in ("25 สิงหาคม 2022", "๒๕/๘/๒๐๒๒"):
        with pytest.raises(Refused):
            read_date(text, EN, [EN])


def test_where_languages_disagree_about_a_word_the_reader_is_right() -> None:
    first = changed(EN, reading={"months": {"1": ["Zeta"]}})
    second = changed(EN, reading={"months": {"2": ["Zeta"]}})
    assert read_date("5 zeta 2022", first, [first, second]).date == PartialDate(2022, 1, 5)
    assert read_date("5 zeta 2022", second, [first, second]).date == PartialDate(2022, 2, 5)
    with pytest.raises(Refused) as refused:
        read_date("5 zeta 2022", KM, [KM, first, second])
    assert refused.value.problems[0].code == "date.unreadable"


def test_the_longest_word_is_taken() -> None:
    words = lexicon(EN, LOCALES, DATE_KINDS)
    for text, kind, value in (
        ("september", Kind.MONTH, "9"),
        ("พ.ค.", Kind.MONTH, "5"),
        ("พ.ศ.", Kind.ERA, "thai_buddhist"),
        ("พ.", Kind.WEEKDAY, "3"),
        ("ថ្ងៃទី", Kind.BEFORE_DAY, ""),
        ("วันพุธ", Kind.WEEKDAY, "3"),
        ("c.e.", Kind.ERA, "common"),
        ("c.", Kind.ABOUT, ""),
    ):
        found = words.match(text, 0)
        assert found is not None
        assert (found[0].kind, found[0].value, found[1]) == (kind, value, len(text))


@pytest.mark.parametrize("reader", LOCALES, ids=lambda locale: locale.tag)
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_listed_word_means_the_same_to_every_reader(locale: Locale, reader: Locale) -> None:
    """A spelling with two meanings would be a form that nobody can type."""
    words, listed = lexicon(reader, LOCALES, DATE_KINDS), locale.settings.reading
    months = [(Kind.MONTH, str(number), locale.month(number)) for number in range(1, 13)]
    months += [(Kind.MONTH, number, name) for number, names in listed.months.items() for name in names]
    weekdays = [(Kind.WEEKDAY, number, name) for number, names in listed.weekdays.items() for name in names]
    eras = [(Kind.ERA, era, mark) for era, marks in listed.eras for mark in marks]
    others = [(Kind.ABOUT, "", name) for name in listed.about] + [
        (Kind.BEFORE_DAY, "", name) for name in listed.before_day
    ]
    for kind, value, spelling in (*months, *weekdays, *eras, *others):
        found = words.match(folded(spelling), 0)
        assert found is not None, spelling
        assert (found[0].kind, found[0].value, found[1]) == (kind, value, len(folded(spelling))), spelling


def test_a_slip_in_the_reading_words_is_named(tmp_path: Path) -> None:
    text = (TEMPLATES / "en" / "locale.toml").read_text(encoding="utf-8")
    (tmp_path / "locale.toml").write_text(text.replace('9 = ["Sept"]', '13 = ["Sept"]'), encoding="utf-8")
    with pytest.raises(TemplateError, match=r"locale\.toml: field reading/months"):
        Locale.load(tmp_path)
