"""Batches as people send them: a file is checked first, then papers are made of its good rows, each at most once.

A check is a batch of its own, with its source among its objects; what was made of it is remembered in the vault.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from docgen.batch.acceptance import Also, Source
from docgen.batch.checking import CASE, BadRow
from docgen.batch.row import Order
from docgen.batch.sealed import check_of, order_of
from docgen.batch.service import Batches, RowResult
from docgen.batch.sources.picking import Survey
from docgen.batch.sources.row import Row
from docgen.errors import DocgenError, Message
from docgen.store import batches as table
from docgen.store import crypt
from docgen.store.store import Store

_PAGE: Final = 500
_UNENDED: Final = timedelta(days=30)


class AlreadyAccepted(DocgenError):
    """The same was accepted before, as `batch`."""

    code, http_status = "already_accepted", 409

    def __init__(self, batch: str) -> None:
        super().__init__(Message("this was accepted before; look for it in the list"))
        self.batch = batch


class NothingGood(DocgenError):
    """A check that has not ended, or found no good row."""

    code, http_status = "nothing_good", 409


@dataclass(frozen=True)
class About:
    """What is known of a batch beside its status: the order, the check that it was made of ("" for none), and for a
    check the kind of its source ("" for what is none)."""

    order: Order
    check: str
    kind: str


class Uploads:
    """Methods block; they may be called from several threads. Raises StoreUnusable."""

    def __init__(self, store: Store, batches: Batches, days: int) -> None:
        self._store, self._batches = store, batches
        self._kept = timedelta(days=2 * days) + _UNENDED
        self._key = crypt.derived(store.key, "docgen uploads")

    def check(
        self, source: Source, survey: Survey, order: Order, *, owner: str, once: str, now: datetime, also: Also
    ) -> str:
        """Check every row of a source; the id of the batch that does it. The same `once` of the same owner is accepted
        once. Raises AlreadyAccepted, UnknownName."""
        rows = (Row(number, None) for number in survey.numbers)
        mark = self._mark(f"{owner} {once}")
        return self._batches.accept(
            rows, order, owner=owner, specimen=False, webhook=None, now=now, source=source,
            also=self._marking(mark, now, also),
        )  # fmt: skip

    def make(self, check: str, *, owner: str, now: datetime, also: Also) -> str:
        """Make the papers of the good rows of a check. Raises AlreadyAccepted, NothingGood."""
        status, about = self._batches.status(check, owner), self.about(check, owner)
        if status is None or about is None or not about.kind or status.state != table.DONE or not status.done:
            raise NothingGood(Message("no papers can be made of this file yet; see what the check says"))
        return self._batches.accept(
            self._good(check, owner), about.order, owner=owner, specimen=False, webhook=None, now=now, check=check,
            also=self._marking(self._mark(check), now, also),
        )  # fmt: skip

    def accepted(self, owner: str, once: str) -> str | None:
        """The check that was accepted with this `once`."""
        return self._marked(self._mark(f"{owner} {once}"))

    def made_of(self, check: str) -> str | None:
        """The batch that was made of a check."""
        return self._marked(self._mark(check))

    def about(self, batch: str, owner: str) -> About | None:
        """What is known of a batch of this owner; None as in `Batches.status`."""

        def read(session: Session) -> About | None:
            record = self._store.vault.get(session, batch) if table.of_owner(session, batch, owner) else None
            if record is None:
                return None
            source = table.sources(session, [batch]).get(batch)
            return About(order_of(record)[0], check_of(record), source.name.rpartition(".")[2] if source else "")

        return self._store.read(read)

    def source(self, check: str, owner: str) -> Source | None:
        """The file that is checked; None where the batch has none."""
        about = self.about(check, owner)
        if about is None or not about.kind:
            return None
        data = self._batches.output(check, owner, 0, Source(about.kind, b"").name)
        return Source(about.kind, data) if data is not None else None

    def bad(self, batch: str, owner: str) -> list[BadRow]:
        """The rows with problems, by number."""
        return [(row.row, row.findings, row.columns) for page in self._pages(batch, owner, ok=False) for row in page]

    def _good(self, check: str, owner: str) -> Iterator[Row]:
        for page in self._pages(check, owner, ok=True):
            for row in page:
                data = self._batches.output(check, owner, row.row, CASE)
                if data is not None:
                    yield Row(row.row, data)

    def _pages(self, batch: str, owner: str, *, ok: bool) -> Iterator[list[RowResult]]:
        after = 0
        while page := self._batches.results(batch, owner, after, _PAGE, ok):
            yield list(page)
            after = page[-1].row

    def _mark(self, said: str) -> str:
        return f"once.{hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()[:40]}"

    def _marked(self, mark: str) -> str | None:
        found = self._store.read(lambda session: self._store.vault.get(session, mark))
        return found.decode() if found else None

    def _marking(self, mark: str, now: datetime, also: Also) -> Also:
        """In the transaction that accepts: of two that do the same at once, one finds the other's mark."""

        def marked(session: Session, batch: str, total: int) -> None:
            found = self._store.vault.get(session, mark)
            if found is not None:
                raise AlreadyAccepted(found.decode())
            self._store.vault.put(session, mark, batch.encode(), now + self._kept)
            also(session, batch, total)

        return marked
