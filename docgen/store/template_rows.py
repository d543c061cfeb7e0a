"""The tables of the template library: wordings and what people did with them. Rows of versions and steps are only ever
added; nothing here is about a person of a case, but for a test's case, which is a sealed record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, DateTime, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from docgen.store.models import Base, Serial


class TemplateFileRow(Base):
    """The bytes of a Word file, of a template or a fragment, under their SHA-256."""

    __tablename__ = "template_file"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class TemplateVersionRow(Base):
    """One wording: its file and the fragments it includes. `mac` is over all of it, so that a forged row is none."""

    __tablename__ = "template_version"
    __table_args__ = (
        UniqueConstraint("type", "language", "fingerprint"),
        UniqueConstraint("type", "language", "number"),
    )
    serial: Mapped[int] = mapped_column(Serial, primary_key=True)
    """Counts through all versions; a greater one was added later."""
    id: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[int] = mapped_column(Integer)
    """Counts the versions of a type in a language, from 1."""
    type: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(35))
    fingerprint: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(String(64))
    fragments: Mapped[list[list[str]]] = mapped_column(JSON)
    """[name, SHA-256] in order of first use."""
    author: Mapped[str] = mapped_column(String(32))
    """Id of the user; "" for a file that lay in the installation's folders."""
    added: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    note: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class TemplateStepRow(Base):
    """What somebody did with a version. `mac` is over the step, the version and the step before."""

    __tablename__ = "template_step"
    serial: Mapped[int] = mapped_column(Serial, primary_key=True)
    version: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    user: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(16))
    """Why it was done without being asked for by name: "waiver" or "comment"; else ""."""
    compared: Mapped[dict[str, str]] = mapped_column(JSON)
    """Fingerprint of each other language that an approver compared with, by tag."""
    waivers: Mapped[list[str]] = mapped_column(JSON)
    """Ids of the waivers that an approval rests on."""
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class TemplateWaiverRow(Base):
    """A finding about a version that somebody lets stand, and why."""

    __tablename__ = "template_waiver"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[str] = mapped_column(String(32), index=True)
    finding: Mapped[str] = mapped_column(String(64))
    """Its key (`docgen.shelf.gate.key_of`)."""
    code: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    user: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    withdrawn: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ClauseCommentRow(Base):
    """A remark on a passage, open until somebody resolves it."""

    __tablename__ = "clause_comment"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    type: Mapped[str] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(35))
    anchor: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    text: Mapped[str] = mapped_column(Text)
    resolved_by: Mapped[str] = mapped_column(String(32))
    resolved: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class BackTranslationRow(Base):
    """What a passage says, written by a person in another language; it belongs to the passage's text, not its file."""

    __tablename__ = "back_translation"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    type: Mapped[str] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(35))
    anchor: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the passage's text in UTF-8."""
    text: Mapped[str] = mapped_column(Text)
    user: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TemplateTestRow(Base):
    """What a template must print of a case: the sealed record `template_test.<id>`, or the type's example."""

    __tablename__ = "template_test"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    type: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(100))
    own_case: Mapped[bool] = mapped_column(Boolean)
    expectations: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """language, anchor ("" for the whole document), text, wanted (present or absent)."""
    user: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    removed: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
