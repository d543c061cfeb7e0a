"""Issuing papers of a case: chosen, checked, made by a worker, registered and kept, all or nothing, and only once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy.exc import IntegrityError
from starlette.responses import RedirectResponse, Response

from api.service import Service, service_of
from api.web.files import opened
from api.web.issue_choice import CAPTIONS, gaps, hidden, offers, query_of, suggested, wanted
from api.web.issue_findings import reasons_of, report, sufficient
from api.web.issue_jobs import Choice
from api.web.issue_making import Outcome, papers_of
from api.web.shell import page
from api.web.states import states_of
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.casefile.files import CaseFile
from docgen.check import blocking
from docgen.errors import DocgenError, Message, Severity
from docgen.store import Role
from docgen.store.issues import Issue, issue_id

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
TOKEN, SEEN = "token", "seen"
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_REFUSED: Final = 422


@dataclass(frozen=True, slots=True)
class Asking:
    """A form as it was sent: what is to be issued, with which reasons (as typed), under which one-time token.

    `seen` says that the clerk was shown what the checks found.
    """

    choice: Choice
    token: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    seen: bool = False


@router.get("/cases/{case}/issue")
async def choose(request: Request, visitor: Clerk, case: str) -> Response:
    """What can be issued and as what; the address remembers the choice."""
    file = await opened(request, visitor, case)
    query = request.query_params
    given = {name: query.getlist(name) for name in query}
    return await _choices(request, visitor, file, Asking(wanted(given, service_of(request).library), _new_token()))


@router.post("/cases/{case}/issue")
async def make(request: Request, visitor: Clerk, case: str) -> Response:
    """Issue, and go on to what was made; else the same form with what stands against it, and nothing typed is lost."""
    file = await opened(request, visitor, case)
    service, given = service_of(request), await answers_of(request)
    choice = wanted(given, service.library)
    token = given.get(TOKEN, [""])[0]
    asking = Asking(
        choice, token if _TOKEN.fullmatch(token) else _new_token(), reasons_of(given), seen=SEEN in given
    )  # fmt: skip
    wrong = gaps(choice)
    if wrong:
        return await _choices(request, visitor, file, asking, wrong)
    number = issue_id(file.id, visitor.user.id, asking.token, query_of(choice))
    there = RedirectResponse(f"/cases/{file.id}/issued/{number}", 303)
    issues = service.store.issues
    if await service.read(lambda session: issues.find(session, file.id, number)):
        return there
    try:
        outcome = await papers_of(
            service, file.draft, choice, sufficient(asking.reasons), seen=asking.seen, at=service.now()
        )  # fmt: skip
        if outcome.papers is None:
            return _found(request, visitor, file, asking, outcome)
        await _keep(service, Issue(number, file.id, visitor.user.id, service.now(), (), ()), outcome, asking)
    except DocgenError as error:  # mostly that too much is to be done: the same may work in a moment
        return _found(request, visitor, file, asking, Outcome(()), error)
    service.metrics.made(outcome.made)
    return there


async def _keep(service: Service, entry: Issue, outcome: Outcome, asking: Asking) -> None:
    """With the reasons that overrode a warning; one that nothing asked for (any more) is kept nowhere."""
    settings, issues, papers = service.settings, service.store.issues, outcome.papers
    assert papers is not None
    until = entry.at + timedelta(days=settings.retention_days), entry.at + timedelta(days=settings.case_days)
    warned = {each.code for _, each in outcome.findings if each.severity is Severity.WARNING}
    reasons = {code: reason for code, reason in sufficient(asking.reasons).items() if code in warned}
    try:
        await service.write(lambda session: issues.keep(session, entry, papers, reasons, until))
    except IntegrityError:  # another process was faster with the same form
        if await service.read(lambda session: issues.find(session, entry.case, entry.id)) is None:
            raise


async def _choices(
    request: Request, visitor: Visitor, file: CaseFile, asking: Asking, wrong: Mapping[str, Message] | None = None
) -> Response:
    service = service_of(request)
    offered = offers(await states_of(request, file))
    choice = asking.choice
    if wrong is None:
        choice = suggested(choice, file.draft, offered, service.library, visitor.locale.tag)
    return page(
        request, "issue.html", visitor.locale, visitor=visitor, status=_REFUSED if wrong else 200, file=file,
        here="issue", ready=[each for each in offered if each.ready],
        lacking=[each for each in offered if not each.ready], choice=choice,
        formats=CAPTIONS, tags=list(service.library.locales), wrong=wrong or {}, token=asking.token,
    )  # fmt: skip


def _found(
    request: Request,
    visitor: Visitor,
    file: CaseFile,
    asking: Asking,
    outcome: Outcome,
    failed: DocgenError | None = None,
) -> Response:
    """What stands against it, what it asks for, or why it could not be done just now."""
    told = report(outcome.findings, file.draft, asking.reasons, asked_before=asking.seen)
    status = failed.http_status if failed else _REFUSED if blocking([each for _, each in outcome.findings]) else 200
    return page(
        request, "issue_findings.html", visitor.locale, visitor=visitor, status=status, file=file, here="issue",
        report=told, choice=hidden(asking.choice), query=query_of(asking.choice), token=asking.token,
        failed=failed.message if failed else None, typed=_others(asking.reasons, [each.code for each in told.warnings]),
    )  # fmt: skip


def _others(reasons: Mapping[str, str], asked: Sequence[str]) -> Mapping[str, str]:
    """Reasons that no input of the page holds: they go along, so that a failure loses nothing."""
    return {code: reason for code, reason in reasons.items() if code not in asked}


def _new_token() -> str:
    return secrets.token_hex(16)
