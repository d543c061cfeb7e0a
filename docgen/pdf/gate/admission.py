"""The way of a PDF through the gate: measured, opened, its trees walked, stripped, written anew, looked through."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import pikepdf

from docgen.errors import Finding, Message, PdfRefused, Severity
from docgen.pdf.gate import active, trees
from docgen.pdf.gate.active import LABELS, Kind
from docgen.pdf.gate.container import MAX_OBJECTS, check_bytes, opened
from docgen.pdf.gate.refusal import DAMAGED, THE_FILE, UNREASONABLE, numbered, pdf_refused
from docgen.pdf.gate.refusal import field as field_part
from docgen.pdf.gate.streams import Budget
from docgen.pdf.gate.strip import active_in, strip
from docgen.pdf.gate.trees import Field

# What pikepdf raises on values that are not what their place asks for; it has no common base for these.
_UNREADABLE: Final = (
    pikepdf.PdfError, pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Admitted:
    """A PDF that came through the gate."""

    pdf: bytes = field(repr=False)
    """The document as qpdf wrote it: decrypted, without incremental updates, object streams and unused objects."""
    findings: tuple[Finding, ...]
    """What was taken out, one finding for each kind at each page or field; advice, for whoever gave the form."""
    pages: int
    was_encrypted: bool
    """Whether the PDF was encrypted; what is made of it is not, unless the caller encrypts it again."""


def admit(pdf: bytes, password: str | None = None) -> Admitted:
    """The PDF cleaned of everything active, from bytes that anybody may have made.

    Raises PasswordNeeded (encrypted, and the empty password does not open it), PasswordWrong, and PdfRefused naming
    part, reason and remedy: no PDF, damaged, beyond the limits, looping, signed, a dynamic XFA form.
    """
    check_bytes(pdf)
    with _damage_refused(), opened(pdf, password) as document:
        if len(document.objects) > MAX_OBJECTS:
            raise pdf_refused(THE_FILE, UNREASONABLE)
        budget = Budget()
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                budget.take(thing)
        pages = trees.pages(document)
        fields = trees.fields(document)
        trees.check_others(document)
        _check_signatures(document, fields)
        _check_form(document, fields)
        findings = strip(document, pages, fields)
        was_encrypted = document.is_encrypted
        clean = _written(document)
    assert_clean(clean)
    if was_encrypted:
        removed = Message("the PDF was encrypted; what is made of it is not, unless a password is set again")
        findings = (*findings, Finding(Severity.ADVICE, "encryption", "", removed))
    return Admitted(clean, findings, len(pages), was_encrypted)


def assert_clean(pdf: bytes) -> None:
    """Look through every object of a finished PDF, in use or not; raises PdfRefused naming the first active one."""
    with _damage_refused(), opened(pdf, None) as document:
        for holder, _, kind in active.of_root(document.Root):
            raise _still_active(holder, kind)
        for thing in document.objects:
            for holder, entry in active_in(thing):
                raise _still_active(holder, entry.kind)


def _still_active(holder: pikepdf.Object, kind: Kind) -> PdfRefused:
    return pdf_refused(
        numbered(holder.objgen[0]),
        "it still holds {what}; do not use the file, and report this to whoever runs docgen",
        what=Message(LABELS[kind]),
    )


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _UNREADABLE:
        # No cause: a library's message may quote the document.
        raise pdf_refused(THE_FILE, DAMAGED) from None


def _written(document: pikepdf.Pdf) -> bytes:
    """The document written anew: streams as they are packed, a file identifier that depends on nothing but content."""
    target = io.BytesIO()
    document.save(
        target,
        encryption=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return target.getvalue()


def _check_signatures(document: pikepdf.Pdf, fields: list[Field]) -> None:
    """ISO 32000-2, 12.8: filling in changes the bytes that a signature covers."""
    permissions = document.Root.get("/Perms")
    if isinstance(permissions, pikepdf.Dictionary) and "/DocMDP" in permissions:
        raise pdf_refused(
            THE_FILE, "it is certified, and filling it in would break that signature; ask the agency for it uncertified"
        )
    for entry in fields:
        if entry.kind == "/Sig" and "/V" in entry.node:
            raise pdf_refused(
                field_part(entry.name),
                "it is signed, and filling in the form would break that signature; ask the agency for it unsigned",
            )


def _check_form(document: pikepdf.Pdf, fields: list[Field]) -> None:
    """An XFA form whose pages are made only while a certain program runs it has no field that could be filled in."""
    form = document.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form and not any(entry.widgets for entry in fields):
        raise pdf_refused(
            THE_FILE, "it is a dynamic XFA form; ask the agency to save it as an ordinary PDF form (AcroForm)"
        )
