"""Countries, nationalities and languages come from CLDR, put right where it is odd."""

import re

import pytest

from docgen.case.codes import COUNTRIES
from docgen.locale import Locale
from tests.unit.locale.languages import ALL, EN, KM, TH

LETTERS = {"km": "[\u1780-\u17d3() -]+", "th": "[\u0e01-\u0e4e() -]+", "en": "[A-Za-zÀ-ÿ&.’() -]+"}
# Languages that victims and witnesses of the two countries may speak, besides those of the world.
_SPOKEN = """
km th en lo vi my zh yue nan ms id fil tl ceb jv su hi ur bn ne pa ta te si ar fa ps ja ko ru uk fr de es pt
it tr uz kk mn dz sw am so ha yo ig rhg shn kac mnw kar ksw pwo kjp rki cjm jra tpu brb krr sti cmo rad kdt
kxm tts nod sou mfa ahk lhu lis hmn tsq csx
"""
SPOKEN = _SPOKEN.split()
# Their people are nationals of another state.
TERRITORIES = """
AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU
PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT
"""


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_every_country_and_nationality_has_a_name_in_the_letters_of_the_language(locale: Locale) -> None:
    assert len(COUNTRIES) == 249
    letters = re.compile(LETTERS[locale.tag])
    for name in (locale.country, locale.nationality):
        assert [code for code in COUNTRIES if not letters.fullmatch(name(code))] == []


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_two_countries_have_two_names(locale: Locale) -> None:
    assert len({locale.country(code) for code in COUNTRIES}) == len(COUNTRIES)


@pytest.mark.parametrize("locale", ALL, ids=lambda locale: locale.tag)
def test_every_language_that_may_be_spoken_has_a_name(locale: Locale) -> None:
    letters = re.compile(LETTERS[locale.tag].replace("]", "']"))
    assert [tag for tag in SPOKEN if not letters.fullmatch(locale.language(tag)) or locale.language(tag) == tag] == []


def test_thai_names_every_language_with_the_word_for_language_once() -> None:
    assert TH.languages(["km", "th", "hi"]) == "ภาษาเขมร ภาษาไทย และภาษาฮินดี"
    assert [tag for tag in SPOKEN if TH.language(tag).count("ภาษา") != 1] == []


def test_khmer_leaves_the_word_for_language_to_the_sentence() -> None:
    assert KM.languages(["km", "th"]) == "ខ្មែរ និងថៃ"
    assert [tag for tag in SPOKEN if KM.language(tag).startswith("ភាសា")] == []


def test_a_language_known_without_its_region_or_script_is_named_without_it() -> None:
    assert (EN.language("vi-VN"), KM.language("zh-TW"), EN.language("zh-Hant")) == (
        "Vietnamese",
        "ចិន",
        "Traditional Chinese",
    )
    assert EN.language("qaa-Latn") == "qaa-Latn"


def test_a_nationality_is_an_adjective_in_english_and_the_short_name_in_khmer_and_thai() -> None:
    assert [locale.nationality("KH") for locale in ALL] == ["ខ្មែរ", "กัมพูชา", "Cambodian"]
    assert [locale.nationality("PH") for locale in ALL] == ["ហ្វ៊ីលីពីន", "ฟิลิปปินส์", "Filipino"]
    assert len({EN.nationality(code) for code in COUNTRIES}) == len(COUNTRIES)


def test_an_english_nationality_is_never_the_bare_name_of_a_state() -> None:
    assert {code for code in COUNTRIES if EN.nationality(code) == EN.country(code)} == {
        *TERRITORIES.split(),
        "MM",
        "NZ",
    }
