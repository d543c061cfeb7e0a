"""Tests of expected text: legal staff say, without code, what must or must not stand in a paper."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import Service, service_of
from api.web.batch_upload import Sending
from api.web.days import local
from api.web.library_versions import Staff
from api.web.library_words import names_of
from api.web.reading_choice import Choice, choice_of, no_such, wordings_of
from api.web.reading_job import read
from api.web.reading_views import PARTS, bookmarked
from api.web.shell import page
from api.web.visitors import Visitor, answers_of, form_of
from docgen.binding import COVER
from docgen.case.text import KEY, problems_of
from docgen.errors import Finding, InputRefused, Message, UnknownName
from docgen.shelf.desk import STAFF
from docgen.shelf.errors import NoteRefused
from docgen.shelf.trials import TrialResult
from docgen.store.template_tests import Expectation, TemplateTest, Wanted

router: Final = APIRouter()
Sender = Annotated[Visitor, Depends(Sending(*STAFF))]
OWN: Final = "own"
_MOST_BYTES: Final = 1_000_000
"""Of an invented case."""


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: texts by name, what is wrong by name, and what is wrong with the case."""

    texts: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Message] = field(default_factory=dict)
    findings: Sequence[Finding] = ()

    @classmethod
    async def of(cls, request: Request) -> Typed:
        return cls({name: values[0] for name, values in (await answers_of(request)).items()})

    def get(self, name: str) -> str:
        return self.texts.get(name, "")

    def refused(self, wrong: Mapping[str, Message]) -> Typed:
        """The same, to be sent once more."""
        return Typed(self.texts, wrong)


@router.get("/library/{type_id}/tests")
async def list_tests(request: Request, visitor: Staff, type_id: str) -> Response:
    """All tests with what became of them, and the form of a new one."""
    return await _list(request, visitor, await _choice(request, type_id), Typed())


@router.post("/library/{type_id}/tests")
async def add_test(request: Request, visitor: Sender, type_id: str) -> Response:
    """A new test with a first expectation; the example, or an invented case from a file."""
    choice, typed = await _choice(request, type_id), await Typed.of(request)
    name, case = typed.get("name").strip(), await _case(request, typed)
    wanted = await _expectation(service_of(request), choice, typed)
    wrong = await _wrong_name(request, type_id, name)
    if isinstance(case, Message):
        wrong["file"] = case
    if wrong or isinstance(wanted, dict) or isinstance(case, Message):
        more = wanted if isinstance(wanted, dict) else {}
        return await _list(request, visitor, choice, typed.refused({**wrong, **more}))
    saved = await _saved(request, visitor, (type_id, name, case), [wanted], typed)
    return await _list(request, visitor, choice, saved) if isinstance(saved, Typed) else _to(type_id, saved)


@router.get("/library/{type_id}/tests/{test_id}")
async def show_test(request: Request, visitor: Staff, type_id: str, test_id: str) -> Response:
    """One test, to be changed."""
    choice, test = await _choice(request, type_id), await _test(request, type_id, test_id)
    return await _one(request, visitor, choice, test, Typed())


@router.post("/library/{type_id}/tests/{test_id}/texts")
async def add_text(request: Request, visitor: Staff, type_id: str, test_id: str) -> Response:
    """One more expectation."""
    choice, test = await _choice(request, type_id), await _test(request, type_id, test_id)
    typed = await Typed.of(request)
    wanted = await _expectation(service_of(request), choice, typed)
    if isinstance(wanted, dict):
        return await _one(request, visitor, choice, test, typed.refused(wanted))
    saved = await _saved(request, visitor, (type_id, test.name, test.case), [*test.expectations, wanted], typed)
    return await _one(request, visitor, choice, test, saved) if isinstance(saved, Typed) else _to(type_id, saved)


@router.post("/library/{type_id}/tests/{test_id}/case")
async def change_case(request: Request, visitor: Sender, type_id: str, test_id: str) -> Response:
    """The same texts, expected of the example or of another invented case."""
    choice, test = await _choice(request, type_id), await _test(request, type_id, test_id)
    typed = await Typed.of(request)
    case = await _case(request, typed)
    if isinstance(case, Message):
        return await _one(request, visitor, choice, test, typed.refused({"file": case}))
    saved = await _saved(request, visitor, (type_id, test.name, case), test.expectations, typed)
    return await _one(request, visitor, choice, test, saved) if isinstance(saved, Typed) else _to(type_id, saved)


@router.post("/library/{type_id}/tests/{test_id}/texts/{number:int}/remove")
async def remove_text(request: Request, visitor: Staff, type_id: str, test_id: str, number: int) -> Response:
    """One expectation less; with the last one the test goes."""
    test = await _test(request, type_id, test_id)
    left = [each for at, each in enumerate(test.expectations) if at != number]
    if not left:
        return await remove_test(request, visitor, type_id, test_id)
    saved = await _saved(request, visitor, (type_id, test.name, test.case), left, Typed())
    return _to(type_id, test if isinstance(saved, Typed) else saved)


