"""Steps with a version: each is asked for on a page of its own, with what it means and why it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import service_of
from api.web.library_acts import ACTS, Act
from api.web.library_version import Opened, opened_by
from api.web.library_versions import Staff, address
from api.web.library_words import SHORT
from api.web.shell import page
from api.web.visitors import NotAllowed, Visitor, answers_of
from docgen.errors import Message
from docgen.review.words import title_of
from docgen.shelf.chain import Chain
from docgen.shelf.errors import ApprovalRefused, NoteRefused, StepRefused
from docgen.shelf.state import Version
from docgen.store import User
from docgen.store.template_steps import Kind

router: Final = APIRouter()
REASON, SEEN, WORDINGS = "reason", "seen", "wordings"
_Step = Callable[[Chain, str, User, str, datetime], Version]
_STEPS: Final[dict[Kind, _Step]] = {
    Kind.SUBMITTED: Chain.submit,
    Kind.RETURNED: Chain.return_,
    Kind.REVOKED: Chain.revoke,
    Kind.RETIRED: Chain.retire,
}


@router.get("/library/{type_id}/{tag}/{number:int}/steps/{name}")
async def ask_step(request: Request, visitor: Staff, type_id: str, tag: str, number: int, name: str) -> Response:
    """What the step means, the box for the reason, and the button; what happened, where it cannot be taken any more."""
    act = _act(name, visitor)
    opened = await opened_by(request, visitor, type_id, tag, number)
    return _asking(request, visitor, act, opened) if act in opened.acts else _late(request, visitor, act, opened)


@router.post("/library/{type_id}/{tag}/{number:int}/steps/{name}")
async def take_step(request: Request, visitor: Staff, type_id: str, tag: str, number: int, name: str) -> Response:
    """Take the step on what the visitor has seen. What somebody else did meanwhile is told, with what was typed."""
    act, given = _act(name, visitor), await answers_of(request)
    reason = given.get(REASON, [""])[0]
    opened = await opened_by(request, visitor, type_id, tag, number)
    if given.get(SEEN, [""])[0] != str(opened.seen):
        return _late(request, visitor, act, opened, reason)
    if act.kind is Kind.APPROVED and given.get(WORDINGS, [""])[0] != opened.key:
        changed = Message(
            "another wording or a test of this paper was changed since you opened the page; look again, then decide"
        )
        return _asking(request, visitor, act, opened, reason, changed, 409)
    try:
        await asyncio.to_thread(_taken, request, visitor, act, opened, reason)
    except NoteRefused as refused:
        return _asking(request, visitor, act, opened, reason, refused.message, 422)
    except ApprovalRefused:
        again = await opened_by(request, visitor, type_id, tag, number)
        return _late(request, visitor, act, again, reason)
    except StepRefused:
        again = await opened_by(request, visitor, type_id, tag, number)
        return _late(request, visitor, act, again, reason)
    return RedirectResponse(f"{address(opened.version)}?done={act.name}", 303)


def _taken(request: Request, visitor: Visitor, act: Act, opened: Opened, reason: str) -> Version:
    service = service_of(request)
    chain, version, now = service.shelf.chain, opened.version, service.now()
    if act.kind is Kind.APPROVED:
        return chain.approve(version.id, visitor.user, reason, now, opened.examined)
    return _STEPS[act.kind](chain, version.id, visitor.user, reason, now)


def _act(name: str, visitor: Visitor) -> Act:
    """Raises NotFound, NotAllowed."""
    act = ACTS.get(name)
    if act is None:
        raise NotFound(Message("there is no such step; open the version, and choose one of its buttons"))
    if not visitor.may(*act.roles):
        raise NotAllowed(Message("your account has not the role for this; ask an administrator"))
    return act


def _asking(
    request: Request, visitor: Visitor, act: Act, opened: Opened, reason: str = "", problem: Message | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    return page(
        request, "library_step.html", visitor.locale, status=status, visitor=visitor, act=act, opened=opened,
        version=opened.version, title=title_of(opened.version.type), here=address(opened.version), short=SHORT,
        reason=reason, problem=problem,
    )  # fmt: skip


def _late(request: Request, visitor: Visitor, act: Act, opened: Opened, reason: str = "") -> Response:
    """It cannot be done any more, or not yet: what was done last, what stands in the way, and what was typed."""
    possible = act.possible(visitor, opened.version)
    return page(
        request, "library_late.html", visitor.locale, status=409, visitor=visitor, act=act, opened=opened,
        version=opened.version, title=title_of(opened.version.type), here=address(opened.version), reason=reason,
        obstacles=opened.obstacles if possible and act.kind is Kind.APPROVED else (), again=act in opened.acts,
    )  # fmt: skip
