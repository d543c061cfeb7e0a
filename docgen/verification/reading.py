"""What a PDF of unknown origin says of itself, its text and its signatures, read in the confined child."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from docgen.pdf import confined
from docgen.pdf.extract import text as text_of_pdf
from docgen.pdf.signing.signatures import Signature, Trust, signatures

Reading: TypeAlias = tuple[str, Sequence[Signature]]
"""Text and signatures of a PDF."""

Reader: TypeAlias = Callable[[bytes, Trust], Reading]
"""Raises TemplateRefused or PdfRefused for a PDF that cannot be read, SigningRefused for unusable roots."""


def in_process(pdf: bytes, trust: Trust) -> Reading:
    """Read a PDF that docgen made itself."""
    return text_of_pdf(pdf), signatures(pdf, trust)


def confined_reader(child: confined.Confinement) -> Reader:
    """A reader for anybody's PDF: whatever the file does, it does to a child with limits."""

    def read(pdf: bytes, trust: Trust) -> Reading:
        told, _ = child.run(f"{__name__}:job", {"moment": trust.moment.isoformat()}, [pdf, *trust.roots])
        return str(told["text"]), [Signature.told(*each) for each in told["signatures"]]

    return read


def job(payload: Mapping[str, Any], blobs: Sequence[bytes]) -> tuple[Any, Sequence[bytes]]:
    """payload: {"moment": ISO 8601}; blobs: the PDF, then trusted certificates. Returns {"text", "signatures"}."""
    text, signed = in_process(blobs[0], Trust(datetime.fromisoformat(payload["moment"]), blobs[1:]))
    facts = [[each.signer, each.at, each.intact, each.whole, each.trusted] for each in signed]
    return {"text": text, "signatures": facts}, ()
