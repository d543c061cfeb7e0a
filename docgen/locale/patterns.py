"""What patterns of `locale.toml` are made of: the strict section, named slots, and forms by plural category."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict


class Section(BaseModel):
    """Part of a `locale.toml`: nothing unknown in it, and nothing changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# CLDR's plural categories (UTS #35 Part 3, Language Plural Rules).
_CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


def _by_category(value: Any) -> Any:
    return {"other": value} if isinstance(value, str) else value


def _are_forms(forms: dict[str, str]) -> dict[str, str]:
    if "other" not in forms or not set(forms) <= _CATEGORIES:
        raise ValueError("forms are named zero, one, two, few, many and other, the last of them always")
    return forms


Forms = Annotated[dict[str, str], BeforeValidator(_by_category), AfterValidator(_are_forms)]
"""A phrase in the forms that its number asks for, by CLDR plural category; a plain string is the form `other`."""


def slots(needed: str, allowed: str = "") -> Callable[[Any], Any]:
    """A check that a pattern (or each form of one) has the needed slots and otherwise only allowed ones."""

    def check_slots(value: Any) -> Any:
        for pattern in value.values() if isinstance(value, dict) else [value]:
            found = {slot for _, slot, _, _ in Formatter().parse(pattern) if slot is not None}
            if not set(needed.split()) <= found <= {*needed.split(), *allowed.split()}:
                raise ValueError(f"this pattern needs the slots: {needed}; and may have: {allowed or 'no other'}")
        return value

    return check_slots
