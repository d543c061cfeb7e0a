"""Names as each language writes them: script, titles, honorifics, signatures, other names, children."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.case import Birth, FormOfAddress, Guardian, Official, Person, Sex
from docgen.errors import TemplateError
from docgen.locale import Locale

TEMPLATES = Path(__file__).parents[3] / "templates"
KM, TH, EN = LOCALES = tuple(Locale.load(TEMPLATES / tag) for tag in ("km", "th", "en"))
ON = dt.date(2026, 11, 1)
NAMES = {"Khmr": "សុខ ដារា", "Thai": "โสก ดารา", "Latn": "SOK Dara"}
WORDS = {"en": "Head of Division"}
RANK = {"km": "វរសេនីយ៍ឯក", "th": "พันตำรวจเอก", "en": "Police Colonel"}


def person(sex: str, birth: dict[str, Any], **more: Any) -> Person:
    nationality = {"country": "KH", "verified": True}
    rest = {"code": "P-1", "names": NAMES, "nationality": nationality, "languages": ["km"], "literate": True}
    return Person.model_validate({**rest, "sex": sex, "birth": birth, **more})


def aged(years: int, sex: str = "female", **more: Any) -> Person:
    """Somebody who turns this many years old on the day, as far as a determined age can say."""
    return person(sex, {"date": f"{ON.year - years}-{ON:%m-%d}", "age_determined": True}, **more)


def guess(years: int, sex: str = "female", **more: Any) -> Person:
    """Somebody whose age was estimated on the day: two years more or fewer are possible."""
    return person(sex, {"estimated_age": years, "estimated_on": ON.isoformat()}, **more)


def official(**more: Any) -> Official:
    return Official.model_validate({"names": NAMES, "sex": "male", "position": WORDS, "agency": WORDS, **more})


def titled(who: Any) -> tuple[str, ...]:
    return tuple(locale.titled(who, ON) for locale in LOCALES)


# Script


def test_a_name_is_written_in_the_papers_script_else_in_latin_letters_never_made_up() -> None:
    assert [locale.name(NAMES) for locale in LOCALES] == ["សុខ ដារា", "โสก ดารา", "SOK Dara"]
    assert KM.name({"Thai": "โสก ดารา", "Latn": "SOK Dara"}) == "SOK Dara"
    assert EN.name({"Thai": "โสก ดารา"}) == "โสก ดารา"


def test_the_spaces_of_a_name_are_its_own() -> None:
    assert TH.titled(aged(30, names={"Thai": "โสก  ดารา"}), ON) == "นางสาวโสก  ดารา"


def test_the_latin_name_follows_in_brackets_to_be_found_by_across_the_border() -> None:
    assert [locale.name_with_latin(NAMES) for locale in LOCALES] == [
        "សុខ ដារា (SOK Dara)", "โสก ดารา (SOK Dara)", "SOK Dara",
    ]  # fmt: skip
    assert KM.name_with_latin({"Khmr": "សុខ ដារា"}) == "សុខ ដារា"
    assert KM.name_with_latin({"Latn": "SOK Dara"}) == "SOK Dara"


def test_a_thai_title_keeps_a_space_before_latin_letters() -> None:
    assert TH.titled(aged(30, "male", names={"Latn": "SOK Dara"}), ON) == "นาย SOK Dara"
    assert KM.titled(aged(30, "male", names={"Latn": "SOK Dara"}), ON) == "លោក SOK Dara"
    professor = official(names={"Latn": "SOK Dara"}, rank={"th": "ศาสตราจารย์"})
    assert TH.official(professor) == "ศาสตราจารย์ SOK Dara"


# Titles by sex and age


@pytest.mark.parametrize(
    ("years", "sex", "khmer", "thai", "english"),
    [
        (14, "female", "កុមារី សុខ ដារា", "เด็กหญิงโสก ดารา", "SOK Dara"),
        (14, "male", "កុមារ សុខ ដារា", "เด็กชายโสก ดารา", "SOK Dara"),
        (15, "female", "សុខ ដារា", "นางสาวโสก ดารา", "SOK Dara"),
        (15, "male", "សុខ ដារា", "นายโสก ดารา", "SOK Dara"),
        (17, "female", "សុខ ដារា", "นางสาวโสก ดารา", "SOK Dara"),
        (17, "male", "សុខ ដារា", "นายโสก ดารา", "SOK Dara"),
        (18, "female", "លោកស្រី សុខ ដារា", "นางสาวโสก ดารา", "Ms. SOK Dara"),
        (18, "male", "លោក សុខ ដារា", "นายโสก ดารา", "Mr. SOK Dara"),
        (14, "unspecified", "សុខ ដារា", "โสก ดารา", "SOK Dara"),
        (40, "unspecified", "សុខ ដារា", "โสก ดารา", "SOK Dara"),
    ],
)
def test_a_title_follows_sex_and_age(years: int, sex: str, khmer: str, thai: str, english: str) -> None:
    assert titled(aged(years, sex)) == (khmer, thai, english)


def test_the_title_changes_on_the_birthday() -> None:
    girl = aged(15)
    assert TH.titled(girl, ON - dt.timedelta(days=1)) == "เด็กหญิงโสก ดารา"
    assert TH.titled(girl, ON) == "นางสาวโสก ดารา"


@pytest.mark.parametrize(
    ("years", "khmer", "thai", "english"),
    [
        (11, "កុមារី សុខ ដារា", "เด็กหญิงโสก ดารา", "SOK Dara"),  # 9 to 13
        (14, "សុខ ដារា", "โสก ดารา", "SOK Dara"),  # 12 to 16: neither เด็กหญิง nor นางสาว is sure
        (17, "សុខ ដារា", "นางสาวโสก ดารา", "SOK Dara"),  # 15 to 19
        (19, "សុខ ដារា", "นางสาวโสก ดารา", "SOK Dara"),  # 17 to 21
        (20, "លោកស្រី សុខ ដារា", "นางสาวโสก ดารา", "Ms. SOK Dara"),  # 18 to 22
    ],
)
def test_no_title_is_written_that_a_possible_age_would_belie(years: int, khmer: str, thai: str, english: str) -> None:
    assert titled(guess(years)) == (khmer, thai, english)


def test_a_birth_known_by_its_year_takes_a_title_once_the_year_decides() -> None:
    assert TH.titled(person("female", {"date": "2011"}), ON) == "โสก ดารา"  # 14 or 15
    assert TH.titled(person("female", {"date": "2012"}), ON) == "เด็กหญิงโสก ดารา"
    assert TH.titled(person("female", {"date": "2012~"}), ON) == "โสก ดารา"


def test_a_birth_without_a_day_to_reckon_on_gives_no_title() -> None:
    assert TH.titled(aged(14)) == TH.titled(aged(40)) == "โสก ดารา"


@given(st.integers(0, 60), st.booleans(), st.sampled_from(Sex), st.none() | st.sampled_from(FormOfAddress))
def test_an_uncertain_age_never_gives_a_title_that_a_certain_one_within_it_would_not(
    years: int, determined: bool, sex: Sex, wish: FormOfAddress | None
) -> None:
    birth = {"estimated_age": years, "estimated_on": ON.isoformat(), "age_determined": determined}
    who = person(sex, birth, form_of_address=wish)
    least, greatest = who.birth.age_on(ON)
    for locale in LOCALES:
        possible = {locale.titled(aged(age, sex, form_of_address=wish), ON) for age in range(least, greatest + 1)}
        assert locale.titled(who, ON) == (possible.pop() if len(possible) == 1 else locale.name(NAMES))


# Titles by the stated form of address


@pytest.mark.parametrize(
    ("wish", "khmer", "thai", "english"),
    [
        (None, "លោកស្រី សុខ ដារា", "นางสาวโสก ดารา", "Ms. SOK Dara"),
        ("married", "លោកស្រី សុខ ដារា", "นางโสก ดารา", "Mrs. SOK Dara"),
        ("unmarried", "កញ្ញា សុខ ដារា", "นางสาวโสก ดารา", "Miss SOK Dara"),
        ("neutral", "សុខ ដារា", "โสก ดารา", "SOK Dara"),
    ],
)
def test_a_woman_is_titled_as_she_asks(wish: str | None, khmer: str, thai: str, english: str) -> None:
    assert titled(aged(30, form_of_address=wish)) == (khmer, thai, english)


@pytest.mark.parametrize("wish", [None, "married", "unmarried"])
def test_a_mans_title_does_not_tell_whether_he_is_married(wish: str | None) -> None:
    assert titled(aged(30, "male", form_of_address=wish)) == ("លោក សុខ ដារា", "นายโสก ดารา", "Mr. SOK Dara")


def test_a_man_may_ask_for_no_title() -> None:
    assert titled(aged(30, "male", form_of_address="neutral")) == tuple(locale.name(NAMES) for locale in LOCALES)


def test_a_child_is_not_titled_as_married() -> None:
    assert titled(aged(14, form_of_address="married")) == ("កុមារី សុខ ដារា", "เด็กหญิงโสก ดารา", "SOK Dara")
    assert KM.titled(aged(16, form_of_address="married"), ON) == "សុខ ដារា"
    assert KM.titled(aged(16, form_of_address="unmarried"), ON) == "កញ្ញា សុខ ដារា"


def test_a_child_who_asks_for_no_title_gets_none() -> None:
    assert titled(aged(10, form_of_address="neutral")) == tuple(locale.name(NAMES) for locale in LOCALES)


def test_who_stands_by_is_titled_where_the_sex_is_known() -> None:
    stated = {"names": NAMES, "relationship": WORDS}
    assert titled(Guardian.model_validate(stated)) == tuple(locale.name(NAMES) for locale in LOCALES)
    mother = Guardian.model_validate({**stated, "sex": "female", "form_of_address": "married"})
    assert titled(mother) == ("លោកស្រី សុខ ដារា", "นางโสก ดารา", "Mrs. SOK Dara")


# Officials


@pytest.mark.parametrize(
    ("given", "khmer", "thai", "english"),
    [
        ({}, "លោក សុខ ដារា", "นายโสก ดารา", "Mr. SOK Dara"),
        ({"sex": "female"}, "លោកស្រី សុខ ដារា", "นางสาวโสก ดารา", "Ms. SOK Dara"),
        ({"rank": RANK}, "វរសេនីយ៍ឯក សុខ ដារា", "พันตำรวจเอก โสก ดารา", "Police Colonel SOK Dara"),
        ({"excellency": True}, "ឯកឧត្តម សុខ ដារា", "ฯพณฯ นายโสก ดารา", "H.E. Mr. SOK Dara"),
        (
            {"excellency": True, "sex": "female", "form_of_address": "married"},
            "លោកជំទាវ សុខ ដារា", "ฯพณฯ นางโสก ดารา", "H.E. Mrs. SOK Dara",
        ),
        (
            {"excellency": True, "sex": "female", "form_of_address": "neutral"},
            "ឯកឧត្តម សុខ ដារា", "ฯพณฯ โสก ดารา", "H.E. SOK Dara",
        ),
        (
            {"excellency": True, "rank": RANK},
            "ឯកឧត្តម វរសេនីយ៍ឯក សុខ ដារា", "ฯพณฯ พันตำรวจเอก โสก ดารา", "H.E. Police Colonel SOK Dara",
        ),
        (
            {"excellency": True, "rank": RANK, "sex": "female"},
            "លោកជំទាវ វរសេនីយ៍ឯក សុខ ដារា", "ฯพณฯ พันตำรวจเอก โสก ดารา", "H.E. Police Colonel SOK Dara",
        ),
    ],
)  # fmt: skip
def test_an_official_is_named_with_excellency_before_rank_before_title(
    given: dict[str, Any], khmer: str, thai: str, english: str
) -> None:
    assert tuple(locale.official(official(**given)) for locale in LOCALES) == (khmer, thai, english)


@pytest.mark.parametrize("excellency", [False, True])
@pytest.mark.parametrize("rank", [None, RANK])
@pytest.mark.parametrize("sex", list(Sex))
def test_a_rank_never_stands_beside_a_title(excellency: bool, rank: Any, sex: Sex) -> None:
    who = official(excellency=excellency, rank=rank, sex=sex)
    titles = {KM: ("លោក ", "លោកស្រី"), TH: ("นาย", "นางสาว"), EN: ("Mr.", "Ms.")}
    for locale, words in titles.items():
        text = locale.official(who)
        assert text.endswith(locale.name(NAMES))
        assert sum(text.count(word) for word in words) <= (0 if rank else 1)


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        ("ศาสตราจารย์", "ศาสตราจารย์โสก ดารา"),
        ("รองศาสตราจารย์", "รองศาสตราจารย์โสก ดารา"),
        ("รองศาสตราจารย์ พันโท ดร.", "รองศาสตราจารย์ พันโท ดร.โสก ดารา"),
        ("หม่อมราชวงศ์", "หม่อมราชวงศ์โสก ดารา"),
        ("พลตำรวจตรี หม่อมหลวง", "พลตำรวจตรี หม่อมหลวงโสก ดารา"),
        ("ร้อยโทหญิง", "ร้อยโทหญิง โสก ดารา"),
    ],
)
def test_a_thai_rank_stands_apart_and_an_academic_or_royal_title_does_not(rank: str, expected: str) -> None:
    assert TH.official(official(rank={"th": rank})) == expected


@pytest.mark.parametrize(
    ("given", "khmer", "thai", "english"),
    [
        ({}, "សុខ ដារា", "นายโสก ดารา", "SOK Dara"),
        ({"sex": "female", "form_of_address": "married"}, "សុខ ដារា", "นางโสก ดารา", "SOK Dara"),
        ({"form_of_address": "neutral"}, "សុខ ដារា", "โสก ดารา", "SOK Dara"),
        ({"excellency": True}, "សុខ ដារា", "นายโสก ดารา", "SOK Dara"),
        ({"excellency": True, "rank": RANK}, "វរសេនីយ៍ឯក សុខ ដារា", "พันตำรวจเอก โสก ดารา", "Police Colonel SOK Dara"),
    ],
)
def test_nobody_signs_with_an_honorific(given: dict[str, Any], khmer: str, thai: str, english: str) -> None:
    assert tuple(locale.signatory(official(**given)) for locale in LOCALES) == (khmer, thai, english)


def test_a_thai_girl_signs_with_the_title_of_her_age() -> None:
    assert [locale.signatory(aged(14), ON) for locale in LOCALES] == ["សុខ ដារា", "เด็กหญิงโสก ดารา", "SOK Dara"]


# Declarations, other names, children


@pytest.mark.parametrize(
    ("who", "khmer", "thai", "english"),
    [
        (aged(30), "នាងខ្ញុំ ឈ្មោះ សុខ ដារា", "ข้าพเจ้า นางสาวโสก ดารา", "I, Ms. SOK Dara"),
        (aged(30, "male"), "ខ្ញុំបាទ ឈ្មោះ សុខ ដារា", "ข้าพเจ้า นายโสก ดารา", "I, Mr. SOK Dara"),
        (
            aged(30, form_of_address="married"),
            "នាងខ្ញុំ ឈ្មោះ សុខ ដារា", "ข้าพเจ้า นางโสก ดารา", "I, Mrs. SOK Dara",
        ),
        (aged(30, form_of_address="neutral"), "ខ្ញុំ ឈ្មោះ សុខ ដារា", "ข้าพเจ้า โสก ดารา", "I, SOK Dara"),
        (aged(14), "ខ្ញុំ ឈ្មោះ សុខ ដារា", "ข้าพเจ้า เด็กหญิงโสก ดารา", "I, SOK Dara"),
        (
            guess(19, form_of_address="unmarried"),
            "ខ្ញុំ ឈ្មោះ សុខ ដារា", "ข้าพเจ้า นางสาวโสก ดารา", "I, SOK Dara",
        ),
    ],
)  # fmt: skip
def test_a_declaration_begins_as_its_speaker_would(who: Person, khmer: str, thai: str, english: str) -> None:
    assert tuple(locale.declarant(who, ON) for locale in LOCALES) == (khmer, thai, english)


@pytest.mark.parametrize(
    ("aliases", "khmer", "thai", "english"),
    [
        ([], "", "", ""),
        (["Nary"], "ហៅ Nary", "หรือ Nary", "alias Nary"),
        (["Nary", "Ta"], "ហៅ Nary ហៅ Ta", "หรือ Nary หรือ Ta", "alias Nary and Ta"),
        (["Nary", "Ta", "{x}"], "ហៅ Nary ហៅ Ta ហៅ {x}", "หรือ Nary หรือ Ta หรือ {x}", "alias Nary, Ta and {x}"),
    ],
)
def test_other_names_follow_as_a_phrase(aliases: list[str], khmer: str, thai: str, english: str) -> None:
    assert tuple(locale.aliases(aged(30, aliases=aliases)) for locale in LOCALES) == (khmer, thai, english)


CHILD = ("កុមារ (អាយុក្រោម ១៨ ឆ្នាំ)", "เด็ก (อายุต่ำกว่า ๑๘ ปี)", "child (under 18)")
MAYBE = ("អាចជាកុមារ (មិនទាន់ដឹងអាយុច្បាស់លាស់)", "อาจเป็นเด็ก (ยังไม่ทราบอายุแน่ชัด)", "may be a child (age not certain)")


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (aged(14).birth, CHILD),
        (aged(15).birth, CHILD),
        (aged(17).birth, CHILD),
        (aged(18).birth, ("", "", "")),
        (guess(15).birth, CHILD),
        (guess(16).birth, MAYBE),
        (guess(19).birth, MAYBE),
        (guess(20).birth, ("", "", "")),
    ],
)
def test_who_is_a_child_in_law_is_said_whatever_the_title(birth: Birth, expected: tuple[str, ...]) -> None:
    assert tuple(locale.child_status(birth, ON) for locale in LOCALES) == expected


def test_a_girl_of_16_bears_a_womans_title_in_thai_and_is_a_child() -> None:
    girl = aged(16)
    assert TH.titled(girl, ON).startswith("นางสาว")
    assert TH.child_status(girl.birth, ON) == CHILD[1]


# Settings


def english(folder: Path, old: str, new: str) -> Locale:
    text = (TEMPLATES / "en" / "locale.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "locale.toml").write_text(text.replace(old, new), encoding="utf-8")
    return Locale.load(folder)


def test_a_language_that_says_little_about_names_signs_without_honorifics(tmp_path: Path) -> None:
    text = (TEMPLATES / "en" / "locale.toml").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("signature")]
    bare = english(tmp_path, line + '\nalias = "alias {aliases}"', "")
    assert bare.signatory(official(excellency=True)) == "SOK Dara"
    assert bare.signatory(official(rank=RANK)) == "Police Colonel SOK Dara"
    assert bare.aliases(aged(30, aliases=["Nary", "Ta"])) == "(Nary and Ta)"
    assert bare.declarant(aged(30), ON) == "I, Ms. SOK Dara"


@pytest.mark.parametrize("pattern", ["Mr. {nmae}", "Mr.", "{name} {rank}"])
def test_a_title_with_a_wrong_slot_is_named(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(TemplateError, match=r"locale\.toml: field names/titles/4/pattern"):
        english(tmp_path, '"Mr. {name}"', f'"{pattern}"')
