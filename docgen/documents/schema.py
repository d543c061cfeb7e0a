"""The JSON Schema of a document type, in the words of a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docgen.documents.base import Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: type[Document], translate: Callable[[str], str]) -> dict[str, Any]:
    """The schema (2020-12) of the case that this type takes, its titles and descriptions translated."""
    return {"$schema": DIALECT, **_translated(kind.model_json_schema(), translate)}


def _translated(tree: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(tree, Mapping):
        return {
            key: translate(value)
            if key in ("title", "description") and isinstance(value, str)
            else _translated(value, translate)
            for key, value in tree.items()
        }
    return [_translated(item, translate) for item in tree] if isinstance(tree, list) else tree
