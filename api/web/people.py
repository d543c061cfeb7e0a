"""The people of a case: officials, agencies and interpreters, each entered once and used by the papers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import service_of
from api.web.captions import Words, in_words
from api.web.files import opened
from api.web.shell import page
from api.web.visitors import SignedIn, Visitor, answers_of
from docgen.casefile.directory import Repeated, entered_once, entries, new_id, repeated, title_of, uses_of
from docgen.casefile.draft import KIND, VALUE, Draft
from docgen.casefile.files import CaseFile
from docgen.casefile.people import CAPTIONS, KINDS
from docgen.casefile.places import PEOPLE, Place, path_of
from docgen.casefile.tasks import ABOUT, Group, shared_groups
from docgen.errors import Key, Message
from docgen.locale import Locale
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
HERE: Final = "people"


@dataclass(frozen=True, slots=True)
class Offer:
    """What was written out more than once, and could be entered once."""

    id: str
    caption: Key
    name: str
    hint: str
    uses: Sequence[Words]
    known: bool
    """Whether the directory has it already."""


@router.get("/cases/{case}/people")
async def show_people(request: Request, visitor: Clerk, case: str) -> Response:
    """The directory, the person whom the case is about, and what could be entered once."""
    file = await opened(request, visitor, case)
    found = entries(file.draft, visitor.locale)
    return page(
        request, "people.html", visitor.locale, visitor=visitor, file=file, here=HERE, captions=CAPTIONS, kinds=KINDS,
        entries=[(entry, in_words(entry.uses, file.draft)) for entry in found], about=_about(file.draft),
        offers=[_offer(each, file.draft, visitor.locale) for each in repeated(file.draft)],
    )  # fmt: skip


@router.post("/cases/{case}/people")
async def add_person(request: Request, visitor: Clerk, case: str) -> Response:
    """A new entry of the kind that was asked for, and on to its questions."""
    file = await opened(request, visitor, case)
    kind = (await answers_of(request)).get("kind", [""])[0]
    if kind not in KINDS:
        raise _no_such_entry()
    person = new_id()
    await _keep(request, visitor, file, file.draft.with_person(person, kind, {}), (PEOPLE, person))
    return RedirectResponse(f"/cases/{case}/at/{path_of((PEOPLE, person))}", 303)


@router.post("/cases/{case}/people/once")
async def enter_once(request: Request, visitor: Clerk, case: str) -> Response:
    """Take over what was written out in several places into the directory, and use it there."""
    file = await opened(request, visitor, case)
    asked = (await answers_of(request)).get("first", [""])[0]
    each = next((each for each in repeated(file.draft) if each.id == asked), None)
    if each is not None:  # else somebody has done it meanwhile
        person = each.entry or new_id()
        await _keep(request, visitor, file, entered_once(file.draft, each, person), (PEOPLE, person))
    return RedirectResponse(f"/cases/{case}/people", 303)


@router.get("/cases/{case}/people/{person}/remove")
async def ask_removal(request: Request, visitor: Clerk, case: str, person: str) -> Response:
    """Which papers use the entry, and whether it shall go."""
    file = await opened(request, visitor, case)
    entry = file.draft.people.get(person)
    if entry is None:
        raise _no_such_entry()
    name, hint = title_of(entry[KIND], entry[VALUE], visitor.locale)
    return page(
        request, "people_remove.html", visitor.locale, visitor=visitor, file=file, here=HERE, person=person, name=name,
        hint=hint, caption=CAPTIONS[entry[KIND]], uses=in_words(uses_of(file.draft, person), file.draft),
    )  # fmt: skip


@router.post("/cases/{case}/people/{person}/remove")
async def remove_person(request: Request, visitor: Clerk, case: str, person: str) -> Response:
    """The entry is gone, and with it what it filled."""
    file = await opened(request, visitor, case)
    if person in file.draft.people:
        await _keep(request, visitor, file, file.draft.without_person(person), (PEOPLE, person))
    return RedirectResponse(f"/cases/{case}/people", 303)


async def _keep(request: Request, visitor: Visitor, file: CaseFile, draft: Draft, place: Place) -> None:
    """Save what was made of the revision just opened."""
    service = service_of(request)
    await asyncio.to_thread(
        service.cases.save, file.id, visitor.user.id, file.revision, draft, path_of(place), service.now()
    )


def _no_such_entry() -> NotFound:
    return NotFound(Message("there is no such entry in this case; look for it among its people"))


def _offer(each: Repeated, draft: Draft, locale: Locale) -> Offer:
    name, hint = title_of(each.kind, each.value, locale)
    return Offer(each.id, CAPTIONS[each.kind], name, hint, in_words(each.places, draft), each.entry is not None)


def _about(draft: Draft) -> Group:
    return next(group for group in shared_groups(draft) if group.place == ABOUT)
