"""The rows of case files: who may open which, what was kept of each, and how all of one is destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, delete, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from docgen.store.issues import destroy_of
from docgen.store.keys import aware
from docgen.store.models import CaseFileRow, CaseMemberRow, CaseRevisionRow, CaseWordRow
from docgen.store.vault import Vault

_PLACE_LENGTH: Final = 200
KEPT: Final = 30
"""Newest revisions of a case whose drafts are kept, and as many older ones: the last of each run of saves."""
RUN: Final = timedelta(minutes=10)
"""Saves by one user on one page, none of them later than this after the one before, are a run: pages save while one
types, and thirty of those saves are no more than some words."""
KNOWN: Final = timedelta(days=7)
"""How long it is known what a save changed: as long as a form that came too late is handed back."""


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


def noted(session: Session, row: CaseFileRow, user: str, place: str, changed: Iterable[str], now: datetime) -> None:
    """Note who saved the newest revision, on which page, and what was changed."""
    session.add(
        CaseRevisionRow(
            case=row.id, revision=row.revision, user=user, at=now, place=place[:_PLACE_LENGTH], changed=list(changed),
            kept=True,
        )
    )  # fmt: skip


def changed_since(session: Session, row: CaseFileRow, revision: int) -> set[str] | None:
    """The places that were changed after a revision; None where that is not known any more."""
    query = select(CaseRevisionRow.changed).where(CaseRevisionRow.case == row.id, CaseRevisionRow.revision > revision)
    saves = session.scalars(query).all()
    return {place for places in saves for place in places} if 0 < len(saves) == row.revision - revision else None


def members(session: Session, case: str) -> tuple[str, ...]:
    """The other users who may work on a case, by id."""
    return tuple(
        session.scalars(select(CaseMemberRow.user).where(CaseMemberRow.case == case).order_by(CaseMemberRow.user))
    )


def revisions(session: Session, case: str) -> Sequence[CaseRevisionRow]:
    """Each save whose draft is kept, newest first."""
    query = select(CaseRevisionRow).where(CaseRevisionRow.case == case, CaseRevisionRow.kept)
    return session.scalars(query.order_by(CaseRevisionRow.revision.desc())).all()


def thin_out(session: Session, vault: Vault, row: CaseFileRow) -> None:
    """Destroy the drafts of a case that are neither among the newest nor the last of a run."""
    saves = revisions(session, row.id)
    ends = [
        save
        for save, later in zip(saves[KEPT:], saves[KEPT - 1 :], strict=False)
        if (save.user, save.place) != (later.user, later.place) or aware(later.at) - aware(save.at) > RUN
    ]
    last = {save.revision for save in ends[:KEPT]}
    gone = [save for save in saves[KEPT:] if save.revision not in last]
    vault.destroy(session, [record_of(row.id, save.revision) for save in gone])
    for save in gone:
        save.kept = False


def destroy(session: Session, vault: Vault, row: CaseFileRow) -> None:
    """Destroy a case: each revision, and the files and reasons of what was issued of it.

    That something was issued, when and by whom stays: it says nothing of a person.
    """
    destroy_of(session, vault, row.id)
    vault.destroy(session, [record_of(row.id, save.revision) for save in revisions(session, row.id)])
    for table in (CaseMemberRow, CaseWordRow, CaseRevisionRow):
        session.execute(delete(table).where(table.case == row.id))
    session.delete(row)


def expired(session: Session, now: datetime) -> Sequence[CaseFileRow]:
    """The cases whose time is over."""
    return session.scalars(select(CaseFileRow).where(CaseFileRow.expires <= now)).all()


def forget_saves(session: Session, now: datetime, days: timedelta) -> None:
    """Forget saves, but not the newest of a case, when nothing asks for them any more, or their drafts, which are kept
    so many days, have gone."""
    current = (CaseFileRow.id == CaseRevisionRow.case, CaseFileRow.revision == CaseRevisionRow.revision)
    known = and_(~CaseRevisionRow.kept, CaseRevisionRow.at <= now - KNOWN)
    session.execute(
        delete(CaseRevisionRow).where(or_(known, CaseRevisionRow.at <= now - days), ~exists().where(*current))
    )
