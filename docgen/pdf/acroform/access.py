"""Entries of PDF dictionaries, read leniently: references resolved, null and wrong types taken for absence."""

from __future__ import annotations

from typing import Any, TypeAlias

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
)

Dictionary: TypeAlias = DictionaryObject


def resolved(value: Any) -> Any:
    """What a reference points to; None for the null object."""
    found = value.get_object() if hasattr(value, "get_object") else value
    return None if isinstance(found, NullObject) else found


def entry(dictionary: Dictionary, key: str) -> Any:
    """An entry with its reference resolved, or None."""
    return resolved(dictionary.raw_get(key)) if key in dictionary else None


def dictionary_at(dictionary: Dictionary, key: str) -> Dictionary | None:
    """An entry that is a dictionary (or stream), or None."""
    found = entry(dictionary, key)
    return found if isinstance(found, DictionaryObject) else None


def array_at(dictionary: Dictionary, key: str) -> list[Any]:
    """The items of an entry that is an array, references resolved; empty for anything else."""
    found = entry(dictionary, key)
    return [resolved(item) for item in found] if isinstance(found, ArrayObject) else []


def numbers_at(dictionary: Dictionary, key: str) -> list[float]:
    """The numbers of an array; empty where something else stands among them."""
    found = array_at(dictionary, key)
    return [float(item) for item in found] if all(isinstance(item, int | float) for item in found) else []


def reference(writer: PdfWriter, value: Any) -> IndirectObject:
    """The reference of an object of the writer; a direct object becomes an indirect one.

    (`PdfWriter.get_reference` takes the first object that is equal, such as another blank page.)
    """
    found = getattr(value, "indirect_reference", None)
    return found if isinstance(found, IndirectObject) else writer._add_object(value)


def number(value: Any, default: float) -> float:
    """A number, or the default for anything else."""
    return float(value) if isinstance(value, int | float) else default


def text(value: Any) -> str:
    """A text string (ISO 32000-1 §7.9.2.2), a text stream or a name as text; empty for anything else."""
    if isinstance(value, NameObject):
        return str(value)[1:]
    if isinstance(value, StreamObject):
        value = value.get_data()
    if isinstance(value, bytes):
        return value.decode("utf-16") if value[:2] in (b"\xfe\xff", b"\xff\xfe") else value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""
