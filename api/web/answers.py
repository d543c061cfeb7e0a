"""Question pages: shown, saved and gone on from; saved while somebody types."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound, TooLarge
from api.service import service_of
from api.web.fields.actions import acted
from api.web.fields.asker import Asker
from api.web.fields.forms import Form, applied
from api.web.fields.problems import problems_on, values_of
from api.web.fields.summary import summary
from api.web.fields.tongue import Tongue
from api.web.files import no_such_case, opened
from api.web.previews import pane_of
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.casefile.directory import new_id
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFile
from docgen.casefile.people import CAPTIONS
from docgen.casefile.places import DOCUMENTS, PEOPLE, Place, path_of, place_of
from docgen.casefile.sections import Section, before, next_after, page_of, sections_of
from docgen.errors import Key, Message
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
MOST_CHARACTERS: Final = 2_000_000
_THE_CASE: Final[Key] = "The case"


@dataclass(frozen=True)
class Opened:
    """A page of a case file, as a request asks for it."""

    file: CaseFile
    section: Section
    tongue: Tongue

    @property
    def home(self) -> str:
        return f"/cases/{self.file.id}"

    def address(self, section: Section, place: Place | None = None, **query: str) -> str:
        """The address of a page, and the question on it."""
        asked = {**({"part": str(section.part)} if section.part > 1 else {}), **query}
        tail = ("?" + "&".join(f"{name}={value}" for name, value in asked.items())) if asked else ""
        return f"{self.home}/at/{quote(path_of(section.place))}{tail}" + (f"#{quote(path_of(place))}" if place else "")

    def after(self, draft: Draft) -> str:
        """Where to go on to: the next page, else what follows the last one."""
        following = next_after(self.section, draft)
        if following:
            return self.address(following)
        root = self.section.root
        if root[:1] == (DOCUMENTS,):
            return f"{self.home}/check/{root[1]}"
        return f"{self.home}/people" if root else self.home


@router.get("/cases/{case}/at/{place:path}")
async def show(request: Request, visitor: Clerk, case: str, place: str) -> Response:
    """The page of a group, row or list; `checked` shows what is missing on it."""
    asked = await _opened(request, visitor, case, place)
    return _shown(request, visitor, asked, asked.file.draft, checked="checked" in request.query_params)


@router.post("/cases/{case}/at/{place:path}")
async def save(request: Request, visitor: Clerk, case: str, place: str) -> Response:
    """Save the answers and do what the button says; go on only where nothing is missing."""
    asked = await _opened(request, visitor, case, place)
    form = await _form(request)
    action = form.get("action", ["continue"])[-1]
    draft = applied(asked.file.draft, asked.section, form, asked.tongue)
    done = acted(action, draft, asked.section, form, asked.tongue, new_id)
    draft = done.draft if done else draft
    await _keep(request, visitor, asked, draft)
    if done:
        section = page_of(done.place, draft) if done.leaves else None
        return _see(asked.address(section or asked.section, None if section else done.place))
    if action == "continue" and _faults(asked, draft):
        return _see(asked.address(asked.section, checked="1"))
    return _see(asked.after(draft) if action == "continue" else asked.home)


@router.post("/cases/{case}/save/{place:path}")
async def save_typed(request: Request, visitor: Clerk, case: str, place: str) -> Response:
    """Save what somebody is typing; answers with what there is to say of it, to be put where it belongs."""
    asked = await _opened(request, visitor, case, place)
    draft = applied(asked.file.draft, asked.section, await _form(request), asked.tongue)
    kept = await _keep(request, visitor, asked, draft)
    questions = _asker(asked, draft, checked=False).questions()
    shown = [each for question in questions for each in question.all()]
    return page(
        request, "saved.html", visitor.locale, visitor=visitor, questions=shown, revision=kept.revision,
        headers={"HX-Trigger": "saved"},
    )  # fmt: skip


async def _opened(request: Request, visitor: Visitor, case: str, path: str) -> Opened:
    """Raises NotFound for a page that the case does not have, UnknownName for a type or entry that there is not."""
    file = await opened(request, visitor, case)
    place = place_of(path) if path.strip("/") else ()
    section = page_of(place, file.draft) if path.isprintable() and len(path) < 500 else None
    if section is None or section.place != place or _beyond(place, file.draft):
        raise NotFound(Message("there is no such page of the case; choose one from its tasks"))
    part = request.query_params.get("part", "1")
    parts = [each for each in sections_of(_frame(section), file.draft) if each.place == place]
    found = next((each for each in parts if str(each.part) == part), section)
    return Opened(file, found, Tongue(visitor.locale, service_of(request).library.locales))


def _frame(section: Section) -> Place:
    rows = [length for length, step in enumerate(section.place, 1) if isinstance(step, int)]
    return section.place[: rows[-1]] if rows else section.root


def _beyond(place: Place, draft: Draft) -> bool:
    """Whether a row is meant that there is not."""
    return any(
        isinstance(step, int) and step >= draft.rows(place[:length]) for length, step in enumerate(place) if length
    )


async def _form(request: Request) -> Form:
    """Raises TooLarge."""
    form = await answers_of(request)
    if sum(len(text) for texts in form.values() for text in texts) > MOST_CHARACTERS:
        limit = {"limit": str(MOST_CHARACTERS)}
        raise TooLarge(Message("the answers are longer than {limit} characters together; shorten them", limit))
    return form


async def _keep(request: Request, visitor: Visitor, asked: Opened, draft: Draft) -> CaseFile:
    """The case file as it is kept; the same one where nothing was changed."""
    if draft == asked.file.draft:
        return asked.file
    service, place = service_of(request), path_of(asked.section.place)
    kept = await asyncio.to_thread(
        service.cases.save, asked.file.id, visitor.user.id, asked.file.revision, draft, place, service.now()
    )
    if kept is None:
        raise no_such_case()
    return kept


def _see(address: str) -> Response:
    return RedirectResponse(address, 303)


def _asker(asked: Opened, draft: Draft, *, checked: bool) -> Asker:
    section = page_of_same(asked.section, draft)
    found = problems_on(section, draft, missing=checked)
    return Asker(asked.file.id, draft, section, asked.tongue, values_of(section.root, draft), found)


def page_of_same(section: Section, draft: Draft) -> Section:
    """The page as it is after a change of the draft."""
    pages = sections_of(_frame(section), draft)
    return next((each for each in pages if (each.place, each.part) == (section.place, section.part)), section)


def _faults(asked: Opened, draft: Draft) -> bool:
    """Whether something on the page is missing or wrong."""
    questions = _asker(asked, draft, checked=True).questions()
    return any(each.errors or each.refused for question in questions for each in question.all())


def _shown(request: Request, visitor: Visitor, asked: Opened, draft: Draft, *, checked: bool) -> Response:
    section = asked.section
    context: dict[str, Any] = {
        "visitor": visitor, "file": asked.file, "case": asked.file.id, "revision": asked.file.revision,
        "section": section, "here": "tasks",
        "title": title_of(section, draft), "number": _number(section), "after": asked.after(draft),
        "back": _back(asked, draft), "checked": checked,
        "action": asked.address(section), "typing": asked.address(section).replace("/at/", "/save/", 1),
    }  # fmt: skip
    if section.rows:
        rows = draft.at(section.place) or []
        lines = [summary(section.node.item(0), row, visitor.locale)[:3] for row in rows]
        return page(request, "rows.html", visitor.locale, path=path_of(section.place), rows=lines, **context)
    asker = _asker(asked, draft, checked=checked)
    return page(
        request, "question.html", visitor.locale, questions=asker.questions(), who=asker.who(section.node),
        place=path_of(section.place), pane=pane_of(request, visitor, asked.file, section.place), **context,
    )  # fmt: skip


def _back(asked: Opened, draft: Draft) -> str:
    previous = before(asked.section, draft)
    return asked.address(previous) if previous else asked.home


def title_of(section: Section, draft: Draft) -> Key:
    """The caption of a page."""
    if section.node.title:
        return section.node.title
    return CAPTIONS[str(draft.people[str(section.place[1])]["kind"])] if section.root[:1] == (PEOPLE,) else _THE_CASE


def _number(section: Section) -> str:
    last = section.place[-1] if section.place else ""
    return str(last + 1) if isinstance(last, int) else ""
