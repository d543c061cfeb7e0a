"""The one guard for every string of a case: which characters, how long, how many lines.

What it lets through comes out of Word and PDF exactly as it went in; it makes two changes: CRLF and CR to LF,
and word joiners are taken out, because docgen's own Word files hold them and people copy from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from docgen.breaks import WORD_JOINER
from docgen.case.characters import character_problems
from docgen.case.refusal import Problem, Refused
from docgen.errors import Message

MAX_CHARACTERS = 4_000
MAX_NEWLINES = 200
_MAX_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """The size and layout of one kind of string: `max_length` in code points, `max_newlines` counted after CRLF→LF.

    `required` refuses the empty string, white space alone, and white space at either end. The latter is refused, not
    stripped: a value is never altered silently, and kept it would print as a gap or an empty paragraph.
    """

    max_length: int
    max_newlines: int = 0
    tabs: bool = False
    required: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Form:
    """A written form: a regular expression that Python and ECMA-262 read alike, and the problem when it is not met."""

    pattern: str
    problem: Problem
    format: str | None = None
    members: frozenset[str] = frozenset()

    def holds(self, text: str) -> bool:
        """True when the whole text has this form (and is one of `members`, where there are any)."""
        return re.fullmatch(self.pattern, text) is not None and (not self.members or text in self.members)


LINE = Shape(max_length=300)
PARAGRAPHS = Shape(max_length=MAX_CHARACTERS, max_newlines=MAX_NEWLINES, tabs=True)
IDENTIFIER = Shape(max_length=80)
KEY = Shape(max_length=100)
ANY_STRING = Shape(max_length=MAX_CHARACTERS, max_newlines=MAX_NEWLINES, tabs=True, required=False)


def as_typed(text: str) -> str:
    """The text with CRLF and lone CR written as LF and without word joiners: all that docgen changes in a value."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else text.replace(WORD_JOINER, "")


def problems_of(text: str, shape: Shape) -> list[Problem]:
    """Everything that forbids this text (line feeds only) in this shape; at most ten problems, never the text itself.

    Too long a text is reported without looking at its characters, so the work is bounded by `max_length`.
    """
    if len(text) > shape.max_length:
        return [_too_long(shape)]
    if text and text.isascii() and text.isprintable() and text[0] != " " != text[-1]:
        return []  # what most strings are: no need to ask one by one
    found = [*_layout(text, shape), *character_problems(text)]
    return found[:_MAX_PROBLEMS]


def guarded(text: str, shape: Shape) -> str:
    """The text with line feeds, or Refused with every problem it has."""
    text = as_typed(text)
    problems = problems_of(text, shape)
    if problems:
        raise Refused(*problems)
    return text


@dataclass(frozen=True, eq=False, slots=True)
class Guard:
    """Pydantic annotation that puts a `str` under the guard: `Annotated[str, Guard(LINE)]`."""

    shape: Shape
    form: Form | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = core_schema.str_schema(
            strict=True, min_length=1 if self.shape.required else None, max_length=self.shape.max_length
        )
        return core_schema.no_info_before_validator_function(self._check, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        described = handler(schema)
        if self.form:
            described["pattern"] = self.form.pattern
            if self.form.format:
                described["format"] = self.form.format
        elif not self.shape.max_newlines:
            described["pattern"] = r"^[^\n\r\t]*$"
        return described

    def _check(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value  # the inner schema says that text is wanted
        text = guarded(value, self.shape)
        if self.form and not self.form.holds(text):
            raise Refused(self.form.problem)
        return text


def _too_long(shape: Shape) -> Problem:
    slots = {"limit": str(shape.max_length)}
    return Problem("text.too_long", Message("the text is longer than {limit} characters; shorten it", slots))


def _layout(text: str, shape: Shape) -> Iterator[Problem]:
    newlines = text.count("\n")
    if newlines and not shape.max_newlines:
        yield Problem("text.newline", Message("the text has more than one line; write it on one line"))
    elif newlines > shape.max_newlines:
        slots = {"limit": str(shape.max_newlines)}
        yield Problem("text.lines", Message("the text has more than {limit} line breaks; remove some", slots))
    if "\t" in text and not shape.tabs:
        yield Problem("text.tab", Message("the text has a tab; write a space instead"))
    if not shape.required:
        return
    if not text.strip():
        yield Problem("text.empty", Message("the text is empty; fill it in, or leave the field out if it is optional"))
    elif text != text.strip():
        yield Problem(
            "text.padding", Message("the text begins or ends with white space; remove it from both ends of the text")
        )


_IDENTIFIER_FORM = Form(
    r"^[ -~\u0E01-\u0E5B\u1780-\u17B3\u17B6-\u17DD\u17E0-\u17E9]+$",
    Problem(
        "text.identifier",
        Message("a number or code holds only Latin, Khmer or Thai letters, digits and ASCII signs; remove the rest"),
    ),
)

Line = Annotated[str, Guard(LINE)]
"""One line of text: 1–300 characters, no line break, no tab."""
Paragraphs = Annotated[str, Guard(PARAGRAPHS)]
"""Running text: 1–4,000 characters, at most 200 line breaks, tabs allowed."""
Identifier = Annotated[str, Guard(IDENTIFIER, _IDENTIFIER_FORM)]
"""A case, letter or document number or a code: 1–80 printable ASCII characters, Khmer or Thai letters and digits."""
