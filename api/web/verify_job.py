"""What a worker does for the verdict on a file; apart from the pages, so that it loads none of what serves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from docgen.pdf.confined import Confinement
from docgen.pdf.signing.signatures import Trust
from docgen.press import Press
from docgen.verification.reading import confined_reader
from docgen.verification.register import Issued, MemoryRegister
from docgen.verification.verify import Verdict, verify

Judgement: TypeAlias = tuple[Verdict, Sequence[str], Sequence[str]]
"""A verdict, and the hashes and codes that the register was asked for."""


class _Asked(MemoryRegister):
    """The records that are known, and what else was asked for."""

    def __init__(self, known: Sequence[Issued]) -> None:
        super().__init__(known)
        self.hashes: list[str] = []
        self.codes: list[str] = []

    def with_hash(self, sha256: str) -> Issued | None:
        self.hashes.append(sha256)
        return super().with_hash(sha256)

    def with_code(self, code: str) -> Sequence[Issued]:
        self.codes.append(code)
        return super().with_code(code)


def judge(press: Press, data: bytes, at: datetime, known: Sequence[Issued]) -> Judgement:
    """Job of a worker, which knows no register: the verdict on anybody's file by the records that are known.

    A PDF is read in a confined child. Raises EngineUnavailable when there is none.
    """
    register = _Asked(known)
    with Confinement() as child:
        verdict = verify(data, register, Trust(at), read=confined_reader(child))
    return verdict, register.hashes, register.codes
