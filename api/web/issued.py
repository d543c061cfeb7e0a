"""What was issued of a case: the register, the files as long as they are kept, and blanks to fill in by hand."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.negotiation import BY_FORMAT, PDF, ZIP
from api.problems import NotFound
from api.service import Service, service_of
from api.web.days import day_of, local
from api.web.files import opened
from api.web.issue_jobs import blank_of
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor
from docgen.binding import FORMAT as PACKET
from docgen.binding import TITLE
from docgen.bundle import ARCHIVE
from docgen.documents import document_types
from docgen.errors import Key, Message
from docgen.library import APPROVED
from docgen.store import Role, users
from docgen.store.issues import Issue

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
KINDS: Final[Mapping[str, Key]] = {
    "packet": "One PDF with a cover page",
    "pdf": "PDF file",
    "docx": "Word file",
    "form": "Filled form (PDF)",
}
_DRAFT: Final[Key] = "Draft: this wording has not been approved"
_APPROVED: Final[Key] = "The wording is approved"


def state_of(approval: str) -> Key:
    """The state of a template's wording, in words."""
    return _APPROVED if approval == APPROVED else _DRAFT


def title_of(kind: str) -> Key:
    """English title of a document type, or of a packet; of what this installation no longer has the id itself."""
    known = document_types().get(kind)
    return known.title if known else TITLE if kind == PACKET else kind


@router.get("/cases/{case}/issued")
async def list_issued(request: Request, visitor: Clerk, case: str) -> Response:
    """Who issued what and when, with the codes, fingerprints and hashes, the newest first."""
    file = await opened(request, visitor, case)
    service = service_of(request)
    issues = service.store.issues
    found = await service.read(lambda session: issues.of_case(session, file.id))
    names = await service.read(lambda session: _names(session, found))
    rows = [_entry(each, names, visitor) for each in found]
    return page(request, "issued_list.html", visitor.locale, visitor=visitor, file=file, here="issue", issues=rows)


@router.get("/cases/{case}/issued/{issue}")
async def show_issued(request: Request, visitor: Clerk, case: str, issue: str) -> Response:
    """The files of one issue to take along or print, and the reasons that were given."""
    file = await opened(request, visitor, case)
    service = service_of(request)
    entry = await _entry_of(service, file.id, issue)
    issues = service.store.issues
    kept, reasons, names = await service.read(
        lambda session: (issues.kept(session, entry.id), issues.reasons(session, entry.id), _names(session, [entry]))
    )
    until = day_of(entry.at + timedelta(days=service.settings.retention_days), visitor.locale)
    return page(
        request, "issued.html", visitor.locale, visitor=visitor, file=file, here="issue", kept=kept,
        issue=_entry(entry, names, visitor), reasons=list(reasons.values()), until=until, archive=ARCHIVE,
        blanks=_blanks(entry, service),
    )  # fmt: skip


@router.get("/cases/{case}/issued/{issue}/{name}")
async def send_file(request: Request, visitor: Clerk, case: str, issue: str, name: str) -> Response:
    """One file, or all of them as a ZIP with their manifest; with `?show` for the browser to show and print."""
    file = await opened(request, visitor, case)
    service = service_of(request)
    entry = await _entry_of(service, file.id, issue)
    media = {each["name"]: BY_FORMAT[each["format"]] for each in entry.files if "page" not in each} | {ARCHIVE: ZIP}
    if name not in media:
        raise NotFound(Message("there is no such file among what was issued; choose one from the list"))
    issues = service.store.issues
    archive = await service.read(lambda session: issues.archive(session, entry.id))
    if archive is None:
        raise NotFound(Message("the files were destroyed when their time was over; issue the papers again"))
    data = archive if name == ARCHIVE else await asyncio.to_thread(_member, archive, name)
    return sent(data, media[name], name, shown="show" in request.query_params)


@router.get("/blanks/{type_id}/{language}")
async def send_blank(request: Request, visitor: Clerk, type_id: str, language: str) -> Response:
    """The fillable blank of a document type, of no case. Raises UnknownName."""
    pdf = await service_of(request).workers.run(blank_of, type_id, language)
    return sent(pdf, PDF, f"{type_id}.{language}.blank.pdf", shown=False)


def sent(data: bytes, media_type: str, name: str, *, shown: bool) -> Response:
    """A file to save, or a PDF to look at; nothing of it is kept by a cache (`api.envelope`). The policy of the pages
    has no `sandbox`, in which Chromium would show no PDF."""
    shown = shown and media_type == PDF
    disposition = "inline" if shown else "attachment"
    return Response(data, 200, {"Content-Disposition": f'{disposition}; filename="{name}"'}, media_type)


def _member(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_archive:
        return opened_archive.read(name)


async def _entry_of(service: Service, case: str, issue: str) -> Issue:
    issues = service.store.issues
    found = await service.read(lambda session: issues.find(session, case, issue))
    if found is None:
        raise NotFound(Message("nothing with this number was issued of this case; choose from what was issued"))
    return found


def _names(session: Session, issues: Sequence[Issue]) -> Mapping[str, str]:
    """Names of the accounts of those who issued, as far as they are still there."""
    found = {each.user: users.find(session, each.user) for each in issues}
    return {user: account.name for user, account in found.items() if account}


def _entry(issue: Issue, names: Mapping[str, str], visitor: Visitor) -> Mapping[str, Any]:
    """An entry as pages show it, its files by document and language."""
    papers: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in issue.files:
        if "page" not in row:
            papers.setdefault((row["type"], row["language"]), []).append(_file(row))
    return {
        "id": issue.id,
        "who": names.get(issue.user, ""),
        "day": day_of(issue.at, visitor.locale),
        "time": visitor.locale.time(local(issue.at).time()),
        "papers": [(title_of(kind), tag, files) for (kind, tag), files in papers.items()],
        "parts": [_file(row) for row in issue.files if "page" in row],
        "overridden": len(issue.overridden),
    }


def _file(row: Mapping[str, str]) -> Mapping[str, Any]:
    form = row["format"]
    return {
        **row,
        "title": title_of(row["type"]),
        "kind": KINDS[form],
        "state": state_of(row["approval"]),
        "page": row.get("page", ""),
        "shown": BY_FORMAT[form] == PDF,
        "size": -(-int(row.get("size", "0")) // 1000),
    }


def _blanks(entry: Issue, service: Service) -> list[tuple[Key, str, str]]:
    """Title, type and language of the blanks that go with what was issued."""
    pairs = dict.fromkeys((each["type"], each["language"]) for each in entry.files)
    there = {(kind, tag) for kind, tags in service.library.types() for tag in tags}
    return [(title_of(kind), kind, tag) for kind, tag in pairs if (kind, tag) in there]
