"""What can go wrong, as one tree, and the finding: what a check reports without stopping.

    DocgenError
    ├── InputRefused          the case is not acceptable: one problem per field     exit 4, HTTP 422
    ├── RuleViolated          the SOP forbids issuing this document as it stands     exit 4, HTTP 422
    ├── TemplateError         a Word template cannot be compiled or filled           exit 1, HTTP 500
    │   ├── TemplateRefused   a Word file is unsafe or damaged                       exit 4, HTTP 422
    │   └── WordingDamaged    what the store has of a wording is not what was kept   exit 1, HTTP 500
    ├── TemplateUnapproved    nobody answers for the wording, which is asked for     exit 4, HTTP 409
    ├── TranslationRefused    an XLIFF file does not fit the template it is to change  exit 4, HTTP 422
    ├── PdfRefused            a PDF is unsafe, damaged, signed, or its reading failed  exit 4, HTTP 422
    │   ├── PasswordNeeded    it is encrypted and no password was given              exit 4, HTTP 422
    │   └── PasswordWrong     the password given does not open it                    exit 4, HTTP 422
    ├── LayoutUnsupported     a Word construct the in-process engine does not set    exit 1, HTTP 500
    ├── EngineUnavailable     a program or font that the job needs is not there      exit 1, HTTP 503
    │   └── EngineBusy        it has all the work it can take; the same works later  exit 1, HTTP 503
    ├── WorkerLost            the process that did the job ended before it was done  exit 1, HTTP 500
    │   └── TimeLimitReached  it was ended because the job took too long             exit 1, HTTP 503
    └── UnknownName           a type, language or format that does not exist         exit 2, HTTP 404

A message says what is wrong and what to do, in English as its key; `docgen.locale` translates it. No message ever
carries a value of the case. Every `str` that becomes a key later is annotated `Key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self, TypeAlias

Key: TypeAlias = str
"""An English sentence, caption or term that people read: the catalogues hold its words in other languages under it.

Extraction goes by this annotation (docs/architecture.md, “Change or add a sentence”): the arguments of a parameter, the
value of a name and the values of a mapping annotated so are keys; an attribute so annotated in one class is a key in
all.
"""


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable sentence: an English key with `{name}` slots, and what fills them: strings or sentences again.

    The key is a format string, so a brace that is meant literally is doubled in it; what fills a slot stays as it is.
    """

    key: Key
    values: Mapping[str, str | Message] = field(default_factory=dict)
    plural: str | None = None
    """The key for any other count than one, where the sentence counts something."""
    count: int = 1

    @classmethod
    def counted(cls, one: Key, many: Key, count: int) -> Self:
        """A sentence about {count} things, in the number (singular, plural …) that the reader's language asks for."""
        return cls(one, {"count": str(count)}, many, count)

    def __str__(self) -> str:
        key = self.key if self.plural is None or self.count == 1 else self.plural
        return key.format_map(self.values)


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

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))

    def __reduce__(self) -> tuple[Any, ...]:
        """An error crosses from a worker process with all it says (BaseException would keep the text alone)."""
        return type(self), (self.message,)


class _Refusal(DocgenError):
    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(Message.counted("{count} problem found", "{count} problems found", len(self.findings)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.findings,)


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


class WordingDamaged(TemplateError):
    """The bytes of a wording that the store keeps are missing, or are not those of its fingerprint."""

    code = "wording_damaged"


class TemplateUnapproved(DocgenError):
    """The installation makes papers only of wordings that somebody answers for, and nobody does for this one."""

    code = "template_unapproved"
    http_status = 409
    exit_code = 4


class TranslationRefused(_Refusal):
    """An XLIFF file from a translator cannot be taken over; `findings` names each unit by the anchor of its passage."""

    code = "translation_refused"
    http_status = 422
    exit_code = 4


class PdfRefused(DocgenError):
    """A PDF that somebody else made is not read, filled or passed on; the message names part, reason and remedy."""

    code = "pdf_refused"
    http_status = 422
    exit_code = 4


class PasswordNeeded(PdfRefused):
    """The PDF is encrypted and the empty password does not open it."""

    code = "password_needed"


class PasswordWrong(PdfRefused):
    """The PDF is encrypted and the password given does not open it."""

    code = "password_wrong"


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

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.constructs,)


class EngineUnavailable(DocgenError):
    """Something outside docgen that this job needs (a font, LibreOffice) is not installed."""

    code = "engine_unavailable"
    http_status = 503


class EngineBusy(EngineUnavailable):
    """The engine has as many documents waiting as it takes; nothing is wrong with this one."""

    code = "engine_busy"


class WorkerLost(DocgenError):
    """The process that worked on this ended before it was done: killed, out of memory, or crashed by the job."""

    code = "worker_lost"


class TimeLimitReached(WorkerLost):
    """The job took longer than it may, and its process was ended."""

    code = "time_limit"
    http_status = 503


class UnknownName(DocgenError):
    """A document type, language, format or engine that this installation does not have."""

    code = "unknown_name"
    http_status = 404
    exit_code = 2
