"""Coverage: which clause of the SOP is carried by which passage, and which no paper carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docgen.docx.passages import passages
from docgen.docx.wording import Wording
from docgen.errors import TemplateError
from docgen.review.fitness import clause_of
from docgen.sop import Clause, clauses


@dataclass(frozen=True, slots=True)
class Carried:
    """A passage that bears the bookmark of a clause: `anchor` is its own, `clause` the number of the SOP."""

    clause: str
    type: str
    language: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A clause of the SOP that says something, and the passages that carry it, by type and language."""

    clause: Clause
    by: tuple[Carried, ...]


def carried(type_id: str, wordings: Mapping[str, Wording]) -> Iterator[Carried]:
    """The passages of a type's wordings, by language, that bear clauses; a wording that cannot be read bears none."""
    for tag, wording in wordings.items():
        try:
            found = passages(wording.data, f"{tag}/{type_id}.docx", dict(wording.fragments))
        except TemplateError:
            continue  # a finding of lint
        for passage in found:
            for clause in dict.fromkeys(map(clause_of, passage.clauses)):
                yield Carried(clause, type_id, tag, passage.anchor, passage.text)


def coverage(found: Iterable[Carried]) -> list[Covered]:
    """Every clause of the SOP that has a text, in its order. A bullet belongs to its clause: no bookmark names it."""
    by: dict[str, list[Carried]] = {}
    for each in found:
        by.setdefault(each.clause, []).append(each)
    rows = (clause for clause in clauses() if clause.text and not _is_bullet(clause))
    return [Covered(clause, tuple(by.get(clause.number, ()))) for clause in rows]


def _is_bullet(clause: Clause) -> bool:
    return clause.number.rpartition(".")[2].isalpha()
