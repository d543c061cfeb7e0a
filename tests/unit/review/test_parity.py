"""Languages of a type that differ in a clause, condition, loop, placeholder, number, date or paragraph are named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from docgen.library import Library
from tests.unit.review.saying import findings, told

PAPER = (
    "Title",
    "[c_4_7_a] {{ name }} is 18 years old.",
    "{%p if child %}",
    "[c_4_8_a] On 25 August 2022.",
    "{%p endif %}",
    "{%p for item in items %}",
    "{{ item.title }}",
    "{%p endfor %}",
)
KHMER = (
    "ចំណងជើង",
    "[c_4_7_a] {{ name }} អាយុ ១៨ ឆ្នាំ។",
    "{%p if child %}",
    "[c_4_8_a] ថ្ងៃទី២៥ ខែសីហា ឆ្នាំ២០២២។",
    "{%p endif %}",
    "{%p for row in items %}",
    "{{ row.title }}",
    "{%p endfor %}",
)
THAI = (
    "หัวเรื่อง",
    "[c_4_7_a] {{ name }} อายุ ๑๘ ปี",
    "{%p if child %}",
    "[c_4_8_a] วันที่ ๒๕ สิงหาคม ๒๕๖๕",
    "{%p endif %}",
    "{%p for item in items %}",
    "{{ item.title }}",
    "{%p endfor %}",
)


def with_thai(library: Library, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """What is found when lines of the Thai text are changed."""
    lines: Sequence[str] = THAI
    for old, new in changes:
        assert any(old in line for line in lines), old
        lines = [line.replace(old, new) for line in lines if line.replace(old, new) or not line]
    return told(library, en=PAPER, km=KHMER, th=lines)


def test_nothing_is_found_where_all_say_the_same(library: Library) -> None:
    assert told(library, en=PAPER, km=KHMER, th=THAI) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "anchor"),
    [
        ("๑๘", "๑๗", "parity.numbers", "c_4_7_a"),
        ("๒๕ สิงหาคม ๒๕๖๕", "๒๖ สิงหาคม ๒๕๖๕", "parity.dates", "c_4_8_a"),
        ("๒๕๖๕", "๒๕๖๖", "parity.dates", "c_4_8_a"),
        ("{{ name }}", "ผู้นี้", "parity.placeholders", "c_4_7_a"),
        ("{{ name }}", "{{ code }}", "parity.placeholders", "c_4_7_a"),
        ("{%p if child %}", "{%p if not child %}", "parity.conditions", "c_4_7_a+1"),
        ("{%p if child %}", "{%p if adult %}", "parity.conditions", "c_4_7_a+1"),
        ("in items", "in people", "parity.loops", "c_4_8_a+2"),
    ],
)
def test_a_language_that_deviates_is_named_with_its_passage(
    library: Library, old: str, new: str, code: str, anchor: str
) -> None:
    assert (code, f"th/paper.docx#{anchor}") in with_thai(library, (old, new))


def test_what_is_exchanged_is_one_finding_that_names_both(library: Library) -> None:
    lines = [line.replace("๑๘", "๑๗") for line in THAI]
    (finding,) = findings(library, en=PAPER, km=KHMER, th=lines)
    assert str(finding.message).startswith("17 stands here where the other languages have 18;")


def test_a_clause_that_one_language_lacks_is_one_finding_about_that_language(library: Library) -> None:
    lines = [line for line in THAI if "c_4_8_a" not in line]
    assert told(library, en=PAPER, km=KHMER, th=lines) == [("parity.clauses", "th/paper.docx")]


def test_a_clause_that_one_language_alone_has_is_named_where_it_stands(library: Library) -> None:
    assert told(library, en=PAPER, km=KHMER, th=[*THAI, "[c_9_a] ข้อ"]) == [("parity.clauses", "th/paper.docx#c_9_a")]


def test_clauses_in_another_order_are_named(library: Library) -> None:
    one, two = ["[c_1_a] A", "[c_2_a] B"], ["[c_2_a] ខ", "[c_1_a] ក"]
    assert told(library, en=one, km=two) == [("parity.order", "km/paper.docx#c_2_a")]


def test_conditions_in_another_order_are_named(library: Library) -> None:
    one = ["[c_1_a] A", "{%p if a %}", "B", "{%p endif %}", "{%p if b %}", "C", "{%p endif %}"]
    two = ["[c_1_a] ក", "{%p if b %}", "គ", "{%p endif %}", "{%p if a %}", "ខ", "{%p endif %}"]
    assert told(library, en=one, km=two) == [("parity.order", "km/paper.docx#c_1_a+1")]


def test_a_condition_that_encloses_another_paragraph_is_named(library: Library) -> None:
    one = ["[c_1_a] A", "{%p if a %}", "B", "{%p endif %}", "C"]
    two = ["[c_1_a] ក", "{%p if a %}", "ខ", "គ", "{%p endif %}"]
    assert told(library, en=one, km=two) == [("parity.order", "km/paper.docx#c_1_a+1")]


def test_a_paragraph_that_is_lacking_is_named_and_an_empty_condition(library: Library) -> None:
    one = ["[c_1_a] A", "B", "C"]
    assert told(library, en=one, km=["[c_1_a] ក", "ខ"]) == [("parity.paragraphs", "km/paper.docx#c_1_a")]
    one = ["[c_1_a] A", "{%p if a %}", "B", "{%p endif %}"]
    two = ["[c_1_a] ក", "{%p if a %}", "{%p endif %}"]
    assert told(library, en=one, km=two) == [("parity.paragraphs", "km/paper.docx#c_1_a+1")]


def test_of_two_languages_the_reference_is_believed(library: Library) -> None:
    assert told(library, km=["[c_1_a] ១៨"], en=["[c_1_a] 17"]) == [("parity.numbers", "km/paper.docx#c_1_a")]


def test_most_languages_are_believed_against_the_reference(library: Library) -> None:
    found = told(library, en=["[c_1_a] 17"], km=["[c_1_a] ១៨"], th=["[c_1_a] ๑๘"])
    assert found == [("parity.numbers", "en/paper.docx#c_1_a")]


def test_else_and_its_negation_are_no_difference(library: Library) -> None:
    one = ["[c_1_a] {% if met %}Met{% else %}Not met{% endif %}"]
    two = ["[c_1_a] {% if met %}បាន{% endif %}{% if not met %}មិនទាន់{% endif %}"]
    assert told(library, en=one, km=two) == []


def test_a_value_that_a_language_writes_as_its_own_word_need_not_be_printed(library: Library) -> None:
    english = ["[c_1_a] {{ you }} sign.", "[c_2_a] If you wish.", "[c_3_a] Nobody may force you."]
    khmer = ["[c_1_a] {{ you }} ចុះ", "[c_2_a] បើ {{ you }}", "[c_3_a] បង្ខំ {{ you }}"]
    thai = ["[c_1_a] {{ you }} ลง", "[c_2_a] หากท่าน", "[c_3_a] บังคับท่าน"]
    values = {"en": {"you": "you"}, "km": {"you": "លោក"}, "th": {"you": "ท่าน"}}
    assert findings(library, values=values, en=english, km=khmer, th=thai) == []


def test_a_language_may_address_somebody_once_more_by_what_all_print(library: Library) -> None:
    one = ["[c_1_a] {{ addressee }}", "[c_2_a] Please reply."]
    two = ["[c_1_a] {{ addressee }}", "[c_2_a] សូម{{ addressee }}ឆ្លើយតប"]
    three = ["[c_1_a] {{ addressee }}", "[c_2_a] โปรดตอบ"]
    assert told(library, en=one, km=two, th=three) == []


def test_the_same_words_as_the_reference_are_untranslated(library: Library) -> None:
    found = told(library, en=["[c_1_a] Signed by {{ name }}"], km=["[c_1_a] Signed by {{ name }}"])
    assert found == [("text.untranslated", "km/paper.docx#c_1_a")]
    assert told(library, en=["[c_1_a] {{ name }}: 1"], km=["[c_1_a] {{ name }}: ១"]) == []
