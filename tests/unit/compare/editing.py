"""Our templates as somebody else would have edited them."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from docgen.compare.parts import rewritten
from docgen.compare.words import is_tag, words
from docgen.docx.ooxml import XML, Element, w

_WORDS = {"km": "កាតព្វកិច្ច", "th": "หน้าที่"}


def reworded(data: bytes, old: str, new: str) -> bytes:
    """The Word file with these words replaced wherever they stand in one run."""

    def change(root: Element) -> None:
        for text in root.iter(w("t")):
            text.text = (text.text or "").replace(old, new)

    return rewritten(data, "edited.docx", change)


def edited(data: bytes, language: str, seed: str, edits: int = 12) -> bytes:
    """The Word file with words replaced, added, struck and made bold, paragraphs struck and doubled, as `seed` says."""
    chance = random.Random(seed)
    ways: list[Callable[[Element], None]] = [
        lambda paragraph: _word(paragraph, chance, language),
        lambda paragraph: _word(paragraph, chance, language),
        _strike,
        _double,
        lambda paragraph: _bold(paragraph, chance),
    ]

    def change(root: Element) -> None:
        if root.tag != w("document"):
            return
        for _ in range(edits):
            paragraph = chance.choice([each for each in root.iter(w("p")) if each.getparent() is not None])
            chance.choice(ways)(paragraph)

    return rewritten(data, "edited.docx", change)


def _word(paragraph: Element, chance: random.Random, language: str) -> None:
    texts = [each for each in paragraph.iter(w("t")) if each.text]
    if not texts:
        return
    text = chance.choice(texts)
    found = list(words(text.text or "", language))
    at = chance.randrange(len(found))
    if not is_tag(found[at]):
        found[at : at + chance.randrange(2)] = [_WORDS.get(language, "duty")] * chance.randrange(2)
        text.text = "".join(found)
        text.set(f"{{{XML}}}space", "preserve")


def _stands_alone(paragraph: Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag == w("body") and next(paragraph.iter(w("sectPr")), None) is None


def _strike(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is not None and _stands_alone(paragraph):
        parent.remove(paragraph)


def _double(paragraph: Element) -> None:
    if _stands_alone(paragraph):
        copy = deepcopy(paragraph)
        for mark in list(copy.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            parent = mark.getparent()
            assert parent is not None
            parent.remove(mark)
        paragraph.addnext(copy)


def _bold(paragraph: Element, chance: random.Random) -> None:
    runs = [each for each in paragraph.iter(w("r")) if each.find(w("t")) is not None]
    if runs:
        run = chance.choice(runs)
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        if properties.find(w("b")) is None:
            properties.insert(0, etree.Element(w("b")))
