"""Every official form of a day, and dates that are known only in part."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import PartialDate, Refused
from docgen.errors import TemplateError
from docgen.locale import Locale
from docgen.locale.calendars import BUDDHIST_OFFSET, thai_buddhist_year
from tests.unit.locale.languages import EN, KM, TH, smallest

SIGNED = dt.date(2022, 8, 25)
LEAP_DAY = dt.date(2024, 2, 29)
YEAR_END = dt.date(2026, 12, 31)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def test_a_letter_has_the_day_and_where_its_language_says_so_the_place_before_it() -> None:
    assert KM.letter_day(SIGNED, "រាជធានីភ្នំពេញ") == "រាជធានីភ្នំពេញ ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"
    assert TH.letter_day(SIGNED, "กรุงเทพมหานคร") == "๒๕ สิงหาคม ๒๕๖๕"
    assert EN.letter_day(SIGNED, "Bangkok") == "Bangkok, 25 August 2022"
    assert [locale.letter_day(SIGNED) for locale in (KM, TH, EN)] == [
        "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២", "๒๕ สิงหาคม ๒๕๖๕", "25 August 2022",
    ]  # fmt: skip


def test_the_lunar_line_of_a_letter_is_khmer_and_its_solar_line_has_the_place_first() -> None:
    assert KM.lunar_day(SIGNED).startswith("ថ្ងៃព្រហស្បតិ៍") and KM.lunar_day(SIGNED).endswith("ពុទ្ធសករាជ ២៥៦៦")
    assert KM.letter_day(SIGNED, "រាជធានីភ្នំពេញ") == "រាជធានីភ្នំពេញ ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"
    assert TH.lunar_day(SIGNED) == EN.lunar_day(SIGNED) == ""


def test_a_note_verbale_is_dated_with_its_place() -> None:
    assert EN.note_day(SIGNED, "Bangkok") == "Bangkok, 25 August 2022"
    assert TH.note_day(SIGNED, "กรุงเทพมหานคร") == "กรุงเทพมหานคร วันที่ ๒๕ สิงหาคม ๒๕๖๕"
    assert KM.note_day(SIGNED, "រាជធានីភ្នំពេញ") == "ធ្វើនៅរាជធានីភ្នំពេញ ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"
    assert EN.note_day(SIGNED) == "25 August 2022"


def test_a_place_is_printed_as_it_is_even_when_it_looks_like_a_slot() -> None:
    assert EN.note_day(SIGNED, "{day}") == "{day}, 25 August 2022"


def test_minutes_have_the_weekday() -> None:
    assert TH.minutes_day(SIGNED) == "เมื่อวันพฤหัสบดีที่ ๒๕ สิงหาคม ๒๕๖๕"
    assert KM.minutes_day(SIGNED) == "ថ្ងៃព្រហស្បតិ៍ ទី២៥ ខែសីហា ឆ្នាំ២០២២"
    assert EN.minutes_day(SIGNED) == "Thursday, 25 August 2022"
    assert TH.weekday_day(SIGNED) == "วันพฤหัสบดีที่ ๒๕ สิงหาคม ๒๕๖๕"


def test_a_thai_sentence_has_the_word_for_day_before_it_and_a_date_line_has_not() -> None:
    assert (TH.text_day(SIGNED), TH.day(SIGNED)) == ("วันที่ ๒๕ สิงหาคม ๒๕๖๕", "๒๕ สิงหาคม ๒๕๖๕")
    assert KM.text_day(SIGNED) == KM.day(SIGNED) == "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"
    assert EN.text_day(SIGNED) == "25 August 2022"


def test_the_short_form_names_the_month() -> None:
    day = dt.date(2026, 11, 7)
    assert [locale.short_day(day) for locale in (TH, KM, EN)] == ["๗ พ.ย. ๒๕๖๙", "៧ វិច្ឆិកា ២០២៦", "7 Nov 2026"]


def test_the_form_for_systems_is_the_same_in_every_language() -> None:
    assert {locale.iso_day(SIGNED) for locale in (KM, TH, EN)} == {"2022-08-25"}


@pytest.mark.parametrize(
    ("day", "thai", "khmer", "english"),
    [
        (LEAP_DAY, "๒๙ กุมภาพันธ์ ๒๕๖๗", "ថ្ងៃទី២៩ ខែកុម្ភៈ ឆ្នាំ២០២៤", "29 February 2024"),
        (YEAR_END, "๓๑ ธันวาคม ๒๕๖๙", "ថ្ងៃទី៣១ ខែធ្នូ ឆ្នាំ២០២៦", "31 December 2026"),
        (dt.date(2027, 1, 1), "๑ มกราคม ๒๕๗๐", "ថ្ងៃទី១ ខែមករា ឆ្នាំ២០២៧", "1 January 2027"),
        (dt.date(1940, 3, 31), "๓๑ มีนาคม ๒๔๘๒", "ថ្ងៃទី៣១ ខែមីនា ឆ្នាំ១៩៤០", "31 March 1940"),
        (dt.date(1940, 4, 1), "๑ เมษายน ๒๔๘๓", "ថ្ងៃទី១ ខែមេសា ឆ្នាំ១៩៤០", "1 April 1940"),
        (dt.date(1940, 12, 31), "๓๑ ธันวาคม ๒๔๘๓", "ថ្ងៃទី៣១ ខែធ្នូ ឆ្នាំ១៩៤០", "31 December 1940"),
        (dt.date(1941, 1, 1), "๑ มกราคม ๒๔๘๔", "ថ្ងៃទី១ ខែមករា ឆ្នាំ១៩៤១", "1 January 1941"),
    ],
)
def test_a_day_at_an_edge_of_the_calendar_is_right(day: dt.date, thai: str, khmer: str, english: str) -> None:
    assert (TH.day(day), KM.day(day), EN.day(day)) == (thai, khmer, english)


# Partial dates


@pytest.mark.parametrize(
    ("edtf", "thai", "khmer", "english"),
    [
        ("2008", "พ.ศ. ๒๕๕๑", "ឆ្នាំ២០០៨", "2008"),
        ("2008~", "ประมาณ พ.ศ. ๒๕๕๑", "ប្រហែលឆ្នាំ២០០៨", "about 2008"),
        ("2008-05", "เดือนพฤษภาคม ๒๕๕๑", "ខែឧសភា ឆ្នាំ២០០៨", "May 2008"),
        ("2008-05~", "ประมาณเดือนพฤษภาคม ๒๕๕๑", "ប្រហែលខែឧសភា ឆ្នាំ២០០៨", "about May 2008"),
        ("2008-05-14", "๑๔ พฤษภาคม ๒๕๕๑", "ថ្ងៃទី១៤ ខែឧសភា ឆ្នាំ២០០៨", "14 May 2008"),
        ("2008-05-14~", "ประมาณวันที่ ๑๔ พฤษภาคม ๒๕๕๑", "ប្រហែលថ្ងៃទី១៤ ខែឧសភា ឆ្នាំ២០០៨", "about 14 May 2008"),
    ],
)
def test_a_partial_date_says_only_what_is_known(edtf: str, thai: str, khmer: str, english: str) -> None:
    date = PartialDate.parse(edtf)
    assert (TH.partial_date(date), KM.partial_date(date), EN.partial_date(date)) == (thai, khmer, english)


@pytest.mark.parametrize(
    ("edtf", "thai"),
    [
        ("1937", "พ.ศ. ๒๔๗๙ หรือ ๒๔๘๐"),
        ("1937~", "ประมาณ พ.ศ. ๒๔๗๙ หรือ ๒๔๘๐"),
        ("1937-03", "เดือนมีนาคม ๒๔๗๙"),
        ("1937-04", "เดือนเมษายน ๒๔๘๐"),
        ("1940", "พ.ศ. ๒๔๘๒ หรือ ๒๔๘๓"),
        ("1941", "พ.ศ. ๒๔๘๔"),
    ],
)
def test_a_thai_year_before_1941_has_two_numbers_until_the_month_is_known(edtf: str, thai: str) -> None:
    assert TH.partial_date(PartialDate.parse(edtf)) == thai


def test_a_bare_year_has_the_number_it_had_at_its_end() -> None:
    assert (TH.year(2026), TH.year(1940), KM.year(2026), EN.year(2026)) == ("๒๕๖๙", "๒๔๘๓", "២០២៦", "2026")


# Both eras


def test_an_echo_shows_both_eras() -> None:
    assert EN.both_eras(SIGNED) == "25 August 2022 (B.E. 2565)"
    assert TH.both_eras(SIGNED) == "๒๕ สิงหาคม ๒๕๖๕ (ค.ศ. ๒๐๒๒)"
    assert KM.both_eras(SIGNED) == "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២ (ព.ស. ២៥៦៥ តាមប្រតិទិនថៃ)"
    assert EN.both_eras(dt.date(1940, 3, 31)) == "31 March 1940 (B.E. 2482)"


def test_an_echo_of_a_partial_date_names_both_years_of_the_other_era_where_it_must() -> None:
    year = PartialDate.parse("1937")
    assert EN.both_eras(year) == "1937 (B.E. 2479 or 2480)"
    assert KM.both_eras(year) == "ឆ្នាំ១៩៣៧ (ព.ស. ២៤៧៩ ឬ ២៤៨០ តាមប្រតិទិនថៃ)"
    assert TH.both_eras(year) == "พ.ศ. ๒๔๗๙ หรือ ๒๔๘๐ (ค.ศ. ๑๙๓๗)"
    assert TH.both_eras(PartialDate.parse("2008~")) == "ประมาณ พ.ศ. ๒๕๕๑ (ค.ศ. ๒๐๐๘)"


def test_a_year_that_may_be_of_either_era_is_not_echoed() -> None:
    with pytest.raises(Refused, match="not between 1900 and 2100"):
        EN.both_eras(dt.date(2565, 8, 25))


# Round trips


def read_back(locale: Locale, text: str) -> dt.date:
    """The day that `Locale.day` wrote, found by the names and numbers in it."""
    ascii_text = text.translate({ord(digit): str(n) for n, digit in enumerate(locale.settings.numbers.digits)})
    day, year = (int(number) for number in re.findall("[0-9]+", ascii_text))
    (month,) = [n for n in range(1, 13) if locale.month(n) in text]
    if locale.settings.dates.calendar == "thai-buddhist":
        (year,) = [
            common
            for common in (year - BUDDHIST_OFFSET, year - BUDDHIST_OFFSET + 1)
            if thai_buddhist_year(dt.date(common, month, 1)) == year
        ]
    return dt.date(year, month, day)


@pytest.mark.parametrize("locale", [KM, TH, EN], ids=lambda locale: locale.tag)
@given(day=DAYS)
def test_a_written_day_can_be_read_back(locale: Locale, day: dt.date) -> None:
    assert read_back(locale, locale.day(day)) == day
    assert locale.weekday(day) in locale.weekday_day(day)


@given(DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]), st.booleans())
def test_the_form_for_systems_of_a_partial_date_can_be_read_back(day: dt.date, form: str, about: bool) -> None:
    date = PartialDate.parse(day.strftime(form) + "~" * about)
    (written,) = [each.text for each in TH.partial_forms(date) if each.name == "iso"]
    assert PartialDate.parse(written) == date


# Every form at once


def test_every_form_of_a_day_is_listed_and_the_lunar_line_comes_first() -> None:
    names = ["letter", "note", "minutes", "text", "weekday", "short", "eras", "iso"]
    assert [form.name for form in KM.day_forms(SIGNED)] == ["lunar", *names]
    assert [form.name for form in TH.day_forms(SIGNED)] == names
    assert KM.day_forms(SIGNED)[0].text == KM.lunar_day(SIGNED)
    assert {form.name: form.text for form in EN.day_forms(SIGNED)} == {
        "letter": "25 August 2022", "note": "25 August 2022", "minutes": "Thursday, 25 August 2022",
        "text": "25 August 2022", "weekday": "Thursday, 25 August 2022", "short": "25 Aug 2022",
        "eras": "25 August 2022 (B.E. 2565)", "iso": "2022-08-25",
    }  # fmt: skip


# Settings


def test_a_language_with_only_the_required_fields_writes_every_form(tmp_path: Path) -> None:
    lao = smallest(tmp_path)
    day = "ວັນທີ ໒໕ ສິງຫາ ໒໐໒໒"
    assert {form.name: form.text for form in lao.day_forms(SIGNED)} == {
        "letter": day, "note": day, "minutes": "ວັນພະຫັດ ທີ ໒໕ ສິງຫາ ໒໐໒໒", "text": day,
        "weekday": "ວັນພະຫັດ ທີ ໒໕ ສິງຫາ ໒໐໒໒", "short": "໒໕ ສ.ຫ. ໒໐໒໒", "eras": f"{day} (໒໐໒໒/໒໕໖໕)", "iso": "2022-08-25",
    }  # fmt: skip
    assert (lao.lunar_day(SIGNED), lao.letter_day(SIGNED, "ວຽງຈັນ")) == ("", f"ວຽງຈັນ, {day}")
    assert lao.partial_date(PartialDate.parse("1937-03~")) == "ປະມານ ມີນາ ໑໙໓໗"
    assert lao.both_eras(PartialDate.parse("1937")) == "໑໙໓໗ (໑໙໓໗/໒໔໗໙/໒໔໘໐)"


def test_a_language_may_spell_months_and_weekdays_its_own_way(tmp_path: Path) -> None:
    names = {
        "months": [f"m{n}" for n in range(1, 13)],
        "short_months": [f"s{n}" for n in range(1, 13)],
        "weekdays": [f"w{n}" for n in range(1, 8)],
    }
    own = "".join(f", {field} = {values}" for field, values in names.items()).replace("'", '"')
    lao = smallest(tmp_path, **{'time_separator = ":"': f'time_separator = ":"{own}'})
    assert lao.weekday_day(SIGNED) == "w4 ທີ ໒໕ m8 ໒໐໒໒"
    assert lao.short_day(SIGNED) == "໒໕ s8 ໒໐໒໒"


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ('day = "ວັນທີ {dya} {month} {year}"', "dates/day"),
        ('day = "ວັນທີ {day} {month}"', "dates/day"),
        ('day = "{day} {month} {year}", weekdays = ["a"]', "dates/weekdays"),
        ('day = "{day} {month} {year}", both_eras = "{date} {era}"', "dates/both_eras"),
    ],
)
def test_a_slip_in_a_pattern_is_named_when_the_settings_are_read(tmp_path: Path, slip: str, field: str) -> None:
    with pytest.raises(TemplateError, match=f"field {field} cannot be read"):
        smallest(tmp_path, **{'day = "ວັນທີ {day} {month} {year}"': slip})
