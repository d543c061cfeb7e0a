"""The scalars of a case: where each stands, and another valid value for it."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from docgen.case.refusal import pointer

Steps: TypeAlias = tuple[str | int, ...]


def scalars(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every string, number and bool of a JSON tree with the steps to it."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if isinstance(item, dict | list):
            yield from scalars(item, (*steps, key))
        elif item is not None:
            yield (*steps, key), item


def replaced(tree: Any, changes: dict[Steps, Any]) -> Any:
    """A copy of a tree with other values at some places."""
    copied = copy.deepcopy(tree)
    for steps, value in changes.items():
        at = copied
        for step in steps[:-1]:
            at = at[step]
        at[steps[-1]] = value
    return copied


def at(steps: Steps) -> str:
    """JSON Pointer of the steps, as findings give it."""
    return pointer(steps)


def others(value: Any) -> Iterator[Any]:
    """Other values that may be valid where this one is, the likeliest first."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    else:
        yield from _other_texts(value)


def _other_texts(text: str) -> Iterator[str]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = dt.date.fromisoformat(text)
        yield from (str(day + dt.timedelta(days)) for days in (1, -1, 40, -40, 400))
    elif found := re.fullmatch(r"(\d{4})(-\d{2})?(~?)", text):
        yield from (f"{int(found[1]) + years}{found[2] or ''}{found[3]}" for years in (1, -1))
    elif re.fullmatch(r"\d{2}:\d{2}", text):
        time = dt.datetime.fromisoformat(f"2000-01-01T{text}")
        yield from ((time + dt.timedelta(minutes=minutes)).strftime("%H:%M") for minutes in (7, -7))
    elif re.fullmatch(r"\d+\.\d\d", text):
        yield f"1{text}"
    elif re.fullmatch("[A-Z]{2}", text):
        yield from (code for code in ("TH", "KH", "LA") if code != text)
    elif re.fullmatch("[A-Z]{3}", text):
        yield from (code for code in ("USD", "THB") if code != text)
    elif re.fullmatch("[a-z]{2,3}(-[A-Z]+)?", text):
        yield from (tag for tag in ("vi", "lo", "my") if tag != text)
    elif text.endswith((".png", ".jpg")):
        yield f"other-{text}"
    elif re.fullmatch(r"[+(]?[0-9][0-9 ()./,#*-]+", text):
        yield text[:-1] + ("1" if text[-1] != "1" else "2")
    yield f"{text}x" if text.isascii() else text + text[-1:] if text[-1].isalpha() else text + "ក"
