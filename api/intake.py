"""A batch as it is sent: the body spooled within its limit, then read as lines, as a form with a file, or as JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, BinaryIO, Final, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from api.body import JSON
from api.forms_read import FILE, read_form
from api.problems import TooLarge
from api.webhooks import refusal
from docgen.batch.row import Order
from docgen.batch.sources import KINDS, Row, open_stream
from docgen.case import findings_of, pointer, strict_json
from docgen.documents import document_types
from docgen.errors import Finding, InputRefused, Message, Severity
from docgen.generate import DEFAULT_FORMATS, FORMATS
from docgen.library import Library

LIMIT: Final = 200_000_000
"""Bytes of a body."""
NDJSON: Final = "application/x-ndjson"
MULTIPART: Final = "multipart/form-data"
ACCEPTED: Final = (NDJSON, MULTIPART, JSON)
_NAMES: Final = {"type": "types", "language": "languages", "format": "formats", "override": "overrides"}
"""Fields of a form and query parameters, which may be repeated, and what JSON calls them."""


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Spool:
    """A body on disk in a file without a name, gone when it is closed; `mac` stands for its content."""

    file: BinaryIO
    mac: bytes


class Wanted(BaseModel):
    """What is asked for of every row."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    types: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    overrides: Mapping[str, str] = {}
    webhook: str | None = None

    def order(self) -> Order:
        return Order(self.types, self.languages, self.formats, dict(self.overrides))


class _Body(Wanted):
    """A batch as one JSON object."""

    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Intake:
    """What was sent: `rows` opens them in order; that, too, raises InputRefused."""

    wanted: Wanted
    rows: Callable[[], AbstractContextManager[Iterable[Row]]]


@asynccontextmanager
async def spooled(request: Request, key: bytes, limit: int = LIMIT) -> AsyncIterator[Spool]:
    """The body in a temporary file. Raises TooLarge as soon as it is longer than the limit, said or sent."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and (len(said) > 18 or int(said) > limit):
        raise _too_large(limit)
    mac, size = hmac.new(key, digestmod=hashlib.sha256), 0
    with tempfile.TemporaryFile() as file:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            mac.update(part)
            file.write(part)
        file.seek(0)
        yield Spool(cast(BinaryIO, file), mac.digest())


@contextmanager
def taken(
    body: BinaryIO, content_type: str, query: Sequence[tuple[str, str]], library: Library, hosts: Collection[str]
) -> Iterator[Intake]:
    """Read what was sent, but for its rows. Raises InputRefused with pointers into the request."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == JSON:
        if query:
            raise _unknown()  # what is asked for stands in the body
        yield _checked(*_of_json(body), library, hosts)
    elif kind == NDJSON:
        wanted = _wanted(query)
        yield _checked(wanted, lambda: open_stream(body, KINDS[0], library), library, hosts)
    else:
        with read_form(body, content_type) as form:
            wanted = _wanted([*query, *form.fields])
            type_id = wanted.types[0] if wanted.types and len(wanted.types) == 1 else None
            source, ending = form.file, PurePath(form.file_name).suffix.lower().removeprefix(".")
            yield _checked(wanted, lambda: open_stream(source, ending, library, type_id=type_id), library, hosts)


def _of_json(body: IO[bytes]) -> tuple[Wanted, Callable[[], AbstractContextManager[Iterable[Row]]]]:
    found = _validated(_Body, strict_json.load(body.read(strict_json.MAX_BYTES + 1)))
    rows = [Row(number, json.dumps(row, ensure_ascii=False).encode()) for number, row in enumerate(found.rows, 1)]
    return found, lambda: nullcontext(rows)


def _wanted(given: Sequence[tuple[str, str]]) -> Wanted:
    tree: dict[str, Any] = {}
    for name, value in given:
        if name == "override":
            code, _, reason = value.partition("=")
            tree.setdefault("overrides", {})[code] = reason
        elif name in _NAMES:
            tree.setdefault(_NAMES[name], []).append(value)
        elif name == "webhook":
            tree[name] = value
        else:
            raise _unknown()
    return _validated(Wanted, tree)


def _unknown() -> InputRefused:
    names = ", ".join([*_NAMES, "webhook", FILE])
    message = Message("a part that is not known here; the parts are: {names}", {"names": names})
    return InputRefused([Finding(Severity.ERROR, "field.unknown", "", message)])


def _validated(model: type[M], tree: Any) -> M:
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        findings = findings_of(error)
    raise InputRefused(findings)  # outside the handler: no Pydantic error, hence no input, in the context


def _checked(
    wanted: Wanted,
    rows: Callable[[], AbstractContextManager[Iterable[Row]]],
    library: Library,
    hosts: Collection[str],
) -> Intake:
    known = {"types": list(document_types()), "languages": list(library.locales), "formats": list(FORMATS)}
    found = [finding for name, choices in known.items() for finding in _not_of(name, getattr(wanted, name), choices)]
    if wanted.webhook is not None and (refused := refusal(wanted.webhook, hosts)):
        found.append(refused)
    if found:
        raise InputRefused(found)
    return Intake(wanted, rows)


def _not_of(name: str, given: Sequence[str] | None, choices: Sequence[str]) -> Iterable[Finding]:
    if given is not None and not given:
        message = Message("fewer than {limit} entries; add what is missing", {"limit": "1"})
        yield Finding(Severity.ERROR, "field.too_few", pointer([name]), message)
    for index, each in enumerate(given or ()):
        if each not in choices:
            slots = {"choices": ", ".join(choices)}
            message = Message("not one of the possible choices; write one of: {choices}", slots)
            yield Finding(Severity.ERROR, "field.choice", pointer([name, index]), message)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        Message("the request is larger than {limit} bytes; shorten it, or send several", {"limit": str(limit)}),
        {"Connection": "close"},
    )
