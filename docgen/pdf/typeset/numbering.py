"""List numbers: numbering.xml resolved, counted and written in the level's digits (ECMA-376 Part 1 §17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from docgen.pdf.typeset.names import elements, number, on, q, val
from docgen.pdf.typeset.package import parse
from docgen.pdf.typeset.paragraph_properties import read_paragraph_properties
from docgen.pdf.typeset.refusals import Refusals
from docgen.pdf.typeset.run_properties import Properties, read_run_properties

_SLOT = re.compile(r"%([1-9])")
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"  # Word leaves out the obsolete ฃ ฅ, and ฆ
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# Bullets that Word draws from symbol fonts, by private-use code point: what they look like in Unicode.
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0a8": "◦"}
_SYMBOL_FONTS = frozenset(("Symbol", "Wingdings", "Courier New"))


def _digits(zero: str) -> Callable[[int], str]:
    table = {ord("0") + i: chr(ord(zero) + i) for i in range(10)}
    return lambda n: str(n).translate(table)


def _letters(alphabet: str) -> Callable[[int], str]:
    """a … z, aa … zz: the letter repeated, as Word counts on (§17.18.59)."""
    return lambda n: alphabet[(n - 1) % len(alphabet)] * ((n - 1) // len(alphabet) + 1) if n > 0 else ""


def _roman(n: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, n = divmod(n, value)
        out += letters * count
    return out


_LATIN = "abcdefghijklmnopqrstuvwxyz"
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str, "decimalZero": lambda n: f"{n:02d}", "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerRoman": _roman, "upperRoman": lambda n: _roman(n).upper(), "thaiNumbers": _digits("๐"),
    "thaiLetters": _letters(_THAI_LETTERS),
    "hindiNumbers": _digits("०"), "none": lambda _: "", "bullet": lambda _: "",
    "numberInDash": lambda n: f"- {n} -",
}  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level of a list. `text` holds %1 … %9; `suffix` is tab, space or nothing; properties are its own pPr and
    rPr."""

    start: int
    format: str
    text: str
    suffix: str
    justification: str
    restart_after: int | None
    legal: bool
    style: str
    paragraph: Properties
    run: Properties
    refused: tuple[str, ...]

    @classmethod
    def read(cls, lvl: etree._Element) -> Level:
        """A `w:lvl`."""
        refusals = Refusals()
        formatted = val(lvl.find(q("w:numFmt")), "decimal")
        if formatted not in FORMATS:
            refusals.add(f'w:numFmt "{formatted}"')
        for name in ("w:lvlPicBulletId", "w:legacy"):
            if lvl.find(q(name)) is not None:
                refusals.add(name)
        restart, legal = lvl.find(q("w:lvlRestart")), lvl.find(q("w:isLgl"))
        run = read_run_properties(lvl.find(q("w:rPr")), refusals)
        return cls(
            number(val(lvl.find(q("w:start")))), formatted, _bullet(val(lvl.find(q("w:lvlText"))), run, refusals),
            val(lvl.find(q("w:suff")), "tab"), val(lvl.find(q("w:lvlJc")), "left"),
            None if restart is None else number(val(restart)), legal is not None and on(legal),
            val(lvl.find(q("w:pStyle"))),
            read_paragraph_properties(lvl.find(q("w:pPr")), refusals), run, tuple(refusals.names),
        )  # fmt: skip


def _bullet(text: str, run: Properties, refusals: Refusals) -> str:
    """A symbol font's bullet in Unicode, set in the paragraph's own font; others are refused by code point."""
    if run.get("ascii") in _SYMBOL_FONTS:
        for slot in ("ascii", "hAnsi", "cs"):
            run.pop(slot, None)
    for char in text:
        if "\ue000" <= char <= "\uf8ff" and char not in _SYMBOLS:
            refusals.add(f"bullet U+{ord(char):04X} of a symbol font")
    return "".join(_SYMBOLS.get(char, char) for char in text)


class Label(NamedTuple):
    """The number of one paragraph."""

    text: str
    level: Level
    key: str


class Lists:
    """numbering.xml read: its abstract lists and the lists that use them. It keeps no count, so documents share it."""

    def __init__(self, root: etree._Element | None) -> None:
        self.abstract: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self.refused: list[str] = []
        for child in elements(root) if root is not None else ():
            if child.tag == q("w:abstractNum"):
                self._read_abstract(child)
            elif child.tag == q("w:num"):
                self._read_list(child)

    def _read_abstract(self, element: etree._Element) -> None:
        if element.find(q("w:numStyleLink")) is not None:
            self.refused.append("list style (w:numStyleLink)")
        levels = {number(lvl.get(q("w:ilvl"))): Level.read(lvl) for lvl in element.iterchildren(q("w:lvl"))}
        self.abstract[element.get(q("w:abstractNumId"), "")] = levels

    def _read_list(self, element: etree._Element) -> None:
        base = val(element.find(q("w:abstractNumId")))
        levels, starts = dict(self.abstract.get(base, {})), {}
        for override in element.iterchildren(q("w:lvlOverride")):
            at = number(override.get(q("w:ilvl")))
            own, start = override.find(q("w:lvl")), override.find(q("w:startOverride"))
            if own is not None:
                levels[at] = Level.read(own)
            if start is not None:
                starts[at] = number(val(start))
        self.lists[element.get(q("w:numId"), "")] = (base, levels, starts)


@lru_cache(maxsize=32)
def read_lists(data: bytes) -> Lists:
    """The lists of a numbering.xml (b"" for none), read once per content.

    Raises TemplateRefused on malformed XML.
    """
    return Lists(parse("numbering.xml", data) if data else None)


class Numbering:
    """How far each list of one document has counted."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()

    def level(self, ident: str, at: int) -> Level | None:
        """The level a paragraph's numId and ilvl name; None for no list (numId 0)."""
        return self.lists.lists[ident][1].get(at) if ident in self.lists.lists else None

    def count(self, ident: str, at: int, refusals: Refusals) -> Label | None:
        """The next number of a list at a level; deeper levels start again."""
        level = self.level(ident, at)
        if level is None:
            return None
        for name in (*self.lists.refused, *level.refused):
            refusals.add(name)
        base, levels, starts = self.lists.lists[ident]
        counts = self._counts.setdefault(base, {})
        if ident not in self._started:
            self._started.add(ident)
            for overridden in starts:
                counts.pop(overridden, None)
        first = starts.get(at, level.start)
        counts[at] = counts[at] + 1 if at in counts else first
        for deeper in [n for n in counts if n > at and _restarts(levels.get(n), at)]:
            del counts[deeper]
        return Label(self._text(level, levels, counts, starts), level, f"{ident}.{at}")

    @staticmethod
    def _text(level: Level, levels: dict[int, Level], counts: dict[int, int], starts: dict[int, int]) -> str:
        def written(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = levels.get(at, level)
            form = "decimal" if level.legal else other.format
            return FORMATS.get(form, str)(counts.get(at, starts.get(at, other.start)))

        return _SLOT.sub(written, level.text)


def _restarts(level: Level | None, after: int) -> bool:
    """Whether a level starts again once a shallower one has counted (`w:lvlRestart`, §17.9.10)."""
    if level is None or level.restart_after is None:
        return True
    return level.restart_after != 0 and after < level.restart_after
