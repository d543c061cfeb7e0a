"""Answers kept for an Idempotency-Key: the same request again gets the same answer, and is not done twice."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from docgen.store import crypt
from docgen.store.keys import aware
from docgen.store.models import AnswerRow
from docgen.store.vault import Vault

_AT_ONCE: Final = 200
KEPT: Final = timedelta(hours=24)
AT_WORK: Final = timedelta(minutes=5)
"""After this a request whose answer never came is taken for lost, and may be sent again."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer that was given before."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Started:
    """The request is new; finish or abandon it under this id. `begun` tells it from one that took over meanwhile."""

    id: str
    begun: datetime


@dataclass(frozen=True, slots=True)
class InFlight:
    """The same request is being worked on."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The key was used for another request."""


class Answers:
    """By API key and Idempotency-Key, of which only an HMAC is kept; `fingerprint` stands for the request."""

    def __init__(self, pepper: bytes, vault: Vault) -> None:
        self._pepper, self._vault = crypt.derived(pepper, "docgen idempotency keys"), vault

    def begin(
        self, session: Session, owner: str, idempotency_key: str, fingerprint: str, now: datetime
    ) -> Started | Replay | InFlight | Mismatch:
        """Claim the key for this request, or say what became of it before."""
        answer_id = hmac.new(self._pepper, f"{owner}\0{idempotency_key}".encode(), hashlib.sha256).hexdigest()
        row = session.get(AnswerRow, answer_id, with_for_update=True)
        if row is not None and (aware(row.expires) <= now or (not row.status and aware(row.begun) + AT_WORK <= now)):
            self._remove(session, row)
            row = None
        if row is None:
            return self._started(session, answer_id, fingerprint, now)
        if row.fingerprint != fingerprint:
            return Mismatch()
        body = self._vault.get(session, row.record) if row.status else None
        return InFlight() if body is None else Replay(row.status, row.headers, body)

    def finish(
        self, session: Session, started: Started, status: int, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> None:
        """Keep the answer for 24 hours."""
        row = session.get(AnswerRow, started.id)
        if row is None or row.status or aware(row.begun) != started.begun:
            return
        row.record, row.status, row.headers = secrets.token_hex(16), status, dict(headers)
        row.expires = now + KEPT
        self._vault.put(session, row.record, body, row.expires)

    def abandon(self, session: Session, started: Started) -> None:
        """Nothing came of it: the same request may be sent again at once."""
        session.execute(
            delete(AnswerRow).where(AnswerRow.id == started.id, AnswerRow.status == 0, AnswerRow.begun == started.begun)
        )

    def purge(self, session: Session, now: datetime) -> int:
        """Remove some of the answers whose time is over. Returns how many; 0 when none is left."""
        rows = session.scalars(select(AnswerRow).where(AnswerRow.expires <= now).limit(_AT_ONCE)).all()
        for row in rows:
            self._remove(session, row)
        return len(rows)

    def _started(self, session: Session, answer_id: str, fingerprint: str, now: datetime) -> Started | InFlight:
        row = AnswerRow(
            id=answer_id, fingerprint=fingerprint, status=0, headers={}, record="", begun=now, expires=now + KEPT
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # another process was faster
            return InFlight()
        return Started(answer_id, now)

    def _remove(self, session: Session, row: AnswerRow) -> None:
        self._vault.destroy(session, [row.record] if row.record else [])
        session.delete(row)
        session.flush()
