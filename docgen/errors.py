"""What can go wrong, as one tree, and the finding: what a check reports without stopping.

    DocgenError
    ├── InputRefused          the case is not acceptable: one problem per field     exit 4, HTTP 422
    ├── RuleViolated          the SOP forbids issuing this document as it stands     exit 4, HTTP 422
    ├── TemplateError         a Word template cannot be compiled or filled           exit 1, HTTP 500
    │   └── TemplateRefused   a Word file is unsafe or damaged                       exit 4, HTTP 422
    ├── LayoutUnsupported     a Word construct the in-process engine does not set    exit 1, HTTP 500
    ├── EngineUnavailable     a program or font that the job needs is not there      exit 1, HTTP 503
    └── UnknownName           a type, language or format that does not exist         exit 2, HTTP 404

A message says what is wrong and what to do, in English as its key; `docgen.locale` translates it. No message ever
carries a value of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable sentence: an English key with `{name}` slots, and the strings for the slots."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.key.format_map(self.values)


class Severity(StrEnum):
    """How a finding binds: an error refuses, a warning blocks until overridden with a reason, advice only informs."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found, at a JSON Pointer (RFC 6901) of the case or a place in a template."""

    severity: Severity
    code: str
    pointer: str
    message: Message
    clause: str | None = None


class DocgenError(Exception):
    """Root of everything docgen raises on purpose."""

    code = "internal"
    http_status = 500
    exit_code = 1

    def __init__(self, message: Message | str) -> None:
        self.message = Message(message) if isinstance(message, str) else message
        super().__init__(str(self.message))


class _Refusal(DocgenError):
    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(Message("{count} problem(s) found", {"count": str(len(self.findings))}))


class InputRefused(_Refusal):
    """The case cannot be accepted; `findings` names each field."""

    code = "input_refused"
    http_status = 422
    exit_code = 4


class RuleViolated(_Refusal):
    """The SOP does not allow this document to be issued; `findings` names clause and field."""

    code = "rule_violated"
    http_status = 422
    exit_code = 4


class TemplateError(DocgenError):
    """A Word template cannot be compiled or filled; the message names file, paragraph and tag."""

    code = "template_error"


class TemplateRefused(TemplateError):
    """A Word file is unsafe or damaged and was not opened."""

    code = "template_refused"
    http_status = 422
    exit_code = 4


class LayoutUnsupported(DocgenError):
    """The in-process engine does not set these constructs; `constructs` names them."""

    code = "layout_unsupported"

    def __init__(self, constructs: Iterable[str]) -> None:
        self.constructs = tuple(dict.fromkeys(constructs))
        super().__init__(
            Message(
                "the in-process PDF engine does not set: {constructs}; remove them from the template or convert "
                "with LibreOffice (--engine soffice)",
                {"constructs": ", ".join(self.constructs)},
            )
        )


class EngineUnavailable(DocgenError):
    """Something outside docgen that this job needs (a font, LibreOffice) is not installed."""

    code = "engine_unavailable"
    http_status = 503


class UnknownName(DocgenError):
    """A document type, language, format or engine that this installation does not have."""

    code = "unknown_name"
    http_status = 404
    exit_code = 2
