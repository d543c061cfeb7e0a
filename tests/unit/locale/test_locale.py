"""Each language writes dates, numbers, names and lists in its own official form."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from docgen.case import Birth, Money, PartialDate
from docgen.errors import TemplateError
from docgen.locale import Locale

TEMPLATES = Path(__file__).parents[3] / "templates"
KM, TH, EN = (Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))
SIGNED = dt.date(2022, 8, 25)


def test_a_day_has_native_digits_and_the_official_era() -> None:
    assert KM.day(SIGNED) == "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"
    assert TH.day(SIGNED) == "๒๕ สิงหาคม ๒๕๖๕"
    assert EN.day(SIGNED) == "25 August 2022"


def test_the_lunar_line_is_khmer_only() -> None:
    assert KM.lunar_day(dt.date(2025, 5, 15)) == "ថ្ងៃព្រហស្បតិ៍ ៤រោច ខែពិសាខ ឆ្នាំម្សាញ់ សប្តស័ក ពុទ្ធសករាជ ២៥៦៩"
    assert TH.lunar_day(SIGNED) == EN.lunar_day(SIGNED) == ""


def test_a_thai_year_before_1941_began_in_april() -> None:
    assert TH.day(dt.date(1940, 3, 31)) == "๓๑ มีนาคม ๒๔๘๒"
    assert TH.day(dt.date(1940, 4, 1)) == "๑ เมษายน ๒๔๘๓"
    assert TH.day(dt.date(1941, 1, 1)) == "๑ มกราคม ๒๔๘๔"


def test_a_partial_date_says_only_what_is_known() -> None:
    may, about = PartialDate.parse("2008-05"), PartialDate.parse("2008~")
    assert (KM.partial_date(may), TH.partial_date(may), EN.partial_date(may)) == (
        "ខែឧសភា ឆ្នាំ២០០៨", "เดือนพฤษภาคม ๒๕๕๑", "May 2008",
    )  # fmt: skip
    assert (TH.partial_date(about), EN.partial_date(about)) == ("ประมาณ พ.ศ. ๒๕๕๑", "about 2008")


def test_an_estimated_age_says_so_and_when() -> None:
    birth = Birth(estimated_age=16, estimated_on=dt.date(2026, 11, 9))
    assert EN.birth(birth) == "estimated age 16 years (as estimated on 9 November 2026)"
    assert TH.birth(birth) == "อายุประมาณ ๑๖ ปี (ประมาณ ณ วันที่ ๙ พฤศจิกายน ๒๕๖๙)"


def test_money_has_native_digits_and_the_currency_in_words() -> None:
    money = Money(amount=Decimal("1234567.50"), currency="THB")
    assert TH.money(money) == "๑,๒๓๔,๕๖๗.๕๐ บาท"
    assert KM.money(money) == "១.២៣៤.៥៦៧,៥០ បាត"
    assert EN.money(money) == "1,234,567.50 baht"


def test_lists_are_joined_as_a_sentence_joins_them() -> None:
    assert [EN.list(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_a_slip_in_the_settings_is_named(tmp_path: Path) -> None:
    text = (TEMPLATES / "en" / "locale.toml").read_text(encoding="utf-8")
    (tmp_path / "locale.toml").write_text(text.replace('script = "Latn"', 'script = "latin"'), encoding="utf-8")
    with pytest.raises(TemplateError, match=r"locale\.toml: field script"):
        Locale.load(tmp_path)
