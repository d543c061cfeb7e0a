"""The order of signs within Khmer and Thai clusters, and spellings that look right and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

# By ISO 15924 code: a cluster in the order of the Unicode core specification, chapter 16, and the marks that stand in
# none: base, robat, subscripts (ro last), register shifter, vowel, signs in Khmer; consonant, vowel above or below,
# tone or sign in Thai, where sara am is one character.
_CLUSTERS: Final[Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "Khmr": (
        re.compile(
            "[\u1780-\u17a2\u17a5-\u17b3]\u17cc?(?:\u17d2[\u1780-\u1799\u179b-\u17a2])*(?:\u17d2\u179a)?[\u17c9\u17ca]?"
            "[\u17b6-\u17c5]?[\u17c6-\u17c8\u17cb\u17cd-\u17d1\u17dd]*"
        ),
        re.compile("[\u17a3\u17a4\u17b4-\u17d3\u17dd]"),
    ),
    "Thai": (
        re.compile("[\u0e01-\u0e2e](?:[\u0e31\u0e34-\u0e39]?[\u0e47-\u0e4c\u0e4e]?|\u0e3a)(?:\u0e33)?"),
        re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]"),
    ),
}
# Sara e twice for sara ae; the letter of the pronoun in “to let”, which the dictionary of Chuon Nath writes ឱ្យ.
_LOOKALIKES: Final[Mapping[str, tuple[str, ...]]] = {"Thai": ("\u0e40\u0e40",), "Khmr": ("\u17b2\u17d2\u1799",)}
_SHOWN: Final = 6


def out_of_order(text: str, script: str) -> Iterator[str]:
    """The surroundings of each sign that stands where no reader expects it; `script` is the language's own."""
    if script not in _CLUSTERS:
        return
    cluster, mark = _CLUSTERS[script]
    blanked = cluster.sub(lambda found: " " * len(found[0]), text)
    for found in mark.finditer(blanked):
        yield text[max(found.start() - _SHOWN, 0) : found.start() + _SHOWN].strip()
    for wrong in _LOOKALIKES[script]:
        if wrong in text:
            yield wrong
