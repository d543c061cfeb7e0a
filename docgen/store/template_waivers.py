"""Waivers in the store: findings that somebody lets stand in one version, and why."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from docgen.store.keys import aware
from docgen.store.template_rows import TemplateWaiverRow


@dataclass(frozen=True, slots=True)
class Waiver:
    """`version` and `user` are ids, `finding` is the finding's key, `code` its code."""

    id: str
    version: str
    finding: str
    code: str
    reason: str
    user: str
    at: datetime
    withdrawn: datetime | None = None


def add(session: Session, version: str, finding: tuple[str, str], by: tuple[str, str], now: datetime) -> Waiver:
    """A new one: `finding` is key and code, `by` the user's id and the reason. Who waives again gives a new reason."""
    for row in session.scalars(_standing(version).where(TemplateWaiverRow.finding == finding[0])):
        row.withdrawn = now
    row = TemplateWaiverRow(
        id=secrets.token_hex(16), version=version, finding=finding[0], code=finding[1], user=by[0], reason=by[1],
        at=now, withdrawn=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _waiver(row)


def find(session: Session, waiver: str) -> Waiver | None:
    """The waiver with this id, withdrawn or not."""
    row = session.get(TemplateWaiverRow, waiver)
    return _waiver(row) if row else None


def of(session: Session, version: str) -> list[Waiver]:
    """The waivers of a version, the oldest first, those withdrawn among them."""
    query = select(TemplateWaiverRow).where(TemplateWaiverRow.version == version)
    return [_waiver(row) for row in session.scalars(query.order_by(TemplateWaiverRow.at, TemplateWaiverRow.id))]


def withdraw(session: Session, waiver: str, now: datetime) -> None:
    """End it; ending it again changes nothing."""
    row = session.get_one(TemplateWaiverRow, waiver)
    row.withdrawn = row.withdrawn or now


def _standing(version: str) -> Select[TemplateWaiverRow]:
    return select(TemplateWaiverRow).where(TemplateWaiverRow.version == version, TemplateWaiverRow.withdrawn.is_(None))


def _waiver(row: TemplateWaiverRow) -> Waiver:
    return Waiver(
        row.id, row.version, row.finding, row.code, row.reason, row.user, aware(row.at),
        aware(row.withdrawn) if row.withdrawn else None,
    )  # fmt: skip
