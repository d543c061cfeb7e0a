"""A source is checked before anything is made of it: surveyed, each row read and examined, the bad ones given back.

Each function is the job of a worker: files of strangers are opened there alone, and reading a row takes its time.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from docgen.batch.landing import FolderLanding
from docgen.batch.row import Order, Outcome, Output, State, examine, failed
from docgen.batch.sources.picking import Survey, picked_rows, surveyed
from docgen.batch.sources.rejects import Rejects
from docgen.batch.sources.row import Row
from docgen.batch.workbook import workbook
from docgen.documents import document_type
from docgen.errors import Finding
from docgen.press import Press

CASE: Final = "case.json"
"""The file of a good row: its case as it was read."""
BadRow = tuple[int, Sequence[Finding], Mapping[str, str]]
"""Number, findings, and the columns that they concern by pointer."""


@dataclass(frozen=True)
class SourceAt:
    """Where a source lies among the objects of its batch, and its kind."""

    kind: str
    address: str


def survey(press: Press, kind: str, data: bytes, type_id: str | None) -> Survey:
    """What a source holds. Raises InputRefused, UnknownName."""
    return surveyed(io.BytesIO(data), kind, press.library, type_id)


def empty_workbook(press: Press, type_id: str, tag: str, repeat: int) -> bytes:
    """The workbook for the cases of a type, in a language (`docgen.batch.workbook`). Raises UnknownName."""
    return workbook(document_type(type_id), press.library.locale(tag), press.library, repeat)


def check_chunk(
    press: Press, order: Order, rows: Sequence[tuple[int, bytes | None]], landing: FolderLanding, source: SourceAt
) -> list[Outcome]:
    """Examine the rows with these numbers; the case of a good one lands as CASE. Raises StoreUnusable."""
    file, numbers = io.BytesIO(landing.read(source.address)), {number for number, _ in rows}
    type_id = order.types[0] if order.types and len(order.types) == 1 else None
    return [
        _checked(press, order, row, landing)
        for row in picked_rows(file, source.kind, press.library, type_id, numbers)
    ]  # fmt: skip


def rejected(press: Press, kind: str, data: bytes, rows: Sequence[BadRow], tag: str) -> bytes:
    """The bad rows, by ascending number, as a file of the source's kind with what is to be corrected beside each."""
    words = press.library.locale(tag).catalogue
    out = io.BytesIO()
    with Rejects(kind, io.BytesIO(data), out) as rejects:
        for number, findings, columns in rows:
            rejects.add(Row(number, None, columns=columns), findings, words)
    return out.getvalue()


def _checked(press: Press, order: Order, row: Row, landing: FolderLanding) -> Outcome:
    found = failed(row.number, row.problems) if row.problems else examine(press, order, row.number, row.data)
    if found.state is State.DONE and row.data is not None:
        return replace(found, outputs=(_landed(row.data, landing),))
    pointers = [each.pointer for each in found.findings]
    return replace(found, columns={each: column for each in pointers if (column := row.column(each))})


def _landed(case: bytes, landing: FolderLanding) -> Output:
    return Output(CASE, landing.put(case), sha256(case).hexdigest(), len(case), "", "", "", "", "", "", "")
