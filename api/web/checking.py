"""Check your answers: all that a paper takes, page by page, with what is missing or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.web.fields.summary import is_typed, words
from api.web.files import opened
from api.web.shell import page
from api.web.states import states_of
from api.web.visitors import SignedIn, Visitor
from docgen.casefile.asking import asked
from docgen.casefile.assembly import Assembly, assembly_of
from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS, Place, path_of
from docgen.casefile.sections import Section, is_rows, page_of, sections_of
from docgen.casefile.state import DocumentState
from docgen.documents import document_type
from docgen.errors import Finding, Key
from docgen.forms.nodes import Kind, Node, tree_of, value_at
from docgen.locale import Locale
from docgen.store import Role

router: Final = APIRouter()
Clerk = Annotated[Visitor, Depends(SignedIn(Role.CLERK))]


@dataclass(frozen=True)
class Line:
    """A question with its answer in words, which somebody `typed` or not; `address` is that of the question, behind
    /cases/{case}/at/."""

    captions: Sequence[str]
    text: str
    typed: bool
    address: str
    missing: bool
    findings: Sequence[Finding]
    clauses: Sequence[str]


@dataclass(frozen=True)
class Card:
    """A page or row: its caption, the number of a row, and its questions."""

    title: Key
    number: str
    lines: Sequence[Line]


@router.get("/cases/{case}/check/{type_id}")
async def check_answers(request: Request, visitor: Clerk, case: str, type_id: str) -> Response:
    """The answers that a paper takes, to be read before it is issued."""
    kind = document_type(type_id)
    file = await opened(request, visitor, case)
    state = (await states_of(request, file))[type_id]
    review = Review(file.draft, assembly_of(file.draft, type_id), tree_of(kind), state, visitor.locale)
    cards = [card for card in review.cards() if card.lines]
    placed = [finding for card in cards for line in card.lines for finding in line.findings]
    unplaced = [finding for finding in state.findings if finding not in placed]
    return page(
        request, "check.html", visitor.locale, visitor=visitor, file=file, here="check", kind=kind, type_id=type_id,
        cards=cards, unplaced=unplaced, state=state,
    )  # fmt: skip


@dataclass(frozen=True)
class Review:
    """The answers of one document as a clerk reads them."""

    draft: Draft
    assembly: Assembly
    tree: Node
    state: DocumentState
    locale: Locale

    def cards(self) -> Iterator[Card]:
        """What the case gives, then the paper's own pages and rows in order."""
        root = (DOCUMENTS, self.state.type_id)
        sections = sections_of(root, self.draft)
        for node in sections[0].shared:
            within = node.members if node.kind is Kind.GROUP and self.value(node) is not None else (node,)
            yield Card(node.title, "", tuple(line for each in within for line in self.lines(each, ())))
        yield from self.pages(root, sections)

    def pages(self, root: Place, sections: Sequence[Section]) -> Iterator[Card]:
        for section in sections:
            lines = [line for node in section.members for line in self.lines(node, ())]
            if section.rows:
                lines = list(self.lines(section.node, (), rows=True))
            last = section.place[-1] if section.place else ""
            yield Card(section.node.title, str(last + 1) if isinstance(last, int) else "", tuple(lines))
            for row in range(self.draft.rows(section.place)) if section.rows else ():
                yield from self.pages(root, sections_of((*section.place, row), self.draft))

    def lines(self, node: Node, captions: Sequence[str], *, rows: bool = False) -> Iterator[Line]:
        """The answers below a field; of an optional field only where there is one."""
        above = value_at(self.assembly.tree, node.steps[:-1])
        parent = self.tree.at(node.steps[:-1])
        if parent is not None and parent.kind is Kind.GROUP and not asked(parent, above, node):
            return
        value, place = self.value(node), self.assembly.place(node.steps)
        titles = (*captions, node.title)
        if node.kind is Kind.GROUP and (value is not None or not self.is_missing(place)):
            for member in node.members if value is not None else ():
                yield from self.lines(member, titles)
            return
        nested = is_rows(node) and not rows and self.assembly.place(node.steps)[:1] == (DOCUMENTS,)
        line = self.line(node, place, titles, value)
        if not nested and (line.text or line.missing or line.findings):
            yield line

    def line(self, node: Node, place: Place, captions: Sequence[str], value: object) -> Line:
        typed = self.draft.typed_at(place)
        text = words(node, value, self.locale)
        if typed is not None:
            text = typed if isinstance(typed, str) else " ".join(typed.values())
        if is_rows(node) and place[:1] == (DOCUMENTS,):
            text = ""  # each row has a card
        found = [each for each in self.state.findings if _within(each, place, deep=node.kind is not Kind.GROUP)]
        gap = self.is_missing(place)
        own = typed is not None or is_typed(node)
        return Line(captions, text, own, self.address(place), gap, found, self.state.clauses_of(place) if gap else ())

    def value(self, node: Node) -> Any:
        return value_at(self.assembly.tree, node.steps)

    def is_missing(self, place: Place) -> bool:
        return place in self.state.missing

    def address(self, place: Place) -> str:
        section = page_of(place, self.draft)
        return f"{section.path}#{path_of(place)}" if section else path_of(place)


def _within(finding: Finding, place: Place, *, deep: bool) -> bool:
    path = f"/{path_of(place)}"
    return finding.pointer == path or (deep and finding.pointer.startswith(f"{path}/"))
