"""The page of one version: its state and steps, findings, comments, tests, and what stands in the way of approval."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.service import Service, service_of
from api.web.days import local
from api.web.library_acts import Act, open_to
from api.web.library_versions import Staff, address, version_of
from api.web.library_words import SHORT, Done, Found, found_of, history_of, names_of
from api.web.shell import page
from api.web.visitors import Visitor
from docgen import sop
from docgen.errors import Finding, Key, Message
from docgen.review.examining import Panel, panel_of
from docgen.review.words import STATES, title_of
from docgen.shelf.gate import Examined
from docgen.shelf.state import State, Version
from docgen.shelf.trials import TrialResult
from docgen.store.clause_comments import Comment

router: Final = APIRouter()
_DONE: Final[Mapping[str, Key]] = {
    "added": "The Word file is kept as this version. Look at its findings, then submit it.",
    "same": "This wording is here already, as this version. Nothing was added.",
    "submit": "The version is submitted for approval.",
    "approve": "The version is approved. Papers are made of it from now on.",
    "return": "The version is returned for correction.",
    "revoke": "The approval is revoked.",
    "retire": "The version is retired.",
    "waived": "The finding is waived, with your reason.",
    "withdrawn": "The waiver is withdrawn.",
    "resolved": "The comment is resolved.",
    "reopened": "The comment is open again.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A comment on a passage as the page shows it; `number` is the version it was made on, 0 for one that is gone."""

    comment: Comment
    number: int
    who: str
    at: datetime
    settler: str
    settled: datetime | None


@dataclass(frozen=True)
class Opened:
    """A version with all that is known beside it. `key` is that of the wordings it was examined with."""

    version: Version
    key: str
    beside: Sequence[Version]
    history: Sequence[Done]
    findings: Sequence[Found]
    results: Sequence[TrialResult]
    comments: Sequence[Said]
    obstacles: Sequence[Finding]
    acts: Sequence[Act]
    examined: Examined = field(repr=False)

    @property
    def state(self) -> Key:
        return STATES[self.version.state]

    @property
    def seen(self) -> int:
        """How many steps whoever looks at it has seen."""
        return len(self.version.steps)

    @property
    def translated(self) -> bool:
        """Whether its language is another than that of the SOP, so that translators work on it."""
        return self.version.language != sop.instrument().authentic_language

    @property
    def waived(self) -> int:
        return sum(each.waiver is not None for each in self.findings)

    @property
    def unsettled(self) -> int:
        return sum(each.waiver is None for each in self.findings)


@router.get("/library/{type_id}/{tag}/{number:int}")
async def show_version(request: Request, visitor: Staff, type_id: str, tag: str, number: int) -> Response:
    """One version."""
    opened = await opened_by(request, visitor, type_id, tag, number)
    return shown(request, visitor, opened)


def shown(
    request: Request, visitor: Visitor, opened: Opened, *, status: int = 200,
    errors: Mapping[str, Message] | None = None, typed: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The page of a version; `errors` and what was `typed` by the name of the box."""
    version = opened.version
    return page(
        request, "library_version.html", visitor.locale, status=status, visitor=visitor, title=title_of(version.type),
        here=address(version), opened=opened, version=version, short=SHORT, errors=errors or {}, typed=typed or {},
        done=_DONE.get(request.query_params.get("done", "")), undecided=version.state in (State.DRAFT, State.IN_REVIEW),
        retired=version.state is State.RETIRED,
    )  # fmt: skip


async def opened_by(request: Request, visitor: Visitor, type_id: str, tag: str, number: int) -> Opened:
    """A version, examined. Raises NotFound, WordingDamaged, StoreUnusable, EngineBusy, TimeLimitReached."""
    service = service_of(request)
    version = await version_of(service, type_id, tag, number)
    panel = await asyncio.to_thread(panel_of, service.shelf, version.id)
    await asyncio.to_thread(service.shelf.wording, version)
    examined = (await service.examinations.of(service, panel))[tag]
    return await asyncio.to_thread(_gathered, service, visitor, panel, version, examined)


def _gathered(service: Service, visitor: Visitor, panel: Panel, version: Version, examined: Examined) -> Opened:
    shelf, names = service.shelf, names_of(service)
    obstacles = shelf.chain.obstacles(version.id, visitor.user, examined)
    return Opened(
        version,
        panel.key,
        [each for each in panel.versions.values() if each.language != version.language],
        history_of(version, names),
        found_of(examined.findings, shelf.notes.waivers(version.id), names),
        examined.results,
        _comments(service, version, names),
        obstacles,
        open_to(visitor, version, obstacles),
        examined,
    )


def _comments(service: Service, version: Version, names: Mapping[str, str]) -> list[Said]:
    """Those on this version and on older ones, the open ones first."""
    shelf = service.shelf
    kept = {each.id: each for each in shelf.versions(version.type, version.language)}
    found = []
    for each in shelf.notes.comments(version.type, version.language):
        made_on = kept.get(each.version)
        if made_on is None or made_on.serial <= version.serial:
            found.append(
                Said(
                    each, made_on.number if made_on else 0, names.get(each.user, ""), local(each.at),
                    names.get(each.resolved_by, ""), local(each.resolved) if each.resolved else None,
                )
            )  # fmt: skip
    return sorted(found, key=_is_resolved)


def _is_resolved(said: Said) -> bool:
    return said.comment.resolved is not None
