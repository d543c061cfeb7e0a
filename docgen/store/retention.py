"""Retention: what has had its time is destroyed, and nothing of it stays in the database or beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from docgen.store.audit import Event
from docgen.store.store import Store

Purger = Callable[[Session, datetime], int]
"""Destroys what is over at a moment and says how many there were."""


def purge(store: Store, now: datetime, also: Mapping[str, Purger] | None = None) -> Mapping[str, int]:
    """Destroy all that is over: `also` names what others keep (batches). Returns how many of each; audited.

    Raises StoreUnusable.
    """

    def destroyed(session: Session) -> Mapping[str, int]:
        counts = {name: purger(session, now) for name, purger in (also or {}).items()}
        counts["answers"] = store.answers.purge(session, now)
        counts["records"] = store.vault.destroy(session, store.vault.expired(session, now))
        if any(counts.values()):
            store.audit.append(session, Event("system", "purge", details=counts), now)
        return counts

    counts = store.write(destroyed).result()
    if any(counts.values()):
        _leave_no_trace(store)
    return counts


def _leave_no_trace(store: Store) -> None:
    """SQLite keeps pages in the write-ahead log until it is emptied; PostgreSQL's dead rows go with VACUUM.

    What may still stay (a backup, a file system's own blocks) is sealed with a key that is gone.
    """
    statements: Sequence[str] = ("PRAGMA wal_checkpoint(TRUNCATE)",)
    if store.engine.dialect.name == "postgresql":
        statements = ("VACUUM sealed_record", "VACUUM answer")
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
