"""The pages for many cases at once: the workbook, a file and its check, the papers of its good rows."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from api import batch_views
from api.negotiation import DOCX, PDF, ZIP
from api.problems import InProgress, NotFound
from api.service import Service, service_of
from api.web.batch_rows import AT_ONCE, Shown, papers, problems, shown, warnings
from api.web.batch_upload import Chosen, Reasons, Sending, audited, checked_again, sent, uploads_of
from api.web.issue_choice import CAPTIONS
from api.web.issue_findings import REASON
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor
from docgen.batch.checking import empty_workbook, rejected
from docgen.batch.columns import REPEAT
from docgen.batch.sources import CSV, EXCEL, JSON_LINES
from docgen.batch.uploads import About, AlreadyAccepted
from docgen.documents import document_types
from docgen.errors import Message
from docgen.store import Role
from docgen.store.audit import Event

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
Sender = Annotated[Visitor, Depends(Sending(Role.CLERK))]
_LINES: Final = 20
_MOST_REPEATED: Final = 20
_WRITTEN: Final = 500
"""Rows of a workbook that are surely written in the time that one render may take."""
_ID: Final = re.compile(r"[0-9a-f-]{36}")
_FILE: Final = re.compile(r"[A-Za-z0-9_-]{1,80}(\.[A-Za-z0-9-]{1,20}){1,3}")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEDIA: Final = {EXCEL: _XLSX, CSV: "text/csv; charset=utf-8", JSON_LINES: "application/x-ndjson"}
After = Annotated[int, Query(ge=0)]


@router.get("/batches")
async def list_batches(request: Request, visitor: Clerk, after: str | None = None) -> Response:
    """The workbook, the form for a file, and the clerk's batches."""
    return await _list(request, visitor, Chosen.nothing(service_of(request).library), after)


@router.post("/batches")
async def send_file(request: Request, visitor: Sender) -> Response:
    """Check a file; without one that can be checked the form again, with what is wrong."""
    try:
        found = await sent(request, visitor)
    finally:
        await request.close()
    if isinstance(found, Chosen):
        return await _list(request, visitor, found, status=422)
    return RedirectResponse(f"/batches/{found}", 303)


@router.get("/batches/workbook")
async def get_workbook(
    request: Request, visitor: Clerk, type: str, language: str,
    repeat: Annotated[int, Query(ge=1, le=_MOST_REPEATED)] = REPEAT,
) -> Response:  # fmt: skip
    """The workbook for the cases of one document type."""
    data = await service_of(request).workers.run(empty_workbook, type, language, repeat)
    return _download(data, f"{type}.{language}.{EXCEL}", _XLSX)


@router.get("/batches/{batch}")
async def show_batch(request: Request, batch: str, visitor: Clerk, after: After = 0, bad: After = 0) -> Response:
    """How far it is, the rows with problems after row `bad`, and the papers of the rows after row `after`."""
    this, about = await _own(request, batch, visitor)
    if this.check:
        return await _check(request, visitor, this, about, bad)
    context = await _problems(request, visitor, this, about, bad)
    done, more = await asyncio.to_thread(_rows, service_of(request), visitor, batch, after, True)
    context |= {"check": about.check, "after": after, "more": done[-1].row if more else 0}
    context["rows"] = [(each.row, papers(each.files)) for each in done]
    return page(request, "batch.html", visitor.locale, visitor=visitor, **context)


@router.get("/batches/{batch}/progress")
async def show_progress(request: Request, batch: str, visitor: Clerk) -> Response:
    """The part of the page that says how far it is; when all is through, the whole page is asked for."""
    this, _ = await _own(request, batch, visitor)
    if not request.headers.get("hx-request"):
        return RedirectResponse(f"/batches/{batch}", 303)
    headers = {"HX-Refresh": "true"} if this.status.ended else {}
    return page(request, "batch_progress.html", visitor.locale, headers=headers, visitor=visitor, this=this)


