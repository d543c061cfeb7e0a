"""Wordings in the store: bytes under their SHA-256, and versions that name them; nothing is ever changed or removed."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docgen.docx.wording import Wording
from docgen.store import crypt
from docgen.store.keys import aware
from docgen.store.template_rows import TemplateFileRow, TemplateVersionRow


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """A version without its bytes. `number` counts those of a type in a language, from 1; `serial` counts all.

    `file` is the SHA-256 of its Word file, `fragments` (name, SHA-256) in order of first use. `author` is the id of a
    user, "" for a file that was shipped.
    """

    serial: int
    id: str
    number: int
    type: str
    language: str
    fingerprint: str
    file: str
    fragments: tuple[tuple[str, str], ...]
    author: str
    added: datetime
    note: str


class TemplateVersions:
    """The versions of an installation; `key` is its store's. A row whose MAC is wrong is not there for anybody."""

    def __init__(self, key: bytes) -> None:
        self._key = crypt.derived(key, "docgen template versions")

    def add(
        self,
        session: Session,
        named: tuple[str, str, str],
        wording: Wording,
        by: tuple[str, str],
        now: datetime,
    ) -> TemplateVersion:
        """A new version: `named` is type, language and fingerprint, `by` the author's user id and the note.

        Whoever calls holds the lock under which versions are counted (`Audit.hold`).
        """
        (type_id, tag, fingerprint), (author, note) = named, by
        mine = (TemplateVersionRow.type == type_id, TemplateVersionRow.language == tag)
        number = session.scalar(select(func.coalesce(func.max(TemplateVersionRow.number), 0)).where(*mine)) or 0
        row = TemplateVersionRow(
            id=secrets.token_hex(16), number=number + 1, type=type_id, language=tag, fingerprint=fingerprint,
            file=_kept(session, wording.data), author=author, added=now, note=note, mac=b"",
            fragments=[[name, _kept(session, data)] for name, data in wording.fragments],
        )  # fmt: skip
        row.mac = self._mac(row)
        session.add(row)
        session.flush()
        return _version(row)

    def mend(self, session: Session, wording: Wording) -> None:
        """Put the right bytes back under their hashes, where what is kept there is damaged."""
        for data in (wording.data, *(data for _, data in wording.fragments)):
            _kept(session, data)

    def find(self, session: Session, version_id: str) -> TemplateVersion | None:
        """The version with this id."""
        return self._first(session.scalar(select(TemplateVersionRow).where(TemplateVersionRow.id == version_id)))

    def with_fingerprint(self, session: Session, type_id: str, tag: str, fingerprint: str) -> TemplateVersion | None:
        """The version of a type in a language that has this fingerprint."""
        query = select(TemplateVersionRow).where(
            TemplateVersionRow.type == type_id,
            TemplateVersionRow.language == tag,
            TemplateVersionRow.fingerprint == fingerprint,
        )
        return self._first(session.scalar(query))

    def of(self, session: Session, type_id: str, tag: str) -> list[TemplateVersion]:
        """The versions of a type in a language, the newest first."""
        query = select(TemplateVersionRow).where(TemplateVersionRow.type == type_id, TemplateVersionRow.language == tag)
        return self._all(session.scalars(query.order_by(TemplateVersionRow.serial.desc())).all())

    def all(self, session: Session) -> list[TemplateVersion]:
        """Every version, the newest first."""
        return self._all(session.scalars(select(TemplateVersionRow).order_by(TemplateVersionRow.serial.desc())).all())

    def _all(self, rows: Sequence[TemplateVersionRow]) -> list[TemplateVersion]:
        return [_version(row) for row in rows if hmac.compare_digest(row.mac, self._mac(row))]

    def _first(self, row: TemplateVersionRow | None) -> TemplateVersion | None:
        found = self._all([row] if row is not None else [])
        return found[0] if found else None

    def _mac(self, row: TemplateVersionRow) -> bytes:
        said = [
            row.id, row.number, row.type, row.language, row.fingerprint, row.file, row.fragments, row.author,
            moment(row.added), row.note,
        ]  # fmt: skip
        return hmac.new(self._key, json.dumps(said, ensure_ascii=False).encode(), hashlib.sha256).digest()


def data_of(session: Session, sha256: str) -> bytes | None:
    """The bytes that are kept under a SHA-256; None where they are missing, or are others by now."""
    data = session.scalar(select(TemplateFileRow.data).where(TemplateFileRow.sha256 == sha256))
    return data if data is not None and hashlib.sha256(data).hexdigest() == sha256 else None


def moment(at: datetime) -> str:
    """A moment as MACs say it, whatever the database gives back."""
    return aware(at).astimezone(UTC).isoformat()


def _kept(session: Session, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    row = session.get(TemplateFileRow, sha256)
    if row is None:
        session.add(TemplateFileRow(sha256=sha256, data=data))
        session.flush()
    elif row.data != data:  # the right bytes are at hand again: what was damaged is mended
        row.data = data
    return sha256


def _version(row: TemplateVersionRow) -> TemplateVersion:
    return TemplateVersion(
        row.serial, row.id, row.number, row.type, row.language, row.fingerprint, row.file,
        tuple((name, sha256) for name, sha256 in row.fragments), row.author, aware(row.added), row.note,
    )  # fmt: skip
