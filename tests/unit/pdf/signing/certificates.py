"""Certificates and PKCS#12 files made for a test: a root, and signers under it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PASSWORD = b"open sesame"
NAME = "មជ្ឈមណ្ឌលកម្ពុជា"


class Authority:
    """A root that issues certificates to signers."""

    def __init__(self, name: str = "Root") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        builder = _builder(self._name, self._name, self._key.public_key(), NOW - DAY, NOW + 3650 * DAY)
        self.certificate = (
            builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(key_cert_sign=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def signer(
        self,
        *,
        name: str = NAME,
        start: datetime = NOW - DAY,
        end: datetime = NOW + DAY,
        usage: str | None = "digital_signature",
    ) -> bytes:
        """A PKCS#12 file with PASSWORD."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_named(name), self._name, key.public_key(), start, end)
        if usage:
            builder = builder.add_extension(_usage(**{usage: True}), critical=True)
        certificate = builder.sign(self._key, hashes.SHA256())
        protection = BestAvailableEncryption(PASSWORD)
        return pkcs12.serialize_key_and_certificates(b"signer", key, certificate, [self.certificate], protection)


def without_key() -> bytes:
    """A PKCS#12 file that holds a certificate only."""
    certificate = authority().certificate
    return pkcs12.serialize_key_and_certificates(b"x", None, None, [certificate], BestAvailableEncryption(PASSWORD))


@cache
def authority() -> Authority:
    return Authority()


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _usage(**allowed: bool) -> x509.KeyUsage:
    names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]  # fmt: skip
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})
