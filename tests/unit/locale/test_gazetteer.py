"""Every province and district has its name in all three languages, its word, and its place in an address."""

import csv
import re
from pathlib import Path

import pytest

from docgen.case import Area, StructuredAddress
from docgen.case.places import PlaceKind, countries, divisions
from docgen.errors import TemplateError
from docgen.locale import Locale
from docgen.locale.gazetteer import named_places
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


def test_each_province_is_written_as_in_the_list_for_reviewers() -> None:
    with (Path(__file__).parent / "provinces.csv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row.values()) for row in csv.DictReader(file)]
    provinces = [
        place.code
        for country in countries()
        for place in divisions(country).values()
        if place.kind in (PlaceKind.PROVINCE, PlaceKind.CAPITAL)
    ]
    assert len(provinces) == 102
    assert [(code, *(locale.places.place(code) for locale in ALL)) for code in provinces] == expected


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_no_name_has_the_word_for_its_kind_in_it_twice(locale: Locale) -> None:
    for code in CODES:
        word, _, rest = locale.places.place(code).partition(locale.places.bare(code))
        assert not word or not locale.places.bare(code).startswith(word.strip()), code
        assert not rest or not locale.places.bare(code).endswith(rest.strip()), code


def test_the_name_of_bangkok_stands_whole_without_a_word_before_it() -> None:
    assert TH.places.bare("TH-10") == TH.places.place("TH-10") == "กรุงเทพมหานคร"


def test_an_address_may_end_with_its_country() -> None:
    abroad = HOME.model_copy(update={"country": "TH"})
    assert [locale.address(abroad).removeprefix(locale.address(HOME)) for locale in ALL] == [
        " ព្រះរាជាណាចក្រថៃ",
        " ประเทศไทย",
        ", Thailand",
    ]
    laos = StructuredAddress.model_validate({"street": {"en": "Lane Xang Avenue"}, "country": "LA"})
    assert EN.address(laos) == "Lane Xang Avenue, Laos"


def test_a_part_of_an_address_that_nobody_knows_is_refused_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"field places/address"):
        smallest(tmp_path, **{"nationalities = {}": 'nationalities = {}\n[places]\naddress = ["{zip}"]'})


@pytest.mark.parametrize("typed", ["samut sak", "สมุทรสาคร", "จ.สมุทรสาคร", "SAMUTSAKHON", "ខេត្ត សមុទ្រសាគរ", "សមុទ្រសាគរ"])
def test_a_place_is_found_by_what_people_type(typed: str) -> None:
    assert EN.places.find(typed, [KM.places, TH.places])[0] == "TH-74"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Phang Nga", "TH-82"),
        ("phangnga", "TH-82"),
        ("OYadav", "KH-1607"),
        ("Siemreap", "KH-17"),
        ("Sihanoukville", "KH-18"),
        ("กทม.", "TH-10"),
        ("ឧត្តរមានជ័យ", "KH-22"),
        ("ឧត្ដរមានជ័យ", "KH-22"),
        ("nan", "TH-55"),
    ],
)
def test_signs_spellings_and_other_names_do_not_hide_a_place(typed: str, code: str) -> None:
    assert EN.places.find(typed, [KM.places, TH.places])[0] == code


def test_a_language_alone_finds_its_own_the_places_own_and_latin_names() -> None:
    assert KM.places.find("สมุทรสาคร")[0] == KM.places.find("samut sakhon")[0] == "TH-74"
    assert EN.places.find("សមុទ្រសាគរ") == []


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_a_place_is_found_by_each_of_its_names(locale: Locale) -> None:
    for code in CODES[::10]:
        assert code in locale.places.find(locale.places.bare(code))
        assert code in locale.places.find(locale.places.place(code))


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


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("code,name\nTH-10,ก", 1),
        ("code,name,status\nTH-10,ก,draft\nTH-99,ข,draft", 3),
        ("code,name,status\nTH-10,ก,draft\nTH-10,ก,draft", 3),
        ("code,name,status\nTH-10,ก,sure", 2),
        ("code,name,status\nTH-10, ก,draft", 2),
        ("code,name,status\nTH-10,,draft", 2),
        ("code,name,status\nTH-10,ก", 2),
        ("code,name,status\n\n", 2),
    ],
)
def test_a_slip_in_a_table_is_named_with_its_line(tmp_path: Path, rows: str, line: int) -> None:
    (tmp_path / "places.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(TemplateError, match=rf"places\.csv, line {line}:"):
        named_places(tmp_path / "places.csv")


def test_a_table_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_bytes("code,name,status\nTH-10,ก,draft\n".encode("tis-620"))
    with pytest.raises(TemplateError, match=r"places\.csv, line"):
        named_places(tmp_path / "places.csv")
