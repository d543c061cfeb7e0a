"""The rows of case files: who may open which, what was kept of each, and how all of one is destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from sqlalchemy import Select, delete, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from docgen.store.issues import destroy_of
from docgen.store.models import CaseFileRow, CaseMemberRow, CaseRevisionRow, CaseWordRow
from docgen.store.vault import Vault

_PLACE_LENGTH: Final = 200
KEPT: Final = 30
"""Revisions of a case that are kept, the newest one included."""


def record_of(case: str, revision: int) -> str:
    """Id of the sealed record of one revision."""
    return f"case.{case}.{revision}"


def row_of(session: Session, case: str, user: str, *, locked: bool = False) -> CaseFileRow | None:
    """The row of a case that this user may open; None for any other. `locked`: until the transaction ends."""
    row = session.get(CaseFileRow, case, with_for_update=locked or None)
    if row is None or (row.owner != user and session.get(CaseMemberRow, (case, user)) is None):
        return None
    return row


def owned(session: Session, case: str, owner: str) -> CaseFileRow | None:
    """The row of a case that is this user's own."""
    row = session.get(CaseFileRow, case, with_for_update=True)
    return row if row is not None and row.owner == owner else None


def newest(user: str) -> Select[CaseFileRow]:
    """The cases of a user, shared ones included, the one that was changed last first."""
    shared = select(CaseMemberRow.case).where(CaseMemberRow.user == user)
    return (
        select(CaseFileRow)
        .where(or_(CaseFileRow.owner == user, CaseFileRow.id.in_(shared)))
        .order_by(CaseFileRow.changed.desc(), CaseFileRow.id.desc())
    )


def count(session: Session, user: str) -> int:
    """How many there are of `newest`."""
    return session.scalar(select(func.count()).select_from(newest(user).order_by(None).subquery())) or 0


def behind(query: Select[CaseFileRow], row: CaseFileRow) -> Select[CaseFileRow]:
    """Those of `newest` that come after this one."""
    return query.where(tuple_(CaseFileRow.changed, CaseFileRow.id) < tuple_(row.changed, row.id))


def having(query: Select[CaseFileRow], words: AbstractSet[str]) -> Select[CaseFileRow]:
    """Those under all of these words (HMACs)."""
    found = (
        select(CaseWordRow.case)
        .where(CaseWordRow.mac.in_(words))
        .group_by(CaseWordRow.case)
        .having(func.count() == len(words))
    )
    return query.where(CaseFileRow.id.in_(found))


def index(session: Session, case: str, words: AbstractSet[str]) -> None:
    """Let a case be found under these words (HMACs) and no others."""
    before = set(session.scalars(select(CaseWordRow.mac).where(CaseWordRow.case == case)))
    if gone := before - words:
        session.execute(delete(CaseWordRow).where(CaseWordRow.case == case, CaseWordRow.mac.in_(gone)))
    session.add_all(CaseWordRow(case=case, mac=mac) for mac in sorted(words - before))


def noted(session: Session, row: CaseFileRow, user: str, place: str, now: datetime) -> None:
    """Note who saved the newest revision, and on which page."""
    session.add(CaseRevisionRow(case=row.id, revision=row.revision, user=user, at=now, place=place[:_PLACE_LENGTH]))


def members(session: Session, case: str) -> tuple[str, ...]:
    """The other users who may work on a case, by id."""
    return tuple(
        session.scalars(select(CaseMemberRow.user).where(CaseMemberRow.case == case).order_by(CaseMemberRow.user))
    )


def revisions(session: Session, case: str) -> Sequence[CaseRevisionRow]:
    """Each save that is kept, newest first."""
    query = select(CaseRevisionRow).where(CaseRevisionRow.case == case).order_by(CaseRevisionRow.revision.desc())
    return session.scalars(query).all()


def forget(session: Session, vault: Vault, case: str, until: int) -> None:
    """Destroy the revisions of a case up to this number."""
    chosen = (CaseRevisionRow.case == case, CaseRevisionRow.revision <= until)
    gone = session.scalars(select(CaseRevisionRow.revision).where(*chosen)).all()
    if gone:
        vault.destroy(session, [record_of(case, revision) for revision in gone])
        session.execute(delete(CaseRevisionRow).where(*chosen))


def destroy(session: Session, vault: Vault, row: CaseFileRow) -> None:
    """Destroy a case: each revision, and the files and reasons of what was issued of it.

    That something was issued, when and by whom stays: it says nothing of a person.
    """
    destroy_of(session, vault, row.id)
    forget(session, vault, row.id, row.revision)
    for table in (CaseMemberRow, CaseWordRow):
        session.execute(delete(table).where(table.case == row.id))
    session.delete(row)


def expired(session: Session, now: datetime) -> Sequence[CaseFileRow]:
    """The cases whose time is over."""
    return session.scalars(select(CaseFileRow).where(CaseFileRow.expires <= now)).all()


def forget_old(session: Session, before: datetime) -> None:
    """Forget saves before that moment, whose records are destroyed by themselves, but not the newest of a case."""
    current = exists().where(CaseFileRow.id == CaseRevisionRow.case, CaseFileRow.revision == CaseRevisionRow.revision)
    session.execute(delete(CaseRevisionRow).where(CaseRevisionRow.at <= before, ~current))
