"""How one language's text is written: letters and digits of the right script, words translated, spaces, signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

from docgen.docx.scripts import COMPLEX, LATIN, pattern
from docgen.errors import Finding, Key, Message, Severity
from docgen.locale import Locale
from docgen.locale.digits import ZERO, digits_of
from docgen.review.clusters import out_of_order
from docgen.review.structure import GAP, Paragraph
from docgen.review.votes import shortened
from docgen.review.wording import Text

_SCRIPT: Final = pattern(COMPLEX, latin=True)
_LATIN_WORD: Final = re.compile("[A-Za-z\u00c0-\u024f]{3,}")
_DOUBLE: Final = re.compile("[^\\s]( {2,})(?=[^\\s])")
# Signs that no language here sets apart from the word before them.
_APART: Final = re.compile(" (?=[,.;:!?)\\]\u17d4-\u17d6](?![0-9]))")
_CONTROLS: Final = re.compile("[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_NUMBER: Final = re.compile(r"\d[\d.,:/]*")
_SHOWN: Final = 12
# Findings of one kind in one paragraph: whoever mends it sees the rest.
_MOST: Final = 3
# Where fields print the number of the page, whose stored result Word writes in its own digits.
_FIELDS: Final = frozenset({"header", "footer"})


def written(text: Text) -> Iterator[Finding]:
    """What is wrong with the writing of a text, paragraph by paragraph, whatever the other languages say."""
    key: Key
    for paragraph in text.paragraphs:
        for code, severity, key, item in _of_paragraph(paragraph, text.locale):
            yield Finding(severity, code, text.at(paragraph), Message(key, {"item": shortened(item)}))


def _of_paragraph(paragraph: Paragraph, locale: Locale) -> Iterator[tuple[str, Severity, Key, str]]:
    literal = paragraph.literal
    yield from _letters(literal, locale)
    yield from _digits(paragraph, locale)
    yield from _spaces(literal)
    for signs in islice(out_of_order(literal.replace(GAP, " "), locale.script), _MOST):
        message: Key = "signs stand out of order, or a letter is another that looks alike: {item}; type the word again"
        yield "text.cluster_order", Severity.ERROR, message, signs
    if _CONTROLS.search(literal):
        control: Key = "an invisible character turns or breaks the line near {item}; type the words again"
        yield "text.invisible", Severity.ERROR, control, _around(literal, _CONTROLS)


def _letters(literal: str, locale: Locale) -> Iterator[tuple[str, Severity, Key, str]]:
    own = {locale.script, *locale.settings.fonts}
    foreign = {word for word, script in _stretches(literal) if script not in own | {LATIN}}
    for word in sorted(foreign)[:_MOST]:
        message: Key = "{item} is in letters of another script; write it in those of the language"
        yield "script.wrong", Severity.ERROR, message, word
    if LATIN in own:
        return
    for word in sorted(set(_LATIN_WORD.findall(literal)) - set(locale.settings.review.words))[:_MOST]:
        untranslated: Key = "{item} is in Latin letters; translate it, or add it to [review] words in locale.toml"
        yield "text.untranslated", Severity.ERROR, untranslated, word


def _stretches(literal: str) -> Iterator[tuple[str, str]]:
    """Stretches of letters with the script of each; letters of no script known here are of the script ""."""
    assert _SCRIPT is not None
    for found in _SCRIPT.finditer(literal):
        yield found[0], str(found.lastgroup)
    rest = _SCRIPT.sub(" ", literal)
    for word in re.findall(r"[^\W\d_]+", rest.replace(GAP, " ")):
        if all(unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lo") for letter in word):
            yield word, ""


def _digits(paragraph: Paragraph, locale: Locale) -> Iterator[tuple[str, Severity, Key, str]]:
    own = locale.settings.numbers.digits[0]
    allowed = {own, ZERO} if paragraph.passage.part in _FIELDS else {own}
    wrong = (number for number in _NUMBER.findall(paragraph.literal) if digits_of(number) - allowed)
    for number in islice(dict.fromkeys(wrong), _MOST):
        message: Key = "{item} is in digits that the papers of this language do not use; write it in theirs"
        yield "script.digits", Severity.ERROR, message, number


def _spaces(literal: str) -> Iterator[tuple[str, Severity, Key, str]]:
    if _DOUBLE.search(literal):
        double: Key = "two spaces stand beside each other near {item}; take one away, or use a tab"
        yield "text.double_space", Severity.WARNING, double, _around(literal, _DOUBLE)
    if _APART.search(literal):
        apart: Key = "a space stands before a punctuation mark near {item}; take it away"
        yield "text.space_before", Severity.WARNING, apart, _around(literal, _APART)


def _around(literal: str, sought: re.Pattern[str]) -> str:
    found = sought.search(literal)
    at = found.start() if found else 0
    shown = _CONTROLS.sub("", literal[max(at - _SHOWN, 0) : at + _SHOWN])
    return shown.replace(GAP, "…").strip()