@router.post("/library/{type_id}/tests/{test_id}/remove")
async def remove_test(request: Request, visitor: Staff, type_id: str, test_id: str) -> Response:
    """Destroy the test and its case."""
    service, test = service_of(request), await _test(request, type_id, test_id)
    await asyncio.to_thread(service.shelf.trials.remove, test.id, visitor.user, service.now())
    return RedirectResponse(f"/library/{type_id}/tests", 303)


async def _choice(request: Request, type_id: str) -> Choice:
    """Raises NotFound for the packets' cover, too: no case makes it."""
    if type_id == COVER:
        raise NotFound(no_such())
    return await choice_of(request, type_id)


async def _test(request: Request, type_id: str, test_id: str) -> TemplateTest:
    for test in await asyncio.to_thread(service_of(request).shelf.trials.of, type_id):
        if test.id == test_id:
            return test
    raise UnknownName(Message("there is no such test; look at the list of tests"))


async def _wrong_name(request: Request, type_id: str, name: str) -> dict[str, Message]:
    """What is wrong with the name of a new test, as the name of its question has it."""
    if problems := problems_of(name, KEY):
        return {"name": problems[0].message}
    if any(each.name == name for each in await asyncio.to_thread(service_of(request).shelf.trials.of, type_id)):
        return {"name": Message("There is a test of this name; choose another name")}
    return {}


async def _case(request: Request, typed: Typed) -> bytes | Message | None:
    """The case that was sent; None for the example; what is wrong with the file."""
    file = (await form_of(request)).get("file")
    try:
        if typed.get("case") != OWN:
            return None
        if not isinstance(file, UploadFile) or not file.filename:
            return Message("Choose the file with the case")
        if (file.size or 0) > _MOST_BYTES:
            return Message("The file is larger than 1 megabyte; a case is smaller")
        return await file.read()
    finally:
        await request.close()


async def _expectation(service: Service, choice: Choice, typed: Typed) -> Expectation | dict[str, Message]:
    """What was typed, or what is wrong with it by the name of the question."""
    wrong: dict[str, Message] = {}
    if typed.get("language") not in choice.versions:
        wrong["language"] = Message("Choose a language")
    if typed.get("passage") not in {each for each, _ in await _places(service, choice)}:
        wrong["passage"] = Message("Choose where the text is expected")
    if not typed.get("text").strip():
        wrong["text"] = Message("Write the text")
    if typed.get("wanted") not in set(Wanted):
        wrong["wanted"] = Message("Choose whether the text must stand there or must not")
    if wrong:
        return wrong
    return Expectation(typed.get("language"), typed.get("passage"), typed.get("text"), Wanted(typed.get("wanted")))


async def _saved(
    request: Request,
    visitor: Visitor,
    named: tuple[str, str, bytes | None],
    wanted: Sequence[Expectation],
    typed: Typed,
) -> TemplateTest | Typed:
    """The test, or the form with what is wrong."""
    service = service_of(request)
    try:
        return await asyncio.to_thread(service.shelf.trials.save, *named, wanted, visitor.user, service.now())
    except NoteRefused as refused:
        return typed.refused({"text": refused.message})
    except InputRefused as refused:
        return Typed(typed.texts, {"file": Message("This case does not make the paper; correct it")}, refused.findings)


async def _places(service: Service, choice: Choice) -> list[tuple[str, str]]:
    """Where a text can be expected: "" for the whole paper, else parts and clause bookmarks, with the part of each."""
    wordings, _ = await wordings_of(service, choice.versions)
    sheet = await service.workers.run(read, choice.type_id, wordings)
    found = {"": ""}
    for row in sheet.rows:
        found.setdefault(row.clause or row.part, row.part)
    return list(found.items())


async def _list(request: Request, visitor: Visitor, choice: Choice, typed: Typed) -> Response:
    service = service_of(request)
    tests = await asyncio.to_thread(service.shelf.trials.of, choice.type_id)
    return await _page(request, visitor, choice, "reading_tests.html", typed, tests=tests)


async def _one(request: Request, visitor: Visitor, choice: Choice, test: TemplateTest, typed: Typed) -> Response:
    return await _page(request, visitor, choice, "reading_test.html", typed, test=test)


async def _page(
    request: Request, visitor: Visitor, choice: Choice, template: str, typed: Typed, **more: Any
) -> Response:
    service = service_of(request)
    names = await asyncio.to_thread(names_of, service)
    return page(
        request, template, visitor.locale, visitor=visitor, choice=choice, typed=typed, names=names,
        results=await _results(service, choice), places=await _places(service, choice), parts=PARTS, local=local,
        clause_of=bookmarked, locales=service.library.locales, status=422 if typed.wrong else 200, **more,
    )  # fmt: skip


async def _results(service: Service, choice: Choice) -> Mapping[str, Mapping[str, TrialResult]]:
    """What became of each test, by its id and by language."""
    examined = await service.examinations.of(service, await choice.panel(service))
    found: dict[str, dict[str, TrialResult]] = {}
    for tag, own in examined.items():
        for result in own.results:
            found.setdefault(result.test, {})[tag] = result
    return found


def _to(type_id: str, test: TemplateTest) -> Response:
    return RedirectResponse(f"/library/{type_id}/tests/{test.id}", 303)
