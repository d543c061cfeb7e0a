"""What the signatures of a PDF say: whose they are, and whether anything was changed since."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from docgen.errors import Message, TemplateRefused
from docgen.pdf.signing.refusal import SigningRefused

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

# A signature's byte range is never inside a compressed object: its dictionary holds what is left out of the digest.
_MARK: Final = b"/ByteRange"


@dataclass(frozen=True, slots=True)
class Trust:
    """The moment of the judgement, and the roots that are trusted (certificates in PEM); without any, trust is not
    judged."""

    moment: datetime
    roots: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `signer` is the common name in the certificate, `at` the time the signer claims (ISO 8601, UTC).

    `intact`: the signed bytes are as they were; `whole`: nothing was added to the file afterwards but what the
    signature allows; `trusted`: the certificate leads to a trusted root and holds, None where no root was named.
    """

    signer: str
    at: str
    intact: bool
    whole: bool
    trusted: bool | None
    message: Message

    @classmethod
    def told(cls, signer: str, at: str, intact: bool, whole: bool, trusted: bool | None) -> Self:
        """A signature from what was found about it, with the sentence that says so."""
        return cls(signer, at, intact, whole, trusted, _message(intact, whole, trusted))

    @property
    def valid(self) -> bool:
        """Whether nothing speaks against it."""
        return self.intact and self.whole and self.trusted is not False


def certificates(pem: bytes) -> list[Certificate]:
    """The certificates of a PEM file. Raises SigningRefused when it holds none."""
    from asn1crypto import pem as armour
    from asn1crypto.x509 import Certificate

    try:
        found = [Certificate.load(der) for kind, _, der in armour.unarmor(pem, multiple=True) if kind == "CERTIFICATE"]
    except ValueError:
        found = []
    if not found:
        raise SigningRefused(Message("the file of trusted certificates holds none; name a PEM file"))
    return found


def signatures(pdf: bytes, trust: Trust) -> list[Signature]:
    """The signatures of a PDF, in the order they were made; nothing is fetched from anywhere.

    Raises TemplateRefused when the file or a signature cannot be read, SigningRefused for unusable roots.
    """
    if _MARK not in pdf:
        return []
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    judge = _Judge([each for pem in trust.roots for each in certificates(pem)], trust.moment)
    try:
        return [judge.judged(each) for each in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures]
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise TemplateRefused(
            Message("the file bears a signature that cannot be read; ask for the file as it was signed")
        ) from None


class _Judge:
    """Validates signatures against roots at a moment, fetching nothing."""

    def __init__(self, roots: Sequence[Certificate], moment: datetime) -> None:
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko.sign.validation.settings import KeyUsageConstraints
        from pyhanko_certvalidator import ValidationContext

        self._named = bool(roots)
        context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=moment)
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        self._validate = partial(validate_pdf_signature, signer_validation_context=context, key_usage_settings=usage)

    def judged(self, embedded: EmbeddedPdfSignature) -> Signature:
        status = self._validate(embedded)
        names = status.signing_cert.subject.native
        claimed = status.signer_reported_dt
        intact, whole = status.intact and status.valid, _whole(status)
        trusted = status.trusted if self._named else None
        return Signature.told(
            str(names.get("common_name") or status.signing_cert.subject.human_friendly),
            claimed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if claimed else "",
            intact,
            whole,
            trusted,
        )


def _whole(status: PdfSignatureStatus) -> bool:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    return status.coverage == SignatureCoverageLevel.ENTIRE_FILE or (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and status.docmdp_ok is True
    )


def _message(intact: bool, whole: bool, trusted: bool | None) -> Message:
    if not intact:
        return Message("the signature is broken: what it covers was changed after it was signed")
    if not whole:
        return Message("something was changed or added after this signature")
    if trusted is None:
        return Message("the signature is intact; name the certificates you trust to know whose it is (--trust)")
    if not trusted:
        return Message(
            "the signature is intact, but its certificate is not issued under one you trust, or does not hold now"
        )
    return Message("the signature is intact and its certificate is issued under one that you trust")
