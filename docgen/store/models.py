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
