"""Which characters Word sets in the complex-script font, and where a text changes script.

Word takes the font of a Khmer or Thai character from w:rFonts@w:cs whatever the run's other fonts are (ECMA-376 Part 1,
17.3.2.26), so a run can hold one complex script only. Script codes are ISO 15924, ranges are Unicode 16 Scripts.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from docgen.breaks import extends


@dataclass(frozen=True)
class ScriptFont:
    """The font of a script and its BCP 47 language tag, as ("Laksaman", "th-TH")."""

    name: str
    language: str


LATIN: Final = "Latn"

# Character classes (inside [...]) of the complex scripts of the region. A new language needs no edit unless its script
# is missing here.
COMPLEX: Final[Mapping[str, str]] = {
    "Khmr": "\u1780-\u17ff\u19e0-\u19ff",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e5b",
    "Laoo": "\u0e80-\u0eff",
    "Mymr": "\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f",
    "Arab": "\u0600-\u0604\u0606-\u060b\u060d-\u061a\u061c-\u061e\u0620-\u063f\u0641-\u064a\u0656-\u066f\u0671-\u06dc"
    "\u06de-\u06ff\u0750-\u077f\u0870-\u08e1\u08e3-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u0591-\u05f4\ufb1d-\ufb4f",
    "Deva": "\u0900-\u0950\u0953-\u0963\u0966-\u097f",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Sinh": "\u0d80-\u0dff",
    "Tibt": "\u0f00-\u0fff",
}
_LATIN_LETTERS: Final = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff"


def pattern(scripts: Iterable[str], *, latin: bool = False) -> re.Pattern[str] | None:
    """A pattern with one group per script, named by its code, matching a stretch of it; None without scripts."""
    classes = {code: COMPLEX[code] for code in scripts if code in COMPLEX}
    if latin:
        classes[LATIN] = _LATIN_LETTERS
    if not classes:
        return None
    return re.compile("|".join(f"(?P<{code}>[{chars}]+)" for code, chars in classes.items()))


def segments(text: str, stretches: re.Pattern[str], native: str | None) -> list[tuple[str | None, str]]:
    """`text` cut where its script changes: (script code, text); the text before any letter has the script `native`.

    Spaces, digits, punctuation and letters of no listed script stay with what stands before them. No grapheme
    cluster is cut. The concatenation of the pieces is `text`.
    """
    pieces: list[tuple[str | None, str]] = []
    current, start = native, 0
    for match in stretches.finditer(text):
        script = match.lastgroup
        if script == current:
            continue
        begin = next((at for at in range(*match.span()) if not extends(text, at)), None)
        if begin is None:
            continue
        if begin > start:
            pieces.append((current, text[start:begin]))
        current, start = script, begin
    pieces.append((current, text[start:]))
    return pieces
