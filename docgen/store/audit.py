"""The audit log: a chain of HMACs whose length and head are anchored in a file outside the database.

An edited, inserted, moved or deleted entry breaks the chain; a cut tail leaves the anchor ahead of the log. Entries
name keys, types, counts and SOP codes, never a person.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from docgen.errors import Finding, Key, Message, Severity
from docgen.store import crypt
from docgen.store.anchor import Anchor, AnchorDamaged, Head
from docgen.store.models import AuditEntry
from docgen.verification.key import StoreUnusable
from docgen.verification.register import timestamp

_GENESIS: Final = b"docgen audit log"
_LOCK: Final = 0x646F6367  # "docg": the advisory lock under which entries are counted
_AT_ONCE: Final = 1_000
_log: Final = logging.getLogger("docgen.store")


_Asked: TypeAlias = tuple[Head | None, bytes | None]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: who (an API key's prefix, "cli", "system"), what, to which record."""

    actor: str
    action: str
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class Audit:
    """Appends under a lock, so that entries of several machines form one chain; `anchor` is a file."""

    def __init__(self, key: bytes, anchor: Path) -> None:
        self._key = crypt.derived(key, "docgen audit log")
        self._anchor = Anchor(anchor, self._key)
        self._touched = False

    def hold(self, session: Session) -> None:
        """From now until the transaction ends nobody else appends: what is counted or decided meanwhile stays true.

        It is the lock of `append`, taken at the beginning, so that no two wait for each other.
        """
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def append(self, session: Session, event: Event, now: datetime) -> None:
        """Add an event at the end, in the session's transaction."""
        last = session.info.get(_HEAD) or self._locked_head(session)
        seq, before = (last.count + 1, last.mac) if last else (1, _GENESIS)
        entry = AuditEntry(
            seq=seq, at=timestamp(now), actor=event.actor, action=event.action, subject=event.subject,
            details=json.dumps(dict(event.details), sort_keys=True, ensure_ascii=False), mac=b"",
        )  # fmt: skip
        entry.mac = self._mac(before, entry)
        fields = {name: getattr(entry, name) for name in _COLUMNS}
        session.execute(_INSERT, fields)  # not by the unit of work, which costs more than the rest
        session.info[_HEAD] = Head(seq, entry.mac)
        self._touched = True

    def _locked_head(self, session: Session) -> Head | None:
        """The last entry, which stays the last until the transaction ends."""
        self.hold(session)
        return _last(session)

    def anchor(self, read: Callable[[Callable[[Session], _Asked]], _Asked]) -> None:
        """Anchor the newest entry, if any was added; called after the commit, asks what is really there.

        What cannot be anchored is logged: the entries are durable, and the next ones are anchored with them.
        """
        if not self._touched:
            return
        try:
            if not self._anchor.move(lambda count: read(lambda session: (_last(session), _mac_of(session, count)))):
                _log.warning("the audit log no longer holds what its anchor says: docgen audit verify")
        except AnchorDamaged:
            _log.warning("the anchor of the audit log is damaged: docgen audit verify")
        except (OSError, StoreUnusable):
            _log.warning("the audit log could not be anchored; see that the folder of the anchor has room")
            return
        self._touched = False

    def verify(self, session: Session) -> list[Finding]:
        """Every break of the chain, and whether the log is shorter than its anchor says."""
        found: list[Finding] = []
        anchored = self._anchored()
        expected, before, at_anchor = 1, _GENESIS, _GENESIS
        for entry in self._entries(session):
            if entry.seq != expected:
                found.append(_finding("audit.gap", entry.seq, "entries before this one are missing"))
            elif not hmac.compare_digest(entry.mac, self._mac(before, entry)):
                found.append(_finding("audit.altered", entry.seq, "this entry, or the one before it, was changed"))
            expected, before = entry.seq + 1, entry.mac
            if isinstance(anchored, Head) and entry.seq == anchored.count:
                at_anchor = entry.mac
        if isinstance(anchored, Finding):
            return [*found, anchored]
        if anchored and anchored.count >= expected:
            found.append(_finding("audit.cut", expected, "the log ends here, but its anchor says that it went on"))
        elif anchored and not hmac.compare_digest(at_anchor, anchored.mac):
            found.append(_finding("audit.rewritten", anchored.count, "this entry is not the one that was anchored"))
        return found

    def _entries(self, session: Session) -> Iterator[AuditEntry]:
        return iter(session.scalars(select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=_AT_ONCE)))

    def _mac(self, before: bytes, entry: AuditEntry) -> bytes:
        fields = [entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.details]
        said = json.dumps(fields, ensure_ascii=False).encode()
        return hmac.new(self._key, before + b"\0" + said, hashlib.sha256).digest()

    def _anchored(self) -> Head | Finding | None:
        try:
            return self._anchor.read()
        except OSError:
            return _finding("audit.anchor", 0, "the anchor of the log cannot be read; restore it from a backup")
        except AnchorDamaged:
            return _finding("audit.anchor", 0, "the anchor of the log was not written by this installation")


_HEAD: Final = "docgen audit head"
"""Under which a session remembers what it appended last, for as long as `Writer` lets it."""
_COLUMNS: Final = tuple(AuditEntry.__table__.c.keys())
_INSERT: Final = insert(AuditEntry.metadata.tables[AuditEntry.__tablename__])


def _mac_of(session: Session, seq: int) -> bytes | None:
    return session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == seq))


def _last(session: Session) -> Head | None:
    query = select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return Head(row.seq, row.mac) if row else None


def _finding(code: str, seq: int, message: Key) -> Finding:
    return Finding(Severity.ERROR, code, f"/audit/{seq}", Message(message))
