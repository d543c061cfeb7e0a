"""A signer is taken from a PKCS#12 file only if its certificate is fit to sign at that moment."""

from __future__ import annotations

import pytest

from docgen.pdf.signing.certificate import load
from docgen.pdf.signing.refusal import SigningRefused
from tests.unit.pdf.signing.certificates import DAY, NAME, NOW, PASSWORD, authority, without_key


def test_the_signer_is_named_by_the_certificate_and_shows_no_secret() -> None:
    signer = load(authority().signer(), PASSWORD, NOW)
    assert signer.name == NAME
    assert PASSWORD.decode() not in repr(signer)


@pytest.mark.parametrize("usage", ["digital_signature", "content_commitment", None])
def test_a_certificate_for_signatures_or_for_anything_is_taken(usage: str | None) -> None:
    assert load(authority().signer(usage=usage), PASSWORD, NOW).name == NAME


@pytest.mark.parametrize(
    ("data", "password", "reason"),
    [
        (authority().signer(), b"wrong", "password does not open"),
        (b"", PASSWORD, "cannot be read"),
        (b"PK\x03\x04 no certificate", PASSWORD, "cannot be read"),
        (authority().pem, PASSWORD, "cannot be read"),
        (without_key(), PASSWORD, "no private key"),
        (authority().signer(start=NOW + DAY, end=NOW + 2 * DAY), PASSWORD, "does not hold yet"),
        (authority().signer(start=NOW - 2 * DAY, end=NOW - DAY), PASSWORD, "expired"),
        (authority().signer(usage="key_encipherment"), PASSWORD, "not meant for signing"),
    ],
)
def test_another_is_refused_with_the_reason(data: bytes, password: bytes, reason: str) -> None:
    with pytest.raises(SigningRefused, match=reason):
        load(data, password, NOW)
