"""The document types: every module of this package that declares one, found by name, registered nowhere."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from docgen.documents.base import Document, Rule, View
from docgen.errors import Message, UnknownName

__all__ = ["Document", "Rule", "View", "document_type", "document_types", "example", "example_of_all"]


@cache
def document_types() -> Mapping[str, type[Document]]:
    """Every document type by id, in alphabetical order of the ids."""
    found: dict[str, type[Document]] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Document) and "type_id" in vars(value):
                found[value.type_id] = value
    return dict(sorted(found.items()))


def document_type(type_id: str) -> type[Document]:
    """The document type with this id. Raises UnknownName."""
    try:
        return document_types()[type_id]
    except KeyError:
        known = ", ".join(document_types())
        raise UnknownName(Message("there is no such document type; the types are: {known}", {"known": known})) from None


def example(kind: type[Document]) -> dict[str, Any]:
    """A complete case for one type, as JSON objects: of the shared example what it declares, and its particulars."""
    particulars = json.loads(kind.example)
    shared = {name: value for name, value in _shared_example().items() if name in {*kind.model_fields, "agency"}}
    return {**shared, "documents": {kind.type_id: particulars}}


def example_of_all() -> dict[str, Any]:
    """One case that satisfies every type."""
    particulars = {type_id: json.loads(kind.example) for type_id, kind in document_types().items()}
    return {**_shared_example(), "documents": particulars}


def _shared_example() -> dict[str, Any]:
    text = resources.files(__name__).joinpath("example.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
