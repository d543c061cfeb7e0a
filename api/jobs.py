"""What a worker process does for a request: functions that an import finds, taking the press first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from api.asked import RenderRequest, Subject, asked, case_of, within_case
from api.negotiation import BY_FORMAT, ZIP, chosen, named_formats
from docgen.bundle import ARCHIVE, Approval, Bundle
from docgen.check import check
from docgen.documents import document_type
from docgen.errors import Finding, InputRefused, Message, RuleViolated, Severity, UnknownName
from docgen.generate import DEFAULT_FORMATS, generate
from docgen.press import Press
from docgen.verification.register import Issued, records


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is sent, under which media type and name, and what the register shall hold of it."""

    data: bytes = field(repr=False)
    media_type: str
    name: str
    template: str
    """Fingerprint of the template of a single file, else ""."""
    approval: str
    made: Sequence[tuple[str, str]]
    """(type id, format) of each file."""
    issued: Sequence[Issued]


def ping(press: Press) -> int:
    """How many languages the worker knows: it lives and has its library."""
    return len(press.library.locales)


@dataclass(frozen=True, slots=True)
class TemplateState:
    """The wording that is used just now, by its fingerprint and number, and who answers for it."""

    type: str
    language: str
    fingerprint: str
    approval: str
    version: int
    approvals: Sequence[Approval]


def templates(press: Press) -> list[TemplateState]:
    """Every template of a document type, by type and language. Raises TemplateError."""
    found = []
    for type_id, tags in press.library.types():
        for tag in tags:
            offer = press.library.offer(type_id, tag)
            found.append(
                TemplateState(
                    type_id, tag, offer.template.fingerprint, offer.approval, offer.version, list(offer.approvals)
                )
            )
    return sorted(found, key=lambda each: (each.type, each.language))


def validate(press: Press, body: bytes) -> list[Finding]:
    """The findings of the case in a request, of all types it has particulars for unless the request names some.

    Raises InputRefused when the request itself, not the case in it, is not acceptable.
    """
    request = asked(body, Subject, press.library)
    found: list[Finding] = []
    try:
        case = case_of(request)
    except InputRefused as refused:
        return list(refused.findings)
    for type_id in request.types or sorted(case.documents):
        try:
            document = document_type(type_id).of(case)
        except InputRefused as refused:
            found += within_case(refused.findings)
            continue
        except UnknownName as error:
            found.append(Finding(Severity.ERROR, error.code, "/case/documents", error.message))
            continue
        tags = request.languages or press.library.languages_of(type_id)
        locales = [press.library.locale(tag) for tag in tags]
        found += within_case(check(document, locales, press.uncovered))
    return found


def render(press: Press, body: bytes, accept: str, at: datetime, *, specimen: bool) -> Rendered:
    """The documents that a render request asks for; specimens are marked so and not registered.

    Raises InputRefused, RuleViolated, NotAcceptable, and what `docgen.generate` raises.
    """
    if specimen:
        press = press.for_specimens()
    request = asked(body, RenderRequest, press.library)
    case = case_of(request)
    formats = request.formats or named_formats(accept) or DEFAULT_FORMATS
    types = request.types or tuple(case.documents)
    if not types:
        message = Message("the case has no particulars of any document; add them under “documents”")
        raise InputRefused([Finding(Severity.ERROR, "document.absent", "/case/documents", message)])
    languages = request.languages or tuple(press.library.locales)
    media_type = chosen(accept, _offered(types, languages, formats))
    try:
        bundle = generate(
            case, press=press, types=types, languages=languages, formats=formats, overrides=request.overrides,
            binding=request.packet.binding(),
        )  # fmt: skip
    except (InputRefused, RuleViolated) as refused:
        raise type(refused)(within_case(refused.findings)) from None
    except UnknownName as error:  # a type without a template in this language: something the caller can change
        raise InputRefused([Finding(Severity.ERROR, error.code, "", error.message)]) from None
    return _packed(bundle, media_type, () if specimen else records(bundle, at))


def _offered(types: Sequence[str], languages: Sequence[str], formats: Sequence[str]) -> Sequence[str]:
    """The media types that so much can be sent as: one file as itself or in a ZIP, several in a ZIP."""
    each = len(types) * len(languages)
    files = sum(1 if form == "packet" else each for form in dict.fromkeys(formats))
    return (BY_FORMAT[formats[0]], ZIP) if files == 1 else (ZIP,)


def _packed(bundle: Bundle, media_type: str, issued: Sequence[Issued]) -> Rendered:
    made = [(file.type, file.format) for file in bundle.files]
    if media_type == ZIP:
        return Rendered(bundle.zip(), ZIP, ARCHIVE, "", "", made, issued)
    file = bundle.files[0]
    return Rendered(file.data, media_type, file.name, file.template, file.approval, made, issued)
