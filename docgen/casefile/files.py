"""The case files of an installation: who may open which, each save a revision, sealed at rest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from docgen.casefile.draft import Draft
from docgen.store import Store
from docgen.store.keys import aware
from docgen.store.models import CaseFileRow, CaseMemberRow, CaseRevisionRow


@dataclass(frozen=True)
class CaseFile:
    """A case as it was opened: `draft` is that of `revision`."""

    id: str
    owner: str
    revision: int
    draft: Draft
    created: datetime
    changed: datetime
    expires: datetime


class CaseFiles:
    """Everything here blocks, and is durable when it returns. Raises StoreUnusable."""

    def __init__(self, store: Store, days: int) -> None:
        self._store, self._kept = store, timedelta(days=days)

    def create(self, user: str, draft: Draft, now: datetime) -> CaseFile:
        """A new case of this user."""

        def work(session: Session) -> str:
            row = CaseFileRow(
                id=secrets.token_hex(16), owner=user, revision=0, created=now, changed=now, expires=now + self._kept
            )
            session.add(row)
            self._keep(session, row, user, draft, "", now)
            return row.id

        made = self.open(self._store.write(work).result(), user)
        assert made is not None
        return made

    def open(self, case: str, user: str) -> CaseFile | None:
        """The newest revision; None for a case that there is not, or that is somebody else's."""

        def work(session: Session) -> CaseFile | None:
            row = session.get(CaseFileRow, case)
            if row is None or not _may(session, row, user):
                return None
            sealed = self._store.vault.get(session, _record(row.id, row.revision))
            return _file(row, Draft.from_json(sealed)) if sealed is not None else None

        return self._store.read(work)

    def mine(self, user: str) -> list[CaseFile]:
        """The cases of a user, the one that was changed last first."""
        shared = select(CaseMemberRow.case).where(CaseMemberRow.user == user)
        query = (
            select(CaseFileRow)
            .where(or_(CaseFileRow.owner == user, CaseFileRow.id.in_(shared)))
            .order_by(CaseFileRow.changed.desc())
        )

        def work(session: Session) -> list[CaseFile]:
            found = []
            for row in session.scalars(query):
                sealed = self._store.vault.get(session, _record(row.id, row.revision))
                found += [_file(row, Draft.from_json(sealed))] if sealed is not None else []
            return found

        return self._store.read(work)

    def save(self, case: str, user: str, base: int, draft: Draft, place: str, now: datetime) -> CaseFile | None:
        """Keep a draft that was made of revision `base`, on the page of `place`; None as `open`."""

        def work(session: Session) -> bool:
            row = session.get(CaseFileRow, case)
            if row is None or not _may(session, row, user):
                return False
            self._keep(session, row, user, draft, place, now)
            return True

        return self.open(case, user) if self._store.write(work).result() else None

    def _keep(self, session: Session, row: CaseFileRow, user: str, draft: Draft, place: str, now: datetime) -> None:
        row.revision += 1
        row.changed, row.expires = now, now + self._kept
        self._store.vault.put(session, _record(row.id, row.revision), draft.to_json(), row.expires)
        session.add(CaseRevisionRow(case=row.id, revision=row.revision, user=user, at=now, place=place))


def _record(case: str, revision: int) -> str:
    return f"case.{case}.{revision}"


def _may(session: Session, row: CaseFileRow, user: str) -> bool:
    return row.owner == user or session.get(CaseMemberRow, (row.id, user)) is not None


def _file(row: CaseFileRow, draft: Draft) -> CaseFile:
    return CaseFile(row.id, row.owner, row.revision, draft, aware(row.created), aware(row.changed), aware(row.expires))
