"""What the tags of a template say, in one normal form: expressions, and paragraphs with what governs and fills them.

Two spellings of one condition are equal here: `else` is the negation of what stands before it, negations are carried to
the comparisons, operands are in order, and the variable of a loop is the list it runs over. What two languages ask for
can so be compared whatever way each was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import jinja2
from jinja2 import nodes

from docgen.docx.passages import Passage
from docgen.docx.tags import TAG

GAP: Final = "\ue000"
"""Stands for a tag in the literal text of a paragraph (a private use character, which no template may hold)."""

_STATEMENT: Final = re.compile(r"\{%(?P<block>(?:p|tr|tc|r)(?=\s))?[-+]?\s*(?P<word>\w+)(?P<rest>.*?)[-+]?%\}\Z", re.S)
_FOR: Final = re.compile(r"(?P<name>\w+)\s+in\s+(?P<list>.+)\Z", re.S)
_OPPOSITE: Final = {"eq": "ne", "lt": "gteq", "gt": "lteq", "in": "notin"}
_OPPOSITES: Final = _OPPOSITE | {there: here for here, there in _OPPOSITE.items()}
_SIGNS: Final = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
# A comparison reads the same with its sides exchanged.
_EXCHANGED: Final = {"eq": "eq", "ne": "ne"}

Form = tuple[Any, ...]
"""A condition: ("value", text), ("not", form), ("and" | "or", forms…) or ("compare", operator, left, right)."""


@dataclass(frozen=True, slots=True)
class Print:
    """A placeholder: the path of what it prints, and the conditions and loops of its own paragraph that govern it."""

    path: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage as its tags read.

    `controls` are its conditions and loops in order, each opened ("if …", "for …") and closed ("end"); `block` says
    that it holds nothing else, so that it governs the paragraphs after it; `literal` is its text with `GAP` for
    each tag.
    """

    passage: Passage
    controls: tuple[str, ...]
    block: bool
    prints: tuple[Print, ...]
    literal: str

    @property
    def empty(self) -> bool:
        """Whether nothing of it would be seen on the paper."""
        return not self.prints and not self.literal.replace(GAP, "").strip()


@dataclass
class _Frame:
    """An open condition or loop: what it says, the conditions of its branches so far, the variable it binds."""

    said: str
    branches: list[Form] = field(default_factory=list)
    variable: str | None = None


def paragraphs(passages: Iterable[Passage]) -> list[Paragraph]:
    """The passages of a template as their tags read, in order. A tag that Jinja cannot read stands as typed."""
    walks: dict[str, _Walk] = {}
    return [walks.setdefault(passage.part, _Walk()).paragraph(passage) for passage in passages]


class _Walk:
    """Reads the paragraphs of one part, one after another; knows which conditions and loops are open."""

    def __init__(self) -> None:
        self._open: list[_Frame] = []

    def paragraph(self, passage: Passage) -> Paragraph:
        depth = len(self._open)
        controls: list[str] = []
        prints: list[Print] = []
        block = True
        for tag in TAG.finditer(passage.text):
            found = _STATEMENT.match(tag[0])
            if found:
                block = block and found["block"] is not None
                controls += self._control(found["word"], found["rest"].strip())
            elif tag[0].startswith("{{"):
                within = tuple(frame.said for frame in self._open[min(depth, len(self._open)) :])
                prints.append(Print(said(self._form(tag[0][2:-2])), within))
        literal = TAG.sub(GAP, passage.text)
        bare = not literal.replace(GAP, "").strip() and not prints
        return Paragraph(passage, tuple(controls), bool(controls) and block and bare, tuple(prints), literal)

    def _control(self, word: str, rest: str) -> Iterator[str]:
        """What a statement opens and closes."""
        if word == "if":
            yield self._opened(_Frame("", [self._form(rest)]))
        elif word == "for":
            yield self._opened(self._loop(rest))
        elif word in ("elif", "else") and self._open:
            frame = self._open.pop()
            added = [self._form(rest)] if word == "elif" else []
            yield "end"
            yield self._opened(_Frame("else " * (not frame.branches), [*frame.branches, *added], frame.variable), word)
        elif word in ("endif", "endfor") and self._open:
            self._open.pop()
            yield "end"

    def _opened(self, frame: _Frame, word: str = "if") -> str:
        if frame.branches:
            before = frame.branches if word == "else" else frame.branches[:-1]
            last = [] if word == "else" else frame.branches[-1:]
            frame.said = "if " + said(_joined("and", [*map(_negated, before), *last]))
        self._open.append(frame)
        return frame.said

    def _loop(self, rest: str) -> _Frame:
        found = _FOR.match(rest)
        if found is None:
            return _Frame(f"for {rest}")
        return _Frame(f"for {said(self._form(found['list']))}", variable=f"{found['name']} {found['list']}")

    def _scope(self) -> Mapping[str, str]:
        scope: dict[str, str] = {}
        for frame in self._open:
            if frame.variable is not None:
                scope[frame.variable.partition(" ")[0]] = frame.said.removeprefix("for ") + "[]"
        return scope

    def _form(self, expression: str) -> Form:
        node = _parsed(expression)
        return ("value", " ".join(expression.split())) if node is None else _form(node, self._scope())


