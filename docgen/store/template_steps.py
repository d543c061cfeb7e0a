"""Steps in the store: what people did with a version, each sealed by a MAC over itself, the version and the step
before, so that a row that somebody else wrote, changed or took out is seen."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.store import crypt
from docgen.store.keys import aware
from docgen.store.template_rows import TemplateStepRow
from docgen.store.template_versions import TemplateVersion, moment


class Kind(StrEnum):
    """What can be done with a version."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REVOKED = "revoked"
    RETIRED = "retired"


class Cause(StrEnum):
    """Why an approval was revoked without anybody asking for that by name."""

    ASKED = ""
    WAIVER = "waiver"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """`user` is an id. `compared` has the fingerprint of each other language by tag, `waivers` the ids of those that an
    approval rests on. `trusted` is False where its MAC is wrong: it counts as no approval."""

    kind: Kind
    user: str
    at: datetime
    reason: str = ""
    cause: Cause = Cause.ASKED
    compared: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[str, ...] = ()
    trusted: bool = True


class TemplateSteps:
    """The steps of an installation's versions; `key` is its store's."""

    def __init__(self, key: bytes) -> None:
        self._key = crypt.derived(key, "docgen template steps")

    def add(self, session: Session, version: TemplateVersion, step: TemplateStep) -> None:
        """Add a step behind the others of its version, under the lock of `Audit.hold`."""
        rows = _rows(session, [version.id])
        row = TemplateStepRow(
            version=version.id, kind=step.kind.value, user=step.user, at=step.at, reason=step.reason,
            cause=step.cause.value, compared=dict(step.compared), waivers=list(step.waivers), mac=b"",
        )  # fmt: skip
        row.mac = self._mac(version, row, rows)
        session.add(row)
        session.flush()

    def of(self, session: Session, versions: Sequence[TemplateVersion]) -> dict[str, list[TemplateStep]]:
        """The steps of each version by its id, the oldest first."""
        rows = _rows(session, [version.id for version in versions])
        return {version.id: self._read(version, [row for row in rows if row.version == version.id])
                for version in versions}  # fmt: skip

    def _read(self, version: TemplateVersion, rows: Sequence[TemplateStepRow]) -> list[TemplateStep]:
        return [
            _step(row, hmac.compare_digest(row.mac, self._mac(version, row, rows[:at]))) for at, row in enumerate(rows)
        ]

    def _mac(self, version: TemplateVersion, row: TemplateStepRow, before: Sequence[TemplateStepRow]) -> bytes:
        """Over type, language, fingerprint, author and, of an approval, whoever submitted it, beside the step."""
        submitter = next((each.user for each in reversed(before) if each.kind == Kind.SUBMITTED), "")
        said = [
            version.id, version.type, version.language, version.fingerprint, version.author, submitter, row.kind,
            row.user, moment(row.at), row.reason, row.cause, sorted(row.compared.items()), sorted(row.waivers),
            before[-1].mac.hex() if before else "",
        ]  # fmt: skip
        return hmac.new(self._key, json.dumps(said, ensure_ascii=False).encode(), hashlib.sha256).digest()


def _rows(session: Session, versions: Sequence[str]) -> Sequence[TemplateStepRow]:
    query = select(TemplateStepRow).where(TemplateStepRow.version.in_(versions))
    return session.scalars(query.order_by(TemplateStepRow.serial)).all()


def _step(row: TemplateStepRow, trusted: bool) -> TemplateStep:
    known = row.kind in set(Kind) and row.cause in set(Cause)
    return TemplateStep(
        Kind(row.kind) if known else Kind.REVOKED, row.user, aware(row.at), row.reason,
        Cause(row.cause) if known else Cause.ASKED, row.compared, tuple(row.waivers), trusted and known,
    )  # fmt: skip
