"""The judgement on a file: whether this installation issued it, and whether anything was changed since."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from docgen.docx.text import text as text_of_docx
from docgen.errors import DocgenError, Message
from docgen.pdf.signing.signatures import Signature, Trust
from docgen.verification import code as codes
from docgen.verification.reading import Reader, in_process
from docgen.verification.register import Issued, Register

_PDF: Final = b"%PDF-"
_END: Final = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
# A PDF that was added to has a few revisions; what has more is not looked at to the end.
_REVISIONS: Final = 64


class Status(StrEnum):
    """What a file or a code is. Only GENUINE is as this installation issued it."""

    GENUINE = "genuine"
    EXTENDED = "extended"
    ALTERED = "altered"
    KNOWN = "known"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement, with the record of the paper that was issued or that the file claims to be, and its code."""

    status: Status
    message: Message
    code: str = ""
    issued: Issued | None = None
    signatures: Sequence[Signature] = ()

    @property
    def genuine(self) -> bool:
        """Whether the file is what was issued and no signature on it speaks against it."""
        return self.status in (Status.GENUINE, Status.KNOWN) and all(each.valid for each in self.signatures)


def verify_code(typed: str, register: Register) -> Verdict:
    """What the register knows under a code that somebody typed. Raises CodeMalformed for a mistyped one."""
    code = codes.read(typed)
    found = register.with_code(code)
    if not found:
        return Verdict(Status.UNKNOWN, Message("this installation issued nothing with this code"), code)
    known = Message("a paper with this code was issued here; compare the paper in your hand with the one on file")
    return Verdict(Status.KNOWN, known, code, found[-1])


def verify(data: bytes, register: Register, trust: Trust, *, read: Reader = in_process) -> Verdict:
    """Judge the bytes of a Word or PDF file; `trust` says whose signatures are trusted, and on what day.

    `read` reads a PDF: give `confined_reader`'s for files that may come from anybody. A file that cannot be read is a
    verdict, not an error.
    """
    signed: Sequence[Signature] = ()
    try:
        text, signed = read(data, trust) if data.startswith(_PDF) else (text_of_docx(data), ())
        issued = register.with_hash(hashlib.sha256(data).hexdigest())
        if issued is not None:
            genuine = Message("this is the file that was issued here; nothing in it was changed")
            return Verdict(Status.GENUINE, genuine, issued.code, issued, signed)
        return _changed(data, text, register, signed)
    except DocgenError as error:
        return Verdict(Status.UNREADABLE, error.message, signatures=signed)


def _changed(data: bytes, text: str, register: Register, signed: Sequence[Signature]) -> Verdict:
    """A file whose bytes nobody registered: one that was added to, one that bears a code, or a stranger."""
    for digest in _earlier(data):
        before = register.with_hash(digest)
        if before is not None:
            added = Message(
                "this file was issued here, but something was added to it afterwards, such as a signature or a note; "
                "compare it with the file that was issued"
            )
            return Verdict(Status.EXTENDED, added, before.code, before, signed)
    printed = list(codes.printed_in(text))
    for code in printed:
        claimed = register.with_code(code)
        if claimed:
            altered = Message(
                "it bears the code of a paper that was issued here, but it is not that file: it was changed, saved "
                "again or made from it; compare it with the file that was issued"
            )
            return Verdict(Status.ALTERED, altered, code, claimed[-1], signed)
    if printed:
        return Verdict(
            Status.UNKNOWN, Message("this installation issued nothing with the code it bears"), printed[0], None, signed
        )
    unknown = Message(
        "this installation did not issue this file, and no verification code is found in it; if it is a picture of a "
        "paper, type the code printed on the paper (--code)"
    )
    return Verdict(Status.UNKNOWN, unknown, signatures=signed)


def _earlier(data: bytes) -> Iterator[str]:
    """SHA-256 of each earlier state of a PDF that was saved by adding to it (ISO 32000-1, 7.5.6), the latest first."""
    if not data.startswith(_PDF):
        return
    ends: list[int] = []
    for number, found in enumerate(_END.finditer(data)):
        if number == _REVISIONS:
            break
        # The line end after the mark may be part of that state or of what was added.
        ends += {found.start() + 5, found.start() + 6, found.end()}
    running, at, digests = hashlib.sha256(), 0, []
    for end in sorted(set(ends)):
        running.update(data[at:end])
        at = end
        digests.append(running.hexdigest())
    yield from reversed(digests)
