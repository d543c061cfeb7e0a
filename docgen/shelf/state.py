"""The state of a version: what follows from the steps that people took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final, Self

from docgen.store.template_steps import Kind, TemplateStep
from docgen.store.template_versions import TemplateVersion


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


_AFTER: Final = {
    Kind.SUBMITTED: State.IN_REVIEW,
    Kind.APPROVED: State.APPROVED,
    Kind.RETURNED: State.DRAFT,
    Kind.REVOKED: State.DRAFT,
    Kind.RETIRED: State.RETIRED,
}
NEXT: Final = {
    Kind.SUBMITTED: (State.DRAFT,),
    Kind.APPROVED: (State.IN_REVIEW,),
    Kind.RETURNED: (State.IN_REVIEW,),
    Kind.REVOKED: (State.APPROVED,),
    Kind.RETIRED: (State.DRAFT, State.IN_REVIEW, State.APPROVED),
}
"""The states in which a step can be taken."""


def state_of(steps: Sequence[TemplateStep]) -> State:
    """The state after these steps. One that somebody wrote past docgen makes all of them worth nothing."""
    if not steps or not all(step.trusted for step in steps):
        return State.DRAFT
    return _AFTER[steps[-1].kind]


@dataclass(frozen=True, slots=True)
class Version(TemplateVersion):
    """A version with the steps that were taken with it, the oldest first."""

    steps: tuple[TemplateStep, ...] = ()

    @classmethod
    def of(cls, version: TemplateVersion, steps: Sequence[TemplateStep]) -> Self:
        said = {each.name: getattr(version, each.name) for each in fields(TemplateVersion)}
        return cls(**said, steps=tuple(steps))

    @property
    def state(self) -> State:
        return state_of(self.steps)

    @property
    def approvals(self) -> tuple[TemplateStep, ...]:
        """The step by which it is approved; none in another state."""
        return self.steps[-1:] if self.state is State.APPROVED else ()

    @property
    def submitters(self) -> frozenset[str]:
        """Ids of the users who submitted it."""
        return frozenset(step.user for step in self.steps if step.kind is Kind.SUBMITTED)