_ENVIRONMENT: Final = jinja2.Environment(autoescape=True)


@lru_cache(maxsize=2048)
def _parsed(expression: str) -> nodes.Node | None:
    """The syntax tree of an expression, None where there is none; nothing of it is ever run."""
    try:
        output = _ENVIRONMENT.parse("{{" + expression + "}}").body[0]
    except (jinja2.TemplateSyntaxError, IndexError):
        return None
    return output.nodes[0] if isinstance(output, nodes.Output) and len(output.nodes) == 1 else None


def _form(node: nodes.Node, scope: Mapping[str, str]) -> Form:
    if isinstance(node, nodes.Not):
        return _negated(_form(node.node, scope))
    if isinstance(node, nodes.And | nodes.Or):
        word = "and" if isinstance(node, nodes.And) else "or"
        return _joined(word, [_form(node.left, scope), _form(node.right, scope)])
    if isinstance(node, nodes.Compare):
        values = [_text(each, scope) for each in (node.expr, *(operand.expr for operand in node.ops))]
        parts = [
            _compared(operand.op, left, right)
            for operand, left, right in zip(node.ops, values, values[1:], strict=False)
        ]
        return _joined("and", parts)
    return ("value", _text(node, scope))


def _text(node: nodes.Node, scope: Mapping[str, str]) -> str:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Const):
        return repr(node.value)
    if isinstance(node, nodes.Getattr):
        return f"{_text(node.node, scope)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        return f"{_text(node.node, scope)}.{key}" if isinstance(key, str) else f"{_text(node.node, scope)}[{key}]"
    if isinstance(node, nodes.Filter) and node.node is not None:
        given = "".join(f" {_text(argument, scope)}" for argument in node.args)
        return f"{_text(node.node, scope)}|{node.name}{given}"
    return said(_form(node, scope)) if isinstance(node, nodes.BinExpr | nodes.Not | nodes.Compare) else repr(node)


def _compared(operator: str, left: str, right: str) -> Form:
    if operator in _EXCHANGED and right < left:
        left, right = right, left
    return ("compare", operator, left, right)


def _negated(form: Form) -> Form:
    match form:
        case ("not", inner):
            return inner  # type: ignore[no-any-return]
        case ("compare", operator, left, right):
            return ("compare", _OPPOSITES[operator], left, right)
        case ("and" | "or" as word, *inner):
            return _joined("or" if word == "and" else "and", [_negated(each) for each in inner])
        case _:
            return ("not", form)


def _joined(word: str, forms: Iterable[Form]) -> Form:
    """The forms joined, those of the same word taken in, in order, each once."""
    flat: dict[str, Form] = {}
    for form in forms:
        for inner in form[1:] if form[0] == word else (form,):
            flat[said(inner)] = inner
    ordered = [flat[key] for key in sorted(flat)]
    return ordered[0] if len(ordered) == 1 else (word, *ordered)


def said(form: Form) -> str:
    """A form as a template would write it."""
    match form:
        case ("not", inner):
            return f"not {_bracketed(inner)}"
        case ("compare", operator, left, right):
            return f"{left} {_SIGNS[operator]} {right}"
        case ("and" | "or" as word, *inner):
            return f" {word} ".join(_bracketed(each) for each in inner)
        case _:
            return str(form[1])


def _bracketed(form: Form) -> str:
    return f"({said(form)})" if form[0] in ("and", "or") else said(form)
