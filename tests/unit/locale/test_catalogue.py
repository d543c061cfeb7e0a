"""The words of one language as docgen reads them: slots, sentences in sentences, plural forms, damaged files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import InputRefused, Message, TemplateError
from docgen.locale.catalogue import Catalogue

PLACE = "{file}, {part}: {sentence}"
PROBLEMS = ("{count} problem found", "{count} problems found")
POLISH = (
    'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
    f'msgid "{PROBLEMS[0]}"\nmsgid_plural "{PROBLEMS[1]}"\n'
    'msgstr[0] "{count} problem"\nmsgstr[1] "{count} problemy"\nmsgstr[2] "{count} problemów"\n'
)


def load(folder: Path, text: str) -> Catalogue:
    path = folder / "messages.po"
    path.write_text(text, encoding="utf-8")
    return Catalogue.load(path)


def test_a_key_without_words_stays_english() -> None:
    assert Catalogue({}).translate("Female") == "Female"
    assert Catalogue({}).translate(Message("{item} is missing", {"item": "x"})) == "x is missing"


def test_the_words_may_put_the_slots_in_another_order() -> None:
    words = Catalogue({"{a} before {b}": "{b} после {a}"})
    assert words.translate(Message("{a} before {b}", {"a": "1", "b": "2"})) == "2 после 1"


def test_a_sentence_in_a_slot_is_translated_too() -> None:
    words = Catalogue({PLACE: "{file}/{part} — {sentence}", "the file": "plik", "no {what}": "brak {what}"})
    message = Message(
        PLACE, {"file": "x.docx", "part": Message("the file"), "sentence": Message("no {what}", {"what": "tag"})}
    )
    assert words.translate(message) == "x.docx/plik — brak tag"
    assert str(message) == "x.docx, the file: no tag"


def test_a_sentence_that_stands_alone_begins_with_a_capital_but_what_fills_its_slot_does_not() -> None:
    words = Catalogue({"one": "ein Wort", "{file} is damaged": "в {file} ошибка", "three": "ขาด"})
    assert words.sentence(Message("choose one")) == "Choose one"
    assert words.sentence("one") == "Ein Wort", "a bare key, too"
    assert words.sentence(Message("three")) == "ขาด", "most scripts have no capitals"
    assert words.sentence(Message("{file} is damaged", {"file": "a.pdf"})) == "В a.pdf ошибка"
    assert Catalogue({}).sentence(Message("{file} is damaged", {"file": "a.pdf"})) == "a.pdf is damaged"
    assert words.translate(Message("choose one")) == "choose one", "unless it stands in another"


@given(st.text(), st.text())
def test_braces_in_what_fills_a_slot_are_left_alone(one: str, other: str) -> None:
    message = Message("{a} and {b}", {"a": one, "b": Message("[{c}]", {"c": other})})
    assert Catalogue({}).translate(message) == str(message) == f"{one} and [{other}]"


def test_a_doubled_brace_is_one_brace_with_slots_and_without() -> None:
    words = Catalogue({"if inside {{{{ }}}}": "if w {{{{ }}}}"})
    assert str(Message("if inside {{{{ }}}}")) == "if inside {{ }}"
    assert words.translate(Message("if inside {{{{ }}}}")) == "if w {{ }}"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 problemów"), (1, "1 problem"), (3, "3 problemy"), (12, "12 problemów"), (22, "22 problemy")],
)
def test_a_count_takes_the_plural_form_of_the_language(tmp_path: Path, count: int, words: str) -> None:
    assert load(tmp_path, POLISH).translate(Message.counted(*PROBLEMS, count)) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0 problems found"), (1, "1 problem found"), (2, "2 problems found")])
def test_a_count_without_words_takes_the_english_number(tmp_path: Path, count: int, words: str) -> None:
    message = Message.counted(*PROBLEMS, count)
    assert Catalogue({}).translate(message) == str(message) == words
    assert load(tmp_path, POLISH.replace("{count} problemów", "")).translate(message) == words


def test_a_refusal_counts_its_findings() -> None:
    assert str(InputRefused([])) == "0 problems found"


def test_no_file_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert "Female" not in Catalogue.load(tmp_path / "messages.po")


def test_words_that_some_tool_guessed_are_not_shown(tmp_path: Path) -> None:
    assert load(tmp_path, '#, fuzzy\nmsgid "Female"\nmsgstr "Męska"\n').translate("Female") == "Female"


@pytest.mark.parametrize("words", ["{other} jest", "jest", "{item", "{item} {}"])
def test_words_with_other_slots_than_their_key_are_refused_when_the_file_is_read(tmp_path: Path, words: str) -> None:
    with pytest.raises(TemplateError, match=r"messages\.po: the words for “{item} is” have other slots"):
        load(tmp_path, f'msgid "{{item}} is"\nmsgstr "{words}"\n')


@pytest.mark.parametrize("data", [b'msgid "a"\nrubbish\n', b'msgid "a"\nmsgstr "\xff"\n'])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "messages.po").write_bytes(data)
    with pytest.raises(TemplateError, match=r"messages\.po is no PO file"):
        Catalogue.load(tmp_path / "messages.po")
