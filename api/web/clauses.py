"""The text of a clause of the SOP, what its verb means here, and the papers that carry it: a page, or a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.web.shell import page
from api.web.visitors import SignedIn, Visitor
from docgen import sop
from docgen.documents import Document, document_types
from docgen.errors import Key
from docgen.sop import Clause, Modal

router: Final = APIRouter()
Reader = Annotated[Visitor, Depends(SignedIn())]

MEANING: Final[Mapping[str, Key]] = {
    Modal.SHALL: "“shall” binds: a paper that does not meet it is not made.",
    Modal.MUST: "“must” binds: a paper that does not meet it is not made.",
    Modal.SHOULD: "“should” is expected: a paper that does not meet it is made only when you give a reason.",
    Modal.MAY: "“may” allows: you are told about it, and the paper is made.",
}


@router.get("/sop/{number}")
async def show_clause(request: Request, visitor: Reader, number: str) -> Response:
    """The clause as a page; for htmx as `<details>` that takes the place of the link. Raises UnknownName."""
    clause = sop.clause(number)
    part = bool(request.headers.get("hx-request"))
    return page(
        request, "clause_part.html" if part else "clause.html", visitor.locale, visitor=visitor, clause=clause,
        article=sop.clause(clause.article), meanings=[MEANING[verb] for verb in binding(clause)],
        parts=[each for each in sop.clauses() if each.parent == number], types=carriers(number),
        citation=sop.instrument().citation, authentic=sop.instrument().authentic_language,
    )  # fmt: skip


def binding(clause: Clause) -> list[Modal]:
    """The verbs that bind a sentence of the clause, in the order in which they appear."""
    return list(dict.fromkeys(sentence.binding for sentence in clause.sentences if sentence.binding))


def carriers(number: str) -> list[type[Document]]:
    """The document types that carry the clause or a part of it, or have a rule by it."""

    def meant(other: str) -> bool:
        return other == number or other.startswith(f"{number}.")

    return [
        kind
        for kind in document_types().values()
        if any(map(meant, kind.clauses)) or any(meant(rule.clause) for rule in kind.rules)
    ]
