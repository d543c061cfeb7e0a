"""Comments in the store: remarks on passages, and what a passage says as a person gave it back in another language."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.store.keys import aware
from docgen.store.template_rows import BackTranslationRow, ClauseCommentRow
from docgen.store.template_versions import TemplateVersion


@dataclass(frozen=True, slots=True)
class Comment:
    """`version` (on which it was made), `user` and `resolved_by` are ids; `resolved` is None while it is open."""

    id: str
    type: str
    language: str
    anchor: str
    version: str
    user: str
    at: datetime
    text: str
    resolved_by: str = ""
    resolved: datetime | None = None


@dataclass(frozen=True, slots=True)
class BackTranslation:
    """What a passage says, of which `sha256` is the text's (`text_hash`); `user` is an id."""

    id: str
    type: str
    language: str
    anchor: str
    sha256: str
    text: str
    user: str
    at: datetime


def text_hash(text: str) -> str:
    """SHA-256 (hex) of a passage's text: what was translated back is known by it wherever the text stands."""
    return hashlib.sha256(text.encode()).hexdigest()


def add(session: Session, version: TemplateVersion, anchor: str, by: tuple[str, str], now: datetime) -> Comment:
    """A new comment on a passage: `by` is the user's id and the text."""
    row = ClauseCommentRow(
        id=secrets.token_hex(16), type=version.type, language=version.language, anchor=anchor, version=version.id,
        user=by[0], at=now, text=by[1], resolved_by="", resolved=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _comment(row)


def find(session: Session, comment: str) -> Comment | None:
    """The comment with this id."""
    row = session.get(ClauseCommentRow, comment)
    return _comment(row) if row else None


def of(session: Session, type_id: str, tag: str) -> list[Comment]:
    """The comments on a type in a language, on whichever version they were made, the oldest first."""
    query = select(ClauseCommentRow).where(ClauseCommentRow.type == type_id, ClauseCommentRow.language == tag)
    return [_comment(row) for row in session.scalars(query.order_by(ClauseCommentRow.at, ClauseCommentRow.id))]


def settle(session: Session, comment: str, user: str, now: datetime | None) -> Comment:
    """Resolve it at a moment, or with None open it again."""
    row = session.get_one(ClauseCommentRow, comment)
    row.resolved, row.resolved_by = now, user if now else ""
    session.flush()
    return _comment(row)


def add_back_translation(
    session: Session, place: tuple[str, str, str], said: tuple[str, str], user: str, now: datetime
) -> BackTranslation:
    """What a passage says: `place` is type, language and anchor, `said` the passage's text and its back-translation."""
    row = BackTranslationRow(
        id=secrets.token_hex(16), type=place[0], language=place[1], anchor=place[2], sha256=text_hash(said[0]),
        text=said[1], user=user, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _translation(row)


def back_translations(session: Session, type_id: str, tag: str) -> list[BackTranslation]:
    """What was translated back of a type in a language, the oldest first; the last of an anchor and hash holds."""
    query = select(BackTranslationRow).where(BackTranslationRow.type == type_id, BackTranslationRow.language == tag)
    return [_translation(row) for row in session.scalars(query.order_by(BackTranslationRow.at, BackTranslationRow.id))]


def _comment(row: ClauseCommentRow) -> Comment:
    return Comment(
        row.id, row.type, row.language, row.anchor, row.version, row.user, aware(row.at), row.text, row.resolved_by,
        aware(row.resolved) if row.resolved else None,
    )  # fmt: skip


def _translation(row: BackTranslationRow) -> BackTranslation:
    return BackTranslation(row.id, row.type, row.language, row.anchor, row.sha256, row.text, row.user, aware(row.at))
