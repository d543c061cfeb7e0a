"""Personal data at rest: each record sealed with a key of its own, which the installation's key wraps.

AES-256-GCM (NIST SP 800-38D), 96-bit random nonces, the record's id as associated data, so that no record can be put in
another's place.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from docgen.errors import Message
from docgen.verification.key import StoreUnusable

_NONCE: Final = 12
KEY_BYTES: Final = 32


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose (HKDF-Expand, RFC 5869), of the installation's or a record's key."""
    return HKDFExpand(SHA256(), KEY_BYTES, purpose.encode()).derive(key)


def seal(key: bytes, name: str, data: bytes) -> bytes:
    """Nonce and ciphertext; only the same key and name open it."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def unseal(key: bytes, name: str, sealed: bytes) -> bytes:
    """What was sealed. Raises StoreUnusable for another key or name, and for damage."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except (InvalidTag, ValueError):
        raise StoreUnusable(
            Message("a record of the store cannot be opened with the key of this installation; restore the right key")
        ) from None


@dataclass(frozen=True)
class Sealer:
    """Outputs on disk, sealed with the key of a record (of a batch): named by a keyed hash, so that a name tells nobody
    what the file holds; crosses to worker processes."""

    key: bytes = field(repr=False)

    def name(self, data: bytes) -> str:
        """HMAC-SHA256 of the content, in hexadecimal."""
        return hmac.new(derived(self.key, "docgen object names"), data, hashlib.sha256).hexdigest()

    def seal(self, address: str, data: bytes) -> bytes:
        return seal(derived(self.key, "docgen objects"), address, data)

    def open(self, address: str, sealed: bytes) -> bytes:
        """Raises StoreUnusable."""
        return unseal(derived(self.key, "docgen objects"), address, sealed)
