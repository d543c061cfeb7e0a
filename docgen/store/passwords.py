"""Passwords: Argon2id hashes (RFC 9106), new ones that are easy to type, and which ones are refused.

Making and checking a hash takes tens of milliseconds and megabytes on purpose: never in the store's writer.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from docgen.errors import Message

SHORTEST: Final = 12
LONGEST: Final = 200
_HASHER: Final = PasswordHasher()  # the library's defaults are the second profile of RFC 9106, section 4
_LETTERS: Final = "abcdefghjkmnpqrstvwxyz23456789"
"""Without those that look like others: i, l, o, u, 0, 1."""
_GROUPS, _GROUP = 3, 6  # 18 letters of 30: 88 bits
_COMMON: Final = re.compile(
    r"p[a@]ss ?w[o0]r[dt]|qwerty\w*|asdfgh\w*|zxcvb\w*|1q2w3e\w*|letmein|iloveyou|welcome|admin(istrator)?|docgen|"
    r"changeme|secret|monkey|dragon|football|sunshine|princess|clerk|abc(def)?|(19|20|24|25)\d\d"
)
_FEWEST_LETTERS, _LEAST_REST = 5, 5


def hashed(password: str) -> str:
    """The Argon2id hash of a password, with its parameters and salt."""
    return _HASHER.hash(_composed(password))


def verified(kept: str, password: str) -> bool:
    """Whether it is the password of this hash. Takes as long for "", the hash of nobody."""
    nobody = _nobody()
    try:
        return _HASHER.verify(kept or nobody, _composed(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether today's hashes cost more than this one did."""
    return _HASHER.check_needs_rehash(kept)


def generated() -> str:
    """A new password of 88 random bits in groups of small letters and digits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def refusal(password: str, name: str) -> Message | None:
    """What is wrong with a password that somebody chose for the account of this name; None when nothing is."""
    text = _composed(password).casefold()
    if len(text) < SHORTEST:
        return Message("a password has at least {count} characters; choose a longer one", {"count": str(SHORTEST)})
    if len(text) > LONGEST:
        return Message("a password has at most {count} characters; choose a shorter one", {"count": str(LONGEST)})
    if name and _left(text.replace(name, " ")) < _LEAST_REST:
        return Message("a password must not be the name of the account; choose another one")
    if _guessed(text):
        return Message("this password is among the first that others guess; choose one of several words")
    return None


def _guessed(text: str) -> bool:
    """Few different letters, rows of neighbours (123456…, abcdef…), or hardly more than a common word."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    in_a_row = sum(step in (-1, 0, 1) for step in steps)
    return len(set(text)) < _FEWEST_LETTERS or in_a_row * 4 >= len(steps) * 3 or _left(text) < _LEAST_REST


def _left(text: str) -> int:
    """How many letters and different digits there are beside common words and rows of digits."""
    rest = re.sub(r"0?123456789?0?", "", _COMMON.sub("", text))
    return sum(letter.isalpha() for letter in rest) + len(set(re.findall(r"\d", rest)))


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def _composed(password: str) -> str:
    """The same letters however a keyboard composes them (RFC 8265, 4.2.2)."""
    return unicodedata.normalize("NFC", password)
