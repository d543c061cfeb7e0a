"""Retention: what has had its time is destroyed, and nothing of it stays in the database or beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from docgen.errors import Message
from docgen.store.audit import Event
from docgen.store.store import Store
from docgen.verification.key import StoreUnusable

_AT_ONCE: Final = 200
_TRIES: Final = 20

Purger = Callable[[Session, datetime], int]
"""Destroys what is over at a moment and says how many there were."""


def purge(
    store: Store,
    now: datetime,
    also: Mapping[str, Purger] | None = None,
    *,
    actor: str = "system",
    at: datetime | None = None,
) -> Mapping[str, int]:
    """Destroy all that is over `now`: `also` names what others keep (batches). Returns how many of each; audited, as
    done `at` that moment if it is another.

    Raises StoreUnusable.
    """
    counts = {name: store.write(partial(_called, purger, now)).result() for name, purger in (also or {}).items()}
    counts["answers"] = _all_of(store, lambda session: store.answers.purge(session, now))
    counts["records"] = _all_of(
        store, lambda session: store.vault.destroy(session, store.vault.expired(session, now, _AT_ONCE))
    )
    if any(counts.values()):
        event = Event(actor, "purge", details=counts)
        store.write(lambda session: store.audit.append(session, event, at or now)).result()
    leave_no_trace(store.engine, destroyed=any(counts.values()))
    return counts


def _called(purger: Purger, now: datetime, session: Session) -> int:
    return purger(session, now)


def _all_of(store: Store, some: Callable[[Session], int]) -> int:
    """In small transactions, so that others write in between."""
    total = 0
    while count := store.write(some).result():
        total += count
    return total


def leave_no_trace(engine: Engine, *, destroyed: bool = True) -> None:
    """SQLite keeps pages in the write-ahead log until it is emptied; PostgreSQL's dead rows go with VACUUM.

    What may still stay (a backup, a file system's own blocks) is sealed with a key that is gone. Raises StoreUnusable.
    """
    if engine.dialect.name == "sqlite":
        return _empty_log(engine)
    if destroyed:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in ("sealed_record", "answer", "case_word"):
                connection.exec_driver_sql(f"VACUUM {table}")
    return None


def _empty_log(engine: Engine) -> None:
    """As long as somebody reads an older state of the database, its log cannot be emptied: they are waited for."""
    for _ in range(_TRIES):
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
        if row is not None and row[0] == 0:
            return
        time.sleep(0.2)
    raise StoreUnusable(
        Message(
            "what was purged is destroyed, but the log of the database could not be emptied because others read it; "
            "purge again"
        )
    )
