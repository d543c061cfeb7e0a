"""Which clause of the SOP is carried by which type, passage and language, and which clause nothing carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docgen.binding import COVER
from docgen.documents import document_types
from docgen.docx.passages import passages
from docgen.errors import TemplateRefused
from docgen.library import Library
from docgen.review.fitness import clause_of
from docgen.review.lint import wordings
from docgen.review.wording import Wording
from docgen.sop import Clause, clauses


@dataclass(frozen=True, slots=True)
class Carrier:
    """A passage that carries a clause: its type (or the cover), language tag and anchor; `text` with tags as typed."""

    type_id: str
    tag: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A clause or article of the SOP and what carries it. Bullets belong to their clause and have no row."""

    clause: Clause
    carriers: tuple[Carrier, ...]

    @property
    def bare(self) -> bool:
        """Whether nothing carries it although it says something (some articles are but headings of their clauses)."""
        return not self.carriers and bool(self.clause.text)

    def languages_of(self, type_id: str) -> tuple[str, ...]:
        """Tags of the languages in which a type carries it."""
        return tuple(dict.fromkeys(each.tag for each in self.carriers if each.type_id == type_id))


def coverage(library: Library) -> tuple[Coverage, ...]:
    """Every article and clause in the order of the SOP, with what carries it in the templates on disk."""
    types = (*document_types(), COVER)
    return coverage_of((type_id, each) for type_id in types for each in wordings(library, type_id).values())


def coverage_of(own: Iterable[tuple[str, Wording]]) -> tuple[Coverage, ...]:
    """The same of any wordings, each with its type."""
    carried: dict[str, list[Carrier]] = {}
    for type_id, wording in own:
        for number, carrier in _carriers(type_id, wording):
            carried.setdefault(number, []).append(carrier)
    rows = (clause for clause in clauses() if not _is_bullet(clause))
    return tuple(Coverage(clause, tuple(carried.get(clause.number, ()))) for clause in rows)


def _carriers(type_id: str, wording: Wording) -> Iterator[tuple[str, Carrier]]:
    try:
        found = passages(wording.data, wording.file, wording.fragments)
    except TemplateRefused:
        return  # lint says why; a file that is not opened carries nothing
    for passage in found:
        for number in dict.fromkeys(map(clause_of, passage.clauses)):
            yield number, Carrier(type_id, wording.tag, passage.anchor, passage.text)


def _is_bullet(clause: Clause) -> bool:
    return clause.number.rpartition(".")[2].isalpha()
