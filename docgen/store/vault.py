"""The vault: records of personal data with a life time; what is destroyed cannot be read from any backup."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from docgen.store import crypt
from docgen.store.models import SealedRecord

_GONE = b""
_AT_ONCE = 500  # parameters of a statement, of which databases take only so many


class Vault:
    """Records sealed each with its own key, which `key`, the installation's, wraps."""

    def __init__(self, key: bytes) -> None:
        self._key = crypt.derived(key, "docgen record keys")

    def put(self, session: Session, record_id: str, data: bytes, expires: datetime) -> bytes:
        """Keep a record until then; returns its own key, for what belongs to it and lies elsewhere."""
        own = os.urandom(crypt.KEY_BYTES)
        session.add(
            SealedRecord(
                id=record_id,
                key=crypt.seal(self._key, record_id, own),
                data=crypt.seal(own, record_id, data),
                expires=expires,
            )
        )
        return own

    def get(self, session: Session, record_id: str) -> bytes | None:
        """What the record holds; None when there is none (any more). Raises StoreUnusable."""
        row = session.get(SealedRecord, record_id)
        if row is None or row.key == _GONE:
            return None
        return crypt.unseal(crypt.unseal(self._key, record_id, row.key), record_id, row.data)

    def key_of(self, session: Session, record_id: str) -> bytes | None:
        """The record's own key; None when there is no such record. Raises StoreUnusable."""
        wrapped = session.scalar(select(SealedRecord.key).where(SealedRecord.id == record_id))
        return crypt.unseal(self._key, record_id, wrapped) if wrapped else None

    def destroy(self, session: Session, record_ids: Sequence[str]) -> int:
        """Overwrite the wrapped keys, then remove the records. Returns how many there were."""
        return sum(_destroyed(session, record_ids[at : at + _AT_ONCE]) for at in range(0, len(record_ids), _AT_ONCE))

    def expired(self, session: Session, now: datetime, limit: int) -> list[str]:
        """Ids of records whose time is over, so many at most."""
        return list(session.scalars(select(SealedRecord.id).where(SealedRecord.expires <= now).limit(limit)))


def _destroyed(session: Session, record_ids: Sequence[str]) -> int:
    chosen = SealedRecord.id.in_(record_ids)
    session.execute(update(SealedRecord).where(chosen).values(key=_GONE, data=_GONE))
    return len(session.execute(delete(SealedRecord).where(chosen).returning(SealedRecord.id)).all())
