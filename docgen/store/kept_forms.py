"""Forms that came with a session that had ended: sealed for an hour, handed back to the same user, once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from docgen.store.keys import aware
from docgen.store.models import KeptFormRow
from docgen.store.vault import Vault

KEPT: Final = timedelta(hours=1)
_MOST: Final = 50
"""Forms of one user at a time; the oldest give way."""
_LONGEST_PATH: Final = 400
_LARGEST: Final = 4_000_000
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Names and texts in the order in which they were sent, and the address they were sent to. Files are not kept."""

    id: str
    path: str
    fields: Sequence[tuple[str, str]] = field(repr=False)
    files: int


class KeptForms:
    """The forms of an installation, as records of its vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep(
        self, session: Session, user: str, path: str, fields: Sequence[tuple[str, str]], files: int, now: datetime
    ) -> str:
        """Seal a form; returns its id, "" for one that is too large to be a form of ours."""
        data = json.dumps({"fields": fields, "files": files}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if len(data) > _LARGEST or len(path) > _LONGEST_PATH:
            return ""
        mine = select(KeptFormRow.id).where(KeptFormRow.user == user).order_by(KeptFormRow.expires.desc())
        self._remove(session, list(session.scalars(mine.offset(_MOST - 1))))
        row = KeptFormRow(id=secrets.token_hex(16), user=user, path=path, expires=now + KEPT)
        session.add(row)
        self._vault.put(session, _record(row.id), data, row.expires)
        return row.id

    def open(self, session: Session, form: str, user: str, now: datetime) -> KeptForm | None:
        """The form, as long as it is kept; None for one that there is not (any more), or that is somebody else's."""
        row = session.get(KeptFormRow, form)
        if row is None or row.user != user or now >= aware(row.expires):
            return None
        sealed = self._vault.get(session, _record(row.id))
        if sealed is None:
            return None
        tree = json.loads(sealed.decode("utf-8", "surrogatepass"))
        return KeptForm(row.id, row.path, [(name, text) for name, text in tree["fields"]], tree["files"])

    def drop(self, session: Session, form: str, user: str) -> None:
        """Destroy it, once it has been sent; nothing where there is none of this user."""
        row = session.get(KeptFormRow, form)
        if row is not None and row.user == user:
            self._remove(session, [form])

    def purge(self, session: Session, now: datetime) -> int:
        """Destroy those whose hour is over (a `docgen.store.retention.Purger`)."""
        total = 0
        while over := list(session.scalars(select(KeptFormRow.id).where(KeptFormRow.expires <= now).limit(_AT_ONCE))):
            self._remove(session, over)
            total += len(over)
        return total

    def _remove(self, session: Session, forms: Sequence[str]) -> None:
        if forms:
            self._vault.destroy(session, [_record(form) for form in forms])
            session.execute(delete(KeptFormRow).where(KeptFormRow.id.in_(forms)))


def _record(form: str) -> str:
    return f"form.{form}"
