"""Every province and district has its name in all three languages, its word, and its place in an address."""

import csv
import re
from pathlib import Path

import pytest

from docgen.case import Area, StructuredAddress
from docgen.case.places import countries, divisions
from docgen.locale import Locale
from tests.unit.locale.languages import ALL, EN, KM, TEMPLATES, TH, smallest

CODES = [code for country in countries() for code in divisions(country)]
LETTERS = {
    "km": re.compile(
        "(?:[\u1780-\u17a2\u17a5-\u17b3]\u17cc?(?:\u17d2[\u1780-\u17a2])*[\u17c9\u17ca]?[\u17b6-\u17c5]?"
        "[\u17c6-\u17d1\u17dd]*|[\u17e0-\u17e9 -])+"
    ),
    "th": re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e0-9 ()-]+"),
    "en": re.compile("[A-Za-z .'’-]+"),
}
HOME = StructuredAddress.model_validate(
    {
        "house": "1034",
        "street": {"th": "ถนนกรุงเกษม", "km": "ផ្លូវក្រុងកាសែម", "en": "Krung Kasem Road"},
        "subdistrict": {"th": "คลองมหานาค", "km": "ខ្លងមហានាគ", "en": "Khlong Maha Nak"},
        "area": {"province": "TH-10", "district": "TH-1008"},
        "postcode": "10100",
    }
)


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_every_place_has_a_name_in_its_letters(locale: Locale) -> None:
    assert locale.places.missing() == []
    assert [code for code in CODES if not LETTERS[locale.tag].fullmatch(locale.places.bare(code))] == []


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_two_districts_of_a_province_have_two_names(locale: Locale) -> None:
    for country in countries():
        places = divisions(country).values()
        seen: dict[tuple[str, str], str] = {}
        for place in places:
            other = seen.setdefault((place.parent, locale.places.place(place.code)), place.code)
            assert other == place.code or divisions(country)[other].latin == place.latin


@pytest.mark.parametrize(
    ("code", "km", "th", "en"),
    [
        ("TH-10", "រាជធានីបាងកក", "กรุงเทพมหานคร", "Bangkok"),
        ("KH-12", "រាជធានីភ្នំពេញ", "กรุงพนมเปญ", "Phnom Penh"),
        ("TH-74", "ខេត្តសមុទ្រសាគរ", "จังหวัดสมุทรสาคร", "Samut Sakhon Province"),
        ("KH-1", "ខេត្តបន្ទាយមានជ័យ", "จังหวัดบันเตียเมียนเจย", "Banteay Meanchey Province"),
        ("KH-1201", "ខណ្ឌចំការមន", "เขตจัมการ์มอน", "Khan Chamkar Mon"),
        ("KH-0110", "ក្រុងប៉ោយប៉ែត", "เมืองปอยเปต", "Poipet Municipality"),
    ],
)
def test_a_place_has_its_word_in_each_language(code: str, km: str, th: str, en: str) -> None:
    assert (KM.places.place(code), TH.places.place(code), EN.places.place(code)) == (km, th, en)


def test_a_district_and_its_province_stand_in_the_order_of_the_language() -> None:
    area = Area(province="TH-74", district="TH-7401")
    assert TH.area(area) == "อำเภอเมืองสมุทรสาคร จังหวัดสมุทรสาคร"
    assert KM.area(area) == "ស្រុកមឿងសមុទ្រសាគរ ខេត្តសមុទ្រសាគរ"
    assert EN.area(area) == "Mueang Samut Sakhon District, Samut Sakhon Province"


def test_an_address_has_the_order_the_words_and_the_digits_of_the_language() -> None:
    assert TH.address(HOME) == "เลขที่ ๑๐๓๔ ถนนกรุงเกษม แขวงคลองมหานาค เขตป้อมปราบศัตรูพ่าย กรุงเทพมหานคร ๑๐๑๐๐"
    assert KM.address(HOME) == "ផ្ទះលេខ ១០៣៤ ផ្លូវក្រុងកាសែម សង្កាត់ខ្លងមហានាគ " + KM.area(HOME.area) + " ១០១០០"  # type: ignore[arg-type]
    assert EN.address(HOME) == (
        "1034 Krung Kasem Road, Khlong Maha Nak Subdistrict, Pom Prap Sattru Phai District, Bangkok 10100"
    )


def test_unknown_parts_of_an_address_leave_no_gap() -> None:
    village = StructuredAddress.model_validate({"village": {"en": "Srah"}, "area": {"province": "KH-1"}})
    assert EN.address(village) == "Srah Village, Banteay Meanchey Province"


@pytest.mark.parametrize("typed", ["samut sak", "สมุทรสาคร", "SAMUTSAKHON", "ខេត្ត សមុទ្រសាគរ", "សមុទ្រសាគរ"])
def test_a_place_is_found_by_what_people_type(typed: str) -> None:
    assert "TH-74" in KM.places.find(typed)


def test_what_is_no_name_finds_nothing() -> None:
    assert KM.places.find("  ") == KM.places.find("zzz") == []


def test_a_language_that_says_nothing_of_places_writes_them_in_latin_letters(tmp_path: Path) -> None:
    lao = smallest(tmp_path)
    assert lao.places.place("TH-74") == "Samut Sakhon"
    assert len(lao.places.missing()) == len(CODES)


@pytest.mark.parametrize("tag", ["km", "th", "en"])
def test_a_table_says_how_sure_each_name_is_and_names_known_places_once(tag: str) -> None:
    with (TEMPLATES / tag / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["status"] for row in rows} <= {"attested", "draft"}
    assert len({row["code"] for row in rows}) == len(rows)
    assert {row["code"] for row in rows} <= set(CODES)
