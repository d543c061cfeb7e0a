"""A template in one language with its passages at hand as pieces, and which passage says what another one says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.compare.align import aligned
from docgen.compare.xliff.inline import Piece, pieces
from docgen.docx.ooxml import Element
from docgen.docx.passages import Passage, passages
from docgen.docx.tags import TAG
from docgen.docx.text import located


@dataclass(frozen=True, slots=True)
class Wording:
    """A Word template, or a fragment, of a type in one language: what it is called and its bytes.

    `type_id` names the type or the fragment, `language` is a BCP 47 tag, `file` what messages and the XLIFF file call
    it ("th/letter.docx").
    """

    type_id: str
    language: str
    file: str
    data: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of this file alone; fragments are translated as files of their own."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage with its paragraph in Word: the w:p, the name of its part, its content."""

    passage: Passage
    paragraph: Element
    part: str
    content: tuple[Piece, ...]


def placed(wording: Wording) -> list[Placed]:
    """The passages of a wording in reading order. Raises TemplateRefused for a file that is unsafe to open."""
    found = passages(wording.data, wording.file)
    return [
        Placed(passage, paragraph, part, tuple(pieces(paragraph)))
        for passage, (_, paragraph, part) in zip(found, located(wording.data, wording.file), strict=True)
    ]


def translations(source: list[Placed], target: list[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Passages of two languages that say the same, as far as one of the two has words to translate: by clause first,
    between clauses by the tags they hold and by their order."""
    before = {each.passage.anchor: each for each in source}
    after = {each.passage.anchor: each for each in target}
    for pair in aligned([each.passage for each in source], [each.passage for each in target], _alike):
        if pair.old is not None and pair.new is not None:
            one, other = before[pair.old.anchor], after[pair.new.anchor]
            if _speaks(one) or _speaks(other):
                yield one, other


def _speaks(place: Placed) -> bool:
    return any(not piece.code and any(map(str.isalpha, piece.text)) for piece in place.content)


def _words(text: str) -> bool:
    return any(map(str.isalpha, TAG.sub("", text)))


def _alike(source: Passage, target: Passage) -> float:
    if source.part != target.part:
        return 0.0
    near = 0.5 * (source.anchor == target.anchor)
    before, after = Counter(TAG.findall(source.text)), Counter(TAG.findall(target.text))
    total = before.total() + after.total()
    if total:
        shared = 2 * (before & after).total() / total
        if shared >= 0.5:
            return shared * (1 + total / 2) + near
        # A language may write a pronoun as a tag where another has a word.
        return near if _words(source.text) and _words(target.text) else 0.0
    return (1.0 if bool(source.text.strip()) == bool(target.text.strip()) else 0.1) + near
