"""One passage of a wording: comments on it, and what it says as a person translated it back."""

from __future__ import annotations

import asyncio
from typing import Final, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.problems import NotFound
from api.service import service_of
from api.web.days import local
from api.web.library_versions import Staff
from api.web.library_words import names_of
from api.web.reading import page_with_notes
from api.web.reading_choice import Choice, choice_of, no_such, numbered
from api.web.reading_views import Cell, Group, RowView
from api.web.shell import page
from api.web.visitors import Visitor, answers_of
from docgen import sop
from docgen.errors import Message
from docgen.shelf.errors import NoteRefused
from docgen.shelf.state import Version

router: Final = APIRouter()
_BASE: Final = "/library/{type_id}/{tag}/{number:int}"
COMMENT, TRANSLATION = "comment", "translation"
WHOLE: Final = "whole"
"""Place of what is said of no passage that is seen."""
_LONGEST_PLACE: Final = 40
Passage: TypeAlias = tuple[Group, RowView, Cell]


@router.get(_BASE + "/passage")
async def show_passage(
    request: Request, visitor: Staff, type_id: str, tag: str, number: int, at: str = ""
) -> Response:  # fmt: skip
    """The passage at an anchor, in all languages, with forms for what is said of it; of one that is not seen, or no
    longer there, where the wordings' page shows what was said of it."""
    choice, _ = await _chosen(request, type_id, tag, number)
    read, _ = await page_with_notes(service_of(request), choice)
    found = read.cell(tag, at)
    if found is None and at in read.unplaced(tag):
        return _back(choice, WHOLE)
    return await _shown(request, visitor, choice, _known(found))


@router.post(_BASE + "/comments")
async def comment(request: Request, visitor: Staff, type_id: str, tag: str, number: int, at: str = "") -> Response:
    """A remark on the passage."""
    choice, version = await _chosen(request, type_id, tag, number)
    service, text = service_of(request), (await answers_of(request)).get(COMMENT, [""])[0]
    found = await _passage(request, choice, tag, at)
    cell = found[2]
    try:
        await asyncio.to_thread(service.shelf.notes.comment, version.id, cell.anchor, text, visitor.user, service.now())
    except NoteRefused as refused:
        return await _shown(request, visitor, choice, found, {COMMENT: (text, refused.message)})
    return _back(choice, cell.id)


@router.post(_BASE + "/back-translation")
async def translate_back(
    request: Request, visitor: Staff, type_id: str, tag: str, number: int, at: str = ""
) -> Response:  # fmt: skip
    """What the passage says, in the words of whoever read it."""
    choice, version = await _chosen(request, type_id, tag, number)
    service, text = service_of(request), (await answers_of(request)).get(TRANSLATION, [""])[0]
    found = await _passage(request, choice, tag, at)
    cell = found[2]
    try:
        await asyncio.to_thread(
            service.shelf.notes.translate_back, version.id, cell.anchor, cell.spot.passage.text, text, visitor.user,
            service.now(),
        )  # fmt: skip
    except NoteRefused as refused:
        return await _shown(request, visitor, choice, found, {TRANSLATION: (text, refused.message)})
    return _back(choice, cell.id)


@router.post(_BASE + "/comments/{comment_id}/resolve")
async def resolve(request: Request, visitor: Staff, type_id: str, tag: str, number: int, comment_id: str) -> Response:
    """The comment is answered to. Raises NotFound for one on another type or language."""
    choice, _ = await _chosen(request, type_id, tag, number)
    service = service_of(request)
    known = await asyncio.to_thread(service.shelf.notes.comments, type_id, tag)
    if comment_id not in {each.id for each in known}:
        raise NotFound(no_such())
    await asyncio.to_thread(service.shelf.notes.resolve, comment_id, visitor.user, service.now())
    return _back(choice, (await answers_of(request)).get("place", [""])[0][:_LONGEST_PLACE])


async def _chosen(request: Request, type_id: str, tag: str, number: int) -> tuple[Choice, Version]:
    """The versions that the address names, the one it stands for among them. Raises NotFound."""
    choice = await choice_of(request, type_id)
    if tag not in choice.kept:
        raise NotFound(no_such())
    version = numbered(choice.kept[tag], number)
    newest = choice.versions[tag]
    asked = choice.asked if version.id == newest.id else tuple(dict.fromkeys((*choice.asked, tag)))
    return Choice(type_id, {**choice.versions, tag: version}, choice.kept, asked), version


async def _passage(request: Request, choice: Choice, tag: str, anchor: str) -> Passage:
    read, _ = await page_with_notes(service_of(request), choice)
    return _known(read.cell(tag, anchor))


def _known(found: Passage | None) -> Passage:
    if found is None:
        raise NotFound(Message("there is no such passage; look at the wording again"))
    return found


async def _shown(
    request: Request, visitor: Visitor, choice: Choice, passage: Passage,
    refused: dict[str, tuple[str, Message]] | None = None,
) -> Response:  # fmt: skip
    service, (group, row, cell) = service_of(request), passage
    names = await asyncio.to_thread(names_of, service)
    return page(
        request, "reading_passage.html", visitor.locale, visitor=visitor, choice=choice, group=group, row=row,
        cell=cell, tag=cell.language, refused=refused or {}, names=names, locales=service.library.locales,
        authentic=sop.instrument().authentic_language, values=False, local=local, status=422 if refused else 200,
    )  # fmt: skip


def _back(choice: Choice, place: str) -> Response:
    return RedirectResponse(choice.address(at=place), 303)
