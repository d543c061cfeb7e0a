"""Numbers, ordinals, sums of money and plural forms in the official form of each language, figures and words."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import Birth, Money, Refused
from docgen.errors import TemplateError
from docgen.locale import Locale
from docgen.locale.spellout import MAXIMUM
from tests.unit.locale.languages import ALL, EN, KM, TEMPLATES, TH

# number: (Khmer, Thai, English)
WORDS = {
    0: ("សូន្យ", "ศูนย์", "zero"),
    1: ("មួយ", "หนึ่ง", "one"),
    2: ("ពីរ", "สอง", "two"),
    3: ("បី", "สาม", "three"),
    4: ("បួន", "สี่", "four"),
    5: ("ប្រាំ", "ห้า", "five"),
    6: ("ប្រាំមួយ", "หก", "six"),
    7: ("ប្រាំពីរ", "เจ็ด", "seven"),
    8: ("ប្រាំបី", "แปด", "eight"),
    9: ("ប្រាំបួន", "เก้า", "nine"),
    10: ("ដប់", "สิบ", "ten"),
    11: ("ដប់មួយ", "สิบเอ็ด", "eleven"),
    12: ("ដប់ពីរ", "สิบสอง", "twelve"),
    13: ("ដប់បី", "สิบสาม", "thirteen"),
    14: ("ដប់បួន", "สิบสี่", "fourteen"),
    15: ("ដប់ប្រាំ", "สิบห้า", "fifteen"),
    16: ("ដប់ប្រាំមួយ", "สิบหก", "sixteen"),
    17: ("ដប់ប្រាំពីរ", "สิบเจ็ด", "seventeen"),
    18: ("ដប់ប្រាំបី", "สิบแปด", "eighteen"),
    19: ("ដប់ប្រាំបួន", "สิบเก้า", "nineteen"),
    20: ("ម្ភៃ", "ยี่สิบ", "twenty"),
    21: ("ម្ភៃមួយ", "ยี่สิบเอ็ด", "twenty-one"),
    22: ("ម្ភៃពីរ", "ยี่สิบสอง", "twenty-two"),
    23: ("ម្ភៃបី", "ยี่สิบสาม", "twenty-three"),
    24: ("ម្ភៃបួន", "ยี่สิบสี่", "twenty-four"),
    25: ("ម្ភៃប្រាំ", "ยี่สิบห้า", "twenty-five"),
    26: ("ម្ភៃប្រាំមួយ", "ยี่สิบหก", "twenty-six"),
    27: ("ម្ភៃប្រាំពីរ", "ยี่สิบเจ็ด", "twenty-seven"),
    28: ("ម្ភៃប្រាំបី", "ยี่สิบแปด", "twenty-eight"),
    29: ("ម្ភៃប្រាំបួន", "ยี่สิบเก้า", "twenty-nine"),
    30: ("សាមសិប", "สามสิบ", "thirty"),
    31: ("សាមសិបមួយ", "สามสิบเอ็ด", "thirty-one"),
    40: ("សែសិប", "สี่สิบ", "forty"),
    50: ("ហាសិប", "ห้าสิบ", "fifty"),
    60: ("ហុកសិប", "หกสิบ", "sixty"),
    70: ("ចិតសិប", "เจ็ดสิบ", "seventy"),
    80: ("ប៉ែតសិប", "แปดสิบ", "eighty"),
    90: ("កៅសិប", "เก้าสิบ", "ninety"),
    99: ("កៅសិបប្រាំបួន", "เก้าสิบเก้า", "ninety-nine"),
    100: ("មួយរយ", "หนึ่งร้อย", "one hundred"),
    101: ("មួយរយមួយ", "หนึ่งร้อยเอ็ด", "one hundred and one"),
    110: ("មួយរយដប់", "หนึ่งร้อยสิบ", "one hundred and ten"),
    111: ("មួយរយដប់មួយ", "หนึ่งร้อยสิบเอ็ด", "one hundred and eleven"),
    121: ("មួយរយម្ភៃមួយ", "หนึ่งร้อยยี่สิบเอ็ด", "one hundred and twenty-one"),
    501: ("ប្រាំរយមួយ", "ห้าร้อยเอ็ด", "five hundred and one"),
    1_000: ("មួយពាន់", "หนึ่งพัน", "one thousand"),
    1_001: ("មួយពាន់មួយ", "หนึ่งพันเอ็ด", "one thousand and one"),
    1_100: ("មួយពាន់មួយរយ", "หนึ่งพันหนึ่งร้อย", "one thousand one hundred"),
    1_501: ("មួយពាន់ប្រាំរយមួយ", "หนึ่งพันห้าร้อยเอ็ด", "one thousand five hundred and one"),
    2_501: ("ពីរពាន់ប្រាំរយមួយ", "สองพันห้าร้อยเอ็ด", "two thousand five hundred and one"),
    10_000: ("មួយម៉ឺន", "หนึ่งหมื่น", "ten thousand"),
    11_111: (
        "មួយម៉ឺនមួយពាន់មួយរយដប់មួយ", "หนึ่งหมื่นหนึ่งพันหนึ่งร้อยสิบเอ็ด",
        "eleven thousand one hundred and eleven",
    ),
    25_000: ("ពីរម៉ឺនប្រាំពាន់", "สองหมื่นห้าพัน", "twenty-five thousand"),
    100_000: ("មួយសែន", "หนึ่งแสน", "one hundred thousand"),
    101_000: ("មួយសែនមួយពាន់", "หนึ่งแสนหนึ่งพัน", "one hundred and one thousand"),
    1_000_000: ("មួយលាន", "หนึ่งล้าน", "one million"),
    1_000_001: ("មួយលានមួយ", "หนึ่งล้านเอ็ด", "one million and one"),
    10_000_000: ("ដប់លាន", "สิบล้าน", "ten million"),
    11_000_000: ("ដប់មួយលាន", "สิบเอ็ดล้าน", "eleven million"),
    21_000_021: ("ម្ភៃមួយលានម្ភៃមួយ", "ยี่สิบเอ็ดล้านยี่สิบเอ็ด", "twenty-one million and twenty-one"),
    501_741_221: (
        "ប្រាំរយមួយលានប្រាំពីរសែនបួនម៉ឺនមួយពាន់ពីររយម្ភៃមួយ",
        "ห้าร้อยเอ็ดล้านเจ็ดแสนสี่หมื่นหนึ่งพันสองร้อยยี่สิบเอ็ด",
        "five hundred and one million seven hundred and forty-one thousand two hundred and twenty-one",
    ),
    10**9: ("មួយពាន់លាន", "หนึ่งพันล้าน", "one billion"),
    10**12: ("មួយលានលាន", "หนึ่งล้านล้าน", "one trillion"),
    10**12 + 1: ("មួយលានលានមួយ", "หนึ่งล้านล้านเอ็ด", "one trillion and one"),
    10**14: ("មួយរយលានលាន", "หนึ่งร้อยล้านล้าน", "one hundred trillion"),
}  # fmt: skip


@pytest.mark.parametrize("number", WORDS)
def test_a_number_in_words(number: int) -> None:
    assert (KM.words(number), TH.words(number), EN.words(number)) == WORDS[number]
    assert all(locale.read_words(locale.words(number)) == number for locale in ALL)


@given(st.integers(0, MAXIMUM))
def test_thai_and_khmer_words_are_those_of_the_digits_place_by_place(number: int) -> None:
    assert TH.words(number) == _thai(number)
    assert KM.words(number) == _khmer(number)


def _thai(number: int) -> str:
    """As a bank clerk spells: each digit and its place, six places at a time."""
    millions, rest = divmod(number, 10**6)
    places = list(zip(f"{rest:06}", ("แสน", "หมื่น", "พัน", "ร้อย", "สิบ", ""), strict=True))
    words = "".join(WORDS[int(digit)][1] + place for digit, place in places if digit != "0")
    words = words.replace("หนึ่งสิบ", "สิบ").replace("สองสิบ", "ยี่สิบ")
    if number > 10 and rest % 10 == 1:
        words = words.removesuffix("หนึ่ง") + "เอ็ด"
    return (_thai(millions) + "ล้าน" if millions else "") + words if number else "ศูนย์"


def _khmer(number: int) -> str:
    millions, rest = divmod(number, 10**6)
    thousands, below = divmod(rest, 100)
    places = zip(f"{thousands:04}", ("សែន", "ម៉ឺន", "ពាន់", "រយ"), strict=True)
    words = "".join(WORDS[int(digit)][0] + place for digit, place in places if digit != "0")
    tens = WORDS[below // 10 * 10][0] if below > 9 else ""
    ones = WORDS[below % 10][0] if below % 10 else ""
    return (_khmer(millions) + "លាន" if millions else "") + words + tens + ones if number else "សូន្យ"


@given(st.integers(0, MAXIMUM))
def test_figures_keep_every_digit(number: int) -> None:
    for locale in ALL:
        assert int(locale.digits(str(number))) == number, "Python reads native digits"
        assert int(locale.number(number).replace(locale.settings.numbers.grouping, "")) == number


def test_decimals_are_kept_as_they_are_in_figures_and_in_words() -> None:
    number = Decimal("1500.50")
    assert [locale.number(number) for locale in ALL] == ["១.៥០០,៥០", "๑,๕๐๐.๕๐", "1,500.50"]
    assert KM.words(number) == "មួយពាន់ប្រាំរយចុចប្រាំសូន្យ"
    assert TH.words(number) == "หนึ่งพันห้าร้อยจุดห้าศูนย์"
    assert EN.words(number) == "one thousand five hundred point five zero"
    assert TH.words(Decimal("51.08")) == "ห้าสิบเอ็ดจุดศูนย์แปด"


@pytest.mark.parametrize("number", [-1, MAXIMUM + 1, Decimal("-0.5"), Decimal(10) ** 15])
def test_a_number_below_zero_or_of_sixteen_digits_has_no_words(number: int | Decimal) -> None:
    for locale in ALL:
        with pytest.raises(Refused, match="lies between 0 and 999999999999999"):
            locale.words(number)


def test_there_is_no_ordinal_of_zero_in_words() -> None:
    with pytest.raises(Refused, match="lies between 1 and"):
        EN.ordinal_words(0)


def test_words_that_are_no_number_are_refused_without_repeating_them() -> None:
    with pytest.raises(Refused, match="not a number in words") as caught:
        EN.read_words("Somchai")
    assert "Somchai" not in str(caught.value)


# Ordinals


@pytest.mark.parametrize("number", range(1, 131))
def test_an_english_ordinal_has_the_ending_of_its_last_digits(number: int) -> None:
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert EN.ordinal(number) == f"{number}{ending}"
    assert EN.ordinal_words(number).endswith({"st": "first", "nd": "second", "rd": "third", "th": "th"}[ending])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (5, "fifth"), (8, "eighth"), (9, "ninth"),
        (12, "twelfth"), (20, "twentieth"), (21, "twenty-first"), (32, "thirty-second"), (40, "fortieth"),
        (100, "one hundredth"), (101, "one hundred and first"), (112, "one hundred and twelfth"),
        (1_000, "one thousandth"), (1_100, "one thousand one hundredth"), (1_000_003, "one million and third"),
    ],
)  # fmt: skip
def test_an_english_ordinal_in_words(number: int, words: str) -> None:
    assert EN.ordinal_words(number) == words
    assert EN.numbers.read_words(words, ordinal=True) == number


def test_thai_and_khmer_ordinals_put_a_word_before_the_number() -> None:
    assert [TH.ordinal(1), TH.ordinal_words(1), TH.ordinal_words(21)] == ["ที่ ๑", "ที่หนึ่ง", "ที่ยี่สิบเอ็ด"]
    assert [KM.ordinal(1), KM.ordinal_words(1), KM.ordinal_words(21)] == ["ទី១", "ទីមួយ", "ទីម្ភៃមួយ"]


# Money


def sums(amount: str, currency: str) -> list[str]:
    return [locale.money_words(Money(amount=Decimal(amount), currency=currency)) for locale in ALL]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", ["សូន្យបាតគត់", "ศูนย์บาทถ้วน", "zero baht only"]),
        ("0.01", ["មួយសតាង្គ", "หนึ่งสตางค์", "one satang"]),
        ("0.99", ["កៅសិបប្រាំបួនសតាង្គ", "เก้าสิบเก้าสตางค์", "ninety-nine satang"]),
        ("1500.00", ["មួយពាន់ប្រាំរយបាតគត់", "หนึ่งพันห้าร้อยบาทถ้วน", "one thousand five hundred baht only"]),
        ("1500.01", [
            "មួយពាន់ប្រាំរយបាត និងមួយសតាង្គ", "หนึ่งพันห้าร้อยบาทหนึ่งสตางค์",
            "one thousand five hundred baht and one satang",
        ]),
        ("1500.50", [
            "មួយពាន់ប្រាំរយបាត និងហាសិបសតាង្គ", "หนึ่งพันห้าร้อยบาทห้าสิบสตางค์",
            "one thousand five hundred baht and fifty satang",
        ]),
        ("21.99", [
            "ម្ភៃមួយបាត និងកៅសិបប្រាំបួនសតាង្គ", "ยี่สิบเอ็ดบาทเก้าสิบเก้าสตางค์",
            "twenty-one baht and ninety-nine satang",
        ]),
        ("5.80", ["ប្រាំបាត និងប៉ែតសិបសតាង្គ", "ห้าบาทแปดสิบสตางค์", "five baht and eighty satang"]),
    ],
)  # fmt: skip
def test_baht_in_words_with_satang(amount: str, words: list[str]) -> None:
    assert sums(amount, "THB") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1.00", ["មួយដុល្លារអាមេរិកគត់", "หนึ่งดอลลาร์สหรัฐถ้วน", "one US dollar only"]),
        ("1.01", ["មួយដុល្លារអាមេរិក និងមួយសេន", "หนึ่งดอลลาร์สหรัฐหนึ่งเซนต์", "one US dollar and one cent"]),
        ("2.50", ["ពីរដុល្លារអាមេរិក និងហាសិបសេន", "สองดอลลาร์สหรัฐห้าสิบเซนต์", "two US dollars and fifty cents"]),
    ],
)
def test_dollars_in_words_with_cents(amount: str, words: list[str]) -> None:
    assert sums(amount, "USD") == words


def test_a_riel_has_no_subunit_so_a_fraction_is_spelt_as_decimals_and_not_lost() -> None:
    assert sums("4000.00", "KHR") == ["បួនពាន់រៀលគត់", "สี่พันเรียลถ้วน", "four thousand riel only"]
    assert sums("0.50", "KHR") == ["សូន្យចុចប្រាំសូន្យរៀល", "ศูนย์จุดห้าศูนย์เรียล", "zero point five zero riel"]


def test_an_unknown_currency_keeps_its_code_and_its_decimals() -> None:
    assert sums("1500.00", "EUR")[2] == "one thousand five hundred EUR"
    assert sums("1500.05", "EUR")[1] == "หนึ่งพันห้าร้อยจุดศูนย์ห้า EUR"
    assert sums("1500.50", "JPY")[2] == "one thousand five hundred point five zero JPY"


@pytest.mark.parametrize(
    ("amount", "currency", "both"),
    [
        ("1500.00", "THB", [
            "១.៥០០,០០ បាត (មួយពាន់ប្រាំរយបាតគត់)", "๑,๕๐๐.๐๐ บาท (หนึ่งพันห้าร้อยบาทถ้วน)",
            "1,500.00 baht (one thousand five hundred baht only)",
        ]),
        ("4000.00", "KHR", [
            "៤.០០០ រៀល (បួនពាន់រៀលគត់)", "๔,๐๐๐ เรียล (สี่พันเรียลถ้วน)", "4,000 riel (four thousand riel only)",
        ]),
        ("4000.50", "KHR", [
            "៤.០០០,៥០ រៀល (បួនពាន់ចុចប្រាំសូន្យរៀល)", "๔,๐๐๐.๕๐ เรียล (สี่พันจุดห้าศูนย์เรียล)",
            "4,000.50 riel (four thousand point five zero riel)",
        ]),
        ("1.00", "USD", [
            "១,០០ ដុល្លារអាមេរិក (មួយដុល្លារអាមេរិកគត់)", "๑.๐๐ ดอลลาร์สหรัฐ (หนึ่งดอลลาร์สหรัฐถ้วน)",
            "1.00 US dollars (one US dollar only)",
        ]),
        ("7.00", "JPY", ["៧ JPY (ប្រាំពីរ JPY)", "๗ JPY (เจ็ด JPY)", "7 JPY (seven JPY)"]),
        ("7.00", "KWD", ["៧,០០ KWD (ប្រាំពីរ KWD)", "๗.๐๐ KWD (เจ็ด KWD)", "7.00 KWD (seven KWD)"]),
    ],
)  # fmt: skip
def test_a_receipt_has_figures_and_words(amount: str, currency: str, both: list[str]) -> None:
    money = Money(amount=Decimal(amount), currency=currency)
    assert [locale.money_both(money) for locale in ALL] == both


def test_figures_of_money_have_decimals_only_where_there_are_any() -> None:
    whole, part = (Money(amount=Decimal(amount), currency="USD") for amount in ("1.00", "1.50"))
    assert [EN.money(whole), EN.money(part)] == ["1 US dollar", "1.50 US dollars"]
    assert [TH.money(whole), TH.money(part)] == ["๑ ดอลลาร์สหรัฐ", "๑.๕๐ ดอลลาร์สหรัฐ"]


@given(st.integers(0, 10**17 - 1))
def test_no_sum_loses_a_hundredth(hundredths: int) -> None:
    money = Money(amount=Decimal(hundredths).scaleb(-2), currency="THB")
    baht, _, satang = TH.money_words(money).removesuffix("ถ้วน").rpartition("บาท")
    read = (TH.read_words(baht) if baht else 0) * 100 + (TH.read_words(satang.removesuffix("สตางค์")) if satang else 0)
    assert read == hundredths


# Plurals


def test_a_phrase_has_the_form_that_its_number_asks_for() -> None:
    days = {"one": "{n} day", "other": "{n} days"}
    assert [EN.plural(number, days) for number in (0, 1, 2, 1001)] == ["0 days", "1 day", "2 days", "1,001 days"]
    assert EN.plural(Decimal("1.0"), days) == "1.0 days"
    assert EN.plural(1, {"one": "{n} copy of {title}", "other": "{n} copies of {title}"}, title="A") == "1 copy of A"


def test_a_language_without_plurals_takes_the_only_form() -> None:
    assert [TH.plural(number, {"other": "{n} วัน"}) for number in (1, 2)] == ["๑ วัน", "๒ วัน"]
    assert TH.plural(1, {"one": "one", "other": "{n} วัน"}) == "๑ วัน", "CLDR knows no “one” in Thai"


def test_an_age_of_one_is_one_year() -> None:
    born, day = Birth.model_validate({"date": "2024-11-02", "age_determined": True}), dt.date(2026, 1, 2)
    assert (EN.age(born, day), TH.age(born, day), KM.age(born, day)) == ("1 year", "๑ ปี", "១ ឆ្នាំ")
    assert EN.age(born, dt.date(2027, 1, 2)) == "2 years"
    assert EN.birth(Birth(estimated_age=1, estimated_on=day)) == "estimated age 1 year (as estimated on 2 January 2026)"


# A language folder that says less


def folder(tmp_path: Path, *, without: tuple[str, ...] = (), changes: tuple[tuple[str, str], ...] = ()) -> Path:
    """The English folder without some sections of its locale.toml, and with changes in the rest."""
    text = (TEMPLATES / "en" / "locale.toml").read_text(encoding="utf-8")
    sections = text.split("\n[")
    kept = [part for part in sections if part.partition("]")[0].split(".")[0] not in without]
    assert len(sections) - len(kept) >= len(without), "there were such sections"
    text = "\n[".join(kept)
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "locale.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_language_without_number_words_writes_figures_and_says_what_is_missing(tmp_path: Path) -> None:
    locale = Locale.load(folder(tmp_path, without=("spellout", "money", "lists", "currencies")))
    money = Money(amount=Decimal("1500.50"), currency="THB")
    assert (locale.number(1500), locale.ordinal(2), locale.money(money)) == ("1,500", "2nd", "1,500.50 THB")
    assert locale.list(["a", "b"]) == "a and b"
    assert [form for form, _ in locale.numbers.forms(7)] == ["digits", "figures", "ordinal"]
    assert [form for form, _ in locale.numbers.money_forms(money)] == ["money"]
    for ask in (
        lambda: locale.words(7),
        lambda: locale.words(Decimal("7.50")),
        lambda: locale.read_words("seven"),
        lambda: locale.money_both(money),
    ):
        with pytest.raises(
            TemplateError, match=r"English: locale\.toml has no words .* add the section spellout\.card"
        ):
            ask()
    with pytest.raises(TemplateError, match=r"add the section spellout\.ordinal"):
        locale.ordinal_words(7)


def test_number_words_without_money_words_spell_sums_with_the_code(tmp_path: Path) -> None:
    locale = Locale.load(folder(tmp_path, without=("money",)))
    assert locale.money_words(Money(amount=Decimal("7.00"), currency="THB")) == "seven THB"


def test_number_words_without_a_word_for_the_point_say_so_when_decimals_come(tmp_path: Path) -> None:
    locale = Locale.load(folder(tmp_path, without=("money",), changes=(('"x.x" = "←← point →→"\n', ""),)))
    assert locale.words(7) == "seven"
    with pytest.raises(TemplateError, match=r"add the section spellout\.cardinal\.x\.x"):
        locale.words(Decimal("7.50"))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('9 = "nine"\n', "", r"spellout .*cardinal/8: the numbers 8 to 9 would be written alike"),
        ('whole = "{units} only"', 'whole = "{unit} only"', r"money/whole .*needs the slots: units"),
        ('few = "{number}rd"', 'fewer = "{number}rd"', r"numbers/ordinal .*forms are named"),
        ('unit = "{amount} baht"', 'unit = { one = "{amount} baht" }', r"money/words/THB/unit .*other.*always"),
    ],
)
def test_a_slip_in_the_number_words_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(TemplateError, match=fault):
        Locale.load(folder(tmp_path, changes=((old, new),)))
