"""The tables of the store, on one base; what they hold about a person is sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, DateTime, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON

Serial = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself in INTEGER columns only."""


class Base(DeclarativeBase):
    """What all tables share."""


class SealedRecord(Base):
    """A record of personal data: `key` is its own key, wrapped by the installation's; `data` is sealed with it."""

    __tablename__ = "sealed_record"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class AuditEntry(Base):
    """One event, chained to the one before by `mac`; it names no person."""

    __tablename__ = "audit_entry"
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128))
    details: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class KeyRow(Base):
    """An API key; of its secret only an HMAC."""

    __tablename__ = "api_key"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(24), unique=True)
    mac: Mapped[bytes] = mapped_column(LargeBinary)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    user: Mapped[str] = mapped_column(String(32), server_default="")
    """Id of the user who answers for what is done with it; "" for none."""
    test: Mapped[bool] = mapped_column(Boolean)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class IssuedRow(Base):
    """One output that was issued (`docgen.verification.register.Issued`)."""

    __tablename__ = "issued"
    __table_args__ = (UniqueConstraint("sha256", "code", "signed"),)
    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), index=True)
    type: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(35))
    format: Mapped[str] = mapped_column(String(16))
    template: Mapped[str] = mapped_column(String(64))
    approval: Mapped[str] = mapped_column(String(32))
    engine: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[str] = mapped_column(String(32))
    signed: Mapped[bool] = mapped_column(Boolean)


class FactRow(Base):
    """Something an installation remembers about itself, by name."""

    __tablename__ = "fact"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


class AnswerRow(Base):
    """What was answered to an Idempotency-Key; the answer itself is a sealed record. `status` 0: still at work."""

    __tablename__ = "answer"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    record: Mapped[str] = mapped_column(String(64))
    begun: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class UserRow(Base):
    """Somebody who signs in to the pages; of the password only an Argon2id hash."""

    __tablename__ = "user_account"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    """What is typed to sign in, in small letters."""
    hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(35))
    """Tag of the pages' language; "" for the browser's."""
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    disabled: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SessionRow(Base):
    """Somebody who is, or was, signed in: `id` is an HMAC of the cookie."""

    __tablename__ = "user_session"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(32), index=True)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seen: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    """When the row itself goes; long after the session ended, so that a form sent too late is known."""


class CaseFileRow(Base):
    """A case that clerks work on; what it holds is the sealed record `case.<id>.<revision>`."""

    __tablename__ = "case_file"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(32), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class CaseMemberRow(Base):
    """Another user who may work on a case."""

    __tablename__ = "case_member"
    case: Mapped[str] = mapped_column(String(32), primary_key=True)
    user: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)


class CaseRevisionRow(Base):
    """One save of a case: who, when, on which page, and which fields it changed; known longer than its draft."""

    __tablename__ = "case_revision"
    case: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    user: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    place: Mapped[str] = mapped_column(String(200))
    changed: Mapped[list[str]] = mapped_column(JSON)
    """Places, by which a save is merged that was made of a revision whose draft is not kept any more."""
    kept: Mapped[bool] = mapped_column(Boolean)
    """Whether its draft is: the sealed record of the revision."""


class CaseWordRow(Base):
    """HMAC of one word of a case's reference, by which it is found."""

    __tablename__ = "case_word"
    case: Mapped[str] = mapped_column(String(32), primary_key=True)
    mac: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class CaseIssueRow(Base):
    """What was issued of a case at once; its files are the sealed record `issue.<id>` until that expires."""

    __tablename__ = "case_issue"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case: Mapped[str] = mapped_column(String(32), index=True)
    user: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    files: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """name, type, language, format, template, approval, sha256 and code of each file; nothing of a person."""
    overrides: Mapped[dict[str, str]] = mapped_column(JSON)
    """Code of each warning that was overridden, with the id of the sealed record of its reason."""


class KeptFormRow(Base):
    """A form that came with an ended session: the sealed record `form.<id>`, handed back to the same user."""

    __tablename__ = "kept_form"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user: Mapped[str] = mapped_column(String(32), index=True)
    path: Mapped[str] = mapped_column(String(400))
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
