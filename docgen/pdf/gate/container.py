"""The PDF as bytes, and opening it: size, header, bombs in the cross-reference data, qpdf's own limits, the password.

qpdf unpacks cross-reference and object streams as soon as it opens a file, hence they are measured before.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pikepdf
from pikepdf import settings

from docgen.errors import Message, PasswordNeeded, PasswordWrong
from docgen.pdf.gate.refusal import BOMB, DAMAGED, THE_FILE, UNREASONABLE, pdf_refused
from docgen.pdf.gate.streams import MAX_STREAM, Budget

MAX_FILE: Final = 20_000_000
"""Bytes."""
MAX_OBJECTS: Final = 100_000
_HEADER_WITHIN: Final = 1024  # ISO 32000-2, annex I: readers look for the header that far

_LIMITS: Final[dict[str, Any]] = {
    "doc_max_warnings": 1_000,
    "parser_max_nesting": 100,
    "parser_max_container_size": 200_000,
    "max_stream_filters": 3,
    "flate_max_memory": MAX_STREAM,
    "run_length_max_memory": MAX_STREAM,
    "png_max_memory": MAX_STREAM,
    "tiff_max_memory": MAX_STREAM,
    "dct_max_memory": MAX_STREAM,
}
_OBJECT: Final = re.compile(rb"[0-9]\s+[0-9]+\s+obj\b")
_STREAM: Final = re.compile(rb">>\s*stream\r?\n")
# What marks the streams that qpdf unpacks by itself (ISO 32000-2, 7.5.7 and 7.5.8); a # may hide either name.
_STRUCTURAL: Final = re.compile(rb"/ObjStm|/XRef|/[A-Za-z]*#")
_DICTIONARY_WITHIN: Final = 4096


def check_bytes(pdf: bytes) -> None:
    """Raises PdfRefused for bytes that no library should open."""
    if len(pdf) > MAX_FILE:
        raise pdf_refused(THE_FILE, "it is larger than 20 MB; make its pictures smaller")
    if b"%PDF-" not in pdf[:_HEADER_WITHIN]:
        raise pdf_refused(THE_FILE, "it is no PDF; choose the form's PDF file")
    if sum(1 for _ in _OBJECT.finditer(pdf)) > MAX_OBJECTS:
        raise pdf_refused(THE_FILE, UNREASONABLE)
    budget, whole = Budget(), memoryview(pdf)
    for match in _STREAM.finditer(pdf):
        before = pdf[max(match.start() - _DICTIONARY_WITHIN, 0) : match.start()]
        if _STRUCTURAL.search(before, max(before.rfind(b" obj"), 0)) and not budget.take_flate(whole[match.end() :]):
            raise pdf_refused(THE_FILE, BOMB)


@contextmanager
def opened(pdf: bytes, password: str | None) -> Iterator[pikepdf.Pdf]:
    """The document, every value of it an explicit object, under qpdf's limits.

    Raises PasswordNeeded, PasswordWrong, and PdfRefused when qpdf cannot repair it or a limit was hit within.
    """
    before = settings.qpdf_limit_errors()
    previous: dict[str, Any] = dict(settings.set_qpdf_limits(**_LIMITS))
    try:
        with _open(pdf, password) as document:
            yield document
            if settings.qpdf_limit_errors() > before:
                raise pdf_refused(THE_FILE, UNREASONABLE)
    finally:
        settings.set_qpdf_limits(**previous)


def _open(pdf: bytes, password: str | None) -> pikepdf.Pdf:
    try:
        return pikepdf.open(
            io.BytesIO(pdf), password=password or "", inherit_page_attributes=False, conversion_mode="explicit"
        )
    except pikepdf.PasswordError:
        if password is None:
            raise PasswordNeeded(Message("the PDF is encrypted; give its password")) from None
        raise PasswordWrong(Message("the password does not open the PDF; give the right one")) from None
    except pikepdf.PdfError as error:
        if "encrypt" in str(error).lower():
            raise pdf_refused(
                THE_FILE, "it is protected in a way docgen cannot open; ask the agency for it without protection"
            ) from None
        raise pdf_refused(THE_FILE, DAMAGED) from None
