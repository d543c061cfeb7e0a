"""Question pages: shown, saved and gone on from; saved while somebody types; two answers to one question compared."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound, TooLarge
from api.service import service_of
from api.web.conflicts import comparison, decided
from api.web.fields.actions import acted
from api.web.fields.forms import Form, applied
from api.web.fields.summary import summary
from api.web.fields.views import Question
from api.web.files import no_such_case
from api.web.page_saves import COUNT, PAGE, page_saves
from api.web.previews import pane_of
from api.web.question_pages import QuestionPage, all_of, faulty, number_in, question_page
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.casefile.directory import new_id
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFile, Conflict
from docgen.casefile.places import path_of, place_of
from docgen.casefile.sections import page_of
from docgen.errors import Message
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
MOST_CHARACTERS: Final = 2_000_000
GO_ON: Final = "continue"


@router.get("/cases/{case}/at/{place:path}")
async def show(request: Request, visitor: Clerk, case: str, place: str) -> Response:
    """The page of a group, row or list, with `checked` what is missing on it; of a question the page that holds it."""
    asked = await question_page(request, visitor, case, place)
    wanted = place_of(place) if place.strip("/") else ()
    if asked.section.place != wanted:
        return _see(asked.address(asked.section, wanted))
    return _shown(request, visitor, asked)


@router.post("/cases/{case}/at/{place:path}")
async def save(request: Request, visitor: Clerk, case: str, place: str) -> Response:
    """Save the answers and do what the button says; go on only where nothing is missing."""
    form = await _form(request)
    async with page_saves(request).turn(case, form.get(PAGE, [""])[-1]):
        return await _saved(request, visitor, case, place, form)


async def _saved(request: Request, visitor: Visitor, case: str, place: str, form: Form) -> Response:
    asked = await _posted(request, visitor, case, place, form)
    action = form.get("action", [GO_ON])[-1]
    draft = applied(asked.base, asked.section, form, asked.tongue)
    done = acted(action, draft, asked.section, form, asked.tongue, new_id)
    draft = done.draft if done else draft
    try:
        kept = (await _keep(request, visitor, asked, draft, form)).draft
    except Conflict as conflict:
        return _compared(request, visitor, asked, conflict, form)
    if done:
        section = page_of(done.place, kept) if done.leaves else None
        return _see(asked.address(section or asked.section, None if section else done.place))
    if action == GO_ON and faulty(asked.asker(kept, checked=True).questions()):
        return _see(asked.address(asked.section, checked=True))
    return _see(asked.after(kept) if action == GO_ON else asked.home)


@router.post("/cases/{case}/save/{place:path}")
async def save_typed(request: Request, visitor: Clerk, case: str, place: str) -> Response:
    """Save what somebody is typing; answers with what there is to say of it, and what others changed on the page."""
    form = await _form(request)
    saves, page_id = page_saves(request), form.get(PAGE, [""])[-1]
    async with saves.turn(case, page_id):
        if saves.late(case, page_id, number_in(form, COUNT, 0)):
            return Response(status_code=204)  # what was typed after it is saved already
        return await _saved_typed(request, visitor, case, place, form)


async def _saved_typed(request: Request, visitor: Visitor, case: str, place: str, form: Form) -> Response:
    asked = await _posted(request, visitor, case, place, form)
    draft = applied(asked.base, asked.section, form, asked.tongue)
    kept = await _keep(request, visitor, asked, draft, form)
    now = all_of(asked.asker(kept.draft).questions())
    mine = now if kept.draft == draft else all_of(asked.asker(draft).questions())
    before = {each.name: each for each in mine}
    headers = {"HX-Trigger": "saved"}
    if set(before) != {each.name for each in now}:
        headers["HX-Refresh"] = "true"  # others changed which questions there are
    now = [each for each in now if _stands(each, form)]
    changed = [each for each in now if each.name in before and _differs(before[each.name], each)]
    return page(
        request, "saved.html", visitor.locale, visitor=visitor, questions=[each for each in now if each not in changed],
        changed=changed, revision=kept.revision, headers=headers,
    )  # fmt: skip


def _stands(question: Question, form: Form) -> bool:
    """Whether the page that sent the form has the question: not so the empty box that ends a list that has grown."""
    name = question.name
    row = name.rpartition("/")[2].isdecimal()
    return not row or any(sent == name or sent.startswith((f"{name}/", f"{name}.")) for sent in form)


def _differs(one: Question, other: Question) -> bool:
    return (one.boxes, one.chosen) != (other.boxes, other.chosen)


async def _posted(request: Request, visitor: Visitor, case: str, path: str, form: Form) -> QuestionPage:
    """The page that a form belongs to, as it was when it was shown. Raises NotFound."""
    place = place_of(path) if path.strip("/") else ()
    asked = await question_page(request, visitor, case, path, form)
    if asked.section.place != place:
        raise NotFound(Message("there is no such page of the case; choose one from its tasks"))
    return asked


async def _form(request: Request) -> Form:
    """Raises TooLarge."""
    form = await answers_of(request)
    if sum(len(text) for texts in form.values() for text in texts) > MOST_CHARACTERS:
        limit = {"limit": str(MOST_CHARACTERS)}
        raise TooLarge(Message("the answers are longer than {limit} characters together; shorten them", limit))
    return form


async def _keep(request: Request, visitor: Visitor, asked: QuestionPage, draft: Draft, form: Form) -> CaseFile:
    """The case file as it is kept. Raises Conflict, NotFound."""
    service, place = service_of(request), path_of(asked.section.place)

    def work() -> CaseFile | None:
        base, new = asked.revision, draft
        choice = decided(service.cases, asked, visitor.user.id, draft, form)
        if choice:
            base, new = choice
        return service.cases.save(asked.file.id, visitor.user.id, base, new, place, service.now())

    kept = await asyncio.to_thread(work)
    if kept is None:
        raise no_such_case()
    if kept.draft == draft and form.get(PAGE):
        page_saves(request).note(asked.file.id, form[PAGE][-1], number_in(form, COUNT, 0), kept.revision)
    return kept


def _see(address: str) -> Response:
    return RedirectResponse(address, 303)


def _shown(request: Request, visitor: Visitor, asked: QuestionPage) -> Response:
    draft, section = asked.file.draft, asked.section
    pane = pane_of(request, visitor, asked.file, section.place)
    context: dict[str, Any] = {"visitor": visitor, "pane": pane, **asked.context(draft)}
    if section.rows:
        rows = [summary(section.node.item(0), row, visitor.locale)[:3] for row in draft.at(section.place) or ()]
        return page(request, "rows.html", visitor.locale, rows=rows, **context)
    checked = "checked" in request.query_params
    paper = service_of(request).library.locales[pane.sight.language] if pane else None
    asker = asked.asker(draft, checked=checked, paper=paper)
    questions = asker.questions()
    return page(
        request, "question.html", visitor.locale, questions=questions, who=asker.who(section.node),
        faulty=checked and faulty(questions), **context,
    )  # fmt: skip


def _compared(request: Request, visitor: Visitor, asked: QuestionPage, conflict: Conflict, form: Form) -> Response:
    """Both answers to each question that others changed, too, to choose from; nothing is saved yet."""
    return page(
        request, "conflict.html", visitor.locale, status=409, visitor=visitor, answers=comparison(asked, conflict),
        sent=[(name, text) for name, texts in form.items() for text in texts if not name.startswith(("csrf", "keep:"))],
        **{**asked.context(conflict.current.draft), "revision": asked.revision, "against": conflict.current.revision},
    )  # fmt: skip
