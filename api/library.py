"""What the routes of the template library share: whose steps they are, which version is meant, bodies read strictly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, TypeAlias, TypeVar

from fastapi import Depends, Path, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.responses import Response

from api.answers import answer, reader_of
from api.body import JSON, read_body, require_media_type
from api.deps import Needs
from api.examinations import examined_version
from api.multipart import parts_of
from api.negotiation import DOCX
from api.problems import Forbidden
from api.service import Service, service_of
from api.web.library_jobs import admit
from docgen.case import findings_of, pointer, strict_json
from docgen.documents import document_types
from docgen.docx.gate import MAX_FILE
from docgen.errors import (
    DocgenError,
    Finding,
    InputRefused,
    Message,
    Severity,
    TemplateError,
    UnknownName,
    WordingDamaged,
    WorkerLost,
)
from docgen.review.rows import Row, Rows
from docgen.shelf.state import Version
from docgen.store import ApiKey, Scope, User, users

XLIFF: Final = "application/xliff+xml"
MULTIPART: Final = "multipart/form-data"
PATH: Final = "/v1/templates"
_AROUND: Final = 65_536
"""Bytes of what stands around a file in a form, its note among them."""
M = TypeVar("M", bound=BaseModel)
Reads: TypeAlias = Annotated[ApiKey, Depends(Needs(Scope.TEMPLATES_READ))]
Writes: TypeAlias = Annotated[ApiKey, Depends(Needs(Scope.REVIEW))]
Name: TypeAlias = Annotated[str, Path(max_length=64)]
Id: TypeAlias = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Number: TypeAlias = Annotated[int, Path(ge=1, le=1_000_000_000, description="number of the version")]


class Body(BaseModel):
    """A body that takes no other fields than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


async def user_of(request: Request, key: ApiKey) -> User:
    """The user whose steps those taken with a key are; the shelf looks at his roles. Raises Forbidden."""
    if key.test:
        raise Forbidden(Message("a test key changes nothing in the template library; use another key"))
    user = await service_of(request).read(lambda session: users.find(session, key.user)) if key.user else None
    if user is None:
        raise Forbidden(
            Message("the API key belongs to no user, who would answer for this; ask for one made with {option}",
                    {"option": "docgen keys create --user NAME"})
        )  # fmt: skip
    return user


async def owner_of(request: Request, key: ApiKey) -> User | None:
    """The user that a key belongs to, if any."""
    return await service_of(request).read(lambda session: users.find(session, key.user)) if key.user else None


def known_type(service: Service, type_id: str) -> None:
    """Raises UnknownName for a type that there is not."""
    if type_id not in document_types() and not any(each == type_id for each, _ in service.library.files):
        raise UnknownName(Message("there is no such document type; look at the list of types"))


async def versions_of(service: Service, type_id: str, tag: str) -> list[Version]:
    """The versions of a type in a language, newest first. Raises UnknownName where there are none."""
    found = await asyncio.to_thread(service.shelf.versions, type_id, tag)
    if not found:
        raise UnknownName(Message("there is no such template; look at the list of templates"))
    return found


async def version_of(service: Service, type_id: str, tag: str, number: int) -> Version:
    """The version with this number. Raises UnknownName."""
    for version in await asyncio.to_thread(service.shelf.versions, type_id, tag):
        if version.number == number:
            return version
    raise UnknownName(Message("there is no such version of a template; look at the list of versions"))


async def rows_of(request: Request) -> Rows:
    """What tells of versions in the reader's language."""
    return await asyncio.to_thread(Rows.of, service_of(request).store, reader_of(request)[0])


def address(version: Version) -> str:
    return f"{PATH}/{version.type}/{version.language}/versions/{version.number}"


def file_name(version: Version) -> str:
    """What the Word file of a version is called when it is sent."""
    return f"{version.type}.{version.language}.{version.number}.docx"


def linked(row: Row, version: Version) -> Row:
    """A version's row with its address."""
    return {**row, "links": {"self": address(version), "file": f"{address(version)}/file"}}


async def told(request: Request, version: Version, status: int = 200) -> Response:
    """A version as the answer to what was done with it."""
    rows = await rows_of(request)
    made = answer(linked(rows.version(version), version), reader_of(request)[1])
    made.status_code = status
    if status == 201:
        made.headers["Location"] = address(version)
    return made


