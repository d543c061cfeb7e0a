"""Whether a name is written in the letters of its script; a name may have digits, spaces, dots and hyphens besides."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from docgen.docx.scripts import COMPLEX, LATIN, pattern

_OTHERS: Final = "\u200b\u200c\u200d\u2060"


def foreign(text: str, script: str) -> bool:
    """Whether there are letters of another script than this one; False for a script whose letters are not known."""
    own = _own(script)
    return own is not None and any(_is_letter(letter) for letter in own.sub("", text))


@cache
def _own(script: str) -> re.Pattern[str] | None:
    return pattern((script,), latin=script == LATIN) if script == LATIN or script in COMPLEX else None


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" and character not in _OTHERS and not _combines(character)


def _combines(character: str) -> bool:
    """An accent of any script, as in a decomposed é."""
    return "COMBINING" in unicodedata.name(character, "")
