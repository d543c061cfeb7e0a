"""PDFs of unknown origin are read in a child: the same words come back, and a hostile file harms one verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.errors import DocgenError
from docgen.pdf.confined import Confinement
from docgen.pdf.signing.signatures import Trust
from docgen.verification.reading import confined_reader, in_process
from docgen.verification.register import FileRegister
from docgen.verification.verify import Status, verify
from tests.acceptance.papers import paper

TRUST = Trust(datetime(2026, 11, 25, tzinfo=UTC))


@pytest.fixture(scope="module")
def child() -> Iterator[Confinement]:
    with Confinement() as confinement:
        yield confinement


def test_the_child_reads_what_is_read_in_process(child: Confinement) -> None:
    pdf = paper("termination_notice", "th").pdf
    assert confined_reader(child)(pdf, TRUST) == in_process(pdf, TRUST)


@pytest.mark.parametrize("damage", [b"%PDF-1.7 rubbish", b"%PDF-", b"%PDF-1.4\n" + b"[" * 200_000])
def test_a_file_that_cannot_be_read_is_a_verdict_and_the_next_file_is_judged(
    child: Confinement, damage: bytes, tmp_path: Path
) -> None:
    register, read = FileRegister(tmp_path / "issued.jsonl"), confined_reader(child)
    assert verify(damage, register, TRUST, read=read).status is Status.UNREADABLE
    assert verify(paper("termination_notice", "th").pdf, register, TRUST, read=read).status is Status.UNKNOWN


def test_unusable_roots_are_an_error_of_the_caller_only_for_a_signed_file(child: Confinement) -> None:
    pdf = paper("termination_notice", "th").pdf
    assert confined_reader(child)(pdf, Trust(TRUST.moment, [b"no certificate"]))[1] == []
    with pytest.raises(DocgenError, match="trusted certificates"):
        confined_reader(child)(pdf + b"/ByteRange", Trust(TRUST.moment, [b"no certificate"]))
