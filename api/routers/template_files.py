"""Of all templates together: coverage of the SOP, fragments, a bundle for a meeting; and XLIFF for translators."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import library_schemas as schemas
from api.answers import answer, reader_of, tagged
from api.body import read_body, require_media_type
from api.bundles import bundled
from api.library import (
    XLIFF,
    Name,
    Number,
    Reads,
    Writes,
    add,
    address,
    file_name,
    of_upload,
    rows_of,
    upload_of,
    user_of,
    version_of,
)
from api.library_jobs import carried_by, translated, translation
from api.negotiation import DOCX, ZIP
from api.service import Service, service_of
from api.web.library_jobs import admit_all
from docgen.docx.wording import Wording
from docgen.errors import Message, TemplateError, UnknownName, WorkerLost
from docgen.review.bundle import ARCHIVE
from docgen.review.coverage import coverage
from docgen.review.examining import fetched, panels
from docgen.shelf.state import Version
from docgen.sop import instrument

router: Final = APIRouter()
_FRAGMENT: Final = "/v1/templates/fragments/{name}/{language}"
_XLIFF: Final = "/v1/templates/{type_id}/{language}/versions/{number}/xliff"
_SAME: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Nothing changed since the ETag that If-None-Match names"}
}
_LARGEST: Final = 8_000_000
Source = Annotated[
    str, Query(max_length=64, description="language to translate from; by default that of the SOP's authentic text")
]
SourceVersion = Annotated[
    int, Query(ge=0, le=1_000_000_000, description="number of its version; by default the newest in use")
]


@router.get("/v1/templates/coverage", response_class=Response, openapi_extra=schemas.COVERAGE, responses=_SAME)
async def get_coverage(request: Request, _: Reads) -> Response:
    """Each clause of the SOP that has a text, and the passages of the newest versions that carry it."""
    service = service_of(request)
    found = await asyncio.to_thread(lambda: [fetched(service.shelf, panel) for panel in panels(service.shelf)])
    held = await asyncio.gather(
        *(service.workers.run(carried_by, each.panel.type, dict(each.wordings)) for each in found)
    )
    clauses = [
        {
            "clause": each.clause.number,
            "heading": each.clause.heading,
            "text": each.clause.text,
            "by": [{"type": by.type, "language": by.language, "anchor": by.anchor} for by in each.by],
        }
        for each in coverage(passage for own in held for passage in own)
    ]
    return tagged(request, {"clauses": clauses})


@router.get("/v1/templates/bundle", response_class=Response, openapi_extra=schemas.BUNDLE)
async def get_bundle(
    request: Request,
    _: Reads,
    type: Annotated[list[str], Query(min_length=1, max_length=100, description="document type; may be repeated")],
) -> Response:
    """One ZIP for a meeting between the Parties: of each type the texts of all languages beside each other, what
    changed since the last approval, findings, comments, approvals, XLIFF; with a manifest."""
    service = service_of(request)
    locales = service.library.locales
    reader = locales.get(reader_of(request)[1] or instrument().authentic_language) or next(iter(locales.values()))
    data = await bundled(service, type, reader)
    headers = {"Content-Disposition": f'attachment; filename="{ARCHIVE}"', "Content-Language": reader.tag}
    return Response(data, 200, headers, ZIP)


@router.get("/v1/templates/fragments", response_class=Response, openapi_extra=schemas.FRAGMENTS, responses=_SAME)
async def list_fragments(request: Request, _: Reads) -> Response:
    """What templates share, as the newest versions have it, and which types include it."""
    service = service_of(request)
    found: dict[tuple[str, str, str], list[str]] = {}
    for version in await asyncio.to_thread(service.shelf.newest):
        for name, sha256 in version.fragments:
            found.setdefault((name, version.language, sha256), []).append(version.type)
    rows = [
        {"name": name, "language": tag, "sha256": sha256, "types": types}
        for (name, tag, sha256), types in sorted(found.items())
    ]
    return tagged(request, {"fragments": rows})


@router.get(_FRAGMENT, response_class=Response, openapi_extra=schemas.FRAGMENT)
async def get_fragment(request: Request, name: Name, language: Name, _: Reads) -> Response:
    """The Word file of a fragment, as a new version would include it."""
    service = service_of(request)
    service.library.locale(language)
    data = (await asyncio.to_thread(service.shelf.fragments, language)).get(name)
    if data is None:
        raise UnknownName(Message("no template of this language includes such a fragment; correct the name"))
    return Response(data, 200, {"Content-Disposition": f'attachment; filename="{name}.{language}.docx"'}, DOCX)


@router.post(_FRAGMENT, status_code=200, response_class=Response, openapi_extra=schemas.ADD_FRAGMENT)
async def add_fragment(request: Request, name: Name, language: Name, key: Writes) -> Response:
    """A new version of every template whose newest version includes the fragment; the versions are in the answer."""
    service, user = service_of(request), await user_of(request, key)
    data, note = await upload_of(request)
    fresh = await asyncio.to_thread(_with_fragment, service, name, language, data)
    try:
        await service.workers.run(admit_all, language, fresh)
        made = await asyncio.to_thread(service.shelf.add_fragment, name, language, data, user, note, service.now())
    except (TemplateError, WorkerLost) as error:
        raise of_upload(error) from None
    rows = await rows_of(request)
    links = [{"self": address(each), "file": f"{address(each)}/file"} for each in made]
    versions = [{**rows.version(each), "links": link} for each, link in zip(made, links, strict=True)]
    return answer({"versions": versions, "next": None})


@router.get(_XLIFF, response_class=Response, openapi_extra=schemas.XLIFF_OUT)
async def get_xliff(
    request: Request,
    type_id: Name,
    language: Name,
    number: Number,
    _: Reads,
    source: Source = "",
    source_version: SourceVersion = 0,
) -> Response:
    """The passages of a version beside those of another language, as XLIFF 2.1 for an outside translator."""
    service = service_of(request)
    target = await version_of(service, type_id, language, number)
    before = await _source(service, type_id, source, source_version)
    both = await _wordings(service, before, target)
    data = await service.workers.run(translation, type_id, (before.language, language), both)
    name = file_name(target).removesuffix(".docx") + f".from-{before.language}-{before.number}.xlf"
    return Response(data, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, XLIFF)


@router.post(_XLIFF, status_code=201, response_class=Response, openapi_extra=schemas.XLIFF_IN)
async def put_xliff(
    request: Request,
    type_id: Name,
    language: Name,
    number: Number,
    key: Writes,
    source: Source = "",
    source_version: SourceVersion = 0,
) -> Response:
    """A new version with the translations of an XLIFF file that was exported from this version and that source; 200
    with the version there is where nothing changed. Its author is the user of the key."""
    service, user = service_of(request), await user_of(request, key)
    require_media_type(request, XLIFF)
    body = await read_body(request, _LARGEST)
    target = await version_of(service, type_id, language, number)
    before = await _source(service, type_id, source, source_version)
    both = await _wordings(service, before, target)
    data = await service.workers.run(translated, type_id, (before.language, language), both, body)
    return await add(request, (type_id, language), data, "XLIFF", user)


async def _source(service: Service, type_id: str, tag: str, number: int) -> Version:
    """The version to translate from. Raises UnknownName."""
    tag = tag or instrument().authentic_language
    if number:
        return await version_of(service, type_id, tag, number)
    found = [each for each in await asyncio.to_thread(panels, service.shelf) if each.type == type_id]
    if not found or tag not in found[0].versions:
        raise UnknownName(Message("there is no such template; look at the list of templates"))
    return found[0].versions[tag]


async def _wordings(service: Service, source: Version, target: Version) -> tuple[Wording, Wording]:
    return (
        await asyncio.to_thread(service.shelf.wording, source),
        await asyncio.to_thread(service.shelf.wording, target),
    )


def _with_fragment(service: Service, name: str, tag: str, data: bytes) -> list[tuple[str, Wording]]:
    """The templates of a language that include a fragment, by type, with this one in place of theirs."""
    made = []
    for version in service.shelf.newest():
        if version.language == tag and name in dict(version.fragments):
            before = service.shelf.wording(version)
            after = tuple((each, data if each == name else kept) for each, kept in before.fragments)
            made.append((version.type, Wording(before.data, after)))
    return made
