"""The signer: a private key with its certificate from a PKCS#12 file (RFC 7292), found fit to sign on a given day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from docgen.errors import Key, Message
from docgen.pdf.signing.refusal import SigningRefused


@dataclass(frozen=True)
class Signer:
    """A PKCS#12 file (DER), its password, and whom its certificate names; neither key nor password is shown."""

    name: str
    data: bytes = field(repr=False)
    password: bytes = field(repr=False)


def load(data: bytes, password: bytes, moment: datetime) -> Signer:
    """The signer in a PKCS#12 file, fit to sign at `moment` (aware).

    Raises SigningRefused: damaged, wrong password, no key or certificate, a certificate that does not hold at that
    moment or is not meant for signing.
    """
    certificate = _opened(data, password)
    if moment < certificate.not_valid_before_utc:
        raise _refused("the certificate does not hold yet; sign once it does, or use another one")
    if moment > certificate.not_valid_after_utc:
        raise _refused("the certificate has expired; ask its issuer for a new one")
    if not _may_sign(certificate):
        raise _refused("the certificate is not meant for signing documents; use one whose key usage allows signatures")
    return Signer(_common_name(certificate), data, password)


def _opened(data: bytes, password: bytes) -> x509.Certificate:
    from asn1crypto.pkcs12 import Pfx

    try:
        readable = Pfx.load(data, strict=True)["version"].native == "v3"
    except (ValueError, TypeError):
        readable = False
    if not readable:
        raise _refused("the file of the certificate cannot be read; name a .p12 or .pfx file")
    try:
        store = pkcs12.load_pkcs12(data, password)
    except ValueError:
        raise _refused("the password does not open the file of the certificate; correct the password") from None
    if store.key is None or store.cert is None:
        raise _refused("the file of the certificate holds no private key with it; export both together as .p12")
    return store.cert.certificate


def _may_sign(certificate: x509.Certificate) -> bool:
    """Key usage (RFC 5280, 4.2.1.3): digital signature or content commitment, where the certificate limits it."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(usage.digital_signature or usage.content_commitment)


def _common_name(certificate: x509.Certificate) -> str:
    """The subject's common name, else its whole name as RFC 4514 writes it."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else str(certificate.subject.rfc4514_string())


def _refused(reason: Key) -> SigningRefused:
    return SigningRefused(Message(reason))
