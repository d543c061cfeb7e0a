"""What passages say: back-translations, and tests of what must stand in the documents of a type."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import library_schemas as schemas
from api.answers import answer, reader_of
from api.examinations import examined_version
from api.library import (
    Body,
    Id,
    Name,
    Number,
    Reads,
    Writes,
    body_of,
    created,
    known_type,
    rows_of,
    user_of,
    version_of,
)
from api.library_jobs import passages_of
from api.service import Service, service_of
from docgen.docx.passages import Passage
from docgen.errors import Message, UnknownName
from docgen.review.rows import Row, Rows
from docgen.shelf.state import Version
from docgen.store.clause_comments import BackTranslation, text_hash
from docgen.store.template_tests import Expectation, Wanted

router: Final = APIRouter()
_ONE: Final = "/v1/templates/{type_id}/{language}/versions/{number}"
_TESTS: Final = "/v1/templates/{type_id}/tests"


class TranslationAsked(Body):
    """What a passage says, in another language."""

    anchor: str
    text: str


class ExpectationAsked(Body):
    """A text that must, or must not, stand in the document of a language."""

    language: str
    text: str
    anchor: str = ""
    wanted: Wanted = Wanted.PRESENT


class TestAsked(Body):
    """A test of what documents of a type say, of a case, else of the type's example."""

    name: str
    expectations: tuple[ExpectationAsked, ...]
    case: dict[str, Any] | None = None


@router.get(_ONE + "/back-translations", response_class=Response, openapi_extra=schemas.TRANSLATIONS)
async def list_translations(request: Request, type_id: Name, language: Name, number: Number, _: Reads) -> Response:
    """What the passages of a version say, as far as somebody gave them back in another language."""
    service, rows = service_of(request), await rows_of(request)
    version = await version_of(service, type_id, language, number)
    held = await asyncio.to_thread(service.shelf.notes.back_translations, type_id, language)
    found = [(each, held.get((each.anchor, text_hash(each.text)))) for each in await _passages(service, version)]
    made = [_translation(rows, passage.text, each) for passage, each in found if each is not None]
    return answer({"back_translations": made})


@router.post(_ONE + "/back-translations", status_code=201, response_class=Response, openapi_extra=schemas.TRANSLATE)
async def translate_back(request: Request, type_id: Name, language: Name, number: Number, key: Writes) -> Response:
    """Say what a passage says; it holds wherever the same text stands at this anchor."""
    service, user, said = service_of(request), await user_of(request, key), await body_of(request, TranslationAsked)
    version = await version_of(service, type_id, language, number)
    found = next((each for each in await _passages(service, version) if each.anchor == said.anchor), None)
    if found is None:
        raise UnknownName(Message("there is no such passage; open the wording again, and choose one of it"))
    made = await asyncio.to_thread(
        service.shelf.notes.translate_back, version.id, found.anchor, found.text, said.text, user, service.now()
    )
    return created(_translation(await rows_of(request), found.text, made))


@router.get(_ONE + "/tests", response_class=Response, openapi_extra=schemas.RESULTS)
async def get_results(request: Request, type_id: Name, language: Name, number: Number, _: Reads) -> Response:
    """What became of the tests that say something of the version's language."""
    service, rows = service_of(request), await rows_of(request)
    version = await version_of(service, type_id, language, number)
    examined = await examined_version(service, version)
    return answer({"tests": [rows.result(each) for each in examined.results]}, reader_of(request)[1])


@router.get(_TESTS, response_class=Response, openapi_extra=schemas.TESTS)
async def list_tests(request: Request, type_id: Name, _: Reads) -> Response:
    """The tests of a type by name, without their cases."""
    service, rows = service_of(request), await rows_of(request)
    known_type(service, type_id)
    found = await asyncio.to_thread(service.shelf.trials.of, type_id)
    return answer({"tests": [rows.test(each) for each in found]})


@router.post(_TESTS, status_code=201, response_class=Response, openapi_extra=schemas.SAVE_TEST)
async def save_test(request: Request, type_id: Name, key: Writes) -> Response:
    """Keep a test in place of one of its name; its case is sealed."""
    service, user, said = service_of(request), await user_of(request, key), await body_of(request, TestAsked)
    known_type(service, type_id)
    case = None if said.case is None else json.dumps(said.case, ensure_ascii=False).encode()
    wanted = [Expectation(each.language, each.anchor, each.text, each.wanted) for each in said.expectations]
    trials = service.shelf.trials
    made = await asyncio.to_thread(trials.save, type_id, said.name, case, wanted, user, service.now())
    return created((await rows_of(request)).test(made))


@router.delete(_TESTS + "/{test_id}", status_code=204, response_class=Response, openapi_extra=schemas.REMOVE_TEST)
async def remove_test(request: Request, type_id: Name, test_id: Id, key: Writes) -> Response:
    """Destroy a test and its case."""
    service, user = service_of(request), await user_of(request, key)
    known = await asyncio.to_thread(service.shelf.trials.of, type_id)
    if test_id not in {each.id for each in known}:
        raise UnknownName(Message("there is no such test; look at the list of tests"))
    await asyncio.to_thread(service.shelf.trials.remove, test_id, user, service.now())
    return Response(status_code=204)


async def _passages(service: Service, version: Version) -> list[Passage]:
    wording = await asyncio.to_thread(service.shelf.wording, version)
    return await service.workers.run(passages_of, (version.type, version.language), wording)


def _translation(rows: Rows, passage: str, made: BackTranslation) -> Row:
    return rows.translation(made) | {"passage": passage}
