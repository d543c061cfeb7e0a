"""Sessions of the pages: 256 random bits in a cookie, in the store only an HMAC of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

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
        live = row.ended is None and now < aware(row.seen) + self.idle and now < aware(row.created) + WHOLE_DAY
        return WebSession(row.id, row.user, live)

    def marks_due(self, session: Session, session_id: str, now: datetime) -> bool:
        """Whether it is time to note that the session was used: not more than once a minute."""
        row = session.get(SessionRow, session_id)
        return row is not None and now - aware(row.seen) >= _BETWEEN_MARKS

    def mark(self, session: Session, session_id: str, now: datetime) -> None:
        """Note that it was used just now."""
        row = session.get(SessionRow, session_id)
        if row is not None:
            row.seen, row.expires = now, now + KNOWN

    def end(self, session: Session, session_id: str, now: datetime) -> None:
        """Signed out."""
        row = session.get(SessionRow, session_id)
        if row is not None and row.ended is None:
            row.ended = now

    def csrf(self, secret: str) -> str:
        """What each form of this session carries."""
        return hmac.new(self._pepper, b"csrf\0" + secret.encode(), hashlib.sha256).hexdigest()

    def id_of(self, secret: str) -> str:
        """The id of the session with this cookie."""
        return hmac.new(self._pepper, secret.encode(), hashlib.sha256).hexdigest()
