"""The case files of an installation: who may open which, each save a revision, sealed at rest."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Select
from sqlalchemy.orm import Session

from docgen.casefile.draft import Draft
from docgen.casefile.kept import CaseFile, Conflict, Save
from docgen.casefile.merge import changed, merged
from docgen.casefile.places import path_of, place_of
from docgen.casefile.sibling import sibling, with_agency_of
from docgen.casefile.words import Words
from docgen.errors import Message, UnknownName
from docgen.store import Store, casefiles, users
from docgen.store.audit import Event
from docgen.store.keys import aware
from docgen.store.models import CaseFileRow, CaseMemberRow
from docgen.store.retention import leave_no_trace

__all__ = ["CaseFile", "CaseFiles", "Conflict", "Save"]


class CaseFiles:
    """Everything here blocks, and is durable when it returns; `user` is who asks. Raises StoreUnusable.

    For a case that there is not, or that is somebody else's, the answer is None.
    """

    def __init__(self, store: Store, days: int) -> None:
        self._store, self._kept = store, timedelta(days=days)
        self._words = Words(store.key)

    def create(self, user: str, draft: Draft, now: datetime) -> CaseFile:
        """A new case of this user. One of which nothing but the reference is known yet takes over the agency of the
        case that the user changed last."""

        def work(session: Session) -> CaseFile:
            return self._new(session, user, self._begun(session, user, draft), now, Event(user, "case.create"))

        return self._store.write(work).result()

    def open(self, case: str, user: str) -> CaseFile | None:
        """The newest revision."""
        return self._store.read(lambda session: self._opened(session, casefiles.row_of(session, case, user)))

    def at(self, case: str, user: str, revision: int) -> CaseFile | None:
        """The case with the draft of that revision; None also for one that is not kept any more."""

        def work(session: Session) -> CaseFile | None:
            return self._opened(session, casefiles.row_of(session, case, user), revision)

        return self._store.read(work)

    def mine(self, user: str, *, limit: int | None = None, after: str | None = None) -> list[CaseFile]:
        """The cases of a user, shared ones included, the one that was changed last first; about 1 ms each.

        `limit`: so many at most; `after`: those behind the case with this id.
        """

        def work(session: Session) -> list[CaseFile]:
            last = casefiles.row_of(session, after, user) if after else None
            query = casefiles.newest(user)
            return self._all(session, (casefiles.behind(query, last) if last else query).limit(limit))

        return self._store.read(work)

    def search(self, user: str, text: str, *, limit: int | None = None) -> list[CaseFile]:
        """Those of `mine` in whose reference all words of this text are; none for a text without words."""
        words = self._words.sought(text)
        if not words:
            return []
        query = casefiles.having(casefiles.newest(user), words).limit(limit)
        return self._store.read(lambda session: self._all(session, query))

    def save(
        self, case: str, user: str, base: int, draft: Draft, place: str, now: datetime, *, force: bool = False
    ) -> CaseFile | None:
        """Keep a draft that was made of revision `base`, on the page of `place`; what others saved meanwhile is merged.

        Raises Conflict, and saves nothing, where they changed the same questions; `force`: what `draft` has there wins.
        A draft that changes nothing makes no revision.
        """

        def work(session: Session) -> CaseFile | None:
            row = casefiles.row_of(session, case, user, locked=True)
            current = self._opened(session, row)
            if row is None or current is None:
                return None
            new = draft if base == row.revision else self._merged(session, row, current, base, draft, force)
            return current if new == current.draft else self._keep(session, row, user, new, place, now, current.draft)

        return self._store.write(work).result()

    def history(self, case: str, user: str) -> list[Save] | None:
        """The saves whose drafts are kept, newest first: thirty, and of thirty older runs of saves on one page the
        last of each."""

        def work(session: Session) -> list[Save] | None:
            if casefiles.row_of(session, case, user) is None:
                return None
            rows = casefiles.revisions(session, case)
            return [Save(row.revision, row.user, aware(row.at), row.place) for row in rows]

        return self._store.read(work)

    def restore(self, case: str, user: str, revision: int, now: datetime) -> CaseFile | None:
        """A new revision with the draft of an earlier one; None also for one that is not kept any more."""

        def work(session: Session) -> CaseFile | None:
            row = casefiles.row_of(session, case, user, locked=True)
            old = self._opened(session, row, revision)
            if row is None or old is None:
                return None
            self._store.audit.append(session, Event(user, "case.restore", case, {"revision": revision}), now)
            current = self._opened(session, row)
            return self._keep(session, row, user, old.draft, "", now, current.draft if current else Draft())

        return self._store.write(work).result()

    def duplicate(
        self, case: str, user: str, now: datetime, reference: str, *, keep_documents: bool = False
    ) -> CaseFile | None:
        """A new case of this user for another person of the same kind (see `sibling` for what it takes over)."""

        def work(session: Session) -> CaseFile | None:
            found = self._opened(session, casefiles.row_of(session, case, user))
            if found is None:
                return None
            event = Event(user, "case.duplicate", details={"of": case})
            return self._new(session, user, sibling(found.draft, reference, keep_documents=keep_documents), now, event)

        return self._store.write(work).result()

    def members(self, case: str, user: str) -> tuple[str, ...] | None:
        """The other users who may work on a case, by id."""

        def work(session: Session) -> tuple[str, ...] | None:
            return casefiles.members(session, case) if casefiles.row_of(session, case, user) else None

        return self._store.read(work)

    def share(self, case: str, owner: str, other: str, now: datetime) -> tuple[str, ...] | None:
        """Let another user work on a case of one's own; returns all who may. Raises UnknownName for no such user."""

        def work(session: Session) -> tuple[str, ...] | None:
            if casefiles.owned(session, case, owner) is None:
                return None
            user = users.find(session, other)
            if user is None or not user.usable():
                raise UnknownName(Message("there is no such user; ask for the name with which the person signs in"))
            if other != owner and session.get(CaseMemberRow, (case, other)) is None:
                session.add(CaseMemberRow(case=case, user=other))
                self._store.audit.append(session, Event(owner, "case.share", case, {"with": other}), now)
                session.flush()
            return casefiles.members(session, case)

        return self._store.write(work).result()

    def unshare(self, case: str, user: str, other: str, now: datetime) -> tuple[str, ...] | None:
        """End what `share` did, or leave somebody else's case oneself; returns who still may."""

        def work(session: Session) -> tuple[str, ...] | None:
            row = casefiles.row_of(session, case, user)
            member = session.get(CaseMemberRow, (case, other))
            if row is None or user not in (row.owner, other):
                return None
            if member is not None:
                session.delete(member)
                self._store.audit.append(session, Event(user, "case.unshare", case, {"with": other}), now)
                session.flush()
            return casefiles.members(session, case)

        return self._store.write(work).result()

    def delete(self, case: str, owner: str, now: datetime) -> bool | None:
        """Destroy a case of one's own with all that was kept of it; that something was issued of it stays known."""

        def work(session: Session) -> bool | None:
            row = casefiles.owned(session, case, owner)
            if row is None:
                return None
            casefiles.destroy(session, self._store.vault, row)
            self._store.audit.append(session, Event(owner, "case.delete", case), now)
            return True

        done = self._store.write(work).result()
        if done:
            leave_no_trace(self._store.engine)
        return done

    def purge(self, session: Session, now: datetime) -> int:
        """Destroy the cases that nobody changed for as long as they are kept; returns how many there were."""
        rows = casefiles.expired(session, now)
        for row in rows:
            casefiles.destroy(session, self._store.vault, row)
        casefiles.forget_saves(session, now, self._kept)
        return len(rows)

    def _new(self, session: Session, user: str, draft: Draft, now: datetime, event: Event) -> CaseFile:
        row = CaseFileRow(
            id=secrets.token_hex(16), owner=user, revision=0, created=now, changed=now, expires=now + self._kept
        )
        session.add(row)
        self._store.audit.append(session, replace(event, subject=row.id), now)
        return self._keep(session, row, user, draft, "", now)

    def _begun(self, session: Session, user: str, draft: Draft) -> Draft:
        row = session.scalar(casefiles.newest(user).where(CaseFileRow.owner == user).limit(1))
        last = self._opened(session, row)
        return with_agency_of(draft, last.draft) if last else draft

    def _opened(self, session: Session, row: CaseFileRow | None, revision: int | None = None) -> CaseFile | None:
        if row is None:
            return None
        number = row.revision if revision is None else revision
        sealed = self._store.vault.get(session, casefiles.record_of(row.id, number))
        return _file(row, number, Draft.from_json(sealed)) if sealed is not None else None

    def _all(self, session: Session, query: Select[CaseFileRow]) -> list[CaseFile]:
        found = (self._opened(session, row) for row in session.scalars(query).all())
        return [each for each in found if each is not None]

    def _merged(
        self, session: Session, row: CaseFileRow, current: CaseFile, base: int, mine: Draft, force: bool
    ) -> Draft:
        before = self._opened(session, row, base)
        since = casefiles.changed_since(session, row, base) if before is None else None
        touched = None if since is None else tuple(map(place_of, since))
        found = merged(before.draft if before else None, current.draft, mine, prefer_mine=force, touched=touched)
        if found.conflicts and not force:
            raise Conflict(current, mine, found.conflicts)
        return found.draft

    def _keep(
        self,
        session: Session,
        row: CaseFileRow,
        user: str,
        draft: Draft,
        place: str,
        now: datetime,
        before: Draft | None = None,
    ) -> CaseFile:
        row.revision += 1
        row.changed, row.expires = now, now + self._kept
        self._store.vault.put(session, casefiles.record_of(row.id, row.revision), draft.to_json(), row.expires)
        places = map(path_of, changed(before, draft)) if before is not None else ()
        casefiles.noted(session, row, user, place, places, now)
        session.flush()
        casefiles.thin_out(session, self._store.vault, row)
        casefiles.index(session, row.id, self._words.of(draft))
        return _file(row, row.revision, draft)


def _file(row: CaseFileRow, revision: int, draft: Draft) -> CaseFile:
    return CaseFile(row.id, row.owner, revision, draft, aware(row.created), aware(row.changed), aware(row.expires))
