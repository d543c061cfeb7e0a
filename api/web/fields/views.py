"""Questions as pages show them: caption, hint, boxes with what stands in them, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.web.fields.choices import Choice
from api.web.fields.summary import Line
from docgen.errors import Finding, Message
from docgen.forms.nodes import Node


@dataclass(frozen=True)
class Box:
    """One input. `caption` beside it, `note` the question in the box's own language, `tag` that language;
    `letters` is the script in which it is written, for its font and line height."""

    name: str
    value: str
    caption: str = ""
    note: str = ""
    tag: str = ""
    script: str = ""
    warned: bool = False
    letters: str = ""


@dataclass(frozen=True)
class Condition:
    """An answer to another question after which this one is asked: `name` of its inputs, and their values."""

    name: str
    values: tuple[str, ...]
    caption: str
    words: str
    here: bool


@dataclass(frozen=True)
class Who:
    """What fills a group: an entry of the directory, which then is shown, or answers of its own."""

    name: str
    kind: str
    entries: tuple[Choice, ...]
    chosen: str
    address: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question, fieldset, or list of answers of the same kind; `control` names the macro that shows it."""

    control: str
    name: str
    node: Node
    caption: str
    hints: tuple[str, ...] = ()
    required: bool = True
    boxes: tuple[Box, ...] = ()
    choices: tuple[Choice, ...] = ()
    chosen: tuple[str, ...] = ()
    errors: tuple[Finding, ...] = ()
    refused: tuple[Message, ...] = ()
    echoes: tuple[Message, ...] = ()
    conditions: tuple[Condition, ...] = ()
    members: tuple[Question, ...] = ()
    alternatives: tuple[tuple[str, tuple[str, ...]], ...] = ()
    who: Who | None = None
    fills: tuple[Choice, ...] = ()
    asked: bool = True
    known: int | None = None
    long: bool = False
    wide: bool = True
    beside: str = ""
    """The caption in the language of the paper that is looked at; `beside_tag` is that language."""
    beside_tag: str = ""

    @property
    def box(self) -> Box:
        """The only box."""
        return self.boxes[0]

    def all(self) -> Iterator[Question]:
        """This one and all within it."""
        yield self
        for member in self.members:
            yield from member.all()
