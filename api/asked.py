"""What a request asks for, read from its JSON by a worker: strictly, all problems at once, each at its JSON Pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from docgen.binding import Binding
from docgen.case import Case, findings_of, pointer, strict_json
from docgen.documents import document_types
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.generate import FORMATS
from docgen.library import Library

CASE = "/case"
"""Where the case stands in a request."""


class PacketOptions(BaseModel):
    """How a packet is bound (`docgen.binding.Binding`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    language: str | None = None
    duplex: bool = False

    def binding(self) -> Binding:
        return Binding(self.language, self.duplex)


class Subject(BaseModel):
    """A case, and of which types and languages something is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    case: Any
    types: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None


class RenderRequest(Subject):
    """What `POST /v1/renders` takes. No formats: those that Accept names, else Word and PDF."""

    formats: tuple[str, ...] | None = None
    overrides: Mapping[str, str] = {}
    packet: PacketOptions = PacketOptions()


M = TypeVar("M", bound=Subject)


def asked(body: bytes, model: type[M], library: Library) -> M:
    """The request in a body. Raises InputRefused."""
    tree = strict_json.load(body)
    try:
        request = model.model_validate(tree)
    except ValidationError as error:
        findings: Sequence[Finding] = findings_of(error)
    else:
        findings = list(_unknown(request, library))
        if not findings:
            return request
    raise InputRefused(findings)  # outside the handler: no Pydantic error, hence no input, in the context


def case_of(subject: Subject) -> Case:
    """The case of a request. Raises InputRefused with pointers into the request."""
    try:
        return Case.from_tree(subject.case)
    except InputRefused as refused:
        raise InputRefused(within_case(refused.findings)) from None


def within_case(findings: Iterable[Finding]) -> list[Finding]:
    """Findings on a case, said of the request that it came in."""
    return [replace(each, pointer=CASE + each.pointer) for each in findings]


def _unknown(request: Subject, library: Library) -> Iterable[Finding]:
    yield from _not_of("types", request.types, document_types())
    yield from _not_of("languages", request.languages, library.locales)
    if isinstance(request, RenderRequest):
        yield from _not_of("formats", request.formats, FORMATS)
        if request.packet.language is not None and request.packet.language not in library.locales:
            yield _choice("/packet/language", library.locales)


def _not_of(name: str, given: Sequence[str] | None, known: Iterable[str]) -> Iterable[Finding]:
    if given is not None and not given:
        slots = {"limit": "1"}
        message = Message("fewer than {limit} entries; add what is missing", slots)
        yield Finding(Severity.ERROR, "field.too_few", pointer([name]), message)
    choices = list(known)
    for index, each in enumerate(given or ()):
        if each not in choices:
            yield _choice(pointer([name, index]), choices)


def _choice(at: str, choices: Iterable[str]) -> Finding:
    slots = {"choices": ", ".join(choices)}
    message = Message("not one of the possible choices; write one of: {choices}", slots)
    return Finding(Severity.ERROR, "field.choice", at, message)
