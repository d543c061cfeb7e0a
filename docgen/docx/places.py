"""Where in a template something is wrong, and the error that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docgen.breaks import unmarked
from docgen.errors import Message, TemplateError

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a template as its author sees it: file, part, visible text of the paragraph, tag.

    All four come from the template, never from a case.
    """

    file: str
    part: str
    paragraph: str = ""
    tag: str = ""

    def at(self, *, paragraph: str | None = None, tag: str | None = None) -> Place:
        """The same place, narrowed to a paragraph or a tag."""
        return replace(
            self,
            paragraph=self.paragraph if paragraph is None else paragraph,
            tag=self.tag if tag is None else tag,
        )

    def error(self, sentence: str, **slots: str) -> TemplateError:
        """A TemplateError: the place, then `sentence` (a message key with `{name}` slots: reason; remedy)."""
        shown = " ".join(unmarked(self.paragraph).split())
        values = {
            "file": self.file,
            "part": self.part,
            "paragraph": shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…",
            "tag": " ".join(self.tag.split()),
            **slots,
        }
        where = "{file}, {part}"
        if shown:
            where += ", paragraph “{paragraph}”"
        if self.tag:
            where += ", {tag}"
        return TemplateError(Message(where + ": " + sentence, values))
