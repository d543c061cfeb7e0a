"""The home of a case: what to do, part by part, which papers it can make, and what each of them still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.problems import NotFound
from api.service import service_of
from api.web.captions import Caption, Words, words_of
from api.web.days import local
from api.web.files import opened
from api.web.shell import page
from api.web.states import states_of
from api.web.visitors import SignedIn, Visitor
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFile
from docgen.casefile.places import DOCUMENTS, Place, path_of, place_of
from docgen.casefile.state import DocumentState, Status
from docgen.casefile.tasks import ABOUT, shared_groups
from docgen.documents import document_type
from docgen.errors import Finding, Key, Message, Severity
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]
STATUS: Final[Mapping[str, Key]] = {
    Status.NOT_STARTED: "Not started",
    Status.INCOMPLETE: "Incomplete",
    Status.BLOCKED: "Must be corrected",
    Status.WARNED: "Needs a reason",
    Status.READY: "Ready",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the case as a task. `start` is the address of the page to go on at, `language` that of its
    picture."""

    type_id: str
    title: Key
    status: Status
    status_text: Key
    start: str
    language: str
    missing: int
    errors: int
    warnings: int
    answered: int
    asked: int

    @property
    def started(self) -> bool:
        """Whether there is anything to check."""
        return self.status is not Status.NOT_STARTED


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a document lacks, or that was found in it."""

    words: Words
    message: Message | None
    clauses: Sequence[str]


@router.get("/cases/{case}")
async def show_case(request: Request, visitor: Clerk, case: str) -> Response:
    """The tasks of a case."""
    file = await opened(request, visitor, case)
    groups = shared_groups(file.draft)
    return page(
        request, "case.html", visitor.locale, visitor=visitor, file=file, here="tasks",
        groups=[each for each in groups if each.place != ABOUT],
        about=[each for each in groups if each.place == ABOUT],
        people=len(file.draft.people), papers=await _papers(request, visitor, file), kept_until=local(file.expires),
    )  # fmt: skip


@router.get("/cases/{case}/check")
async def show_checks(request: Request, visitor: Clerk, case: str) -> Response:
    """The papers that were started: where to check their answers, and what they lack."""
    file = await opened(request, visitor, case)
    papers = [each for each in await _papers(request, visitor, file) if each.started]
    return page(request, "case_checks.html", visitor.locale, visitor=visitor, file=file, here="check", papers=papers)


@router.get("/cases/{case}/lacks/{type_id}")
async def show_lacks(request: Request, visitor: Clerk, case: str, type_id: str) -> Response:
    """Which answers a document lacks and which rules it breaks, each with its page and its clause."""
    kind = document_type(type_id)
    file = await opened(request, visitor, case)
    state = (await states_of(request, file)).get(type_id)
    if state is None:
        raise NotFound(Message("no language has a template for this paper; ask an administrator"))
    found = {severity: _found(state, severity, file.draft) for severity in Severity}
    missing = [Lack(words_of(place, file.draft), None, _clauses(state, place)) for place in state.missing]
    return page(
        request, "case_lacks.html", visitor.locale, visitor=visitor, file=file, here="check", kind=kind,
        type_id=type_id, missing=by_group(missing), errors=found[Severity.ERROR], warnings=found[Severity.WARNING],
        advice=found[Severity.ADVICE],
    )  # fmt: skip


def by_group(lacks: Iterable[Lack]) -> list[list[Lack]]:
    """Those of one group together, in the order in which they are asked."""
    groups: dict[tuple[str | Caption, ...], list[Lack]] = {}
    for each in lacks:
        groups.setdefault((each.words.where, *each.words.captions[:-1]), []).append(each)
    return list(groups.values())


async def _papers(request: Request, visitor: Visitor, file: CaseFile) -> list[Paper]:
    library = service_of(request).library
    found = []
    for type_id, state in (await states_of(request, file)).items():
        tags = library.languages_of(type_id)
        language = visitor.locale.tag if visitor.locale.tag in tags else tags[0]
        found.append(_paper(state, language))
    return found


def _paper(state: DocumentState, language: str) -> Paper:
    root = (DOCUMENTS, state.type_id)
    first = path_of(state.missing[0] if state.missing and state.answered else root)
    errors = sum(finding.severity is Severity.ERROR for finding in state.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in state.findings)
    return Paper(
        state.type_id, document_type(state.type_id).title, state.status, STATUS[state.status], first, language,
        len(state.missing), errors, warnings, state.answered, state.asked,
    )  # fmt: skip


def _found(state: DocumentState, severity: Severity, draft: Draft) -> list[Lack]:
    return [_lack(state, finding, draft) for finding in state.findings if finding.severity is severity]


def _lack(state: DocumentState, finding: Finding, draft: Draft) -> Lack:
    place = place_of(finding.pointer)
    clauses = (finding.clause,) if finding.clause else _clauses(state, place)
    return Lack(words_of(place, draft), finding.message, clauses)


def _clauses(state: DocumentState, place: Place) -> Sequence[str]:
    """The clauses that ask for this very answer; those of the whole paper are told once, above."""
    found = state.clauses_of(place)
    return () if found == document_type(state.type_id).clauses else found
