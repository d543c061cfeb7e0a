"""Who issued which papers of a case: the files until their time is over, the entry for good."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from docgen.store import crypt
from docgen.store.audit import Audit, Event
from docgen.store.keys import aware
from docgen.store.models import CaseIssueRow
from docgen.store.register import enter
from docgen.store.vault import Vault
from docgen.verification.register import Issued

ACTION: Final = "case.issue"


@dataclass(frozen=True, slots=True)
class Issue:
    """An entry: `files` as `CaseIssueRow` has them; `overridden` are the codes of warnings with a reason."""

    id: str
    case: str
    user: str
    at: datetime
    files: Sequence[Mapping[str, str]]
    overridden: Sequence[str]


@dataclass(frozen=True, slots=True)
class Papers:
    """What is issued at once: the files as a ZIP, what the entry says of each, and the public register's records."""

    archive: bytes = field(repr=False)
    files: Sequence[Mapping[str, str]]
    issued: Sequence[Issued]


def issue_id(case: str, user: str, token: str, choice: str) -> str:
    """The id that a form gives its issue: the same form sent twice, with the same choice, issues once.

    32 hexadecimal digits. Nobody can hit another case's issue with it, whatever token is sent.
    """
    return hashlib.sha256("\0".join((case, user, token, choice)).encode()).hexdigest()[:32]


class Issues:
    """Entries over the store's vault and audit log; `key` is the installation's. Raises StoreUnusable."""

    def __init__(self, vault: Vault, audit: Audit, key: bytes) -> None:
        self._vault, self._audit = vault, audit
        self._key = crypt.derived(key, "docgen reasons of overrides")

    def keep(
        self,
        session: Session,
        entry: Issue,
        papers: Papers,
        reasons: Mapping[str, str],
        until: tuple[datetime, datetime],
    ) -> bool:
        """Keep papers, entry, the register's records and the audit's event in one transaction; False if they are there.

        `until` is when the files and when the reasons end. The reason for going on despite a warning belongs to the
        audit log, but a clerk may name a person in it: so the log holds an HMAC of it, by the warning's code, and the
        words are sealed. Whoever has the words can show that they are those that were given (`mark`). A render over the
        API keeps no reasons: its caller answers for them.
        """
        if session.get(CaseIssueRow, entry.id) is not None:
            return False
        record = _reasons(entry.id)
        row = CaseIssueRow(
            id=entry.id, case=entry.case, user=entry.user, at=entry.at, files=[dict(each) for each in papers.files],
            overrides=dict.fromkeys(reasons, record),
        )  # fmt: skip
        session.add(row)
        session.flush()  # another process that issues the same is told apart here (IntegrityError)
        self._vault.put(session, _archive(entry.id), papers.archive, until[0])
        if reasons:
            self._vault.put(session, record, json.dumps(dict(reasons), ensure_ascii=False).encode(), until[1])
        enter(session, papers.issued)
        self._audit.append(
            session, Event(entry.user, ACTION, entry.case, self._details(entry, papers, reasons)), entry.at
        )
        return True

    def mark(self, issue: str, code: str, reason: str) -> str:
        """What the audit log holds of a reason: HMAC-SHA256 in hexadecimal."""
        return hmac.new(self._key, "\0".join((issue, code, reason)).encode(), hashlib.sha256).hexdigest()

    def find(self, session: Session, case: str, issue: str) -> Issue | None:
        """The entry of this case; None for one that there is not, or of another case."""
        row = session.get(CaseIssueRow, issue)
        return _issue(row) if row is not None and row.case == case else None

    def of_case(self, session: Session, case: str) -> list[Issue]:
        """The entries of a case, the newest first."""
        query = select(CaseIssueRow).where(CaseIssueRow.case == case)
        return [_issue(row) for row in session.scalars(query.order_by(CaseIssueRow.at.desc(), CaseIssueRow.id))]

    def archive(self, session: Session, issue: str) -> bytes | None:
        """The ZIP of the files; None when their time is over."""
        return self._vault.get(session, _archive(issue))

    def kept(self, session: Session, issue: str) -> bool:
        """Whether the files are still there."""
        return self._vault.key_of(session, _archive(issue)) is not None

    def reasons(self, session: Session, issue: str) -> Mapping[str, str]:
        """The reason by the code of the warning that it overrode; nothing when their time is over."""
        sealed = self._vault.get(session, _reasons(issue))
        found: dict[str, str] = json.loads(sealed) if sealed else {}
        return found

    def _details(self, entry: Issue, papers: Papers, reasons: Mapping[str, str]) -> Mapping[str, Any]:
        return {
            "issue": entry.id,
            "files": len({each["name"] for each in papers.files}),
            "types": sorted({each["type"] for each in papers.files}),
            "languages": sorted({each["language"] for each in papers.files}),
            "overrides": {code: self.mark(entry.id, code, reason) for code, reason in sorted(reasons.items())},
        }


def destroy_of(session: Session, vault: Vault, case: str) -> None:
    """Destroy files and reasons of all that was issued of a case, when the case itself is destroyed.

    That something was issued, when and by whom stays: it says nothing of a person.
    """
    found = session.scalars(select(CaseIssueRow.id).where(CaseIssueRow.case == case)).all()
    vault.destroy(session, [record for each in found for record in (_archive(each), _reasons(each))])


def _archive(issue: str) -> str:
    return f"issue.{issue}"


def _reasons(issue: str) -> str:
    return f"issue.{issue}.reasons"


def _issue(row: CaseIssueRow) -> Issue:
    return Issue(row.id, row.case, row.user, aware(row.at), row.files, sorted(row.overrides))
