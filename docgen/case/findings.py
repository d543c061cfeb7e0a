"""What Pydantic objects to, said as findings: pointer, stable code, reason and remedy, never the value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from docgen.case.refusal import Problem, Refused, pointer
from docgen.case.text import KEY, problems_of
from docgen.errors import Finding, Message, Severity

MAX_FINDINGS = 100
_KEY_STEP = "[key]"  # Pydantic's last step of an error in a mapping's key


def findings_of(error: ValidationError, prefix: str = "") -> tuple[Finding, ...]:
    """Findings of a validation error, at most 100, at pointers below `prefix` (a JSON Pointer, RFC 6901).

    `prefix` is where the validated object stands in the case, such as "/documents/rights_statement".
    """
    found: list[Finding] = []
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_below(detail["loc"], other["loc"]) for other in details):
            continue  # the list seems short only because an item of it was refused
        for problem in _problems(detail["type"], detail.get("ctx", {})):
            steps = _safe_steps(detail["type"], (*detail["loc"], *problem.at))
            found.append(Finding(Severity.ERROR, problem.code, pointer(steps, prefix), problem.message))
    return tuple(found[:MAX_FINDINGS])


def _below(place: tuple[str | int, ...], other: tuple[str | int, ...]) -> bool:
    return len(other) > len(place) and other[: len(place)] == place


def _problems(kind: str, context: Mapping[str, Any]) -> Iterator[Problem]:
    cause = context.get("error")
    if isinstance(cause, Refused):
        yield from cause.problems
    else:
        yield _presence(kind) or _type(kind) or _limit(kind, context) or _otherwise()


def _safe_steps(kind: str, steps: tuple[str | int, ...]) -> list[str | int]:
    """The steps up to the first key that is itself unfit to be shown (control characters, 4,000 letters…)."""
    if steps and steps[-1] == _KEY_STEP and kind != "extra_forbidden":
        steps = steps[:-1]
    safe: list[str | int] = []
    for step in steps:
        if isinstance(step, str) and problems_of(step, KEY):
            break
        safe.append(step)
    return safe


def _presence(kind: str) -> Problem | None:
    if kind == "missing":
        return Problem("field.missing", Message("this field is missing; fill it in"))
    if kind == "extra_forbidden":
        return Problem("field.unknown", Message("there is no such field here; remove it, or correct its name"))
    return None


def _type(kind: str) -> Problem | None:
    """JSON says type by form, so the remedy names the form."""
    match kind:
        case "string_type":
            message = Message("text in quotation marks is expected here; write text")
        case "bool_type" | "bool_parsing":
            message = Message("true or false is expected here; write one of the two, without quotation marks")
        case "int_type" | "int_parsing" | "int_from_float":
            message = Message("a whole number is expected here; write digits 0–9 without quotation marks")
        case "list_type" | "tuple_type" | "set_type" | "iterable_type":
            message = Message("a list is expected here; write it in square brackets")
        case "dict_type" | "mapping_type" | "model_type" | "model_attributes_type" | "dict_attributes_type":
            message = Message("an object with named fields is expected here; write it in curly brackets")
        case _:
            return None
    return Problem("field.type", message)


def _limit(kind: str, context: Mapping[str, Any]) -> Problem | None:
    """Limits come from the schema, so they may be shown; what was found may not."""
    match kind:
        case "enum" | "literal_error":
            slots = {"choices": ", ".join(re.findall("'([^']*)'", str(context["expected"])))}
            return Problem("field.choice", Message("not one of the possible choices; write one of: {choices}", slots))
        case "too_short":
            slots = {"limit": str(context["min_length"])}
            return Problem("field.too_few", Message("fewer than {limit} entries; add what is missing", slots))
        case "too_long":
            slots = {"limit": str(context["max_length"])}
            return Problem("field.too_many", Message("more than {limit} entries; remove some", slots))
        case "greater_than_equal":
            return Problem("field.range", Message("the number is below {limit}; correct it", _limit_of(context["ge"])))
        case "less_than_equal":
            return Problem("field.range", Message("the number is above {limit}; correct it", _limit_of(context["le"])))
        case _:
            return None


def _limit_of(bound: object) -> dict[str, str]:
    return {"limit": str(bound)}


def _otherwise() -> Problem:
    return Problem("field.invalid", Message("not acceptable here; compare the field with the schema and correct it"))
