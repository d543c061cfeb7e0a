"""A batch is kept whole or not at all: entered, its rows sealed chunk by chunk, then accepted in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from docgen.batch.objects import Objects
from docgen.batch.sealed import Waiting, seal_rows
from docgen.batch.sources.row import Row
from docgen.errors import Message
from docgen.store import batches
from docgen.store.store import Store
from docgen.verification.key import StoreUnusable

CHUNK_ROWS: Final = 25
CHUNK_BYTES: Final = 1 << 20
"""A chunk ends with the row that takes it past this."""
CHUNK_OF_SOURCE: Final = 100
"""Rows of a chunk where each chunk has to open the source, which costs seconds."""
_TOGETHER: Final = 16
"""Chunks written in one transaction while a batch is accepted."""
_UNENDED: Final = timedelta(days=30)
"""How much longer than an ended batch one is kept that does not end."""

Also = Callable[[Session, str, int], None]
"""Done in the transaction that accepts: gets the batch's id and number of rows. What it raises undoes the batch."""


@dataclass(frozen=True)
class Source:
    """A file whose rows are to be checked; `kind` is one of `docgen.batch.sources.KINDS`."""

    kind: str
    data: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return f"source.{self.kind}"


@dataclass(frozen=True)
class Entry:
    """Who sends a batch, when, and what it is; `record` is what is sealed about it."""

    owner: str
    specimen: bool
    webhook: bool
    now: datetime
    record: bytes = field(repr=False)


class Acceptance:
    """Keeps batches. Methods block."""

    def __init__(self, store: Store, objects: Objects, keep: timedelta) -> None:
        self._store, self._objects, self._keep = store, objects, keep

    def enter(self, entry: Entry) -> tuple[str, bytes]:
        """A new batch that nobody works on yet: its id and key. Raises StoreUnusable."""
        batch = str(uuid4())

        def begin(session: Session) -> bytes:
            batches.begin(
                session, batch, entry.owner, specimen=entry.specimen, webhook=entry.webhook, now=entry.now
            )  # fmt: skip
            return self._store.vault.put(session, batch, entry.record, entry.now + batches.ABANDONED)

        return batch, self._store.write(begin).result()

    def land(self, batch: str, key: bytes, source: Source) -> batches.Made:
        """Keep a source among the batch's objects, sealed with its key. Raises StoreUnusable."""
        self._objects.prepare(batch)
        address = self._objects.landing(batch, key).put(source.data)
        return batches.Made(source.name, address, sha256(source.data).hexdigest(), len(source.data), "")

    def keep_rows(self, batch: str, key: bytes, rows: Iterable[Row], most: int = CHUNK_ROWS) -> int:
        """Keep the rows, at most so many in a chunk; returns how many there are."""
        total = 0

        def sealed() -> Iterator[tuple[int, bytes]]:
            nonlocal total
            for number, chunk in enumerate(_chunks(rows, most)):
                total += len(chunk)
                yield number, seal_rows(key, batch, number, chunk)

        chunks = sealed()
        while together := list(islice(chunks, _TOGETHER)):
            self._store.write(partial(batches.add_chunks, batch=batch, chunks=together)).result()
        return total

    def finish(self, session: Session, batch: str, total: int, now: datetime) -> None:
        """All rows are there. Raises StoreUnusable when the batch was given up meanwhile."""
        if not batches.accept(session, batch, total, now + self._keep + _UNENDED):
            raise StoreUnusable(Message("the batch took too long to arrive and was given up; send it again"))


def _chunks(rows: Iterable[Row], most: int) -> Iterator[list[Waiting]]:
    """Rows together, as many as a worker does at once."""
    chunk: list[Waiting] = []
    size = 0
    for row in rows:
        chunk.append(Waiting(row.number, row.data, row.problems))
        size += len(row.data or b"")
        if len(chunk) == most or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
