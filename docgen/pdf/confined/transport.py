"""Errors and findings as JSON and back: a class by name, sentences as data, nothing that could run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from string import Formatter
from typing import Final

from docgen.errors import DocgenError, Finding, Key, Message, PdfRefused, Severity
from docgen.pdf.confined.frames import JSON, Rubbish

CRASHED: Final[Key] = (
    "the PDF made the program that reads it fail; print it to a new PDF or ask the agency for it again"
)
_TYPES: Final = {"message": Message, "finding": Finding}


def to_json(error: DocgenError) -> JSON:
    """Name of the class and every attribute of the error."""
    return {"class": type(error).__name__, "attributes": {key: _out(value) for key, value in vars(error).items()}}


def from_json(data: JSON) -> DocgenError:
    """The error again; raises Rubbish when the data are not what `to_json` makes or name an unknown class."""
    try:
        kind = next(kind for kind in _classes(DocgenError) if kind.__name__ == data["class"])
        attributes = {str(key): _in(value) for key, value in data["attributes"].items()}
    except (StopIteration, KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise Rubbish from None
    message = attributes.get("message")
    if not isinstance(message, Message):
        raise Rubbish
    error = kind.__new__(kind)
    error.__dict__.update(attributes)
    error.args = (str(message),)
    return error


def findings_to_json(findings: Iterable[Finding]) -> JSON:
    """Findings as a result may carry them."""
    return [_out(finding) for finding in findings]


def findings_from_json(data: JSON) -> tuple[Finding, ...]:
    """The findings again; raises PdfRefused when the data are none."""
    try:
        findings = tuple(_in(entry) for entry in data)
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError):
        raise PdfRefused(Message(CRASHED)) from None
    return tuple(finding for finding in findings if isinstance(finding, Finding))


def _classes(kind: type[DocgenError]) -> Iterator[type[DocgenError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _classes(below)


def _out(value: object) -> JSON:
    for name, kind in _TYPES.items():
        if isinstance(value, kind):
            return {name: {part.name: _out(getattr(value, part.name)) for part in fields(kind)}}
    if isinstance(value, tuple | list):
        return [_out(entry) for entry in value]
    if isinstance(value, dict):
        return {"map": {str(key): _out(entry) for key, entry in value.items()}}
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def _in(value: JSON) -> object:
    if isinstance(value, list):
        return tuple(_in(entry) for entry in value)
    if not isinstance(value, dict):
        return value
    ((name, inside),) = value.items()
    parts = {str(key): _in(entry) for key, entry in inside.items()}
    if name == "map":
        return parts
    if name == "message":
        return _message(parts)
    finding = Finding(**parts)  # type: ignore[arg-type]  # checked on the next line
    if not isinstance(finding.message, Message):
        raise Rubbish
    return Finding(Severity(finding.severity), str(finding.code), str(finding.pointer), finding.message, finding.clause)


def _message(parts: dict[str, object]) -> Message:
    """A sentence whose slots are plain names: `{x.__class__}` would reach into this process."""
    message = Message(**parts)  # type: ignore[arg-type]  # checked below
    for key in (message.key, message.plural):
        for _, slot, spec, conversion in Formatter().parse(key or ""):
            if slot is not None and (not slot.isidentifier() or spec or conversion):
                raise Rubbish
    if not all(isinstance(value, str | Message) for value in message.values.values()):
        raise Rubbish
    str(message)
    return message
