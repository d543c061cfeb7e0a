"""One template of the library: its versions, a new one uploaded, and what every page about a version opens first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from api.negotiation import DOCX
from api.problems import NotFound, TooLarge
from api.service import Service, service_of
from api.web.batch_upload import Sending
from api.web.library_jobs import admit
from api.web.library_words import SHORT, history_of, names_of
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of, form_of
from docgen.docx.gate import MAX_FILE
from docgen.errors import DocgenError, Message, TemplateError, WordingDamaged, WorkerLost
from docgen.review.words import STATES, title_of
from docgen.shelf.desk import STAFF
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import Version

router: Final = APIRouter()
Staff = Annotated[Visitor, Depends(SignedIn(*STAFF))]
FILE, NOTE = "file", "note"
_MEGABYTE: Final = 1_000_000


class WordFile(Sending):
    """Dependency of the pages that take a Word file."""

    def refusal(self) -> TooLarge:
        return too_large()


Sender = Annotated[Visitor, Depends(WordFile(*STAFF))]


@dataclass(frozen=True)
class Upload:
    """A Word file as it was sent, with why; `errors` by the name of the question."""

    data: bytes = field(default=b"", repr=False)
    note: str = ""
    errors: Mapping[str, Message] = field(default_factory=dict)

    def refused(self, question: str, message: Message) -> Upload:
        return Upload(b"", self.note, {question: message})


@router.get("/library/{type_id}/{tag}")
async def list_versions(request: Request, visitor: Staff, type_id: str, tag: str) -> Response:
    """The versions, the newest first, and the form for a new one."""
    return await _list(request, visitor, type_id, tag, Upload())


@router.post("/library/{type_id}/{tag}")
async def add_version(request: Request, visitor: Sender, type_id: str, tag: str) -> Response:
    """A new version of a Word file, or the form again with the part and the reason for which it is refused."""
    service = service_of(request)
    before = await versions_of(service, type_id, tag)
    upload = await uploaded(request)
    if not upload.errors:
        upload, version = await _added(service, visitor, upload, type_id, tag)
        if version is not None:
            same = version.id in {each.id for each in before}
            return RedirectResponse(f"{address(version)}?done={'same' if same else 'added'}", 303)
    return await _list(request, visitor, type_id, tag, upload)


@router.get("/library/{type_id}/{tag}/{number:int}/file")
async def get_file(request: Request, visitor: Staff, type_id: str, tag: str, number: int) -> Response:
    """The Word file of a version, without its fragments."""
    service = service_of(request)
    version = await version_of(service, type_id, tag, number)
    wording = await asyncio.to_thread(service.shelf.wording, version)
    return word_file(wording.data, f"{type_id}.{tag}.{number}.docx")


async def uploaded(request: Request) -> Upload:
    """What was sent; the file is read as a whole. What is wrong with it is said in the upload."""
    note = (await answers_of(request)).get(NOTE, [""])[0]
    file = (await form_of(request)).get(FILE)
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            return Upload(b"", note).refused(FILE, Message("Choose the Word file"))
        if (file.size or 0) > MAX_FILE:
            return Upload(b"", note).refused(FILE, too_large().message)
        return Upload(await file.read(), note)
    finally:
        await request.close()


async def versions_of(service: Service, type_id: str, tag: str) -> Sequence[Version]:
    """The versions of a type in a language, the newest first; none where there could be some. Raises NotFound."""
    found = await asyncio.to_thread(service.shelf.versions, type_id, tag)
    if not found and (type_id, tag) not in service.library.files:
        raise NotFound(Message("there is no such template; look for it in the template library"))
    return found


async def version_of(service: Service, type_id: str, tag: str, number: int) -> Version:
    """Raises NotFound."""
    for version in await asyncio.to_thread(service.shelf.versions, type_id, tag):
        if version.number == number:
            return version
    raise NotFound(Message("there is no such version of a template; look at the list of versions"))


def address(version: Version) -> str:
    """Where a version's page is."""
    return f"/library/{version.type}/{version.language}/{version.number}"


def too_large() -> TooLarge:
    """The file is beyond the limit."""
    limit = {"limit": str(MAX_FILE // _MEGABYTE)}
    return TooLarge(Message("The file is larger than {limit} megabytes; make its pictures smaller", limit))


def word_file(data: bytes, name: str) -> Response:
    """A Word file to be kept."""
    return Response(data, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=DOCX)


def refusal_of(error: DocgenError) -> Message:
    """What is said of a file that is refused. Raises what no file is to blame for."""
    if isinstance(error, WordingDamaged):
        raise error
    if isinstance(error, WorkerLost):
        return Message(
            "The file could not be read in the time and memory that there is; make it anew from a version that is here"
        )
    return error.message


async def _added(
    service: Service, visitor: Visitor, upload: Upload, type_id: str, tag: str
) -> tuple[Upload, Version | None]:
    """Compiled by a worker first, within its limits; then kept."""
    shelf, now = service.shelf, service.now()
    try:
        fragments = await asyncio.to_thread(shelf.fragments, tag)
        await service.workers.run(admit, type_id, tag, upload.data, dict(fragments))
        return upload, await asyncio.to_thread(shelf.add, type_id, tag, upload.data, visitor.user, upload.note, now)
    except NoteRefused as refused:
        return upload.refused(NOTE, refused.message), None
    except (TemplateError, WorkerLost) as refused:
        return upload.refused(FILE, refusal_of(refused)), None


async def _list(request: Request, visitor: Visitor, type_id: str, tag: str, upload: Upload) -> Response:
    service = service_of(request)
    versions = await versions_of(service, type_id, tag)
    names = await asyncio.to_thread(names_of, service)
    rows = [(each, STATES[each.state], history_of(each, names)[0]) for each in versions]
    return page(
        request, "library_versions.html", visitor.locale, status=422 if upload.errors else 200, visitor=visitor,
        type_id=type_id, tag=tag, title=title_of(type_id), rows=rows, upload=upload, short=SHORT,
        fragments=[name for name, _ in versions[0].fragments] if versions else [],
    )  # fmt: skip
