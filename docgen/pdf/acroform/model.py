"""What a form field is, what may be done when a value is too long for it, and what a filled form is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from docgen.errors import Message

Value: TypeAlias = str | bool | Sequence[str]
"""Text and the choice of a list or radio button: a string; a check box: True or False, or the option it stands for; a
list that takes several: a sequence of strings. An empty string or False clears the field."""


class FieldKind(StrEnum):
    """What a field takes (ISO 32000-1 §12.7.4); a signature field and a push button take nothing from us."""

    TEXT = "text"
    MULTILINE = "multiline"
    COMB = "comb"
    DATE = "date"
    CHECKBOX = "checkbox"
    RADIO = "radio"
    DROPDOWN = "dropdown"
    LIST = "list"
    SIGNATURE = "signature"
    BUTTON = "button"


TEXTUAL: Final = frozenset((FieldKind.TEXT, FieldKind.MULTILINE, FieldKind.COMB, FieldKind.DATE))


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a field: what is stored, and what people read."""

    export: str
    display: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A terminal field as `docgen form fields` prints it."""

    name: str
    """Fully qualified (ISO 32000-1 §12.7.3.2): a.b.c"""
    kind: FieldKind
    options: tuple[Option, ...]
    """Of lists and drop-downs; of check boxes and radio buttons the states that are “on”."""
    max_length: int | None
    """In UTF-16 code units, as viewers count."""
    required: bool
    read_only: bool
    multiple: bool
    editable: bool
    """A drop-down that takes other text than its options."""
    label: str
    """The tooltip (/TU), which describes the field to its user, else its own name (/T)."""
    pages: tuple[int, ...]
    """Where its widgets are, from 1."""
    value: str | bool | tuple[str, ...] | None


class Overflow(StrEnum):
    """What becomes of a text that its field cannot hold."""

    REFUSE = "refuse"
    """It is refused by the field's name."""
    SHRINK = "shrink"
    """It is set smaller, down to the floor; what is too long even then is refused."""
    CONTINUE = "continue"
    """It shrinks; if it is too long even at the floor, the field holds what fits at its own size, and the rest follows
    on an addendum page."""


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    """What a field does with a text that is too long, and its smallest size of type in points.

    Shrinking is the default: Khmer and Thai reach higher and lower than the Latin letters that most forms are made for.
    A field that asks for automatic size (0 in its /DA) shrinks to the floor under every policy.
    """

    overflow: Overflow = Overflow.SHRINK
    floor: float = 6.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form."""

    pdf: bytes
    continued: tuple[str, ...] = ()
    """Names of the fields that an addendum continues, in its order."""
    notes: tuple[Message, ...] = field(default=())
    """What the form has lost by being filled: its protection, a signature, an XFA part."""
