"""The glossary of the papers: one idea a row, its words by language, and where a text does not keep to them.

A CSV file in UTF-8 that legal staff edit: the header names languages by their tags, and may have a column `note`; a
cell holds one word or several, parted by `|`. A word after `~` is understood where the idea is asked for, and asks
nothing of the other languages by itself. An empty cell leaves the language free for that idea.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from docgen.errors import Finding, Key, Message, Severity, TemplateError
from docgen.review.alignment import Region, Unit
from docgen.review.structure import GAP, Paragraph
from docgen.review.votes import reference
from docgen.review.wording import Text

FILE: Final = "glossary.csv"
NOTE: Final = "note"
_WORDS: Final = "|"
_FREE: Final = "~"

_ABSENT: Key = "another language says {term} ({idea}) here; the glossary has {words} for it in this language: use that"
_ALONE: Key = "{term} stands here, but none of {words} does in the other language {language}; use the words of one idea"


@dataclass(frozen=True)
class Idea:
    """A row: the words for one idea, by language tag, the usual one first; and those understood besides."""

    words: Mapping[str, tuple[str, ...]]
    free: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def understood(self, tag: str) -> tuple[str, ...]:
        """All words that mean the idea in a language."""
        return (*self.words.get(tag, ()), *self.free.get(tag, ()))


@dataclass(frozen=True)
class Glossary:
    """All ideas, and for each language a pattern that finds its words, the longest first."""

    ideas: tuple[Idea, ...] = ()
    _patterns: Mapping[str, re.Pattern[str]] = field(init=False, repr=False)
    _meant: Mapping[str, Mapping[str, tuple[int, ...]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        meant: dict[str, dict[str, tuple[int, ...]]] = {}
        for number, idea in enumerate(self.ideas):
            for tag in idea.words.keys() | idea.free.keys():
                own = meant.setdefault(tag, {})
                for word in idea.understood(tag):
                    asking = (number,) if word in idea.words.get(tag, ()) else ()
                    own[word.casefold()] = own.get(word.casefold(), ()) + asking
        object.__setattr__(self, "_meant", meant)
        object.__setattr__(self, "_patterns", {tag: _pattern(tuple(words)) for tag, words in meant.items()})

    @classmethod
    def load(cls, path: Path, languages: Collection[str]) -> Self:
        """Read the file. Raises TemplateError naming the row (the header is row 1) for a column that is no language
        here, a row of another length, a word that stands twice, and a row that names fewer than two languages."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise _error(1, "it cannot be read as UTF-8; save it as CSV UTF-8") from None
        return cls.parse(text, languages)

    @classmethod
    def parse(cls, text: str, languages: Collection[str]) -> Self:
        """The same from text; a file without rows is a glossary without ideas."""
        rows = list(csv.reader(io.StringIO(text, newline="")))
        if not rows:
            return cls()
        header = [cell.strip() for cell in rows[0]]
        unknown = [name for name in header if name != NOTE and name not in languages]
        if unknown or len(set(header)) < len(header):
            known = ", ".join(languages)
            raise _error(1, "each column is a language, once, or note; the languages are: {known}", known=known)
        return cls(tuple(_ideas(rows, header)))

    def matches(self, tag: str, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The words of the glossary in a text, the longest where several begin, and the ideas each may mean; a word
        that asks nothing is passed over."""
        pattern = self._patterns.get(tag)
        if pattern is not None:
            for found in pattern.finditer(text):
                ideas = self._meant[tag][" ".join(found[0].split()).casefold()]
                if ideas:
                    yield found[0], ideas

    def says(self, tag: str, text: str, ideas: Sequence[int]) -> bool:
        """Whether the text has a word for one of the ideas, or the language is free for one of them."""
        known = [self.ideas[number].understood(tag) for number in ideas]
        return any(not words or _pattern(words).search(text) is not None for words in known)

    def words(self, tag: str, ideas: Sequence[int]) -> str:
        """The words of a language for ideas, as messages show them: those that ask, else those understood."""
        known = (self.ideas[number].words.get(tag) or self.ideas[number].understood(tag) for number in ideas)
        return " | ".join(dict.fromkeys(word for words in known for word in words))


def _ideas(rows: Sequence[Sequence[str]], header: Sequence[str]) -> Iterator[Idea]:
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise _error(number, "it has not as many cells as the header; put words with a comma in quotation marks")
        cells = {
            tag: [word.strip() for word in cell.split(_WORDS)]
            for tag, cell in zip(header, row, strict=True)
            if tag != NOTE and cell.strip()
        }
        if any(not word.strip(_FREE + " ") for own in cells.values() for word in own):
            raise _error(number, "a word is missing beside the sign |; write it, or take the sign away")
        if any(len({word.casefold() for word in own}) < len(own) for own in cells.values()):
            raise _error(number, "a word stands twice in a cell; keep one")
        if len(cells) < 2:
            raise _error(number, "it has words in one language only; add another language, or remove the row")
        yield Idea(
            {tag: tuple(word for word in own if not word.startswith(_FREE)) for tag, own in cells.items()},
            {tag: tuple(word[1:].strip() for word in own if word.startswith(_FREE)) for tag, own in cells.items()},
        )


def _error(row: int, reason: Key, **slots: str) -> TemplateError:
    values: dict[str, str | Message] = {"file": FILE, "row": str(row), "reason": Message(reason, slots)}
    return TemplateError(Message("{file}, row {row}: {reason}", values))


@lru_cache(maxsize=4096)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the words, the longest first; words of letters that have spaces between words only as a whole."""
    return re.compile("|".join(map(_bounded, sorted(words, key=len, reverse=True))), re.IGNORECASE)


def _bounded(word: str) -> str:
    pattern = r"\s+".join(re.escape(part) for part in word.split())
    # Latin, Greek and Cyrillic words end where letters end; Khmer and Thai words stand in others.
    return rf"(?<!\w){pattern}(?!\w)" if word[0] < "\u0590" else pattern


def terms(found: Sequence[Unit], region: Region, texts: Mapping[str, Text], glossary: Glossary) -> Iterator[Finding]:
    """Where the units of a region do not hold to the glossary: what the reference says in its words each language says
    in its own, and what a language says in a word of the glossary the others say, too.

    Outside clauses, where a title runs over lines, the lines before and after count as well.
    """
    said = [{tag: _joined(own) for tag, own in unit.paragraphs.items()} for unit in found]
    for number, unit in enumerate(found):
        near = said[number : number + 1] if region.key[2] else said[max(number - 1, 0) : number + 2]
        around = {tag: " ".join(each[tag] for each in near) for tag in said[number]}
        yield from _Checked(unit, said[number], around, texts, glossary).findings()


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    return " ".join(each.literal for each in paragraphs).replace(GAP, " ")


@dataclass
class _Checked:
    """A unit, what it says and what is said around it, by language."""

    unit: Unit
    said: Mapping[str, str]
    around: Mapping[str, str]
    texts: Mapping[str, Text]
    glossary: Glossary

    def findings(self) -> Iterator[Finding]:
        """Each idea at most once for each language."""
        source = reference(self.said)
        reported: set[tuple[str, int]] = set()
        for tag in (source, *(each for each in self.said if each != source)):
            for term, ideas in self.glossary.matches(tag, self.said[tag]):
                lacking = [each for each in self.said if not self.glossary.says(each, self.around[each], ideas)]
                alone = len(lacking) == len(self.said) - 1 and tag != source
                for each in [tag] if alone and lacking else lacking:
                    if (each, ideas[0]) not in reported:
                        reported.add((each, ideas[0]))
                        yield self._reported(each, term, ideas, lacking[0] if alone else "")

    def _reported(self, tag: str, term: str, ideas: Sequence[int], other: str) -> Finding:
        """`other` names a language that lacks the idea where this one alone has it."""
        paragraphs = self.unit.paragraphs[tag]
        place = self.texts[tag].at(next(iter(paragraphs), None))
        words = self.glossary.words(other or tag, ideas)
        idea = self.glossary.words(reference(self.texts), ideas)
        slots = {"term": term, "words": words, "language": other, "idea": idea}
        key: Key = _ALONE if other else _ABSENT
        return Finding(Severity.WARNING, "glossary.term", place, Message(key, slots))
