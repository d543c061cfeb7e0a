"""Words spelt so that a program which knows neither Khmer nor Thai sees them, and told back again.

The redline engine looks for words between spaces. Here every word of `docgen.compare.words`, a space and a whole tag
among them, becomes one string of letters followed by a space, the same word the same string in both versions.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from docgen.compare.words import words
from docgen.docx.ooxml import XML, Element, w
from docgen.docx.tags import TAG

_SPACE: Final = f"{{{XML}}}space"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Spelling:
    """One vocabulary for both versions of a template in one language (BCP 47)."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._codes: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def spell(self, root: Element) -> None:
        """Write every w:t of a part in codes, in place. A word that two runs share is cut where they meet."""
        for paragraph in root.iter(w("p")):
            texts = [each for each in paragraph.iter(w("t")) if next(each.iterancestors(w("p"))) is paragraph]
            pieces = _pieces([each.text or "" for each in texts], self._language)
            for text, own in zip(texts, pieces, strict=True):
                text.text = "".join(f"{self._code(word)} " for word in own)
                text.set(_SPACE, "preserve")

    def tell(self, root: Element) -> None:
        """Write every w:t and w:delText of a part in words again, in place. Raises KeyError for a code of no word."""
        for text in list(root.iter(w("t"), w("delText"))):
            text.text = "".join(self._words[code] for code in (text.text or "").split())
            if text.text != text.text.strip():
                text.set(_SPACE, "preserve")
            elif text.get(_SPACE):
                del text.attrib[_SPACE]

    def _code(self, word: str) -> str:
        if word not in self._codes:
            number, code = len(self._codes), ""
            while number >= 0:
                code = _LETTERS[number % len(_LETTERS)] + code
                number = number // len(_LETTERS) - 1
            self._codes[word], self._words[code] = code, word
        return self._codes[word]


def _pieces(texts: list[str], language: str) -> list[list[str]]:
    """The words of a paragraph, for each of its runs those it holds; a tag is left whole in the run it begins in."""
    found: list[list[str]] = [[] for _ in texts]
    ends = list(accumulate(map(len, texts)))
    at, run = 0, 0
    for word in words("".join(texts), language):
        rest = word
        while rest:
            while ends[run] <= at:
                run += 1
            cut = len(rest) if TAG.fullmatch(word) else min(len(rest), ends[run] - at)
            found[run].append(rest[:cut])
            rest, at = rest[cut:], at + cut
    return found
