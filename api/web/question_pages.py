"""The page that a request asks for: which section of which case, of which revision, and the questions on it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request

from api.problems import NotFound
from api.service import service_of
from api.web.fields.asker import Asker
from api.web.fields.forms import Form
from api.web.fields.problems import problems_on, values_of
from api.web.fields.tongue import Tongue
from api.web.fields.views import Question
from api.web.files import opened
from api.web.page_saves import PAGE, page_saves
from api.web.visitors import Visitor
from docgen.casefile.draft import KIND, Draft
from docgen.casefile.files import CaseFile
from docgen.casefile.people import CAPTIONS
from docgen.casefile.places import DOCUMENTS, PEOPLE, Place, path_of, place_of
from docgen.casefile.sections import Section, before, next_after, page_of, sections_of
from docgen.errors import Key, Message
from docgen.locale import Locale

_THE_CASE: Final[Key] = "The case"
_LONGEST: Final = 500
_DIGITS: Final = 10


@dataclass(frozen=True)
class QuestionPage:
    """A page of a case file. `base` is the draft that it was shown with: that of `revision`, where that is kept; else
    that of `file`, the newest."""

    file: CaseFile
    revision: int
    base: Draft
    section: Section
    tongue: Tongue

    @property
    def home(self) -> str:
        """The address of the case."""
        return f"/cases/{self.file.id}"

    def address(self, section: Section, place: Place | None = None, *, checked: bool = False) -> str:
        """The address of a page, and of the question on it."""
        asked = [*([f"part={section.part}"] if section.part > 1 else ()), *(["checked=1"] if checked else ())]
        tail = f"?{'&'.join(asked)}" if asked else ""
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

    def back(self, draft: Draft) -> str:
        """The page before, else the case."""
        previous = before(self.section, draft)
        return self.address(previous) if previous else self.home

    def asker(self, draft: Draft, *, checked: bool = False, paper: Locale | None = None) -> Asker:
        """What asks the questions as they are in a draft; `checked`: with what is missing;
        `paper`: the language of the paper beside."""
        section = self.now(draft)
        found = problems_on(section, draft, missing=checked)
        return Asker(self.file.id, draft, section, self.tongue, values_of(section.root, draft), found, paper)

    def now(self, draft: Draft) -> Section:
        """The section as it is after a change of the draft."""
        pages = sections_of(_frame(self.section), draft)
        same = (self.section.place, self.section.part)
        return next((each for each in pages if (each.place, each.part) == same), self.section)

    def context(self, draft: Draft) -> dict[str, Any]:
        """What every template of a page shows."""
        last = self.section.place[-1] if self.section.place else ""
        return {
            "file": self.file, "case": self.file.id, "revision": self.file.revision, "section": self.section,
            "here": "tasks", "title": self.title(draft), "number": str(last + 1) if isinstance(last, int) else "",
            "place": path_of(self.section.place), "action": self.address(self.section), "after": self.after(draft),
            "back": self.back(draft), "page_id": secrets.token_hex(8),
            "typing": self.address(self.section).replace("/at/", "/save/", 1),
        }  # fmt: skip

    def title(self, draft: Draft) -> Key:
        """The caption of the page."""
        if self.section.node.title:
            return self.section.node.title
        entry = draft.people.get(str(self.section.place[1])) if self.section.root[:1] == (PEOPLE,) else None
        return CAPTIONS[entry[KIND]] if entry else _THE_CASE


async def question_page(
    request: Request, visitor: Visitor, case: str, path: str, form: Form | None = None
) -> QuestionPage:
    """The page at a place, or the one that a form came from, as it was when it was shown.

    Raises NotFound for a page that the case does not have, UnknownName for a type or entry that there is not.
    """
    file = await opened(request, visitor, case)
    shown_with = file.revision
    if form is not None:
        told = number_in(form, "revision", file.revision)
        shown_with = page_saves(request).base(case, form.get(PAGE, [""])[-1], told)
    base = file if shown_with == file.revision else await _at(request, visitor, case, shown_with)
    draft = base.draft if base else file.draft
    place = place_of(path) if path.strip("/") else ()
    section = section_at(place, draft, request.query_params.get("part", "")) if _readable(path) else None
    if section is None:
        raise NotFound(Message("there is no such page of the case; choose one from its tasks"))
    return QuestionPage(file, shown_with, draft, section, Tongue(visitor.locale, service_of(request).library.locales))


def number_in(form: Form, name: str, otherwise: int) -> int:
    """The number that a hidden input holds."""
    text = form.get(name, [""])[-1]
    return int(text) if text.isdecimal() and len(text) < _DIGITS else otherwise


def section_at(place: Place, draft: Draft, part: str = "") -> Section | None:
    """The part of the page at a place, else the page that holds the question there; of a row that there is not, its
    list. None where the models have no such place."""
    found = page_of(place, draft)
    if found is None:
        return None
    missing = [at for at, step in enumerate(place) if at and isinstance(step, int) and step >= draft.rows(place[:at])]
    if missing:
        return page_of(place[: missing[0]], draft)
    parts = [each for each in sections_of(_frame(found), draft) if each.place == place]
    return next((each for each in parts if str(each.part) == part), found)


def all_of(questions: Iterable[Question]) -> list[Question]:
    """The questions of a page and those within them."""
    return [each for question in questions for each in question.all()]


def faulty(questions: Iterable[Question]) -> bool:
    """Whether something is missing or wrong."""
    return any(each.errors or each.refused for each in all_of(questions))


async def _at(request: Request, visitor: Visitor, case: str, revision: int) -> CaseFile | None:
    return await asyncio.to_thread(service_of(request).cases.at, case, visitor.user.id, revision)


def _readable(path: str) -> bool:
    return path.isprintable() and len(path) < _LONGEST


def _frame(section: Section) -> Place:
    rows = [length for length, step in enumerate(section.place, 1) if isinstance(step, int)]
    return section.place[: rows[-1]] if rows else section.root
