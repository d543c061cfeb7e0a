"""Which characters a value may hold: nothing unreadable, nothing invisible, nothing that breaks a line or a page.

Character properties are those of the running Python's `unicodedata`, and Default_Ignorable_Code_Point of Unicode's
DerivedCoreProperties. A problem names the code point and its place, never the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from docgen.case.refusal import Problem
from docgen.errors import Message

MAX_MARKS = 8
"""Combining marks in a row. A Khmer or Thai syllable needs at most about five; towers of marks cover other lines."""

_KNOWN_CHARACTERS = 65_536
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# U+2800 is no ignorable, but it is drawn as nothing; the others are letters and marks that draw nothing.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_JOINERS = frozenset("\u200b\u200c\u200d")
_INVISIBLE_RANGES = (  # the rest of Default_Ignorable_Code_Point: it would tell apart two names that look the same
    (0x00AD, 0x00AD),
    (0x180B, 0x180F),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0080, 0xE0FFF),
)
# A joiner is wanted between two letters, vowel signs or digits of the Khmer or the Thai script, and nowhere else.
_LAWFUL_JOINER = re.compile("(?<=[\u0e01-\u0e4e\u0e50-\u0e59\u1780-\u17d3\u17d7\u17dc-\u17e9])[\u200b\u200c\u200d]"
                            "(?=[\u0e01-\u0e4e\u0e50-\u0e59\u1780-\u17d3\u17d7\u17dc-\u17e9])")  # fmt: skip


def character_problems(text: str) -> Iterator[Problem]:
    """A problem for each distinct character that is refused, then for joiners and marks out of place; lazily."""
    if text.isascii() and text.isprintable():
        return
    kinds = text.translate(_KINDS)
    if not _suspicious(kinds):
        return
    for character in dict.fromkeys(text):
        if not _allowed(character):
            problem = _forbidden(character, text.index(character) + 1)
            if problem:
                yield problem
    yield from _misplaced_joiners(text)
    yield from _stacked_marks(text)


@lru_cache(maxsize=_KNOWN_CHARACTERS)
def _allowed(character: str) -> bool:
    """Whether a character may stand somewhere; the same few hundred are asked about for every case."""
    return _forbidden(character, 1) is None


def _forbidden(character: str, position: int) -> Problem | None:
    slots = {"code_point": f"U+{ord(character):04X}", "position": str(position)}
    for judge in (_disguise, _broken, _unreadable, _spacing):
        problem = judge(character, slots)
        if problem:
            return problem
    return None


def _broken(character: str, slots: dict[str, str]) -> Problem | None:
    """Code points that are no characters: XML cannot hold them, and a lax parser drops what follows."""
    number = ord(character)
    if unicodedata.category(character) == "Cs":
        return Problem(
            "text.surrogate",
            Message(
                "half a character (surrogate {code_point}) at position {position}; type the whole character again",
                slots,
            ),
        )
    if number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF:
        return Problem(
            "text.noncharacter", Message("{code_point} at position {position} is not a character; remove it", slots)
        )
    return None


def _unreadable(character: str, slots: dict[str, str]) -> Problem | None:
    """Characters that no two computers read alike."""
    category = unicodedata.category(character)
    if character in "\ufffc\ufffd":
        return Problem(
            "text.replacement",
            Message(
                "{code_point} at position {position} stands for something that was lost in copying; type it again",
                slots,
            ),
        )
    if category == "Co":
        return Problem(
            "text.private_use",
            Message(
                "{code_point} at position {position} has a meaning in one font only; type the Unicode character", slots
            ),
        )
    if category == "Cn":
        return Problem(
            "text.unassigned",
            Message("{code_point} at position {position} is not assigned by Unicode; replace it", slots),
        )
    return None


def _disguise(character: str, slots: dict[str, str]) -> Problem | None:
    """Characters that draw nothing or turn the reading order: two names that look the same could differ."""
    number = ord(character)
    if character == "\ufeff":
        return Problem(
            "text.byte_order_mark",
            Message("an invisible byte order mark ({code_point}) at position {position}; remove it", slots),
        )
    if character in _BIDI:
        return Problem(
            "text.bidi",
            Message("a control of the reading direction ({code_point}) at position {position}; remove it", slots),
        )
    if character in _FILLERS:
        return Problem(
            "text.filler", Message("an invisible filler ({code_point}) at position {position}; remove it", slots)
        )
    if 0xE0000 <= number <= 0xE007F:
        return Problem(
            "text.tag", Message("an invisible tag character ({code_point}) at position {position}; remove it", slots)
        )
    hidden = _in_ranges(number, _INVISIBLE_RANGES) or unicodedata.category(character) == "Cf"
    if hidden and character not in _JOINERS:
        return Problem(
            "text.invisible", Message("an invisible character ({code_point}) at position {position}; remove it", slots)
        )
    return None


def _spacing(character: str, slots: dict[str, str]) -> Problem | None:
    """Controls and spaces that Word or a PDF would drop, or turn into a paragraph, a page or another space."""
    category = unicodedata.category(character)
    if category == "Cc" and character not in "\n\t":
        return Problem(
            "text.control", Message("a control character ({code_point}) at position {position}; remove it", slots)
        )
    if category in ("Zl", "Zp"):
        return Problem(
            "text.separator",
            Message(
                "a line or paragraph separator ({code_point}) at position {position}; write a line break instead", slots
            ),
        )
    if category == "Zs" and character not in " \u00a0":
        return Problem(
            "text.space",
            Message("an unusual space ({code_point}) at position {position}; write an ordinary space", slots),
        )
    return None


def _misplaced_joiners(text: str) -> Iterator[Problem]:
    if _JOINERS.isdisjoint(text):
        return
    blanked = _LAWFUL_JOINER.sub(" ", text)  # one for one, so positions stay
    for joiner in dict.fromkeys(character for character in blanked if character in _JOINERS):
        slots = {"code_point": f"U+{ord(joiner):04X}", "position": str(blanked.index(joiner) + 1)}
        yield Problem(
            "text.joiner",
            Message(
                "{code_point} at position {position} is allowed only between two Khmer or Thai letters; remove it",
                slots,
            ),
        )


class _Kinds(dict[int, str]):
    """For `str.translate`: one sign for the kind of each character, found out when it is first met.

    "!" is refused wherever it stands, "j" joins, "m" is a mark, "|" a line feed or tab, "x" anything else.
    """

    def __missing__(self, number: int) -> str:
        character = chr(number)
        if not _allowed(character):
            kind = "!"
        elif character in _JOINERS:
            kind = "j"
        elif character in "\n\t":
            kind = "|"
        else:
            kind = "m" if unicodedata.category(character) in ("Mn", "Me") else "x"
        if len(self) >= _KNOWN_CHARACTERS:  # nobody's text: keep no more than `_allowed` does
            self.clear()
        self[number] = kind
        return kind


_KINDS = _Kinds()
_TOWER = "m" * (MAX_MARKS + 1)


def _suspicious(kinds: str) -> bool:
    """Whether a text of such characters must be looked at one by one; nearly none must."""
    return "!" in kinds or "j" in kinds or kinds.startswith("m") or "|m" in kinds or _TOWER in kinds


def _stacked_marks(text: str) -> Iterator[Problem]:
    run, previous = 0, "\n"
    for position, character in enumerate(text, 1):
        if unicodedata.category(character) not in ("Mn", "Me"):
            run, previous = 0, character
            continue
        run += 1
        slots = {"code_point": f"U+{ord(character):04X}", "position": str(position), "limit": str(MAX_MARKS)}
        if run == 1 and previous in "\n\t":
            yield Problem(
                "text.mark_alone",
                Message(
                    "the mark {code_point} at position {position} has no letter before it; type the letter first", slots
                ),
            )
            return
        if run > MAX_MARKS:
            yield Problem(
                "text.marks",
                Message(
                    "more than {limit} marks on one letter at position {position}; remove the superfluous ones", slots
                ),
            )
            return


def _in_ranges(number: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= number <= last for first, last in ranges)
