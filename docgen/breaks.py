"""The three characters that say where a line may break, the clusters that never break, and text without such marks.

Unicode gives Khmer and Thai, which write no spaces between words, two format characters: ZERO WIDTH SPACE where a line
may break and WORD JOINER where it may not (UAX #14, classes ZW and WJ). docgen writes them, and NO-BREAK SPACE, into
its Word files; a PDF has its breaks already and holds none of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Final

ZERO_WIDTH_SPACE: Final = "\u200b"
WORD_JOINER: Final = "\u2060"
NO_BREAK_SPACE: Final = "\u00a0"

Marking = Callable[[str], str]
"""A text of one language with its breaks marked."""

_UNMARK: Final = {ord(ZERO_WIDTH_SPACE): None, ord(WORD_JOINER): None, ord(NO_BREAK_SPACE): " "}
_BOUND: Final = re.compile(f"[^ \n\t{ZERO_WIDTH_SPACE}]*{NO_BREAK_SPACE}[^ \n\t{ZERO_WIDTH_SPACE}]*")

# UAX #29: letters that extend the cluster before them although they are no marks, the Khmer coeng that takes a letter
# under it, and the characters that begin a cluster with what follows (Prepend).
_EXTENDING: Final = frozenset("\u0e33\u0eb3")
_COENG: Final = "\u17d2"
_PREPEND: Final = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941"
    "\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)


def unmarked(text: str) -> str:
    """The text as it reads: without zero width spaces and word joiners, with ordinary spaces."""
    return text if text.isascii() else text.translate(_UNMARK)


def marked(text: str) -> bool:
    """Whether the text has marks of breaks."""
    return not text.isascii() and any(mark in text for mark in (ZERO_WIDTH_SPACE, WORD_JOINER, NO_BREAK_SPACE))


def released(text: str, room: int) -> str:
    """Let a span that spaces must not break do so where it is wider than `room` clusters.

    A column that cannot hold the span would else have it broken in the midst of a word.
    """
    if NO_BREAK_SPACE not in text:
        return text
    return _BOUND.sub(
        lambda span: span[0] if width(span[0]) <= room else span[0].replace(NO_BREAK_SPACE, " "), text
    )  # fmt: skip


def extends(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the grapheme cluster of the one before it."""
    if at == 0 or text[at - 1] in "\n\t":
        return False
    before, char = text[at - 1], text[at]
    if before == _COENG or _PREPEND.match(before):
        return True
    return char in _EXTENDING or unicodedata.category(char)[0] == "M"


def clusters(text: str) -> list[str]:
    """The text cut into grapheme clusters; a Khmer subscript stays with the letter it stands under."""
    starts = [at for at in range(len(text)) if not extends(text, at)]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def width(text: str) -> int:
    """How many clusters a text has, marks of breaks not counted: about its width in letters."""
    hidden = text.count(ZERO_WIDTH_SPACE) + text.count(WORD_JOINER)
    return sum(not extends(text, at) for at in range(len(text))) - hidden
