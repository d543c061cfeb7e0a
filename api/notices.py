"""Webhooks in the store: fields of the batch, so that any process can go on where another stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.webhooks import Notice, Outcome
from docgen.batch.sealed import order_of
from docgen.store import Store
from docgen.store.batches import BatchRow

_TOGETHER: Final = 20


@dataclass(frozen=True)
class StoredNotices:
    """Notices of ended batches (`api.webhooks.Notices`)."""

    store: Store

    def take(self, now: datetime, until: datetime) -> Sequence[Notice]:
        """Raises StoreUnusable."""
        due = select(BatchRow.id).where(BatchRow.tell_at <= now).order_by(BatchRow.tell_at).limit(_TOGETHER)
        if not self.store.read(lambda session: session.scalar(due.limit(1))):
            return ()

        def claim(session: Session) -> list[str]:
            found = list(session.scalars(due.with_for_update(skip_locked=True)))
            session.execute(update(BatchRow).where(BatchRow.id.in_(found)).values(tell_at=until))
            return found

        taken = self.store.write(claim).result()
        return self.store.read(lambda session: [each for batch in taken if (each := self._notice(session, batch))])

    def settle(self, batch: str, outcome: Outcome, tries: int, due: datetime) -> None:
        """Raises StoreUnusable."""
        values = {
            "tell_at": due if outcome is Outcome.WAITING else None,
            "tells": -tries if outcome is Outcome.GIVEN_UP else tries,
        }
        self.store.write(
            lambda session: session.execute(update(BatchRow).where(BatchRow.id == batch).values(values))
        ).result()

    def _notice(self, session: Session, batch: str) -> Notice | None:
        """None for a batch that is being purged."""
        row, record = session.get(BatchRow, batch), self.store.vault.get(session, batch)
        url = order_of(record)[1] if record else None
        if row is None or url is None:
            return None
        counts = {"total": row.total, "done": row.done, "failed": row.failed, "outputs": row.outputs}
        return Notice(batch, row.owner, url, row.state, counts, row.tells)


def standing(row: BatchRow) -> Mapping[str, Any] | None:
    """How the webhook of a batch stands and how often it was tried; None where none was asked for."""
    if not row.webhook:
        return None
    ended = row.finished is not None and row.tell_at is None
    outcome = (Outcome.GIVEN_UP if row.tells < 0 else Outcome.DELIVERED) if ended else Outcome.WAITING
    return {"state": outcome.value, "tries": abs(row.tells)}
