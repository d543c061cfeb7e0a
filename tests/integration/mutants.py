"""Faults put into real Word files on purpose: what an editor of one language could do to it unseen by the others."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from docgen.docx.ooxml import CLAUSE, Element, parse, w
from docgen.docx.tags import TAG
from docgen.locale import Locale
from docgen.review.glossary import Glossary

BODY = "word/document.xml"
_CONDITION = re.compile(r"(\{%(?:p|tr|tc)? *(?:if|elif) +)(not +)?([a-z_.]+)( *%\})")
_COMPARISON = re.compile(r"(\{%(?:p|tr|tc)? *(?:if|elif) +[a-z_.]+ *[!=]= *)(['\"])([^'\"]+)(['\"])")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Target:
    """A Word file of one language: where mutants come from."""

    type_id: str
    tag: str
    data: bytes
    locale: Locale
    glossary: Glossary
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            object.__setattr__(self, "root", parse(archive.read(BODY)))

    def with_body(self, root: Element) -> bytes:
        """The Word file with another body."""
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(made, "w") as new:
            for info in old.infolist():
                data = etree.tostring(root, encoding="UTF-8", standalone=True) if info.filename == BODY else None
                new.writestr(info, old.read(info) if data is None else data)
        return made.getvalue()


@dataclass(frozen=True)
class Mutant:
    """A Word file with one fault; `what` says which, for whoever reads why one was not found."""

    kind: str
    target: Target
    what: str
    data: bytes


Change = tuple[Element, str, str]
"""A w:t, its new text, and what was done."""


def mutants(targets: list[Target], seed: int, count: int) -> Iterator[Mutant]:
    """So many mutants, all different, the kinds and files in turn; the same seed makes the same ones."""
    chance = random.Random(seed)
    waiting = {
        (kind, number): chance.sample(found, len(found))
        for kind, find in _KINDS.items()
        for number, target in enumerate(targets)
        if (found := list(find(target, chance)))
    }
    seen: set[bytes] = set()
    while len(seen) < count and waiting:
        for key in list(waiting):
            kind, number = key
            mutant = _made(kind, targets[number], waiting[key].pop())
            if len(seen) < count and mutant.data not in seen:
                seen.add(mutant.data)
                yield mutant
            if not waiting[key]:
                del waiting[key]


def _made(kind: str, target: Target, change: Change) -> Mutant:
    element, text, what = change
    path = target.root.getroottree().getpath(element)
    root = parse(etree.tostring(target.root))
    found = root.xpath(path, namespaces={"w": w("").strip("{}")})[0]
    if kind == "clause":
        found.getparent().remove(found)
    else:
        found.text = text
    return Mutant(kind, target, what, target.with_body(root))


def _clauses(target: Target, chance: random.Random) -> Iterator[Change]:
    """Paragraphs that carry a clause, to be taken away whole."""
    for start in target.root.iter(w("bookmarkStart")):
        paragraph = next(start.iterancestors(w("p")), None)
        if CLAUSE.match(start.get(w("name"), "")) and paragraph is not None:
            cell = paragraph.getparent()
            if cell is not None and (cell.tag != w("tc") or len(cell.findall(w("p"))) > 1):
                yield paragraph, "", str(start.get(w("name")))


def _literals(target: Target) -> Iterator[tuple[Element, str, list[tuple[int, int]]]]:
    """Texts with the stretches in them that are no tags."""
    for element in target.root.iter(w("t")):
        text = element.text or ""
        tags = [(found.start(), found.end()) for found in TAG.finditer(text)]
        cuts = [0, *(cut for tag in tags for cut in tag), len(text)]
        yield element, text, [(cuts[at], cuts[at + 1]) for at in range(0, len(cuts), 2)]


def _numbers(target: Target, chance: random.Random) -> Iterator[Change]:
    """Numbers in the words, each made another."""
    for element, text, stretches in _literals(target):
        for begin, end in stretches:
            for found in _NUMBER.finditer(text, begin, end):
                other = str(int(found[0]) + chance.randint(1, 30))
                if found[0][0] not in "0123456789":
                    other = target.locale.digits(other)
                yield element, text[: found.start()] + other + text[found.end() :], f"{found[0]} → {other}"


def _placeholders(target: Target, chance: random.Random) -> Iterator[Change]:
    """Placeholders, each taken out."""
    for element, text, _ in _literals(target):
        for found in TAG.finditer(text):
            if found[0].startswith("{{"):
                yield element, text[: found.start()] + text[found.end() :], found[0]


def _conditions(target: Target, chance: random.Random) -> Iterator[Change]:
    """Conditions, negated, asked of another name, or compared with another word."""
    body = "".join(target.root.itertext())
    names = sorted({found[3] for found in _CONDITION.finditer(body)})
    for element, text, _ in _literals(target):
        for found in _CONDITION.finditer(text):
            negated = found[1] + ("" if found[2] else "not ") + found[3] + found[4]
            renamed = found[1] + (found[2] or "") + chance.choice(names) + found[4]
            for other in {negated, renamed} - {found[0]}:
                yield element, text.replace(found[0], other, 1), f"{found[0]} → {other}"
        for found in _COMPARISON.finditer(text):
            yield element, text.replace(found[0], f"{found[1]}{found[2]}other{found[4]}", 1), f"{found[0]} → other"


def _terms(target: Target, chance: random.Random) -> Iterator[Change]:
    """Words of the glossary, each replaced by the word of another idea."""
    ideas = [idea.words[target.tag][0] for idea in target.glossary.ideas if idea.words.get(target.tag)]
    for element, text, stretches in _literals(target):
        for begin, end in stretches:
            for term, meant in target.glossary.matches(target.tag, text[begin:end]):
                own = target.glossary.words(target.tag, meant).casefold()
                others = [
                    word for word in ideas if word.casefold() not in own and term.casefold() not in word.casefold()
                ]
                other = chance.choice(others)
                yield element, text[:begin] + text[begin:end].replace(term, other, 1) + text[end:], f"{term} → {other}"


_KINDS: Mapping[str, Callable[[Target, random.Random], Iterator[Change]]] = {
    "clause": _clauses,
    "number": _numbers,
    "placeholder": _placeholders,
    "condition": _conditions,
    "term": _terms,
}
KINDS = tuple(_KINDS)
