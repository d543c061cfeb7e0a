"""Paragraphs that say in one language, word for word, what they say in the language of the SOP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.errors import Finding, Key, Message, Severity
from docgen.review.alignment import Unit
from docgen.review.structure import GAP, Paragraph
from docgen.review.votes import reference
from docgen.review.wording import Text

_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def untranslated(unit: Unit, texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Paragraphs of a unit whose words are those of the reference."""
    source = reference(unit.paragraphs)
    original = _words(unit.paragraphs[source])
    if not any(_WORD.search(word) for word in original):
        return
    for tag, own in unit.paragraphs.items():
        if tag != source and _words(own) == original:
            message: Key = "this says word for word what the language of the SOP says; translate it"
            yield Finding(Severity.ERROR, "text.untranslated", texts[tag].at(own[0]), Message(message))


def _words(paragraphs: Sequence[Paragraph]) -> list[str]:
    return " ".join(each.literal.replace(GAP, " ") for each in paragraphs).casefold().split()
