"""A fragment of the library: a small Word file that several templates include, and a new one uploaded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import Service, service_of
from api.web.library_jobs import admit_all
from api.web.library_versions import FILE, NOTE, Sender, Staff, Upload, refusal_of, uploaded, word_file
from api.web.shell import page
from api.web.visitors import Visitor
from docgen.docx.wording import Wording
from docgen.errors import Message, TemplateError, WorkerLost
from docgen.review.words import STATES, title_of
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import Version

router: Final = APIRouter()


@router.get("/library/fragments/{name}/{tag}")
async def show_fragment(request: Request, visitor: Staff, name: str, tag: str) -> Response:
    """The templates that include it, and the form for a new one."""
    return await _shown(request, visitor, name, tag, Upload())


@router.get("/library/fragments/{name}/{tag}/file")
async def get_fragment(request: Request, visitor: Staff, name: str, tag: str) -> Response:
    """The Word file that is used in new versions."""
    service = service_of(request)
    await _including(service, name, tag)
    fragments = await asyncio.to_thread(service.shelf.fragments, tag)
    return word_file(fragments[name], f"{name}.{tag}.docx")


@router.post("/library/fragments/{name}/{tag}")
async def add_fragment(request: Request, visitor: Sender, name: str, tag: str) -> Response:
    """A new version of every template that includes it, or the form again with why the file is refused."""
    service = service_of(request)
    including = await _including(service, name, tag)
    upload = await uploaded(request)
    if not upload.errors:
        upload = await _added(service, visitor, upload, name, including)
    if upload.errors:
        return await _shown(request, visitor, name, tag, upload)
    return RedirectResponse(f"/library/fragments/{name}/{tag}?done=added", 303)


async def _added(
    service: Service, visitor: Visitor, upload: Upload, name: str, including: Sequence[Version]
) -> Upload:  # fmt: skip
    """Compiled with each template by a worker first, within its limits; then kept."""
    shelf, now, tag = service.shelf, service.now(), including[0].language
    try:
        fresh = await asyncio.to_thread(_wordings, service, name, including, upload.data)
        await service.workers.run(admit_all, tag, fresh)
        await asyncio.to_thread(shelf.add_fragment, name, tag, upload.data, visitor.user, upload.note, now)
    except NoteRefused as refused:
        return upload.refused(NOTE, refused.message)
    except (TemplateError, WorkerLost) as refused:
        return upload.refused(FILE, refusal_of(refused))
    return upload


def _wordings(
    service: Service, name: str, including: Sequence[Version], data: bytes
) -> list[tuple[str, Wording]]:  # fmt: skip
    """The templates with the fragment in place of theirs."""
    made = []
    for version in including:
        before = service.shelf.wording(version)
        fragments = tuple((each, data if each == name else kept) for each, kept in before.fragments)
        made.append((version.type, Wording(before.data, fragments)))
    return made


async def _including(service: Service, name: str, tag: str) -> Sequence[Version]:
    """The newest versions that include a fragment of this name. Raises NotFound where none does."""
    newest = await asyncio.to_thread(service.shelf.newest)
    found = [each for each in newest if each.language == tag and name in dict(each.fragments)]
    if not found:
        raise NotFound(Message("there is no such fragment; look for it on the page of a template"))
    return found


async def _shown(request: Request, visitor: Visitor, name: str, tag: str, upload: Upload) -> Response:
    including = await _including(service_of(request), name, tag)
    rows = [(each, title_of(each.type), STATES[each.state]) for each in including]
    return page(
        request, "library_fragment.html", visitor.locale, status=422 if upload.errors else 200, visitor=visitor,
        name=name, tag=tag, rows=rows, upload=upload, added=request.query_params.get("done") == "added",
    )  # fmt: skip
