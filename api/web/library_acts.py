"""What can be done with a version, in words: who may when, what it means, and the button for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.web.visitors import Visitor
from docgen.errors import Finding, Key
from docgen.shelf.desk import STAFF
from docgen.shelf.state import NEXT, Version
from docgen.store import Role
from docgen.store.template_steps import Kind


@dataclass(frozen=True, slots=True)
class Act:
    """A step as a page asks for it. `final`: it cannot be undone. `needed`: it takes a reason."""

    name: str
    kind: Kind
    roles: tuple[Role, ...]
    button: Key
    meaning: Key
    reason: Key
    needed: bool = True
    final: bool = False

    def possible(self, visitor: Visitor, version: Version) -> bool:
        """Whether the visitor has the role, and the version the state."""
        return visitor.may(*self.roles) and version.state in NEXT[self.kind]


_ALL: Final[Sequence[Act]] = (
    Act(
        "submit", Kind.SUBMITTED, STAFF, "Submit for approval",
        "You answer for this wording as its reviewer. Somebody else, who neither wrote nor submitted it, decides.",
        "What should the approver know? (optional)", needed=False,
    ),
    Act(
        "approve", Kind.APPROVED, (Role.APPROVER,), "Approve",
        "You answer for this wording. Papers are made of it from now on, without the draft mark, and name you as "
        "approver in their record.",
        "Is there anything to note? (optional)", needed=False,
    ),
    Act(
        "return", Kind.RETURNED, (Role.APPROVER,), "Return for correction",
        "The version becomes a draft again.", "What has to be corrected?",
    ),
    Act(
        "revoke", Kind.REVOKED, (Role.APPROVER,), "Revoke the approval",
        "From the next paper on this version does not count as approved. The newest version that is still approved is "
        "used in its place; without one, papers are drafts.",
        "Why is the approval revoked?",
    ),
    Act(
        "retire", Kind.RETIRED, (Role.APPROVER,), "Retire this version",
        "A retired version can never be submitted or approved again, and the same wording cannot be added anew.",
        "Why is it retired?", final=True,
    ),
)  # fmt: skip
ACTS: Final[Mapping[str, Act]] = {act.name: act for act in _ALL}


def open_to(visitor: Visitor, version: Version, obstacles: Sequence[Finding]) -> Sequence[Act]:
    """What the visitor can do with the version just now: approve only where nothing stands in the way."""
    possible = [act for act in _ALL if act.possible(visitor, version)]
    return [act for act in possible if act.kind is not Kind.APPROVED or not obstacles]
