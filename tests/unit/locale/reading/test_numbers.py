"""Numbers with the digits, grouping and decimal signs of each language."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import Refused
from docgen.locale import Locale
from docgen.locale.reading import read_number

TEMPLATES = Path(__file__).parents[4] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))


def codes(text: str, reader: Locale = EN, *, signed: bool = False) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_number(text, reader, LOCALES, signed=signed)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("text", "reader", "value"),
    [
        ("1500", EN, "1500"), ("1500", KM, "1500"), ("๑๕๐๐", TH, "1500"), ("១៥០០", KM, "1500"), ("007", EN, "7"),
        ("1,500", EN, "1500"), ("1,500", TH, "1500"), ("1,500", KM, "1.5"),
        ("1.500", EN, "1.5"), ("1.500", TH, "1.5"), ("1.500", KM, "1500"),
        ("1,500.00", EN, "1500"), ("1,500.00", KM, "1500"), ("1.500,00", KM, "1500"), ("1.500,00", EN, "1500"),
        ("1,234,567", KM, "1234567"), ("1.234.567", EN, "1234567"), ("1,234,567.5", TH, "1234567.5"),
        ("1.5", KM, "1.5"), ("1,5", EN, "1.5"),
        ("0.500", KM, "0.5"), ("0,500", EN, "0.5"), ("1234.567", KM, "1234.567"),
        ("១.៥០០", EN, "1500"), ("១.៥០០,២៥", TH, "1500.25"), ("๑,๕๐๐.๒๕", KM, "1500.25"), ("๑.๕", KM, "1.5"),
        ("1 500", EN, "1500"), ("1\u00a0500,5", KM, "1500.5"), ("1\u200b500", EN, "1500"), (" 12 ", EN, "12"),
    ],
)  # fmt: skip
def test_a_number_is_read_by_the_signs_of_its_language(text: str, reader: Locale, value: str) -> None:
    assert read_number(text, reader, LOCALES).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1๑", "number.mixed_digits"), ("១1", "number.mixed_digits"),
        ("1²", "number.digits"), ("½", "number.unreadable"),
        ("１５", "number.digits"), ("٣", "number.digits"),
        ("NaN", "number.unreadable"), ("Infinity", "number.unreadable"),
        ("1e5", "number.unreadable"), ("0x10", "number.unreadable"),
        ("1_000", "number.unreadable"), ("", "number.unreadable"),
        ("1,50,000", "number.unreadable"), ("12,34,5", "number.unreadable"),
        (".5", "number.unreadable"), ("5.", "number.unreadable"),
        ("1..5", "number.unreadable"), ("1 50", "number.unreadable"),
        ("1 500,000.5", "number.unreadable"), ("5%", "number.unreadable"),
        ("$5", "number.unreadable"), ("VII", "number.unreadable"),
        ("一", "number.unreadable"), ("-5", "number.sign"), ("\u22125", "number.sign"), ("+5", "number.sign"),
        ("5-", "number.unreadable"), ("9" * 101, "number.unreadable"), ("5\u202e", "text.bidi"),
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused_by_name(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_a_minus_is_read_only_where_it_is_allowed() -> None:
    assert read_number("-1,500.5", EN, LOCALES, signed=True).value == Decimal("-1500.5")
    assert read_number("\u2212៥", KM, LOCALES, signed=True).value == -5
    assert codes("--5", signed=True) == ["number.unreadable"]
    assert codes("+5", signed=True) == ["number.sign"]


def test_where_another_language_reads_otherwise_the_echo_says_so() -> None:
    doubtful = read_number("1.500", KM, LOCALES)
    assert (doubtful.value, doubtful.otherwise) == (1500, Decimal("1.5"))
    assert KM.term(doubtful.message) == "យល់ថា៖ ១.៥០០ មិនមែន ១,៥ សូមកែ បើចង់មានន័យជាចំនួនក្រោយ"
    assert str(read_number("1.500", EN, LOCALES).message) == (
        "understood as 1.5, not as 1,500; correct it if the other was meant"
    )
    clear = read_number("1.500,00", KM, LOCALES)
    assert clear.otherwise is None and str(clear.message) == "understood as ១.៥០០"
    assert read_number("1.500", EN, [EN, TH]).otherwise is None, "nobody here groups with a full stop"


def test_where_languages_that_share_digits_disagree_the_number_is_refused() -> None:
    numbers = KM.settings.numbers.model_copy(update={"grouping": ",", "decimal": "."})
    other = Locale(KM.settings.model_copy(update={"tag": "th", "numbers": numbers}), KM.catalogue)
    with pytest.raises(Refused) as refused:
        read_number("១.៥០០", EN, [EN, KM, other])
    assert refused.value.problems[0].code == "number.ambiguous"
    assert read_number("១.៥០០,០០", EN, [EN, KM, other]).value == 1500


@given(st.integers(0, 10**15), st.sampled_from(LOCALES), st.sampled_from(LOCALES))
def test_what_a_language_writes_as_a_number_is_read_back(number: int, writer: Locale, reader: Locale) -> None:
    # English digits say nothing of the language, so they are read by the reader's signs.
    found = read_number(writer.number(number), reader if writer is not EN else EN, LOCALES)
    assert found.value == number


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(LOCALES))
def test_an_amount_with_two_decimals_is_read_back(whole: int, hundredths: int, writer: Locale) -> None:
    text = writer.number(whole) + writer.settings.numbers.decimal + writer.digits(f"{hundredths:02d}")
    found = read_number(text, writer, LOCALES)
    assert found.value == Decimal(whole) + Decimal(hundredths) / 100
    assert found.otherwise is None, "two decimals cannot be a group of three"


@given(st.integers(-(10**9), 10**9), st.sampled_from(LOCALES))
def test_a_signed_number_is_read_back(number: int, writer: Locale) -> None:
    assert read_number(writer.number(number), writer, LOCALES, signed=True).value == number


@given(st.one_of(st.text(max_size=120), st.text("0123456789.,- ๑២²１\u200b", max_size=12)), st.sampled_from(LOCALES))
def test_hostile_text_is_refused_or_read_and_nothing_else(text: str, reader: Locale) -> None:
    try:
        found = read_number(text, reader, LOCALES)
    except Refused as refused:
        assert all(problem.code.startswith(("number.", "text.")) for problem in refused.problems)
    else:
        assert found.value.is_finite() and found.value >= 0
