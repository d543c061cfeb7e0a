"""Each language writes dates, numbers, names and lists in its own official form."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from docgen.case import Money
from docgen.errors import TemplateError
from docgen.locale import Locale

TEMPLATES = Path(__file__).parents[3] / "templates"
KM, TH, EN = (Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))
SIGNED = dt.date(2022, 8, 25)


def test_the_lunar_line_is_khmer_only() -> None:
    assert KM.lunar_day(dt.date(2025, 5, 15)) == "ថ្ងៃព្រហស្បតិ៍ ៤រោច ខែពិសាខ ឆ្នាំម្សាញ់ សប្តស័ក ពុទ្ធសករាជ ២៥៦៩"
    assert TH.lunar_day(SIGNED) == EN.lunar_day(SIGNED) == ""


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
