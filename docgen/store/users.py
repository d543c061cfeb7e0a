"""Users of the pages: name, roles, the hash of the password, and the lock-out of whoever guesses at it."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.errors import DocgenError, Message, UnknownName
from docgen.store import passwords
from docgen.store.keys import aware
from docgen.store.models import UserRow

FAILURES: Final = 5
"""Wrong passwords in a row after which an account is locked."""
LOCKED: Final = timedelta(minutes=15)
_LONGEST: Final = 64
_MARKS: Final = frozenset("._-@")
_ALPHABET: Final = re.compile("[LM].|Nd")
"""Unicode's categories of what a name is written with: letters, their marks, digits; no space, nothing invisible."""


class AccountRefused(DocgenError):
    """An account, or what is to be changed of it, is not acceptable."""

    code, http_status, exit_code = "account_refused", 422, 2


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

    def locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until


@dataclass(frozen=True, slots=True)
class Credential:
    """What a password is checked against, outside the writer; both empty for a name that there is not."""

    user: str
    hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an attempt: `user` when admitted; `locked` when this attempt locked the account."""

    user: User | None
    locked: bool = False


def spelled(name: str) -> str:
    """The one spelling of a name: composed, small letters, nothing around it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def create(session: Session, name: str, password: str, roles: Iterable[Role], now: datetime) -> User:
    """A new user. Raises AccountRefused for a name that is taken or not acceptable."""
    known = spelled(name)
    if not 0 < len(known) <= _LONGEST or not all(map(_written, known)) or known[0] in _MARKS:
        raise AccountRefused(
            Message(
                "the name of an account has 1 to {count} letters, digits, dots, hyphens or underscores, and no spaces",
                {"count": str(_LONGEST)},
            )
        )
    if _named(session, known) is not None:
        raise AccountRefused(Message("there is an account with this name; choose another name"))
    row = UserRow(
        id=secrets.token_hex(16), name=known, hash=passwords.hashed(password), language="", created=now,
        roles=_sorted(roles), disabled=None, failures=0, locked_until=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _user(row)


def find(session: Session, user_id: str) -> User | None:
    """The user with this id."""
    row = session.get(UserRow, user_id)
    return _user(row) if row else None


def named(session: Session, name: str) -> User | None:
    """The user with this name, however its letters are written."""
    row = _named(session, spelled(name))
    return _user(row) if row else None


def all_of(session: Session) -> Sequence[User]:
    """Every account, oldest first."""
    return [_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.created, UserRow.name))]


def credential(session: Session, name: str) -> Credential:
    """What the password of this name is checked against."""
    row = _named(session, spelled(name))
    return Credential(row.id, row.hash) if row else Credential("", "")


def settle(session: Session, checked: Credential, right: bool, now: datetime, fresh: str = "") -> Verdict:
    """Admit the user whose password was right; nobody who is locked out or disabled, or whose password was changed
    while it was checked. Counts failures; `fresh` is the hash in place of an outdated one."""
    row = session.get(UserRow, checked.user, with_for_update=True) if checked.user else None
    if row is None or row.disabled or row.hash != checked.hash or _user(row).locked(now):
        return Verdict(None)
    if not right:
        row.failures += 1
        locked = row.failures >= FAILURES
        if locked:
            row.failures, row.locked_until = 0, now + LOCKED
        return Verdict(None, locked)
    row.failures, row.locked_until = 0, None
    row.hash = fresh or row.hash
    return Verdict(_user(row))


def set_hash(session: Session, user_id: str, fresh: str) -> User:
    """Another password, by its hash; whoever has it is no longer locked out. Raises UnknownName."""
    row = _known(session, user_id)
    row.hash, row.failures, row.locked_until = fresh, 0, None
    return _user(row)


def set_roles(session: Session, user_id: str, roles: Iterable[Role]) -> User:
    """These roles and no others. Raises UnknownName."""
    row = _known(session, user_id)
    row.roles = _sorted(roles)
    return _user(row)


def set_language(session: Session, user_id: str, tag: str) -> User:
    """The language of the pages; "" for the browser's. Raises UnknownName."""
    row = _known(session, user_id)
    row.language = tag
    return _user(row)


def disable(session: Session, user_id: str, now: datetime) -> User:
    """Nobody signs in to it any more; doing so again changes nothing. Raises UnknownName."""
    row = _known(session, user_id)
    row.disabled = row.disabled or now
    return _user(row)


def enable(session: Session, user_id: str) -> User:
    """A disabled account works again. Raises UnknownName."""
    row = _known(session, user_id)
    row.disabled = None
    return _user(row)


def unlock(session: Session, user_id: str) -> User:
    """A locked account may be tried again at once. Raises UnknownName."""
    row = _known(session, user_id)
    row.failures, row.locked_until = 0, None
    return _user(row)


def _known(session: Session, user_id: str) -> UserRow:
    row = session.get(UserRow, user_id)
    if row is None:
        raise UnknownName(Message("there is no such account; look at the list of users"))
    return row


def _named(session: Session, known: str) -> UserRow | None:
    return session.scalar(select(UserRow).where(UserRow.name == known))


def _written(letter: str) -> bool:
    return letter in _MARKS or _ALPHABET.fullmatch(unicodedata.category(letter)) is not None


def _sorted(roles: Iterable[Role]) -> list[str]:
    return sorted({role.value for role in roles})


def _user(row: UserRow) -> User:
    roles = frozenset(Role(role) for role in row.roles)
    return User(
        row.id, row.name, roles, row.language, aware(row.created), aware(row.disabled) if row.disabled else None,
        aware(row.locked_until) if row.locked_until else None,
    )  # fmt: skip
