"""Admission: an account's name and password checked, guessing counted, and both in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from docgen.errors import DocgenError, Message
from docgen.store import passwords, users
from docgen.store.audit import Event
from docgen.store.store import Store
from docgen.store.users import Credential, User, Verdict

STRANGER: Final = "stranger"
"""Who did what nobody signed in did, in the audit log."""


class NotAdmitted(DocgenError):
    """Name and password do not fit, or the account is locked or disabled: which of these is not told."""

    code, http_status, exit_code = "not_admitted", 403, 4


def settled(store: Store, session: Session, known: Credential, right: bool, now: datetime, fresh: str) -> Verdict:
    """What becomes of an attempt (`users.settle`), with its entry in the audit log where it was refused."""
    verdict = users.settle(session, known, right, now, fresh)
    if verdict.user is None:
        store.audit.append(session, Event(known.user or STRANGER, "user.refused", known.user), now)
    if verdict.locked:
        store.audit.append(session, Event(known.user, "user.locked", known.user), now)
    return verdict


def compared(known: Credential, password: str) -> tuple[bool, str]:
    """Whether it is the password, and a hash in place of an outdated one. Takes tens of milliseconds on purpose."""
    right = passwords.verified(known.hash, password)
    return right, passwords.hashed(password) if right and passwords.outdated(known.hash) else ""


def admitted(store: Store, name: str, password: str, now: datetime) -> User:
    """The user whose name and password they are. Blocks. Raises NotAdmitted."""
    known = store.read(lambda session: users.credential(session, name))
    right, fresh = compared(known, password)
    verdict = store.write(lambda session: settled(store, session, known, right, now, fresh)).result()
    if verdict.user is None:
        raise NotAdmitted(Message("name and password do not fit, or the account is locked for a while; try again"))
    return verdict.user
