"""The code a paper bears: which type, language, template and content, sealed with the installation's key.

Sixteen symbols of Crockford's Base32 (https://www.crockford.com/base32.html): 75 bits of an HMAC-SHA-256 (RFC 2104)
and a check symbol, in groups of four. The check symbol is a sum over GF(32) with a weight of its own for each place, so
that one wrong symbol and two exchanged ones are always noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.errors import DocgenError, Message

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
_GROUP: Final = 4
# Letters that are read or typed in place of a digit.
_LOOKALIKES: Final = {"O": "0", "I": "1", "L": "1"}
_BITS: Final = 5 * (LENGTH - 1)
# x^5 + x^2 + 1, primitive over GF(2): x has order 31, so fifteen places get fifteen weights.
_MODULUS: Final = 0b100101
_DOMAIN: Final = "docgen verification code 1"
_SYMBOL: Final = f"[{ALPHABET}]"
_PRINTED: Final = re.compile(rf"(?<![0-9A-Z]){_SYMBOL}{{4}}(?:[\s-]+{_SYMBOL}{{4}}){{3}}(?![0-9A-Z])")


class CodeMalformed(DocgenError):
    """What was typed is no code: its length, a letter or its check symbol is wrong."""

    code = "code_malformed"
    http_status = 422
    exit_code = 4

    def __init__(self) -> None:
        super().__init__(
            Message("this is no verification code, or it was mistyped; type the 16 letters and digits as printed")
        )


def content_hash(view: Mapping[str, Any], **printed: Any) -> str:
    """SHA-256 (hex) of what a template is filled with; pictures (bytes) count by their own SHA-256."""
    tree = json.dumps([view, printed], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_digest)
    return hashlib.sha256(tree.encode()).hexdigest()


def _digest(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()


def make(key: bytes, type_id: str, language: str, template: str, content: str) -> str:
    """The code of a paper, in groups: the same arguments give the same code, another key another one.

    `template` is the template's fingerprint, `content` its `content_hash`. Whoever knows neither key nor content learns
    nothing from the code; without the key nobody can try out which content gives it.
    """
    named = json.dumps([_DOMAIN, type_id, language, template, content]).encode()
    number = int.from_bytes(hmac.digest(key, named, "sha256"), "big") >> (256 - _BITS)
    symbols = [number >> (5 * at) & 31 for at in reversed(range(LENGTH - 1))]
    return grouped("".join(ALPHABET[symbol] for symbol in (*symbols, _check(symbols))))


def grouped(symbols: str) -> str:
    """The sixteen symbols as they are printed: four groups with hyphens."""
    return "-".join(symbols[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read(typed: str) -> str:
    """The code, in groups, from what somebody typed: small letters, look-alikes, spaces and digits of any script.

    Raises CodeMalformed.
    """
    symbols = "".join(_symbol(sign) for sign in typed.upper() if sign != "-" and not sign.isspace())
    if len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET) or not _checks(symbols):
        raise CodeMalformed
    return grouped(symbols)


def _symbol(sign: str) -> str:
    return _LOOKALIKES.get(sign) or str(unicodedata.digit(sign, sign))


def printed_in(text: str) -> Iterator[str]:
    """The codes that stand in a text as they are printed, also over two lines, each once."""
    found = (grouped(re.sub(r"[\s-]", "", match[0])) for match in _PRINTED.finditer(text))
    yield from (code for code in dict.fromkeys(found) if _checks(code.replace("-", "")))


def _checks(symbols: str) -> bool:
    numbers = [ALPHABET.index(symbol) for symbol in symbols]
    return _check(numbers[:-1]) == numbers[-1]


def _check(symbols: list[int]) -> int:
    """The sum of x^(n-i) times symbol i over GF(32), by Horner's rule."""
    total = 0
    for symbol in symbols:
        total = _times_x(total ^ symbol)
    return total


def _times_x(number: int) -> int:
    doubled = number << 1
    return doubled ^ _MODULUS if doubled & 32 else doubled