@router.post("/batches/{batch}/again")
async def check_again(request: Request, batch: str, visitor: Clerk) -> Response:
    """Check the same file once more, in spite of the warnings for which there is a reason now; once papers were made
    of its good rows it stays as it is, lest they be made twice."""
    this, about = await _own(request, batch, visitor)
    if not this.check:
        raise _absent()
    if await asyncio.to_thread(uploads_of(service_of(request)).made_of, batch):
        return RedirectResponse(f"/batches/{batch}", 303)
    again = await checked_again(request, visitor, batch, about)
    if isinstance(again, str):
        return RedirectResponse(f"/batches/{again}", 303)
    return await _check(request, visitor, this, about, reasons=again)


@router.post("/batches/{batch}/make")
async def make_papers(request: Request, batch: str, visitor: Clerk) -> Response:
    """Make the papers of the good rows, once however often it is asked for."""
    _, about = await _own(request, batch, visitor)
    service = service_of(request)
    uploads = uploads_of(service)
    made = await asyncio.to_thread(uploads.made_of, batch)
    if made is None:
        try:
            made = await asyncio.to_thread(
                uploads.make, batch, owner=visitor.user.id, now=service.now(),
                also=audited(service, visitor, "batch.accept", about.order),
            )  # fmt: skip
        except AlreadyAccepted as already:
            made = already.batch
    return RedirectResponse(f"/batches/{made}", 303)


@router.get("/batches/{batch}/refused")
async def get_refused_rows(request: Request, batch: str, visitor: Clerk) -> Response:
    """The rows with problems as the file has them, what is to be corrected beside each."""
    await _own(request, batch, visitor)
    service = service_of(request)
    uploads = uploads_of(service)
    source = await asyncio.to_thread(uploads.source, batch, visitor.user.id)
    rows = await asyncio.to_thread(uploads.bad, batch, visitor.user.id) if source else []
    if source is None or not rows:
        raise _absent()
    seconds = service.settings.render_seconds * (1 + len(rows) / _WRITTEN)
    writing = service.pool.run_within(seconds, rejected, source.kind, source.data, rows, visitor.locale.tag)
    data = await asyncio.wrap_future(writing)
    return _download(data, f"rejected.{source.kind}", _MEDIA[source.kind])


@router.get("/batches/{batch}/cancel")
async def ask_whether_to_stop(request: Request, batch: str, visitor: Clerk) -> Response:
    """What stopping means, and the button."""
    this, _ = await _own(request, batch, visitor)
    if this.status.ended:
        return RedirectResponse(f"/batches/{batch}", 303)
    return page(request, "batch_cancel.html", visitor.locale, visitor=visitor, this=this)


@router.post("/batches/{batch}/cancel")
async def stop_batch(request: Request, batch: str, visitor: Clerk) -> Response:
    """Begin no more of it; what is done stays. One that has ended already stays as it is."""
    await _own(request, batch, visitor)
    service = service_of(request)
    if await asyncio.to_thread(service.batches.cancel, batch, visitor.user.id, service.now()):
        event = Event(visitor.user.id, "batch.cancel", batch)
        await service.write(lambda session: service.store.audit.append(session, event, service.now()))
    return RedirectResponse(f"/batches/{batch}", 303)


@router.get("/batches/{batch}/files")
async def get_papers(request: Request, batch: str, visitor: Clerk) -> Response:
    """All papers as one ZIP, once the batch has ended."""
    this, _ = await _papers_of(request, batch, visitor)
    if not this.status.ended:
        raise InProgress(Message("the papers are still being made; download them when all are there"))
    content = batch_views.archive(service_of(request).batches, batch, visitor.user.id)
    headers = {"Content-Disposition": 'attachment; filename="batch.zip"'}
    return StreamingResponse(content, headers=headers, media_type=ZIP)


