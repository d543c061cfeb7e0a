"""Ages and births in words."""

import datetime as dt
from pathlib import Path

import pytest

from docgen.case import Birth
from tests.unit.locale.languages import EN, KM, TH, smallest

ON = dt.date(2026, 11, 9)


def born(date: str, *, determined: bool = False) -> Birth:
    return Birth.model_validate({"date": date, "age_determined": determined})


def estimated(age: int, on: str, *, determined: bool = False) -> Birth:
    return Birth.model_validate({"estimated_age": age, "estimated_on": on, "age_determined": determined})


@pytest.mark.parametrize(
    ("birth", "thai", "khmer", "english"),
    [
        (born("2010-11-09"), "๑๖ ปี", "១៦ ឆ្នាំ", "16 years"),
        (born("2010-11-10"), "๑๕ ปี", "១៥ ឆ្នាំ", "15 years"),
        (born("2025-01-01"), "๑ ปี", "១ ឆ្នាំ", "1 year"),
        (born("2008-02-29"), "๑๘ ปี", "១៨ ឆ្នាំ", "18 years"),
        (born("2010"), "ระหว่าง ๑๕ ถึง ๑๖ ปี", "ចន្លោះពី ១៥ ឆ្នាំ ដល់ ១៦ ឆ្នាំ", "between 15 and 16 years"),
        (born("2010-11"), "ระหว่าง ๑๕ ถึง ๑๖ ปี", "ចន្លោះពី ១៥ ឆ្នាំ ដល់ ១៦ ឆ្នាំ", "between 15 and 16 years"),
        (born("2010-05"), "๑๖ ปี", "១៦ ឆ្នាំ", "16 years"),
        (born("2010-05~"), "ระหว่าง ๑๕ ถึง ๑๗ ปี", "ចន្លោះពី ១៥ ឆ្នាំ ដល់ ១៧ ឆ្នាំ", "between 15 and 17 years"),
    ],
)
def test_an_age_is_in_completed_years_or_a_range_of_them(birth: Birth, thai: str, khmer: str, english: str) -> None:
    assert (TH.age(birth, ON), KM.age(birth, ON), EN.age(birth, ON)) == (thai, khmer, english)


def test_an_estimate_is_a_range_until_the_age_is_determined() -> None:
    assert EN.age(estimated(16, "2026-11-09"), ON) == "between 14 and 18 years"
    assert EN.age(estimated(16, "2026-11-09", determined=True), ON) == "16 years"
    assert EN.age(estimated(16, "2026-05-01", determined=True), ON) == "between 16 and 17 years"


@pytest.mark.parametrize(
    ("birth", "thai", "khmer", "english"),
    [
        (born("2026-04-09"), "๗ เดือน", "៧ ខែ", "7 months"),
        (born("2026-04-10"), "๖ เดือน", "៦ ខែ", "6 months"),
        (born("2026-10-01"), "๑ เดือน", "១ ខែ", "1 month"),
        (born("2025-11-10"), "๑๑ เดือน", "១១ ខែ", "11 months"),
        (born("2026-10-10"), "ไม่ถึง ๑ เดือน", "មិនទាន់គ្រប់ ១ ខែ", "under 1 month"),
        (born("2026-11-09"), "ไม่ถึง ๑ เดือน", "មិនទាន់គ្រប់ ១ ខែ", "under 1 month"),
        (born("2026-06"), "ระหว่าง ๔ ถึง ๕ เดือน", "ចន្លោះពី ៤ ខែ ដល់ ៥ ខែ", "between 4 and 5 months"),
        (born("2026"), "ระหว่าง ๐ ถึง ๑๐ เดือน", "ចន្លោះពី ០ ខែ ដល់ ១០ ខែ", "between 0 and 10 months"),
        (estimated(0, "2026-11-09", determined=True), "ไม่ถึง ๑ ปี", "មិនទាន់គ្រប់ ១ ឆ្នាំ", "under 1 year"),
    ],
)
def test_an_age_under_one_year_is_in_months(birth: Birth, thai: str, khmer: str, english: str) -> None:
    assert (TH.age(birth, ON), KM.age(birth, ON), EN.age(birth, ON)) == (thai, khmer, english)


def test_an_infant_who_may_be_one_year_old_is_between_years() -> None:
    assert EN.age(born("2026-03~"), ON) == "between 0 and 1 years"
    assert EN.age(born("2025-11"), ON) == "between 0 and 1 years"


