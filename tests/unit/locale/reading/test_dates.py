"""Dates as people type them in Khmer, Thai and English: understood and echoed, or refused by name."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import PartialDate, Refused
from docgen.locale import Locale
from docgen.locale.calendars import thai_buddhist_year
from docgen.locale.reading import Era, Order, ReadDate, read_date

TEMPLATES = Path(__file__).parents[4] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))
DIGITS = st.sampled_from(["0123456789", *(locale.settings.numbers.digits for locale in LOCALES)])
READERS = st.sampled_from(LOCALES)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day, known = draw(DAYS), draw(st.integers(1, 3))
    return PartialDate(day.year, day.month if known > 1 else None, day.day if known > 2 else None, draw(st.booleans()))


def read(text: str, reader: Locale = EN) -> ReadDate:
    return read_date(text, reader, LOCALES)


def codes(text: str, reader: Locale = EN) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(text, reader)
    assert len(text) < 4 or text not in str(refused.value)
    return [problem.code for problem in refused.value.problems]


def in_digits(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


@pytest.mark.parametrize("reader", LOCALES, ids=lambda locale: locale.tag)
@pytest.mark.parametrize(
    "text",
    [
        "2022-08-25", "2022/08/25", "2022.8.25", "25/8/2022", "25/08/2022", "25-8-2022", "25.8.2022", "25 8 2022",
        "25 / 8 / 2022", "25–08–2022", "  25/8/2022\u00a0", "25\u200b/8/\u20602022",
        "25 August 2022", "25 AUGUST 2022", "25 aug 2022", "25 Aug. 2022", "25-Aug-2022", "25Aug2022",
        "25th August 2022", "25th of August, 2022", "the 25th of August 2022", "August 25, 2022", "Aug 25 2022",
        "2022 August 25", "25 August 2022 A.D.", "25 August AD 2022", "25 August 2022 CE",
        "Thursday 25 August 2022", "Thu, 25 Aug 2022", "Thurs. 25/8/2022", "25.Aug.2022",
        "๒๕ สิงหาคม ๒๕๖๕", "๒๕/๘/๒๕๖๕", "๒๕๖๕-๐๘-๒๕", "25 สิงหาคม 2565", "25 สิงหาคม 2022", "25 ส.ค. 2565",
        "25 ส.ค 2565", "25 สค 2565", "25 ส. ค. 2565", "25 สิงหา 2565", "25ส.ค.2565", "วันที่ 25 สิงหาคม พ.ศ. 2565",
        "วันที่ ๒๕ เดือนสิงหาคม พ.ศ. ๒๕๖๕", "25 สิงหาคม พุทธศักราช 2565", "25 สิงหาคม พ. ศ. 2565",
        "25 สิงหาคม ปี พ.ศ. 2565", "25 สิงหาคม ค.ศ. 2022", "วันที่ 25 เดือน 8 ปี 2022", "25/8/พ.ศ. 2565",
        "วันพฤหัสบดีที่ 25 สิงหาคม 2565", "พฤหัสบดี 25 ส.ค. 2565", "พฤ. 25 ส.ค. 2565", "วันพฤหัสที่ ๒๕ สิงหาคม ๒๕๖๕",
        "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២", "ថ្ងៃទី២៥ខែសីហាឆ្នាំ២០២២", "ថ្ងៃទី ២៥ ខែ សីហា ឆ្នាំ ២០២២", "២៥ សីហា ២០២២",
        "២៥/៨/២០២២", "២៥-០៨-២០២២", "ថ្ងៃទី២៥ ខែ៨ ឆ្នាំ២០២២", "ថ្ងៃទី២៥/០៨/២០២២", "25 សីហា 2022",
        "ថ្ងៃព្រហស្បតិ៍ ទី២៥ ខែសីហា ឆ្នាំ២០២២", "ថ្ងៃ\u200bទី\u200b២៥ ខែ\u200bសីហា ឆ្នាំ\u200b២០២២", "២៥ សីហា គ.ស. ២០២២",
        "ថ្ងៃទី២៥ ខែសីហា គ្រិស្តសករាជ ២០២២", "២៥ សីហា ព.ស. ២៥៦៦", "ថ្ងៃទី២៥ ខែសីហា ពុទ្ធសករាជ ២៥៦៦",
        "ឆ្នាំ២០២២ ខែសីហា ថ្ងៃទី២៥", "\u1790\u17c3\u17d2\u1784\u1791\u17b8២៥ ខែសីហា \u1786\u17d2\u1793\u17c6\u17b6២០២២",
    ],
)  # fmt: skip
def test_a_day_is_understood_in_every_usual_form_whoever_reads(text: str, reader: Locale) -> None:
    assert read(text, reader).date == PartialDate(2022, 8, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 2008", "2008-05"), ("05/2008", "2008-05"), ("5-2008", "2008-05"), ("2008-05", "2008-05"),
        ("2008/5", "2008-05"), ("2008 May", "2008-05"), ("พ.ค. ๒๕๕๑", "2008-05"), ("เดือนพฤษภาคม ๒๕๕๑", "2008-05"),
        ("เดือน 5 ปี 2551", "2008-05"), ("ខែឧសភា ឆ្នាំ២០០៨", "2008-05"),
        ("ខែ៥ ឆ្នាំ២០០៨", "2008-05"), ("2008", "2008"),
        ("พ.ศ. ๒๕๕๑", "2008"), ("ปี 2551", "2008"), ("ค.ศ. 2008", "2008"), ("ឆ្នាំ២០០៨", "2008"), ("AD 2008", "2008"),
        ("2008 A.D.", "2008"), ("in 2008", "2008"), ("about 2008", "2008~"), ("c. 2008", "2008~"), ("c2008", "2008~"),
        ("ca 2008", "2008~"), ("circa May 2008", "2008-05~"), ("~2008", "2008~"), ("2008~", "2008~"),
        ("2008-05-14~", "2008-05-14~"), ("ประมาณ 2551", "2008~"),
        ("ประมาณ พ.ศ. ๒๕๕๑", "2008~"), ("ราวปี 2551", "2008~"),
        ("ប្រហែល ២០០៨", "2008~"), ("ប្រហែលជាឆ្នាំ២០០៨", "2008~"), ("ប្រហែលខែឧសភា ឆ្នាំ២០០៨", "2008-05~"),
        ("25 Sept 2008", "2008-09-25"), ("25 Sept. 2008", "2008-09-25"), ("Tues 2 Sept 2008", "2008-09-02"),
        ("5 มกรา 2551", "2008-01-05"), ("5 กรกฏาคม 2551", "2008-07-05"), ("5 មិនា 2008", "2008-03-05"),
        ("5 មីនា 2008", "2008-03-05"), ("5 កុម្ភ: 2008", "2008-02-05"), ("5 កុម្ភះ 2008", "2008-02-05"),
        ("29 February 2024", "2024-02-29"), ("29 ก.พ. 2567", "2024-02-29"), ("1/2/2008", "2008-02-01"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_far_as_it_is_given(text: str, expected: str) -> None:
    assert str(read(text).date) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("25 สิงหาคม ๒๕๖๕", "date.mixed_digits"),
        ("2๕/8/2022", "date.mixed_digits"), ("២៥/๘/2022", "date.mixed_digits"),
        ("２５/８/２０２２", "date.digits"), ("٢٥/٨/٢٠٢٢", "date.digits"), ("25/8/202²", "date.digits"),
        ("31 April 2022", "date.unreal"), ("29 Feb 2023", "date.unreal"), ("29 ก.พ. 2566", "date.unreal"),
        ("0/8/2022", "date.unreal"), ("25/0/2022", "date.unreal"),
        ("32/1/2022", "date.unreal"), ("25/25/2022", "date.unreal"),
        ("2022-13-01", "date.unreal"), ("2022-25-08", "date.unreal"),
        ("13/2022", "date.unreal"), ("0/2565", "date.unreal"),
        ("31/4/2565", "date.unreal"), ("25/13/2565", "date.unreal"), ("៣១ មេសា ព.ស. ២៥៦៦", "date.unreal"),
        ("៣១ មេសា ២៥៦៦", "date.unreal"), ("២៩ កុម្ភៈ ២៥៦៦", "date.unreal"),
        ("25/8/22", "date.two_digit_year"), ("25/8/65", "date.two_digit_year"), ("25 Aug 22", "date.two_digit_year"),
        ("๒๕ ส.ค. ๖๕", "date.two_digit_year"),
        ("Aug 22", "date.two_digit_year"), ("25 August", "date.two_digit_year"),
        ("25/8", "date.two_digit_year"), ("65", "date.two_digit_year"), ("พ.ศ. 65", "date.two_digit_year"),
        ("about 08", "date.two_digit_year"), ("ថ្ងៃទី២៥ ខែ៨", "date.two_digit_year"),
        ("8/25/2022", "date.order"), ("08-25-2022", "date.order"),
        ("๘/๒๕/๒๕๖๕", "date.order"), ("1 31 2022", "date.order"),
        ("Wednesday, 25 August 2022", "date.weekday"), ("วันพุธที่ 25 สิงหาคม 2565", "date.weekday"),
        ("ថ្ងៃពុធ ទី២៥ ខែសីហា ឆ្នាំ២០២២", "date.weekday"), ("Mon 2565-08-25", "date.weekday"),
        ("1899", "date.year"), ("2101", "date.year"), ("2399", "date.year"), ("พ.ศ. 2442", "date.year"),
        ("2644", "date.year"), ("25/8/9999", "date.year"), ("25/8/0000", "date.year"), ("ព.ស. ២៧០០", "date.year"),
        ("ค.ศ. 2565", "date.era"), ("พ.ศ. 2022", "date.era"),
        ("25 August 2565 A.D.", "date.era"), ("B.E. 2022", "date.era"),
        ("២៥ សីហា គ.ស. ២៥៦៥", "date.era"), ("២៥ សីហា ព.ស. ២០២២", "date.era"), ("ค.ศ. 2022 พ.ศ.", "date.era"),
        ("", "date.unreadable"), (" ", "date.unreadable"),
        ("\u200b", "date.unreadable"), ("tomorrow", "date.unreadable"),
        ("20220825", "date.unreadable"), ("25/8/22022", "date.unreadable"), ("25/8/202", "date.unreadable"),
        ("25/8-2022", "date.unreadable"),
        ("25 Augustus 2022", "date.unreadable"), ("25 xAug 2022", "date.unreadable"),
        ("2022-08-25T00:00", "date.unreadable"),
        ("-25/8/2022", "date.unreadable"), ("25//8//2022", "date.unreadable"),
        ("Thursday August 2022", "date.unreadable"),
        ("Thursday 2022", "date.unreadable"), ("September", "date.unreadable"),
        ("25 August 2022 or later", "date.unreadable"),
        ("1 25 August 2022", "date.unreadable"), ("9" * 101, "date.unreadable"),
        ("๒๕ สิงหาคม ร.ศ. ๑๒๗", "date.unreadable"),
        ("ថ្ងៃព្រហស្បតិ៍ ៤រោច ខែពិសាខ ឆ្នាំម្សាញ់ សប្តស័ក ពុទ្ធសករាជ ២៥៦៩", "date.unreadable"),
        ("25\u200f/8/2022", "text.bidi"),
        ("25/8/2022\x00", "text.control"), ("\ufeff25/8/2022", "text.byte_order_mark"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_by_name(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_era_and_order_understood_are_said() -> None:
    assert (read("25/8/2022").era, read("25/8/2022").order) == (Era.COMMON, Order.DAY_FIRST)
    assert (read("2565-08-25").era, read("2565-08-25").order) == (Era.THAI_BUDDHIST, Order.YEAR_FIRST)
    assert read("August 25, 2022").order is Order.MONTH_FIRST
    assert read("២៥ សីហា ព.ស. ២៥៦៦").era is Era.CAMBODIAN_BUDDHIST


def test_the_echo_has_both_eras_in_the_language_of_the_reader() -> None:
    def echo(text: str, reader: Locale) -> list[str]:
        return [reader.term(message) for message in read(text, reader).messages]

    assert echo("๒๕/๘/๒๕๖๕", EN) == ["understood as 25 August 2022 (C.E. 2022, Thai B.E. 2565)"]
    assert echo("25/8/2022", TH) == ["เข้าใจว่าเป็น ๒๕ สิงหาคม ๒๕๖๕ (ค.ศ. ๒๐๒๒ ตรงกับ พ.ศ. ของไทย ๒๕๖๕)"]
    khmer = echo("25/8/2022", KM)
    assert khmer[0] == "យល់ថា៖ ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២ (គ.ស. ២០២២, ព.ស. របស់ថៃ ២៥៦៥)"
    assert len(khmer) == 2 and "ព.ស. ២៥៦៦" in khmer[1]


def test_the_echo_says_which_number_was_the_day_only_where_it_could_be_the_month() -> None:
    sentence = "the first number was taken as the day, the second as the month"
    assert sentence in map(str, read("1/2/2022").messages)
    for clear in ("13/2/2022", "2/2/2022", "2022-02-01", "1 February 2022", "February 1, 2022"):
        assert sentence not in map(str, read(clear).messages)


@given(DAYS, st.sampled_from(LOCALES), READERS)
def test_what_a_language_writes_as_a_day_is_read_back(day: dt.date, writer: Locale, reader: Locale) -> None:
    expected = PartialDate(day.year, day.month, day.day)
    assert read(writer.day(day), reader).date == expected
    assert read(writer.weekday_day(day), reader).date == expected


@given(partial_dates(), st.sampled_from(LOCALES), READERS)
def test_what_a_language_writes_as_a_partial_date_is_read_back(
    date: PartialDate, writer: Locale, reader: Locale
) -> None:
    assert read(writer.partial_date(date), reader).date == date


NUMERIC: list[Callable[[dt.date, int], str]] = [
    lambda day, year: f"{year:04d}-{day.month:02d}-{day.day:02d}",
    lambda day, year: f"{day.day}/{day.month}/{year}",
    lambda day, year: f"{day.day:02d}-{day.month:02d}-{year}",
    lambda day, year: f"{day.day}.{day.month}.{year}",
    lambda day, year: f"{day.day} {day.month} {year}",
]


@given(DAYS, st.sampled_from(NUMERIC), DIGITS, READERS)
def test_numbers_of_the_common_era_are_read_back_in_each_digit_script(
    day: dt.date, form: Callable[[dt.date, int], str], digits: str, reader: Locale
) -> None:
    assert read(in_digits(form(day, day.year), digits), reader).date.exact == day


@given(DAYS, st.sampled_from(NUMERIC), st.sampled_from(["0123456789", TH.settings.numbers.digits]))
def test_numbers_of_the_thai_era_are_read_back(day: dt.date, form: Callable[[dt.date, int], str], digits: str) -> None:
    found = read(in_digits(form(day, thai_buddhist_year(day)), digits), TH)
    assert (found.date.exact, found.era) == (day, Era.THAI_BUDDHIST)


@given(partial_dates(), READERS)
def test_the_form_of_the_case_is_read_back(date: PartialDate, reader: Locale) -> None:
    assert read(str(date), reader).date == date


@given(DAYS, st.integers(0, 6), st.sampled_from(LOCALES))
def test_a_wrong_weekday_is_always_noticed(day: dt.date, shift: int, writer: Locale) -> None:
    other = day + dt.timedelta(days=shift) if day.year < 2100 else day - dt.timedelta(days=shift)
    text = f"{writer.weekday(other)} {writer.day(day)}"
    if shift:
        assert codes(text) == ["date.weekday"]
    else:
        assert read(text).date.exact == day


PIECES = ["25", "๘", "២០២២", "2565", "1", "/", "-", ".", " ", ",", "~", "Aug", "ส.ค.", "ខែ", "សីហា", "พ.ศ.", "ព.ស.",
          "AD", "c.", "Thu", "th", "วัน", "ថ្ងៃ", "២៥", "31", "\u200b", "²", "\ud800", "x", "0", "29 Feb"]  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)), READERS)
def test_hostile_text_is_refused_or_read_and_nothing_else(text: str, reader: Locale) -> None:
    try:
        found = read(text, reader)
    except Refused as refused:
        assert refused.problems and all(problem.code.startswith(("date.", "text.")) for problem in refused.problems)
    else:
        assert read(str(found.date)).date == found.date and found.messages
