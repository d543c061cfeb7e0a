"""What is taken off a typed text before it is read: invisible joiners, superfluous spaces, upper case."""

from __future__ import annotations

import re
import unicodedata

from docgen.case import Problem, Refused
from docgen.case.characters import character_problems

MAX_CHARACTERS = 100
"""The longest lawful date, with weekday and words, has fewer; more is not looked at."""

_JOINERS = re.compile("[\u200b\u200c\u200d\u2060]")
_HYPHENS = re.compile("[\u2010\u2011\u2013]")


def folded(text: str) -> str:
    """NFC, case-folded, without joiners, and with single ordinary spaces; hyphens of word processors become ASCII.

    Khmer and Thai are typed with ZWSP, ZWNJ, ZWJ or WORD JOINER between words, which nobody sees.
    """
    text = unicodedata.normalize("NFC", _JOINERS.sub("", text)).casefold()
    return " ".join(_HYPHENS.sub("-", text).split())


def cleaned(text: str, unreadable: Problem) -> str:
    """The typed text, folded.

    Raises Refused: `unreadable` when nothing is left or it is too long, and a problem for each character that no
    value of a case may hold (controls of the reading direction, halves of characters, …).
    """
    if len(text) > MAX_CHARACTERS:
        raise Refused(unreadable)
    problems = list(character_problems(_JOINERS.sub("", text)))
    if problems:
        raise Refused(*problems)
    result = folded(text)
    if not result:
        raise Refused(unreadable)
    return result
