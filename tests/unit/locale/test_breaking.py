"""Lines of Khmer and Thai break between words; names, dates, amounts and listed compounds stay whole."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.breaks import NO_BREAK_SPACE, unmarked
from docgen.locale import Locale
from docgen.locale.breaking import Breaking, holds_spaceless, units, words
from docgen.locale.wholes import whole_words_in
from tests.conftest import open_press

TEMPLATES = Path(__file__).parents[3] / "templates"

THAI, KHMER, ENGLISH = (open_press().library.locale(tag) for tag in ("th", "km", "en"))
PIECES = [*"กขคำ้ิ์ๆฯ๑ មនុស្សៗ។១ abc-/.", "ผู้เสียหาย", "ต่อต้าน", "มนุษย์", "ជនរងគ្រោះ", "ឯកសារ"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def lines(locale: Locale, text: str, names: tuple[str, ...] = ()) -> list[str]:
    """What may stand alone on a line, read back from the marked text."""
    return [unmarked(unit) for unit in units(locale.breaking.marked(text, names), locale.tag)]


def test_icu_alone_cuts_what_the_policy_keeps_whole() -> None:
    assert words("ต่อต้าน") == ["ต่อ", "ต้าน"]
    assert lines(THAI, "ต่อต้านการค้า") == ["ต่อต้าน", "การ", "ค้า"]


@pytest.mark.parametrize(
    ("locale", "whole"),
    [
        (THAI, "๒๕ สิงหาคม ๒๕๖๕"),
        (THAI, "พ.ศ. ๒๕๕๑"),
        (THAI, "๐๙.๓๐ น."),
        (THAI, "๔๘,๐๐๐.๐๐ บาท"),
        (THAI, "ข้อ ๔.๑๐"),
        (KHMER, "ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២"),
        (KHMER, "ម៉ោង ០៩:៣០ នាទី"),
        (KHMER, "១.៥០០ រៀល"),
        (KHMER, "ចំណុច ៤.១០"),
        (KHMER, "ផ្សេងៗ"),
        (THAI, "ใด ๆ"),
        (THAI, "TIP-BKK-2026-0147"),
        (THAI, "พ.ต.อ."),
        (THAI, "กรุงเทพฯ"),
        (KHMER, "គ.ជ.ប.ជ"),
        (KHMER, "ព.ស. ២៥៦៦"),
    ],
)
def test_a_date_a_number_with_its_unit_and_a_repetition_mark_stay_on_one_line(locale: Locale, whole: str) -> None:
    around = {THAI: "ตาม", KHMER: "តាម"}[locale]
    found = lines(locale, f"{around} {whole} {around}")
    assert any(unit.strip().endswith(whole) for unit in found), found


@pytest.mark.parametrize(
    ("locale", "title", "name"),
    [
        (THAI, "นางสาว", "กาญจนา ศรีสุวรรณ"),
        (THAI, "นาย", "Sokha Chan"),
        (KHMER, "លោកស្រី ", "ចាន់ធារី សុខា"),
        (KHMER, "លោក ", "Jean-Luc Tran"),
    ],
)
def test_a_name_stays_on_one_line_with_its_title(locale: Locale, title: str, name: str) -> None:
    around = {THAI: "ตาม", KHMER: "តាម"}[locale]
    assert f"{title}{name} " in lines(locale, f"{around} {title}{name} {around}", (name,))


def test_what_is_too_long_for_any_line_breaks_at_its_spaces() -> None:
    name = "ก" * 30 + " " + "ข" * 30
    assert NO_BREAK_SPACE not in THAI.breaking.marked(name, (name,))


def test_a_language_whose_words_stand_apart_is_left_as_it_is() -> None:
    assert ENGLISH.breaking.marked("25 August 2022, Sokha Chan", ("Sokha Chan",)) == "25 August 2022, Sokha Chan"


def test_a_language_that_says_nothing_of_breaking_has_no_marks() -> None:
    assert Breaking("lo", marks=False).marked("ພາສາລາວ") == "ພາສາລາວ"


def test_the_strings_of_a_view_are_marked_and_its_flags_left() -> None:
    view = {"name": "กาญจนา ศรีสุวรรณ", "rows": [{"done": True, "what": "ต่อต้าน"}]}
    found = THAI.breaking.view(view, ("กาญจนา ศรีสุวรรณ",))
    assert found["rows"][0]["done"] is True
    assert found["name"] != view["name"] and unmarked(found["name"]) == view["name"]


@given(TEXTS, st.sampled_from([THAI, KHMER]))
def test_marks_never_change_how_a_text_reads(text: str, locale: Locale) -> None:
    assert unmarked(locale.breaking.marked(text, ("ผู้เสียหาย มนุษย์",))) == text


@given(TEXTS, st.sampled_from([THAI, KHMER]))
def test_icu_reading_the_marks_neither_cuts_a_compound_nor_begins_a_line_with_a_mark(text: str, locale: Locale) -> None:
    """What LibreOffice, which asks ICU too, sees in our Word files."""
    pieces = [unmarked(piece) for piece in words(locale.breaking.marked(text))]
    starts = {len("".join(pieces[:at])) for at in range(1, len(pieces))}
    assert not [at for at in starts if text[at : at + 1] in tuple("ๆฯៗ។៕៖")]
    for word in whole_words_in(TEMPLATES / locale.tag / "whole_words.txt"):
        for match in re.finditer(re.escape(word), text):
            assert starts.isdisjoint(range(match.start() + 1, match.end()))


@given(TEXTS)
def test_units_are_the_text_cut(text: str) -> None:
    assert "".join(units(text, THAI.tag)) == text


def test_letters_of_scripts_without_spaces_are_known() -> None:
    assert [holds_spaceless(text) for text in ("ก", "a ក", "ລ", "abc ๑ ១", "–")] == [True, True, True, False, False]
