"""Text divided into runs of one font, one script and one language, ready to be shaped."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from docgen.breaks import clusters
from docgen.pdf.fonts import FALLBACK, Face, FontBook, language_of, script_of

_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI", "LRO"))
_NEUTRAL = frozenset(("Zs", "Cf", "Cc"))
_LATIN = "Latn"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text for one call of the shaper. `script` is ISO 15924, `language` BCP 47."""

    face: Face
    script: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class FontChoice:
    """Which family draws each script (ISO 15924 code), in which style; `languages` where a script has several."""

    fonts: FontBook
    families: Mapping[str, str]
    bold: bool = False
    italic: bool = False
    languages: Mapping[str, str] | None = None

    @classmethod
    def house(cls, fonts: FontBook, *, bold: bool = False, italic: bool = False) -> FontChoice:
        """The families of `docgen.pdf.fonts.FALLBACK`."""
        return cls(fonts, FALLBACK, bold, italic)

    def face(self, script: str) -> Face:
        """The font of a script. Raises EngineUnavailable when it is not installed."""
        family = self.families.get(script) or FALLBACK.get(script) or FALLBACK["Latn"]
        return self.fonts.face(family, bold=self.bold, italic=self.italic)

    def language(self, script: str) -> str:
        """The language to shape a script in."""
        return (self.languages or {}).get(script) or language_of(script)

    def undrawable(self, text: str) -> frozenset[str]:
        """The characters of a text that no installed font draws, or that are written from right to left."""
        return self.fonts.covers(text) | right_to_left(text)


def right_to_left(text: str) -> frozenset[str]:
    """The characters of a text that are written from right to left (UAX #9)."""
    if text.isascii():
        return frozenset()
    return frozenset(char for char in text if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT)


def runs(text: str, choice: FontChoice) -> list[Run]:
    """The text in order, cut where font or script changes; spaces and format characters go with what precedes them.

    A grapheme cluster is divided only where no font has all of it. Raises ValueError for a character that no font
    draws: ask `FontChoice.undrawable` first and tell the reader which field holds it.
    """
    if text.isascii() and text and choice.face(_LATIN).coverage.issuperset(text):
        return [Run(choice.face(_LATIN), _LATIN, choice.language(_LATIN), text)]
    drawn: list[tuple[Face, str, str]] = []
    for cluster in clusters(text):
        if drawn and _neutral(cluster) and drawn[-1][0].coverage.issuperset(cluster):
            drawn.append((*drawn[-1][:2], cluster))
        else:
            drawn += _drawn(cluster, choice)
    return [
        Run(face, script, choice.language(script), "".join(piece for _, _, piece in group))
        for (face, script), group in groupby(_leaning(drawn), key=lambda piece: piece[:2])
    ]


def _neutral(text: str) -> bool:
    return all(unicodedata.category(char) in _NEUTRAL for char in text)


def _leaning(drawn: list[tuple[Face, str, str]]) -> list[tuple[Face, str, str]]:
    """Neutral characters at the very start lean on the first letter, when its font has them."""
    first = next((at for at, (_, _, piece) in enumerate(drawn) if not _neutral(piece)), 0)
    if first and drawn[first][0].coverage.issuperset("".join(piece for _, _, piece in drawn[:first])):
        return [(*drawn[first][:2], piece) for _, _, piece in drawn[:first]] + drawn[first:]
    return drawn


def _drawn(cluster: str, choice: FontChoice) -> list[tuple[Face, str, str]]:
    """(font, script, text): the cluster in the first font that has all of it, else character by character."""
    script = script_of(cluster[0])
    families = tuple(sorted({**FALLBACK, **choice.families}.items()))
    faces = _in_order(choice.fonts, families, choice.bold, choice.italic, script)
    for face in faces:
        if face.coverage.issuperset(cluster):
            return [(face, script, cluster)]
    if len(cluster) == 1:
        raise ValueError(f"no font draws U+{ord(cluster):04X}")
    return [piece for char in cluster for piece in _drawn(char, choice)]


@lru_cache(maxsize=64)
def _in_order(
    fonts: FontBook, families: tuple[tuple[str, str], ...], bold: bool, italic: bool, wanted: str
) -> tuple[Face, ...]:
    """The fonts to try: that of the wanted script, the Latin one, the others; then whatever is installed."""
    ordered = sorted(families, key=lambda pair: (pair[0] != wanted, pair[0] != "Latn", pair[0]))
    names = dict.fromkeys([family for _, family in ordered] + list(fonts.families))
    return tuple(fonts.face(name, bold=bold, italic=italic) for name in names)