def created(tree: Row) -> Response:
    """What was made, with the status that says so."""
    made = answer(tree)
    made.status_code = 201
    return made


async def whole(request: Request, version: Version, user: User | None) -> Row:
    """A version with its findings and their waivers, comments, test results, and what stands in the way of approval."""
    service, rows = service_of(request), await rows_of(request)
    examined = await examined_version(service, version)
    notes, chain = service.shelf.notes, service.shelf.chain
    waivers = await asyncio.to_thread(notes.waivers, version.id)
    comments = await asyncio.to_thread(notes.comments, version.type, version.language)
    kept = await asyncio.to_thread(service.shelf.versions, version.type, version.language)
    obstacles = await asyncio.to_thread(chain.obstacles, version.id, user, examined)
    numbers = {each.id: each.number for each in kept}
    return linked(rows.version(version), version) | {
        "findings": rows.findings(examined.findings, waivers),
        "waivers": [rows.waiver(each) for each in waivers],
        "comments": [rows.comment(each, numbers) for each in comments],
        "tests": [rows.result(each) for each in examined.results],
        "compared": dict(examined.compared),
        "obstacles": [rows.said(each) for each in obstacles],
    }


async def body_of(request: Request, model: type[M]) -> M:
    """The JSON that was sent. Raises InputRefused, naming each field."""
    require_media_type(request, JSON)
    tree = strict_json.load(await read_body(request))
    try:
        return model.model_validate_json(json.dumps(tree))
    except ValidationError as error:
        findings = findings_of(error)
    raise InputRefused(findings)  # outside the handler: no Pydantic error, hence no input, in the context


async def upload_of(request: Request) -> tuple[bytes, str]:
    """The Word file that was sent, as the body or in a form, and the note with it. Raises InputRefused."""
    kind = require_media_type(request, DOCX, MULTIPART)
    body = await read_body(request, MAX_FILE + _AROUND)
    if kind == DOCX:
        given: Mapping[str, bytes] = {name: value.encode() for name, value in request.query_params.items()}
        parts = {**given, "file": body}
    else:
        parts = dict(await asyncio.to_thread(parts_of, body, request.headers["content-type"]))
    findings = list(_of_parts(parts))
    if findings:
        raise InputRefused(findings)
    return parts["file"], parts.get("note", b"").decode()


def _of_parts(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    if set(parts) - {"file", "note"}:
        unknown = Message("there is no such field here; remove it, or correct its name")
        yield Finding(Severity.ERROR, "field.unknown", "", unknown)
    if "file" not in parts:
        absent = Message("this field is missing; fill it in")
        yield Finding(Severity.ERROR, "field.missing", pointer(["file"]), absent)
    try:
        parts.get("note", b"").decode()
    except UnicodeDecodeError as error:
        message = Message("not UTF-8 at byte {position}; save the file as UTF-8", {"position": str(error.start)})
        yield Finding(Severity.ERROR, "json.encoding", pointer(["note"]), message)


def of_upload(error: DocgenError) -> DocgenError:
    """A file that cannot work, or that no worker can read, is the sender's to correct, not a failure of the service."""
    if isinstance(error, WorkerLost):
        message = Message(
            "The file could not be read in the time and memory that there is; make it anew from a version that is here"
        )
        return InputRefused([Finding(Severity.ERROR, error.code, pointer(["file"]), message)])
    if error.http_status < 500 or isinstance(error, WordingDamaged):
        return error
    return InputRefused([Finding(Severity.ERROR, error.code, pointer(["file"]), error.message)])


async def add(request: Request, named: tuple[str, str], data: bytes, note: str, user: User) -> Response:
    """A new version of a type in a language, compiled by a worker first, within its limits; 200 with the version there
    is for a wording that is not new. Raises UnknownName, RoleMissing, NoteRefused, TemplateRefused, InputRefused."""
    service, (type_id, tag) = service_of(request), named
    known_type(service, type_id)
    service.library.locale(tag)
    known = {each.id for each in await asyncio.to_thread(service.shelf.versions, type_id, tag)}
    fragments = await asyncio.to_thread(service.shelf.fragments, tag)
    try:
        await service.workers.run(admit, type_id, tag, data, dict(fragments))
        made = await asyncio.to_thread(service.shelf.add, type_id, tag, data, user, note, service.now())
    except (TemplateError, WorkerLost) as error:
        raise of_upload(error) from None
    return await told(request, made, 200 if made.id in known else 201)
