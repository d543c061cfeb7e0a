"""The glossary is read strictly, and texts are held to it both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import Finding, TemplateError
from docgen.library import Library
from docgen.review.glossary import FILE, Glossary
from tests.unit.review.saying import findings

WORDS = (
    "en,th,km,note\n"
    "victim|victims,ผู้เสียหาย,ជនរងគ្រោះ,\n"
    "suspected victim,สงสัยว่าเป็นผู้เสียหาย,សង្ស័យថារងគ្រោះ,never the word for a suspect\n"
    "child|~young person,เด็ก,កុមារ,\n"
    "court,,តុលាការ,the Thai word is free\n"
)


def used(library: Library, **own: str) -> list[Finding]:
    return findings(library, glossary=WORDS, **{tag: [f"[c_1_a] {line}"] for tag, line in own.items()})


def test_texts_that_keep_to_the_glossary_are_left_alone(library: Library) -> None:
    assert used(library, en="The victim is a child.", th="ผู้เสียหายเป็นเด็ก", km="ជនរងគ្រោះជាកុមារ") == []


def test_a_language_that_has_another_word_is_told_which_to_use(library: Library) -> None:
    (found,) = used(library, en="The victim signs.", th="เหยื่อลงชื่อ", km="ជនរងគ្រោះចុះហត្ថលេខា")
    assert (found.code, found.severity, found.pointer) == ("glossary.term", "warning", "th/paper.docx#c_1_a")
    assert "ผู้เสียหาย" in str(found.message)


def test_a_language_that_alone_has_a_word_is_the_one_named(library: Library) -> None:
    (found,) = used(library, en="The person signs.", th="เด็กลงชื่อ", km="សាមីខ្លួនចុះហត្ថលេខា")
    assert found.pointer == "th/paper.docx#c_1_a" and "เด็ก" in str(found.message)


def test_the_reference_is_named_where_the_others_agree(library: Library) -> None:
    (found,) = used(library, en="The person signs.", th="เด็กลงชื่อ", km="កុមារចុះហត្ថលេខា")
    assert found.pointer == "en/paper.docx#c_1_a"


def test_a_word_after_a_tilde_is_understood_and_asks_nothing(library: Library) -> None:
    assert used(library, en="The young person signs.", th="เด็กลงชื่อ", km="កុមារចុះ") == []
    assert used(library, en="A young person signs.", th="ผู้นั้นลงชื่อ", km="សាមីខ្លួនចុះ") == []


def test_an_empty_cell_leaves_the_language_free(library: Library) -> None:
    assert used(library, en="The court decides.", th="ตัดสิน", km="តុលាការសម្រេច") == []


def test_the_longest_word_counts_and_english_words_only_as_a_whole(library: Library) -> None:
    glossary = Glossary.parse(WORDS, tuple(library.locales))
    assert [term for term, _ in glossary.matches("en", "A Suspected  victim, victimless courts, victims")] == [
        "Suspected  victim",
        "victims",
    ]


def test_a_term_cut_by_a_placeholder_is_none(library: Library) -> None:
    assert used(library, en="vic{{ x }}tim", th="{{ x }}", km="{{ x }}") == []


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("en,xx\na,b\n", "1", "each column is a language"),
        ("en,en\na,b\n", "1", "each column is a language"),
        ("en,th\na\n", "2", "cells"),
        ("en,th\na,b,c\n", "2", "cells"),
        ("en,th\na,ข\nb|,ก\n", "3", "missing"),
        ("en,th\n~,ก\n", "2", "missing"),
        ("en,th\na|A,ก\n", "2", "twice"),
        ("en,th\na,\n", "2", "one language only"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_row(text: str, row: str, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Glossary.parse(text, ("en", "th"))
    assert str(caught.value).startswith(f"{FILE}, row {row}: ") and said in str(caught.value)


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("en,th\na,\xe9\n".encode("latin-1"))
    with pytest.raises(TemplateError, match="UTF-8"):
        Glossary.load(tmp_path / FILE, ("en", "th"))


def test_a_mark_of_byte_order_and_empty_rows_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("\ufeffen,th\r\na,ก\r\n\r\n,\r\n", encoding="utf-8")
    assert len(Glossary.load(tmp_path / FILE, ("en", "th")).ideas) == 1
    assert Glossary.parse("", ("en",)).ideas == ()


def test_the_glossary_of_our_papers_has_at_least_sixty_ideas_in_every_language(library: Library) -> None:
    home = next(iter(library.folders.values())).parent
    ideas = Glossary.load(home / FILE, tuple(library.locales)).ideas
    assert sum(all(idea.words.get(tag) for tag in library.locales) for idea in ideas) >= 60
