"""The words of a case's reference as the store knows them: HMACs, so that a case is found and no reference is told."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from itertools import groupby, islice
from typing import Final

from docgen.casefile.draft import Draft
from docgen.store import crypt

_MOST: Final = 20
_REFERENCE: Final = ("reference",)


class Words:
    """`key` is the installation's: another one finds nothing."""

    def __init__(self, key: bytes) -> None:
        self._key = crypt.derived(key, "docgen words of references")

    def of(self, draft: Draft) -> set[str]:
        """HMACs of the words under which a case is found: those of its reference, numbers also without the noughts
        before them, and all of it as one word."""
        typed = draft.typed_at(_REFERENCE) or draft.at(_REFERENCE)
        words = words_of(typed) if isinstance(typed, str) else []
        shorter = [word.lstrip("0") or word for word in words if word.isdecimal()]
        return {self._mac(word) for word in (*words, *shorter, "".join(words)) if word}

    def sought(self, text: str) -> set[str]:
        """HMACs of the words of a search, all of which a case must have; none where nothing is searched for."""
        return {self._mac(word) for word in words_of(text)}

    def _mac(self, word: str) -> str:
        return hmac.new(self._key, word.encode(), hashlib.sha256).hexdigest()


def words_of(text: str) -> list[str]:
    """The words of a text, the first twenty, however it was typed: width, case and the digits of a script make no
    difference, nor do invisible characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = (_digit(character) for character in folded if unicodedata.category(character)[0] != "C")
    words = ("".join(run) for between, run in groupby(kept, _separates) if not between)
    return list(dict.fromkeys(islice(words, _MOST)))


def _digit(character: str) -> str:
    """A digit of any script as ASCII, so that a search in Thai digits finds a reference in Arabic ones."""
    return str(unicodedata.decimal(character, character))


def _separates(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZ"
