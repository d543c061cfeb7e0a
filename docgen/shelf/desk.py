"""What all work on the shelf shares: one writer at a time, who may act, versions with their steps, the audit log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session

from docgen.case.text import PARAGRAPHS, as_typed, problems_of
from docgen.errors import Message, UnknownName
from docgen.shelf.errors import NoteRefused, RoleMissing, StepRefused
from docgen.shelf.state import NEXT, Version
from docgen.store import Role, Store, User, users
from docgen.store.audit import Event
from docgen.store.template_steps import Kind, TemplateStep, TemplateSteps
from docgen.store.template_versions import TemplateVersion, TemplateVersions

T = TypeVar("T")
STAFF: Final = (Role.REVIEWER, Role.APPROVER)
"""Who writes, submits, comments and waives; only an approver approves."""


class Desk:
    """The store as the shelf's parts work on it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.versions, self.steps = TemplateVersions(store.key), TemplateSteps(store.key)

    def write(self, work: Callable[[Session], T]) -> T:
        """In a transaction during which nobody else changes the shelf; durable when it returns. Raises StoreUnusable.

        So of two who do the same the second sees what the first did, and numbers are given in the order of commits.
        """

        def alone(session: Session) -> T:
            self.store.audit.hold(session)
            return work(session)

        return self.store.write(alone).result()

    def acting(self, session: Session, user: User, *roles: Role) -> str:
        """The id of a user who has, at this moment, one of these roles. Raises RoleMissing."""
        known = users.find(session, user.id)
        if known is None or not known.usable() or not known.roles & set(roles):
            raise RoleMissing(Message("your account has not the role for this; ask an administrator"))
        return known.id

    def version(self, session: Session, version_id: str) -> Version:
        """Raises UnknownName."""
        found = self.versions.find(session, version_id)
        if found is None:
            raise UnknownName(Message("there is no such version of a template; look at the list of versions"))
        return self.shown(session, [found])[0]

    def shown(self, session: Session, versions: Sequence[TemplateVersion]) -> list[Version]:
        """Versions with their steps, in the order in which they are given."""
        steps = self.steps.of(session, versions)
        return [Version.of(version, steps[version.id]) for version in versions]

    def step(self, session: Session, version: Version, step: TemplateStep) -> Version:
        """Take a step, with its entry in the audit log. Raises StepRefused where the state does not allow it."""
        if version.state not in NEXT[step.kind]:
            raise StepRefused(
                Message("the version is not in a state in which this can be done; look at it again, then decide")
            )
        self.steps.add(session, version, step)
        because = {"cause": step.cause.value} if step.cause else {}
        self.note(session, step.user, f"template.{step.kind}", version, step.at, because)
        return self.version(session, version.id)

    def revoke(self, session: Session, version: Version, step: TemplateStep) -> None:
        """What takes an approval away, from a version that has one."""
        assert step.kind is Kind.REVOKED
        if version.approvals:
            self.step(session, version, step)

    def note(
        self,
        session: Session,
        actor: str,
        action: str,
        version: TemplateVersion,
        now: datetime,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """An entry about a version in the audit log."""
        said = {
            "type": version.type, "language": version.language, "number": version.number,
            "fingerprint": version.fingerprint, **(more or {}),
        }  # fmt: skip
        self.store.audit.append(session, Event(actor, action, version.id, said), now)


def typed(text: str, *, required: bool = True) -> str:
    """What a reviewer typed, with the characters and the length of a text of a case. Raises NoteRefused."""
    said = as_typed(text).strip()
    if not said and not required:
        return ""
    problems = problems_of(said, PARAGRAPHS)
    if problems:
        raise NoteRefused(problems[0].message)
    return said
