"""What the case files of an installation answer with: a case as it was opened, a save, a conflict of two saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docgen.casefile.draft import Draft
from docgen.casefile.merge import Clash
from docgen.casefile.places import Place
from docgen.errors import DocgenError, Message


@dataclass(frozen=True)
class CaseFile:
    """A case as it was opened: `draft` is that of `revision`."""

    id: str
    owner: str
    revision: int
    draft: Draft
    created: datetime
    changed: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Save:
    """One revision that is kept: who saved it, when, and on the page of which place ("" for none)."""

    revision: int
    user: str
    at: datetime
    place: str


class Conflict(DocgenError):
    """Others changed the same questions meanwhile; nothing was saved.

    `current` is the newest revision, `mine` the draft that was to be saved, `conflicts` both answers to each question.
    """

    code = "conflict"
    http_status = 409

    def __init__(self, current: CaseFile, mine: Draft, conflicts: tuple[Clash, ...]) -> None:
        self.current, self.mine, self.conflicts = current, mine, conflicts
        super().__init__(
            Message("somebody else changed the same answers meanwhile; choose, for each of them, which one is right")
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.current, self.mine, self.conflicts)

    @property
    def places(self) -> tuple[Place, ...]:
        """The questions that both changed."""
        return tuple(each.place for each in self.conflicts)
