"""Wordings for outside translators: an XLIFF file down, and their work taken back as a new version."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import Service, service_of
from api.web.batch_upload import Sending
from api.web.library_jobs import admit
from api.web.library_versions import Staff, address, version_of
from api.web.reading_choice import no_such
from api.web.reading_job import for_translators, translated
from api.web.shell import page
from api.web.visitors import Visitor, answers_of, form_of
from docgen import sop
from docgen.errors import Finding, Message, TemplateError, TranslationRefused
from docgen.review.words import title_of
from docgen.shelf.desk import STAFF
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import State, Version

router: Final = APIRouter()
Sender = Annotated[Visitor, Depends(Sending(*STAFF))]
_BASE: Final = "/library/{type_id}/{tag}/{number:int}"
_XLIFF: Final = "application/xliff+xml"
_MOST_BYTES: Final = 10_000_000


@router.get(_BASE + "/translation")
async def show_translation(request: Request, visitor: Staff, type_id: str, tag: str, number: int) -> Response:
    """The file to give to translators, and the form that takes it back."""
    version, source = await _pair(service_of(request), type_id, tag, number)
    return _shown(request, visitor, version, source)


@router.get(_BASE + "/xliff")
async def send_xliff(request: Request, visitor: Staff, type_id: str, tag: str, number: int) -> Response:
    """The passages in the SOP's language beside those of this version. Raises TranslationRefused."""
    del visitor
    service = service_of(request)
    version, source = await _pair(service, type_id, tag, number)
    pair = [await asyncio.to_thread(service.shelf.wording, each) for each in (source, version)]
    made = await service.workers.run(for_translators, type_id, (source.language, tag), (pair[0], pair[1]))
    name = f"{type_id}.{source.language}-{tag}.{number}.xlf"
    return Response(
        made, media_type=_XLIFF,
        headers={"Cache-Control": "private, no-store", "Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@router.post(_BASE + "/xliff")
async def take_xliff(request: Request, visitor: Sender, type_id: str, tag: str, number: int) -> Response:
    """A new version with the translations of a file that was made of this one."""
    service = service_of(request)
    version, source = await _pair(service, type_id, tag, number)
    xliff = await _file(request)
    if isinstance(xliff, Message):
        return _shown(request, visitor, version, source, xliff)
    try:
        made = await _applied(service, xliff, version)
        note = (await answers_of(request)).get("note", [""])[0]
        fragments = dict(await asyncio.to_thread(service.shelf.fragments, tag))
        await service.workers.run(admit, type_id, tag, made, fragments)  # within its limits, before it is kept
        added = await asyncio.to_thread(service.shelf.add, type_id, tag, made, visitor.user, note, service.now())
    except TranslationRefused as refused:
        return _shown(request, visitor, version, source, refused.message, refused.findings)
    except (TemplateError, NoteRefused) as error:
        return _shown(request, visitor, version, source, error.message)
    return RedirectResponse(f"{address(added)}?done=added", 303)


async def _file(request: Request) -> bytes | Message:
    """What was sent, or what is wrong with it."""
    file = (await form_of(request)).get("file")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            return Message("Choose the file that the translators sent back")
        if (file.size or 0) > _MOST_BYTES:
            return Message("The file is larger than 10 megabytes; export it anew")
        return await file.read()
    finally:
        await request.close()


async def _applied(service: Service, xliff: bytes, version: Version) -> bytes:
    """The Word file with the translations, whichever version of the source the file was made of.

    Raises TranslationRefused, TemplateRefused.
    """
    authentic = sop.instrument().authentic_language
    sources = await asyncio.to_thread(service.shelf.versions, version.type, authentic)
    told = next((each for each in sources if each.file.encode() in xliff), sources[0])
    pair = [await asyncio.to_thread(service.shelf.wording, each) for each in (told, version)]
    return await service.workers.run(translated, version.type, (authentic, version.language), (pair[0], pair[1]), xliff)


async def _pair(service: Service, type_id: str, tag: str, number: int) -> tuple[Version, Version]:
    """The version, and the newest one in use in the SOP's language. Raises NotFound; also for that language itself."""
    version = await version_of(service, type_id, tag, number)
    authentic = sop.instrument().authentic_language
    kept = await asyncio.to_thread(service.shelf.versions, type_id, authentic)
    if tag == authentic or not kept:
        raise NotFound(no_such())
    return version, next((each for each in kept if each.state is not State.RETIRED), kept[0])


def _shown(
    request: Request, visitor: Visitor, version: Version, source: Version, problem: Message | None = None,
    findings: tuple[Finding, ...] = (),
) -> Response:  # fmt: skip
    return page(
        request, "reading_translation.html", visitor.locale, visitor=visitor, version=version, source=source,
        title=title_of(version.type), problem=problem, findings=findings, status=422 if problem else 200,
    )  # fmt: skip
