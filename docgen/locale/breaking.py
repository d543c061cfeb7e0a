"""Where a line of Khmer or Thai may break: between the words that ICU finds, corrected; one policy for every output.

ICU's dictionaries (UAX #14, class SA) cut compounds in two (ต่อ|ต้าน), put a repetition mark at the head of a line
(ផ្សេង|ៗ) and know no names. Here their breaks are taken, and those inside a name, a date, a number with its unit, an
abbreviation or a listed compound are dropped. `Breaking.marked` writes the result into a text for Word, `units` reads
it back for our own engines.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from icu4py.breakers import LineBreaker

from docgen.breaks import NO_BREAK_SPACE, WORD_JOINER, ZERO_WIDTH_SPACE, width

MAX_WHOLE: Final = 40
"""Clusters: what is longer is broken at its spaces all the same, about half a line of a letter."""
_ROUNDS: Final = 8
_HEAD: Final = 2  # characters by which a listed word is looked up
_LOCK = threading.Lock()  # an ICU break iterator is not safe to share between threads

# Scripts whose words ICU finds by dictionary (Line_Break=SA): Thai, Lao, Myanmar, Khmer.
_SPACELESS: Final = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u17d7\u17dc\u17dd"
_HAS_SPACELESS: Final = re.compile(f"[{_SPACELESS}]")
_BETWEEN_LETTERS: Final = re.compile(f"(?<=[{_SPACELESS}])(?=[{_SPACELESS}])")
# What never begins a line, though a space may stand before it: Thai ฯ ๆ, Khmer ៗ ។ ៕ ៖.
_CLINGING: Final = re.compile("[\u0e2f\u0e46\u17d4\u17d5\u17d6\u17d7]")
# A number of a case, a letter or an article, such as TIP-BKK-2026-0147 or 031/27.
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)+")
_MAX_IDENTIFIER: Final = 24
_AFTER_SPACES: Final = re.compile(f"[^ {NO_BREAK_SPACE}]*[ {NO_BREAK_SPACE}]+|[^ {NO_BREAK_SPACE}]+")


@lru_cache(maxsize=4096)
def units(text: str, language: str) -> tuple[str, ...]:
    """The text cut at every place where a line may break; marks of breaks in it are obeyed and stay in it."""
    bounds = [at for at in _icu(text, language) if not _CLINGING.match(text, at)]
    for match in _IDENTIFIER.finditer(text):
        if len(match[0]) <= _MAX_IDENTIFIER:
            bounds = [at for at in bounds if not match.start() < at < match.end()]
    return tuple(text[start:end] for start, end in zip([0, *bounds], [*bounds, len(text)], strict=True) if end > start)


def words(text: str) -> list[str]:
    """The text cut where ICU alone, in the language its script is likeliest to be, would let a line break."""
    bounds = _icu(text, "")
    return [text[start:end] for start, end in zip([0, *bounds], [*bounds, len(text)], strict=True)]


def at_spaces(text: str) -> list[str]:
    """The text cut after its spaces, no-break spaces among them."""
    return _AFTER_SPACES.findall(text)


def holds_spaceless(text: str) -> bool:
    """Whether the text has letters of a script that writes no spaces between words."""
    return not text.isascii() and _HAS_SPACELESS.search(text) is not None


def _icu(text: str, language: str) -> list[int]:
    """Offsets inside the text at which ICU lets a line break."""
    with _LOCK:
        pieces = list(LineBreaker(text, language))
    bounds, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        bounds.append(at)
    return bounds


class Breaking:
    """The policy of one language: which words and patterns stay whole, and whether Word is shown every break."""

    def __init__(
        self, language: str, *, words: Iterable[str] = (), patterns: Iterable[str] = (), titles: Iterable[str] = (),
        marks: bool = True, write_breaks: bool = False,
    ) -> None:  # fmt: skip
        """`words`: compounds that ICU cuts; `patterns`: regular expressions of dates, amounts and the like; `titles`:
        what may stand before a name and stays with it; `marks`: False for a language whose words stand apart and which
        needs none; `write_breaks`: mark each break, for a Word that knows no words of this language.
        """
        self._language = language
        parts = list(patterns)
        self._whole = re.compile("|".join(f"(?:{part})" for part in parts)) if parts else None
        self._words: dict[str, list[str]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._words.setdefault(word[:_HEAD], []).append(word)
        self._titles = tuple(sorted(filter(None, titles), key=len, reverse=True))
        self._marks, self._write_breaks = marks, write_breaks
        self._marked = lru_cache(maxsize=4096)(self._mark)

    def marked(self, text: str, names: Sequence[str] = ()) -> str:
        """The text with its breaks marked for Word; `names` stay whole, with the title before them.

        Taking the marks out again (`docgen.breaks.unmarked`) gives the text.
        """
        if not self._marks:
            return text
        present = tuple(name for name in names if name in text)
        if not present and not holds_spaceless(text):
            return text
        return self._marked(text, present)

    def view(self, view: Any, names: Sequence[str]) -> Any:
        """A view (dicts and lists of finished strings and bools) with the breaks of its strings marked."""
        if isinstance(view, str):
            return self.marked(view, names)
        if isinstance(view, dict):
            return {key: self.view(value, names) for key, value in view.items()}
        return [self.view(value, names) for value in view] if isinstance(view, list) else view

    def _mark(self, text: str, names: tuple[str, ...]) -> str:
        spans = list(self._spans(text, names))
        bounds = _icu(text, self._language)
        held = {at for at in bounds if _CLINGING.match(text, at) or any(start < at < end for start, end in spans)}
        shown = {at for at in bounds if at not in held and _BETWEEN_LETTERS.match(text, at)}
        marks = dict.fromkeys(shown, ZERO_WIDTH_SPACE) if self._write_breaks else {}
        marked = text
        for _ in range(_ROUNDS):
            marks |= {at: WORD_JOINER for at in held if text[at - 1] != " "}
            marked, places = _written(_bound(text, held), marks)
            # A joiner cuts the stretch that ICU looks at, which may make it see other words beside it.
            if WORD_JOINER not in marked:
                break
            new = {_offset(at, places) for at in _icu(marked, self._language)} - set(bounds)
            if not new:
                break
            held |= new
        return marked

    def _spans(self, text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """(start, end) of everything that stays whole."""
        for match in self._whole.finditer(text) if self._whole else ():
            if width(match[0]) <= MAX_WHOLE:
                yield match.span()
        for at in range(len(text)):
            word = next((word for word in self._words.get(text[at : at + _HEAD], ()) if text.startswith(word, at)), "")
            if word:
                yield at, at + len(word)
        for name in names:
            for match in re.finditer(re.escape(name), text):
                start = match.start()
                title = next((title for title in self._titles if text.endswith(title, 0, start)), "")
                if width(title + name) <= MAX_WHOLE:
                    yield start - len(title), match.end()


def _bound(text: str, held: set[int]) -> str:
    """The text with the spaces before each place that holds made no-break spaces."""
    for at in held:
        if text[at - 1] == " ":
            kept = text[:at].rstrip(" ")
            text = kept + NO_BREAK_SPACE * (at - len(kept)) + text[at:]
    return text


def _written(text: str, marks: Mapping[int, str]) -> tuple[str, list[int]]:
    """The text with a mark at each place, and where in the result the marks stand."""
    out: list[str] = []
    places: list[int] = []
    done = 0
    for at in sorted(marks):
        out += [text[done:at], marks[at]]
        places.append(at + len(places))
        done = at
    return "".join([*out, text[done:]]), places


def _offset(at: int, places: Sequence[int]) -> int:
    """The offset in the text of an offset in the marked text."""
    return at - bisect_left(places, at)
