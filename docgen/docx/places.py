"""Where in a template something is wrong, and the error that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from docgen.breaks import unmarked
from docgen.errors import Key, Message, TemplateError

_SHOWN = 60
# With a paragraph, with a tag.
_WHERE: Final[Mapping[tuple[bool, bool], Key]] = {
    (False, False): "{file}, {part}: {sentence}",
    (True, False): "{file}, {part}, paragraph “{paragraph}”: {sentence}",
    (False, True): "{file}, {part}, {tag}: {sentence}",
    (True, True): "{file}, {part}, paragraph “{paragraph}”, {tag}: {sentence}",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a template as its author sees it: file, part, visible text of the paragraph, tag.

    All four come from the template, never from a case.
    """

    file: str
    part: str | Message
    paragraph: str = ""
    tag: str = ""

    def at(self, *, paragraph: str | None = None, tag: str | None = None) -> Place:
        """The same place, narrowed to a paragraph or a tag."""
        return replace(
            self,
            paragraph=self.paragraph if paragraph is None else paragraph,
            tag=self.tag if tag is None else tag,
        )

    def error(self, sentence: Key, **slots: str | Message) -> TemplateError:
        """A TemplateError: the place, then `sentence` (with `{name}` slots: reason; remedy)."""
        return self.because(Message(sentence, slots))

    def because(self, reason: Message) -> TemplateError:
        """A TemplateError: the place, then reason and remedy as they came from elsewhere."""
        shown = " ".join(unmarked(self.paragraph).split())
        values: dict[str, str | Message] = {
            "file": self.file,
            "part": self.part,
            "paragraph": shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…",
            "tag": " ".join(self.tag.split()),
            "sentence": reason,
        }
        return TemplateError(Message(_WHERE[bool(shown), bool(self.tag)], values))
