"""`fields` and `fill` with JSON and bytes in and out, as a confined process runs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen.locale import Locale
from docgen.pdf.acroform import describe, filling
from docgen.pdf.acroform.model import FieldPolicy, Overflow
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook


def fields(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[Any, Sequence[bytes]]:
    """payload: {"password": str or null}; blobs: the form. Returns a list of FormField as objects, and no bytes.

    Raises as `docgen.pdf.acroform.fields`.
    """
    found = describe.fields(blobs[0], payload.get("password"))
    return [asdict(field) for field in found], ()


def fill(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[Any, Sequence[bytes]]:
    """payload: {"values", "fonts": folders, "families": by script, "locale": its folder} and, as `filling.fill` has
    them, "names", "policies" and "default" (see `policy_json`), "flatten", "password"; blobs: the form.

    Returns {"continued", "notes"} and the filled form; notes are [key, slots]. Raises as `docgen.pdf.acroform.fill`.
    """
    default = payload.get("default")
    filled = filling.fill(
        blobs[0],
        payload["values"],
        choice=FontChoice(_fonts(tuple(payload["fonts"])), payload["families"]),
        locale=_locale(payload["locale"]),
        names=payload.get("names", ()),
        policies={name: _policy(each) for name, each in payload.get("policies", {}).items()},
        default=_policy(default) if default else None,
        flatten=payload.get("flatten", False),
        password=payload.get("password"),
    )
    notes = [[note.key, {slot: str(value) for slot, value in note.values.items()}] for note in filled.notes]
    return {"continued": list(filled.continued), "notes": notes}, (filled.pdf,)


def policy_json(policy: FieldPolicy) -> dict[str, Any]:
    """A policy as `fill` takes it."""
    return {"overflow": policy.overflow.value, "floor": policy.floor}


def _policy(given: Mapping[str, Any]) -> FieldPolicy:
    return FieldPolicy(Overflow(given["overflow"]), float(given["floor"]))


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> FontBook:
    """Opened once in a process that fills many forms."""
    return FontBook.find(map(Path, folders))


@lru_cache(maxsize=8)
def _locale(folder: str) -> Locale:
    return Locale.load(Path(folder))
