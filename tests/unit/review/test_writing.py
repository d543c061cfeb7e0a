"""Letters, digits, spaces and signs that do not belong into the text of a language are named with their place."""

from __future__ import annotations

import pytest

from docgen.library import Library
from docgen.review.writing import written
from tests.unit.review.saying import text


def codes(library: Library, tag: str, line: str) -> list[str]:
    return [each.code for each in written(text(library, tag, [f"[c_1_a] {line}"]))]


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "Signed by {{ name }}, “the SOP”, at 9:30 (twice)."),
        ("th", "ขั้นตอน (SOP) ข้อ ๔.๑๐ ใด ๆ {{ name }}"),
        ("km", "នីតិវិធី (SOP) ចំណុច ៤.១០ «{{ name }}»។"),
        ("km", "{{ name }} ab"),
    ],
)
def test_a_text_as_it_should_be_is_left_alone(library: Library, tag: str, line: str) -> None:
    assert codes(library, tag, line) == []


@pytest.mark.parametrize(
    ("tag", "line", "code"),
    [
        ("km", "ជនរងគ្រោះ ผู้เสียหาย", "script.wrong"),
        ("en", "Kingdom of ไทย", "script.wrong"),
        ("en", "the p\u0430per", "script.wrong"),  # a Cyrillic letter that looks Latin
        ("th", "Note verbale", "text.untranslated"),
        ("km", "{{ name }} signed", "text.untranslated"),
        ("th", "ข้อ ៤", "script.digits"),
        ("th", "ข้อ 4", "script.digits"),
        ("en", "clause ๔", "script.digits"),
        ("en", "two  spaces", "text.double_space"),
        ("en", "{{ a }}  {{ b }}", "text.double_space"),
        ("en", "a word , a comma", "text.space_before"),
        ("km", "ពាក្យ ។", "text.space_before"),
        ("en", "turned\u202e round", "text.invisible"),
        ("th", "เเละ", "text.cluster_order"),
        ("km", "\u1780\u17b6\u17d2\u1781", "text.cluster_order"),
    ],
)
def test_what_does_not_belong_is_named(library: Library, tag: str, line: str, code: str) -> None:
    assert code in codes(library, tag, line)


def test_the_finding_names_the_passage_and_shows_what_is_meant(library: Library) -> None:
    (found,) = written(text(library, "km", ["[c_4_7_a] ជនរងគ្រោះ ผู้เสียหาย"]))
    assert found.pointer == "km/paper.docx#c_4_7_a" and "ผู้เสียหาย" in str(found.message)
