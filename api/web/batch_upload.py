"""A file with many cases as a clerk sends it: what was chosen, what is wrong with it, and its check begun."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from fastapi import BackgroundTasks, Request
from starlette.datastructures import UploadFile

from api.intake import LIMIT
from api.problems import TooLarge
from api.service import Service, service_of
from api.web.issue_findings import LEAST_LETTERS, MOST_LETTERS, reasons_of, sufficient
from api.web.visitors import SignedIn, Visitor, answers_of, form_of
from docgen.batch.acceptance import Also, Source
from docgen.batch.checking import survey
from docgen.batch.row import Order
from docgen.batch.sources import kind_of
from docgen.batch.uploads import About, AlreadyAccepted, Uploads
from docgen.documents import document_types
from docgen.errors import InputRefused, Message, UnknownName
from docgen.generate import DEFAULT_FORMATS, FORMATS
from docgen.library import Library
from docgen.store.audit import Event

MOST_BYTES: Final = 50_000_000
"""Of a file; it lies in memory as a whole while it is sealed."""
_DRAINED: Final = 5 * LIMIT
_OF_THE_TYPE: Final = ("source.type", "source.other_type")


@dataclass(frozen=True)
class Chosen:
    """The form: `once` tells one sending from another; `errors` by the name of the question."""

    type_id: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    once: str
    errors: Mapping[str, Message] = field(default_factory=dict)

    @classmethod
    def nothing(cls, library: Library) -> Chosen:
        """The form as it is first shown."""
        return cls("", tuple(library.locales), DEFAULT_FORMATS, secrets.token_hex(16))

    def refused(self, errors: Mapping[str, Message]) -> Chosen:
        """The same, to be sent once more."""
        return Chosen(self.type_id, self.languages, self.formats, secrets.token_hex(16), errors)

    def order(self, type_id: str | None) -> Order:
        return Order((type_id,) if type_id else None, self.languages, self.formats)


@dataclass(frozen=True)
class Reasons:
    """Reasons as they were typed, by the code of the warning, and what is wrong with them."""

    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Message] = field(default_factory=dict)


class Sending(SignedIn):
    """Dependency of the page that takes a file: what is too large is passed over, so that the browser gets its answer
    instead of a broken connection."""

    async def __call__(self, request: Request, afterwards: BackgroundTasks) -> Visitor:
        """Raises TooLarge, and what `SignedIn` raises."""
        said = request.headers.get("content-length", "")
        if not said.isdigit() or len(said) > 18 or int(said) > LIMIT:
            passed = 0
            async for part in request.stream():
                passed += len(part)
                if passed > _DRAINED:
                    break
            raise self.refusal()
        try:
            return await super().__call__(request, afterwards)
        except BaseException:
            await request.close()  # the file that came with the form
            raise

    def refusal(self) -> TooLarge:
        """What is said of a file beyond the limit."""
        return too_large()


def too_large() -> TooLarge:
    """The file is beyond the limit."""
    limit = {"limit": str(MOST_BYTES // 1_000_000)}
    return TooLarge(Message("The file is larger than {limit} megabytes; split it into smaller ones", limit))


async def sent(request: Request, visitor: Visitor) -> str | Chosen:
    """The id of the check that was begun, else the form with what is wrong. What is sent twice is checked once."""
    service, given = service_of(request), await answers_of(request)
    chosen = _chosen(given, service.library)
    file = (await form_of(request)).get("file")
    errors = _errors(chosen, file)
    if errors or not isinstance(file, UploadFile):
        return chosen.refused(errors)
    try:
        source = Source(kind_of(Path(file.filename or "")), await file.read())
        order = chosen.order(chosen.type_id or None)
        return await checked(service, visitor, source, order, given.get("once", [""])[0])
    except InputRefused as refused:
        first = refused.findings[0]
        return chosen.refused({"type" if first.code in _OF_THE_TYPE else "file": first.message})
    except UnknownName as unknown:
        return chosen.refused({"type": unknown.message})


async def checked(service: Service, visitor: Visitor, source: Source, order: Order, once: str) -> str:
    """The id of the check of a file. The same file under the same order is checked once for each `once`: a page that
    the browser kept may send another file with it. Raises InputRefused, UnknownName."""
    uploads = uploads_of(service)
    told = json.dumps([once, asdict(order), hashlib.sha256(source.data).hexdigest()], sort_keys=True)
    before = await asyncio.to_thread(uploads.accepted, visitor.user.id, told)
    if before is not None:
        return before
    type_id = order.types[0] if order.types else None
    found = await service.workers.run(survey, source.kind, source.data, type_id)
    meant = replace(order, types=(found.type_id,) if found.type_id else None)
    also = audited(service, visitor, "batch.check", order)
    try:
        return await asyncio.to_thread(
            uploads.check, source, found, meant, owner=visitor.user.id, once=told, now=service.now(), also=also
        )
    except AlreadyAccepted as already:
        return already.batch


async def checked_again(request: Request, visitor: Visitor, batch: str, about: About) -> str | Reasons:
    """The id of a check of the same file that goes on in spite of the warnings for which the form has reasons, else
    these with what is wrong."""
    service, typed = service_of(request), reasons_of(await answers_of(request))
    given = {code: reason for code, reason in typed.items() if reason}
    bad = given.keys() - sufficient(given).keys()
    source = await asyncio.to_thread(uploads_of(service).source, batch, visitor.user.id)
    if source is None or bad or not given:
        return Reasons(typed, {code: _insufficient(typed[code]) for code in sorted(bad or typed)})
    order = replace(about.order, overrides={**about.order.overrides, **given})
    return await checked(service, visitor, source, order, batch)


def uploads_of(service: Service) -> Uploads:
    """What is checked and made of files, on this service's store."""
    return Uploads(service.store, service.batches, service.settings.retention_days)


def audited(service: Service, visitor: Visitor, action: str, order: Order) -> Also:
    """Enters in the audit log, with the acceptance itself, who did it, and in spite of which warnings."""
    now, overridden = service.now(), sorted(order.overrides)
    return lambda session, batch, total: service.store.audit.append(
        session, Event(visitor.user.id, action, batch, {"rows": total, "overridden": overridden}), now
    )


def _insufficient(reason: str) -> Message:
    if len(reason) > MOST_LETTERS:
        return Message("Give the reason in at most {most} letters", {"most": str(MOST_LETTERS)})
    return Message(
        "Give the reason in at least {least} letters, or correct the answer", {"least": str(LEAST_LETTERS)}
    )  # fmt: skip


def _chosen(given: Mapping[str, list[str]], library: Library) -> Chosen:
    """What was chosen, as far as there is such a thing."""
    known = {"language": tuple(library.locales), "format": FORMATS}
    picked = {name: tuple(each for each in choices if each in given.get(name, ())) for name, choices in known.items()}
    type_id = given.get("type", [""])[0]
    return Chosen(
        type_id if type_id in document_types() else "", picked["language"], picked["format"], secrets.token_hex(16)
    )


def _errors(chosen: Chosen, file: object) -> dict[str, Message]:
    errors: dict[str, Message] = {}
    if not isinstance(file, UploadFile) or not file.filename:
        errors["file"] = Message("Choose the file with the cases")
    elif (file.size or 0) > MOST_BYTES:
        errors["file"] = too_large().message
    if not chosen.languages:
        errors["language"] = Message("Choose at least one language")
    if not chosen.formats:
        errors["format"] = Message("Choose at least one kind of file")
    return errors
