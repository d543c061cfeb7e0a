"""Sessions of the pages: 256 random bits in a cookie, in the store only an HMAC of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from docgen.store import crypt
from docgen.store.keys import aware
from docgen.store.models import SessionRow

IDLE: Final = timedelta(minutes=60)
"""How long one lasts without a request, unless the settings say otherwise."""
WHOLE_DAY: Final = timedelta(hours=12)
"""How long a session lasts at most, however busy."""
KNOWN: Final = timedelta(days=7)
"""How long an ended session is known, so that a form sent too late is handed back."""
_BETWEEN_MARKS: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WebSession:
    """A session as a request finds it; `live` is False for one that has ended."""

    id: str
    user: str
    live: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A live session as its user sees it in a list."""

    id: str
    created: datetime
    seen: datetime


class WebSessions:
    """The sessions of an installation; `idle` is how long one lasts without a request."""

    def __init__(self, pepper: bytes, idle: timedelta) -> None:
        self._pepper, self.idle = crypt.derived(pepper, "docgen web sessions"), idle

    def start(self, session: Session, user: str, now: datetime) -> str:
        """A new session; returns what goes into the cookie."""
        secret = secrets.token_urlsafe(32)
        row = SessionRow(id=self.id_of(secret), user=user, created=now, seen=now, ended=None, expires=now + KNOWN)
        session.add(row)
        return secret

    def find(self, session: Session, secret: str, now: datetime) -> WebSession | None:
        """The session with this cookie, ended ones included; None for a stranger's."""
        row = session.get(SessionRow, self.id_of(secret))
        if row is None or now >= aware(row.expires):
            return None
        return WebSession(row.id, row.user, self._live(row, now))

    def open_of(self, session: Session, user: str, now: datetime) -> Sequence[OpenSession]:
        """The live sessions of a user, the one that was used last first."""
        query = select(SessionRow).where(SessionRow.user == user, SessionRow.ended.is_(None))
        rows = [row for row in session.scalars(query.order_by(SessionRow.seen.desc())) if self._live(row, now)]
        return [OpenSession(row.id, aware(row.created), aware(row.seen)) for row in rows]

    def marks_due(self, session: Session, session_id: str, now: datetime) -> bool:
        """Whether it is time to note that the session was used: not more than once a minute."""
        row = session.get(SessionRow, session_id)
        return row is not None and now - aware(row.seen) >= _BETWEEN_MARKS

    def mark(self, session: Session, session_id: str, now: datetime) -> None:
        """Note that it was used just now."""
        row = session.get(SessionRow, session_id)
        if row is not None and row.ended is None:
            row.seen, row.expires = now, now + KNOWN

    def end(self, session: Session, session_id: str, now: datetime) -> None:
        """Signed out."""
        row = session.get(SessionRow, session_id)
        if row is not None and row.ended is None:
            row.ended = now

    def end_all(self, session: Session, user: str, now: datetime) -> None:
        """Signed out everywhere: the account was disabled, or its password changed."""
        mine = (SessionRow.user == user, SessionRow.ended.is_(None))
        session.execute(update(SessionRow).where(*mine).values(ended=now))

    def purge(self, session: Session, now: datetime) -> int:
        """Forget those that ended long ago (a `docgen.store.retention.Purger`)."""
        over = delete(SessionRow).where(SessionRow.expires <= now).returning(SessionRow.id)
        return len(session.execute(over).all())

    def csrf(self, secret: str) -> str:
        """What each form of this session carries."""
        return self.token_of(self.id_of(secret))

    def is_token(self, session: Session, token: str, user: str, now: datetime) -> bool:
        """Whether a form carries the token of a session of this user that is known, if ended: a page that was open
        when its session ended belongs to whoever has signed in again, and to nobody else."""
        known = session.scalars(select(SessionRow.id).where(SessionRow.user == user, SessionRow.expires > now))
        return any(hmac.compare_digest(self.token_of(each).encode(), token.encode()) for each in known)

    def id_of(self, secret: str) -> str:
        """The id of the session with this cookie."""
        return hmac.new(self._pepper, secret.encode(), hashlib.sha256).hexdigest()

    def token_of(self, session_id: str) -> str:
        """The same, by the id of the session."""
        return hmac.new(self._pepper, b"csrf\0" + session_id.encode(), hashlib.sha256).hexdigest()

    def _live(self, row: SessionRow, now: datetime) -> bool:
        return row.ended is None and now < aware(row.seen) + self.idle and now < aware(row.created) + WHOLE_DAY
