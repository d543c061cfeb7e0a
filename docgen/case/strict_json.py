"""JSON as RFC 8259 means it, within limits: everything a lax parser would swallow is refused, all problems at once."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias

from docgen.case.findings import MAX_FINDINGS
from docgen.case.refusal import Problem, pointer
from docgen.case.text import ANY_STRING, KEY, as_typed, problems_of
from docgen.errors import Finding, InputRefused, Message, Severity

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_ITEMS = 500
MAX_DIGITS = 30

JsonTree: TypeAlias = "dict[str, JsonTree] | list[JsonTree] | str | int | float | bool | None"
_Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Members:
    """An object as written, duplicates included."""

    pairs: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class _Rejected:
    """A number that JSON or docgen does not have."""

    problem: Problem


def load(data: bytes | str) -> JsonTree:
    """Parse one JSON text (UTF-8, a byte order mark is tolerated) and guard every key and string of it.

    Limits: 1,000,000 bytes, 20 levels, 500 entries a list or object, 30 characters a number. CRLF and CR in strings
    come back as LF, word joiners are left out; nothing else is altered. Raises InputRefused with at most 100 findings.
    """
    tree = _parsed(_decoded(data))
    walk = _Walk([])
    clean: JsonTree = walk.value(tree, ())
    if walk.found:
        raise InputRefused(walk.found[:MAX_FINDINGS])
    return clean


def _refuse(problem: Problem) -> NoReturn:
    raise InputRefused([Finding(Severity.ERROR, problem.code, "", problem.message)])


def _decoded(data: bytes | str) -> str:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        _refuse(
            Problem(
                "json.too_large",
                Message("the file is larger than {limit} bytes; shorten it", {"limit": f"{MAX_BYTES}"}),
            )
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        slots = {"position": str(error.start + 1)}
    _refuse(Problem("json.encoding", Message("not UTF-8 at byte {position}; save the file as UTF-8", slots)))


def _too_deep() -> NoReturn:
    slots = {"limit": str(MAX_DEPTH)}
    _refuse(Problem("json.too_deep", Message("nested deeper than {limit} levels; flatten it", slots)))


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_Members, parse_constant=_constant, parse_int=_integer, parse_float=_real
        )
    except json.JSONDecodeError as error:
        slots = {"line": str(error.lineno), "column": str(error.colno)}
    except RecursionError:
        _too_deep()
    _refuse(Problem("json.syntax", Message("not JSON at line {line}, column {column}; correct the file there", slots)))


def _constant(name: str) -> _Rejected:
    return _Rejected(
        Problem("json.not_a_number", Message("NaN and Infinity are no JSON; write a number, or leave the field out"))
    )


def _integer(digits: str) -> int | _Rejected:
    return int(digits) if len(digits) <= MAX_DIGITS else _number_too_long()


def _real(digits: str) -> float | _Rejected:
    if len(digits) > MAX_DIGITS or not math.isfinite(float(digits)):
        return _number_too_long()
    return float(digits)


def _number_too_long() -> _Rejected:
    return _Rejected(
        Problem(
            "json.number",
            Message("the number is too long or too large; write at most {limit} digits", {"limit": str(MAX_DIGITS)}),
        )
    )


@dataclass(slots=True)
class _Walk:
    """Turns the parser's tree into plain values and gathers the problems on the way; depth is bounded already."""

    found: list[Finding]

    def value(self, node: Any, steps: _Steps) -> Any:
        if len(steps) >= MAX_DEPTH and isinstance(node, list | _Members):
            _too_deep()
        match node:
            case _Members(pairs):
                return self._object(pairs, steps)
            case list():
                return self._list(node, steps)
            case str():
                return self._string(node, steps)
            case _Rejected(problem):
                self._note(problem, steps)
                return None
        return node

    def _object(self, pairs: list[tuple[str, Any]], steps: _Steps) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for key, node in self._within_limit(pairs, steps):
            problems = _key_problems(key)
            for problem in problems:  # at the object: a key unfit to be shown has no place in a pointer
                self._note(_of_key(problem), steps)
            if key in members and not problems:
                self._note(
                    Problem("json.duplicate", Message("this field is written more than once; keep one of them")),
                    (*steps, key),
                )
            members[key] = None if problems else self.value(node, (*steps, key))
        return members

    def _list(self, nodes: list[Any], steps: _Steps) -> list[Any]:
        return [self.value(node, (*steps, index)) for index, node in enumerate(self._within_limit(nodes, steps))]

    def _string(self, text: str, steps: _Steps) -> str:
        text = as_typed(text)
        for problem in problems_of(text, ANY_STRING):
            self._note(problem, steps)
        return text

    def _within_limit(self, entries: list[Any], steps: _Steps) -> Iterator[Any]:
        if len(entries) > MAX_ITEMS:
            self._note(
                Problem("json.too_many", Message("more than {limit} entries; remove some", {"limit": str(MAX_ITEMS)})),
                steps,
            )
            return
        for entry in entries:
            if len(self.found) >= MAX_FINDINGS:
                return
            yield entry

    def _note(self, problem: Problem, steps: _Steps) -> None:
        self.found.append(Finding(Severity.ERROR, problem.code, pointer(steps), problem.message))


@lru_cache(maxsize=4096)
def _key_problems(key: str) -> tuple[Problem, ...]:
    """Names of fields are the same few hundred in every case."""
    return tuple(problems_of(key, KEY))


def _of_key(problem: Problem) -> Problem:
    slots = {"code": problem.code}
    return Problem("json.key", Message("the name of a field in here is not acceptable ({code}); correct it", slots))
