"""The chain of approval: a version is submitted, approved by somebody else, returned, revoked or retired."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from docgen.errors import Finding, Message
from docgen.shelf.desk import STAFF, Desk, typed
from docgen.shelf.errors import AlreadyApproved, ApprovalRefused
from docgen.shelf.gate import Examined, Gate, waivers_used
from docgen.shelf.state import State, Version
from docgen.store import Role, User
from docgen.store.template_steps import Kind, TemplateStep
from docgen.store.template_tests import TemplateTests


class Chain:
    """The steps. Each takes the version's id, who takes it, why, and the moment, and returns the version after it.

    Each raises UnknownName, RoleMissing, NoteRefused, StepRefused where the version's state does not allow it, and
    StoreUnusable. A reason is needed to return, revoke and retire.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gate = Gate(desk.versions, TemplateTests(desk.store.vault))

    def submit(self, version_id: str, user: User, reason: str, now: datetime) -> Version:
        """Ask for approval. Of a shipped version, which has no author, whoever submits it answers as such."""
        return self._taken(version_id, user, (Kind.SUBMITTED, typed(reason, required=False)), now, *STAFF)

    def approve(self, version_id: str, user: User, reason: str, now: datetime, examined: Examined) -> Version:
        """Answer for a version that somebody else wrote and submitted.

        Raises AlreadyApproved, and ApprovalRefused with what else stands in the way.
        """
        said = typed(reason, required=False)

        def work(session: Session) -> Version:
            desk = self._desk
            actor = desk.acting(session, user, Role.APPROVER)
            version = desk.version(session, version_id)
            if version.state is State.APPROVED:
                raise AlreadyApproved(Message("somebody has approved this version already; look at it again"))
            obstacles = self._gate.obstacles(session, version, actor, examined)
            if obstacles:
                raise ApprovalRefused(obstacles)
            waivers = waivers_used(session, version, examined.findings)
            step = TemplateStep(
                Kind.APPROVED, actor, now, said, compared=dict(examined.compared), waivers=waivers
            )  # fmt: skip
            return desk.step(session, version, step)

        return self._desk.write(work)

    def obstacles(self, version_id: str, user: User | None, examined: Examined) -> list[Finding]:
        """What would stand in the way of this user's approval just now, or with None of anybody's. Raises
        UnknownName."""

        def work(session: Session) -> list[Finding]:
            version = self._desk.version(session, version_id)
            return self._gate.obstacles(session, version, user.id if user else None, examined)

        return self._desk.store.read(work)

    def return_(self, version_id: str, user: User, reason: str, now: datetime) -> Version:
        """Give a submitted version back as a draft."""
        return self._taken(version_id, user, (Kind.RETURNED, typed(reason)), now, Role.APPROVER)

    def revoke(self, version_id: str, user: User, reason: str, now: datetime) -> Version:
        """Take an approval away: from the next page on it does not count."""
        return self._taken(version_id, user, (Kind.REVOKED, typed(reason)), now, Role.APPROVER)

    def retire(self, version_id: str, user: User, reason: str, now: datetime) -> Version:
        """Take a version out of use for good."""
        return self._taken(version_id, user, (Kind.RETIRED, typed(reason)), now, Role.APPROVER)

    def _taken(self, version_id: str, user: User, what: tuple[Kind, str], now: datetime, *roles: Role) -> Version:
        def work(session: Session) -> Version:
            actor = self._desk.acting(session, user, *roles)
            version = self._desk.version(session, version_id)
            return self._desk.step(session, version, TemplateStep(what[0], actor, now, what[1]))

        return self._desk.write(work)
