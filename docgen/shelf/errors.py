"""Why something on the shelf is not done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docgen.errors import DocgenError, Finding, Message


class RoleMissing(DocgenError):
    """The user has not, or no longer, the role that a step takes."""

    code, http_status, exit_code = "role_missing", 403, 4


class NoteRefused(DocgenError):
    """A reason, a comment or another text of a reviewer is empty, too long, or not written as text."""

    code, http_status, exit_code = "note_refused", 422, 4


class StepRefused(DocgenError):
    """The version is not in a state in which this can be done; somebody may have been faster."""

    code, http_status, exit_code = "step_refused", 409, 4


class AlreadyApproved(StepRefused):
    """Somebody has approved this version already."""

    code = "already_approved"


class ApprovalRefused(StepRefused):
    """What stands in the way of an approval: `findings` has one for each thing, with a code `approval.*`."""

    code = "approval_refused"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            Message.counted(
                "{count} thing stands in the way of approval; settle it, then approve",
                "{count} things stand in the way of approval; settle them, then approve",
                len(self.findings),
            )
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.findings,)
