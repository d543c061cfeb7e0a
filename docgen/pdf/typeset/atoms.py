"""What a line of text is made of, once fields, pictures and fonts are settled."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.pdf.typeset.text_styles import TextStyle


@dataclass(frozen=True, slots=True)
class Text:
    """Characters in one font."""

    style: TextStyle
    text: str

    @property
    def width(self) -> float:
        """Twips."""
        return self.style.width(self.text)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab character; its run's style draws the leader."""

    style: TextStyle


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line, or of a page, inside a paragraph."""

    page: bool


@dataclass(frozen=True, slots=True)
class Inline:
    """Typst code for something that is no text: a picture, a page number, a footnote. Width and height in twips.

    `definitions` are the styles the code calls.
    """

    code: str
    width: float
    height: float = 0.0
    styles: tuple[TextStyle, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()


Atom = Text | Tab | Break | Inline