def test_an_age_may_stand_in_a_sentence_with_its_day() -> None:
    birth = born("2010-11-09")
    assert [locale.aged(birth, ON) for locale in (TH, KM, EN)] == ["อายุ ๑๖ ปี", "អាយុ ១៦ ឆ្នាំ", "aged 16 years"]
    assert TH.aged_on(birth, ON) == "อายุ ๑๖ ปี ณ วันที่ ๙ พฤศจิกายน ๒๕๖๙"
    assert KM.aged_on(birth, ON) == "អាយុ ១៦ ឆ្នាំ គិតត្រឹមថ្ងៃទី៩ ខែវិច្ឆិកា ឆ្នាំ២០២៦"
    assert EN.aged_on(birth, ON) == "aged 16 years on 9 November 2026"


def test_no_space_stands_before_an_age_that_begins_with_a_word() -> None:
    possible, infant = born("2010"), born("2026-11-01")
    assert TH.aged(possible, ON) == "อายุระหว่าง ๑๕ ถึง ๑๖ ปี"
    assert KM.aged(possible, ON) == "អាយុចន្លោះពី ១៥ ឆ្នាំ ដល់ ១៦ ឆ្នាំ"
    assert EN.aged(possible, ON) == "aged between 15 and 16 years"
    assert [locale.aged(infant, ON) for locale in (TH, KM, EN)] == [
        "อายุไม่ถึง ๑ เดือน", "អាយុមិនទាន់គ្រប់ ១ ខែ", "aged under 1 month",
    ]  # fmt: skip


def test_a_birth_is_its_date_as_far_as_it_is_known() -> None:
    assert [locale.birth(born("2010-05~")) for locale in (TH, KM, EN)] == [
        "ประมาณเดือนพฤษภาคม ๒๕๕๓", "ប្រហែលខែឧសភា ឆ្នាំ២០១០", "about May 2010",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("age", "thai", "khmer", "english"),
    [
        (16, "อายุประมาณ ๑๖ ปี", "អាយុប៉ាន់ស្មាន ១៦ ឆ្នាំ", "estimated age 16 years"),
        (1, "อายุประมาณ ๑ ปี", "អាយុប៉ាន់ស្មាន ១ ឆ្នាំ", "estimated age 1 year"),
        (0, "อายุประมาณไม่ถึง ๑ ปี", "អាយុប៉ាន់ស្មានមិនទាន់គ្រប់ ១ ឆ្នាំ", "estimated age under 1 year"),
    ],
)
def test_an_estimated_birth_says_so_and_when(age: int, thai: str, khmer: str, english: str) -> None:
    birth = estimated(age, "2026-11-09")
    assert TH.birth(birth) == f"{thai} (ประมาณ ณ วันที่ ๙ พฤศจิกายน ๒๕๖๙)"
    assert KM.birth(birth) == f"{khmer} (ប៉ាន់ស្មាននៅថ្ងៃទី៩ ខែវិច្ឆិកា ឆ្នាំ២០២៦)"
    assert EN.birth(birth) == f"{english} (as estimated on 9 November 2026)"


def test_a_language_that_does_not_count_months_writes_years(tmp_path: Path) -> None:
    lao = smallest(tmp_path)
    for birth in (born("2026-04-09"), born("2026"), estimated(0, "2026-11-09", determined=True)):
        assert lao.age(birth, ON) == "໐ ປີ"
    assert lao.birth(estimated(0, "2026-11-09")) == "ອາຍຸປະມານ ໐ ປີ (ວັນທີ ໙ ພະຈິກ ໒໐໒໖)"
    assert lao.aged_on(born("2010-11-09"), ON) == "໑໖ ປີ (ວັນທີ ໙ ພະຈິກ ໒໐໒໖)"


def test_a_language_without_a_range_of_months_does_not_invent_one(tmp_path: Path) -> None:
    lao = smallest(
        tmp_path,
        **{'estimated_on = "{estimate} ({day})"': 'estimated_on = "{estimate} ({day})", months = "{age} ເດືອນ"'},
    )
    assert lao.age(born("2026-04-09"), ON) == "໗ ເດືອນ"
    assert lao.age(born("2026-06"), ON) == "໐ ປີ"
