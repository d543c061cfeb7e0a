"""API keys: 256 random bits, shown once; kept as an HMAC under the installation's pepper."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.errors import Message, UnknownName
from docgen.store.models import KeyRow

LIVE, TEST = "dg_live_", "dg_test_"
_PREFIX: Final = 8
_FRESH_SECONDS: Final = 2.0
"""How long a key found is believed: a revoked one stops within this time."""


class Scope(StrEnum):
    """What a key may do; each route names one."""

    RENDER = "render"
    BATCH = "batch"
    TEMPLATES_READ = "templates:read"
    REVIEW = "review"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. `prefix` may be shown; output made with a `test` key is a specimen. `user` is the id of
    whoever answers for what is done with it in the template library, "" for nobody."""

    id: str
    name: str
    prefix: str
    scopes: frozenset[Scope]
    test: bool
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None
    user: str = ""

    def usable(self, now: datetime) -> bool:
        return self.revoked is None and (self.expires is None or now < self.expires)


class ApiKeys:
    """The keys of an installation; `ticks` is a monotonic clock in seconds."""

    def __init__(self, pepper: bytes, ticks: Callable[[], float] = time.monotonic) -> None:
        self._pepper, self._ticks = pepper, ticks
        self._found: dict[bytes, tuple[float, ApiKey]] = {}

    def create(
        self,
        session: Session,
        name: str,
        scopes: Iterable[Scope],
        now: datetime,
        *,
        test: bool = False,
        expires: datetime | None = None,
        user: str = "",
    ) -> tuple[ApiKey, str]:
        """A new key and its secret, which nobody can read again; `user` is the id of the user it belongs to."""
        head = (TEST if test else LIVE) + secrets.token_hex(_PREFIX // 2)
        secret = f"{head}_{secrets.token_urlsafe(32)}"
        row = KeyRow(
            id=secrets.token_hex(16), name=name, prefix=head, mac=self._mac(secret), test=test, created=now,
            scopes=sorted(scope.value for scope in set(scopes)), expires=expires, revoked=None,
            user=user,
        )  # fmt: skip
        session.add(row)
        return _key(row), secret

    def remembered(self, secret: str) -> ApiKey | None:
        """A key that was found a moment ago, without asking the database."""
        seen, key = self._found.get(self._mac(secret), (0.0, None))
        return key if key is not None and self._ticks() - seen < _FRESH_SECONDS else None

    def find(self, session: Session, secret: str) -> ApiKey | None:
        """The key with this secret, whether usable or not; None for a stranger."""
        mac = self._mac(secret)
        for row in session.scalars(select(KeyRow).where(KeyRow.prefix == secret[: len(LIVE) + _PREFIX])):
            if hmac.compare_digest(row.mac, mac):
                if len(self._found) > 10_000:
                    self._found.clear()
                self._found[mac] = self._ticks(), _key(row)
                return _key(row)
        return None

    def revoke(self, session: Session, prefix: str, now: datetime) -> ApiKey:
        """End a key by its prefix; ending it again changes nothing. Raises UnknownName."""
        row = session.scalar(select(KeyRow).where(KeyRow.prefix == prefix))
        if row is None:
            raise UnknownName(Message("there is no key with this prefix; look at the list of keys"))
        row.revoked = row.revoked or now
        return _key(row)

    def all(self, session: Session) -> Sequence[ApiKey]:
        """Every key ever made, oldest first."""
        return [_key(row) for row in session.scalars(select(KeyRow).order_by(KeyRow.created, KeyRow.prefix))]

    def _mac(self, secret: str) -> bytes:
        return hmac.new(self._pepper, secret.encode(), hashlib.sha256).digest()


def _key(row: KeyRow) -> ApiKey:
    return ApiKey(
        row.id, row.name, row.prefix, frozenset(map(Scope, row.scopes)), row.test, aware(row.created),
        aware(row.expires) if row.expires else None, aware(row.revoked) if row.revoked else None, row.user,
    )  # fmt: skip


def aware(moment: datetime) -> datetime:
    """SQLite gives back a moment without its zone; all are kept in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
