"""The wordings of a type: Word files with their fragments, read once for all checks. On disk or not does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from docgen.docx.passages import passages
from docgen.locale import Locale
from docgen.review.structure import Paragraph, paragraphs


@dataclass(frozen=True)
class Wording:
    """One language's wording of a document type or of the packets' cover: the bytes of its Word file and of every
    fragment that it may include, by name. `file` is what findings call it, such as "th/meeting_minutes.docx"."""

    tag: str
    file: str
    data: bytes = field(repr=False)
    fragments: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Text:
    """A wording read: its paragraphs in order, fragments in their place."""

    tag: str
    file: str
    locale: Locale
    paragraphs: tuple[Paragraph, ...]

    @classmethod
    def of(cls, wording: Wording, locale: Locale) -> Self:
        """Raises TemplateRefused for a file that is unsafe to open."""
        found = passages(wording.data, wording.file, wording.fragments)
        return cls(wording.tag, wording.file, locale, tuple(paragraphs(found)))

    def at(self, paragraph: Paragraph | None) -> str:
        """The pointer of a finding: the file, and the anchor of the paragraph where there is one."""
        return self.file if paragraph is None else f"{self.file}#{paragraph.passage.anchor}"