@router.get("/batches/{batch}/files/{row}/{name}")
async def get_paper(request: Request, batch: str, row: int, name: str, visitor: Clerk) -> Response:
    """One paper of one row."""
    await _papers_of(request, batch, visitor)
    data = None
    if row > 0 and _FILE.fullmatch(name):
        data = await asyncio.to_thread(service_of(request).batches.output, batch, visitor.user.id, row, name)
    if data is None:
        raise _absent()
    return _download(data, name, DOCX if name.endswith(".docx") else PDF)


async def _list(
    request: Request, visitor: Visitor, chosen: Chosen, after: str | None = None, status: int = 200
) -> Response:
    service, owner = service_of(request), visitor.user.id
    cursor = after if after and _ID.fullmatch(after) else None
    found = await asyncio.to_thread(batch_views.page, service.store, service.batches, owner, cursor, _LINES)
    if found is None:
        raise _absent()
    trees, more = found
    batches = [line for tree in trees if (line := await asyncio.to_thread(_shown, service, tree["id"], visitor))]
    return page(
        request, "batches.html", visitor.locale, status=status, visitor=visitor, chosen=chosen,
        batches=[line for line, _ in batches], more=trees[-1]["id"] if more and trees else "",
        types=document_types(), formats=CAPTIONS, repeats=range(1, _MOST_REPEATED + 1), usual=REPEAT,
    )  # fmt: skip


async def _check(
    request: Request, visitor: Visitor, this: Shown, about: About, bad: int = 0, reasons: Reasons | None = None
) -> Response:
    """The page of a check; with the reasons that were given for warnings and do not suffice."""
    given = reasons or Reasons()
    context = await _problems(request, visitor, this, about, bad)
    made = await asyncio.to_thread(uploads_of(service_of(request)).made_of, this.status.id)
    return page(
        request, "batch_check.html", visitor.locale, status=422 if reasons else 200, visitor=visitor, made=made,
        warnings=warnings(context["problems"]) if this.status.ended else {}, reason=REASON,
        typed=given.typed, wrong=given.wrong, **context,
    )  # fmt: skip


async def _problems(request: Request, visitor: Visitor, this: Shown, about: About, bad: int) -> dict[str, Any]:
    """What both pages of a batch show: it itself, and its rows with problems after row `bad`."""
    service, locales = service_of(request), list(service_of(request).library.locales.values())
    rows, more = await asyncio.to_thread(_rows, service, visitor, this.status.id, bad, False)
    found = list(problems(rows, about.order, visitor.locale, locales))
    return {"this": this, "bad": bad, "more_bad": rows[-1].row if more else 0, "problems": found}


def _shown(service: Service, batch: str, visitor: Visitor) -> tuple[Shown, About] | None:
    owner = visitor.user.id
    status, about = service.batches.status(batch, owner), uploads_of(service).about(batch, owner)
    return (shown(status, about, visitor.locale), about) if status and about else None


async def _own(request: Request, batch: str, visitor: Visitor) -> tuple[Shown, About]:
    """Raises NotFound for a batch that there is not, and for somebody else's just the same."""
    service, found = service_of(request), None
    if _ID.fullmatch(batch):
        found = await asyncio.to_thread(_shown, service, batch, visitor)
    if found is None:
        raise _absent()
    return found


async def _papers_of(request: Request, batch: str, visitor: Visitor) -> tuple[Shown, About]:
    """A batch that makes papers; a check has none to give. Raises NotFound."""
    found = await _own(request, batch, visitor)
    if found[0].check:
        raise _absent()
    return found


def _rows(service: Service, visitor: Visitor, batch: str, after: int, ok: bool) -> tuple[Any, bool]:
    """So many rows as a page shows, and whether there are more."""
    found = service.batches.results(batch, visitor.user.id, after, AT_ONCE + 1, ok) or []
    return found[:AT_ONCE], len(found) > AT_ONCE


def _absent() -> NotFound:
    return NotFound(Message("there is no such file or batch among yours; look for it in the list"))


def _download(data: bytes, name: str, media_type: str) -> Response:
    return Response(data, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=media_type)
