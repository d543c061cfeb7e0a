"""No line of a Khmer or Thai paper ends inside a name, a date, an amount or a compound, whoever sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from docgen.locale import Locale
from docgen.locale.breaking import holds_spaceless, units
from docgen.locale.wholes import whole_words_in
from docgen.pdf.soffice import SofficePool
from tests.acceptance.papers import PAPERS, document, paper
from tests.acceptance.reading import by_pdftotext, leaves, squeezed, word_text
from tests.conftest import open_press

TEMPLATES = Path(__file__).parents[2] / "templates"
SPACELESS = [
    (type_id, tag) for type_id, tag in PAPERS if holds_spaceless(open_press().library.locale(tag).settings.name)
]


def whole_spans(type_id: str, locale: Locale) -> Iterator[str]:
    """Names and finished values of the paper that the policy lets stand on one line only."""
    names = document(type_id).names(locale)
    yield from names
    for _, leaf in leaves(document(type_id).view(locale)):
        if (
            isinstance(leaf, str)
            and 3 < len(leaf) <= 40
            and len(units(locale.breaking.marked(leaf, names), locale.tag)) == 1
        ):
            yield leaf
    yield from whole_words_in(TEMPLATES / locale.tag / "whole_words.txt")


def broken(pages: list[str], docx: bytes, spans: set[str]) -> set[str]:
    """The spans inside which a line of these pages ends, where one paragraph of the Word file holds the whole span."""
    paragraphs = [squeezed(line) for line in word_text(docx).split("\n")]
    lines = [squeezed(line) for line in "\n".join(pages).split("\n")]
    text = "".join(lines)
    ends = set(accumulate(map(len, lines)))

    def in_one_paragraph(start: int, end: int) -> bool:
        before, after = text[max(0, start - 4) : end], text[start : end + 4]
        return any(before in paragraph or after in paragraph for paragraph in paragraphs)

    return {
        span
        for span in spans
        for match in re.finditer(re.escape(squeezed(span)), text)
        if not ends.isdisjoint(range(match.start() + 1, match.end())) and in_one_paragraph(*match.span())
    }


@pytest.mark.parametrize(("type_id", "tag"), SPACELESS, ids=lambda value: str(value))
def test_our_own_engine_breaks_no_line_inside_them(type_id: str, tag: str) -> None:
    spans = set(whole_spans(type_id, open_press().library.locale(tag)))
    assert broken(by_pdftotext(paper(type_id, tag).pdf), paper(type_id, tag).docx, spans) == set()


@pytest.mark.soffice
@pytest.mark.parametrize(("type_id", "tag"), SPACELESS, ids=lambda value: str(value))
def test_libreoffice_reading_our_marks_breaks_no_line_inside_them(type_id: str, tag: str, soffice: SofficePool) -> None:
    # Latin case numbers bear no marks in Word, so that they can be copied and looked up (decision 0007).
    spans = {span for span in whole_spans(type_id, open_press().library.locale(tag)) if not span.isascii()}
    pdf = soffice.pdf(paper(type_id, tag).docx)
    assert broken(by_pdftotext(pdf), paper(type_id, tag).docx, spans) == set()


def test_the_judge_notices_a_word_that_is_broken() -> None:
    own = paper("rights_statement", SPACELESS[0][1])
    word = squeezed(own.view["person"]["name"])
    torn = [squeezed(word_text(own.docx)).replace(word, f"{word[:4]}\n{word[4:]}", 1)]
    assert broken(torn, own.docx, {word}) == {word}
