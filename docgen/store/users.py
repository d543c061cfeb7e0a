"""Users of the pages: name, roles, and an Argon2id hash of the password (RFC 9106)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.store.keys import aware
from docgen.store.models import UserRow

FAILURES: Final = 5
"""Wrong passwords in a row after which an account is locked."""
LOCKED: Final = timedelta(minutes=15)
_HASHER: Final = PasswordHasher()  # the library's defaults are the second profile of RFC 9106, section 4


class Role(StrEnum):
    """What somebody may do on the pages; one user may have several."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """A user without the password. `language` is the tag of the pages' language, "" for the browser's."""

    id: str
    name: str
    roles: frozenset[Role]
    language: str
    created: datetime
    disabled: datetime | None
    locked_until: datetime | None

    def usable(self) -> bool:
        return self.disabled is None


def create(session: Session, name: str, password: str, roles: Iterable[Role], now: datetime) -> User:
    """A new user."""
    row = UserRow(
        id=secrets.token_hex(16), name=name.casefold(), hash=_HASHER.hash(password), language="", created=now,
        roles=sorted(role.value for role in set(roles)), disabled=None, failures=0, locked_until=None,
    )  # fmt: skip
    session.add(row)
    return _user(row)


def find(session: Session, user_id: str) -> User | None:
    """The user with this id."""
    row = session.get(UserRow, user_id)
    return _user(row) if row else None


def named(session: Session, name: str) -> User | None:
    """The user with this name, however its letters are written."""
    row = session.scalar(select(UserRow).where(UserRow.name == name.casefold()))
    return _user(row) if row else None


def admit(session: Session, name: str, password: str, now: datetime) -> User | None:
    """The user whose password it is; None otherwise, and for one who is locked out or disabled. Counts failures.

    Takes as long for a name that there is not as for one that there is.
    """
    row = session.scalar(select(UserRow).where(UserRow.name == name.casefold()))
    right = _verified(row.hash if row else _nobody(), password)
    if row is None or row.disabled or (row.locked_until and now < aware(row.locked_until)):
        return None
    if not right:
        row.failures += 1
        if row.failures >= FAILURES:
            row.failures, row.locked_until = 0, now + LOCKED
        return None
    row.failures, row.locked_until = 0, None
    if _HASHER.check_needs_rehash(row.hash):
        row.hash = _HASHER.hash(password)
    return _user(row)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def _verified(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _user(row: UserRow) -> User:
    roles = frozenset(Role(role) for role in row.roles)
    return User(
        row.id, row.name, roles, row.language, aware(row.created), aware(row.disabled) if row.disabled else None,
        aware(row.locked_until) if row.locked_until else None,
    )  # fmt: skip
