"""Which clause is carried by which type, passage and language, and which by none."""

from __future__ import annotations

from docgen.documents import document_types
from docgen.library import Library
from docgen.review.coverage import coverage, coverage_of
from docgen.review.wording import Wording
from tests.unit.docx.builder import bookmarked, members, p, zipped


def test_every_clause_that_a_type_says_it_carries_is_carried_in_every_language(library: Library) -> None:
    rows = {row.clause.number: row for row in coverage(library)}
    for type_id, kind in document_types().items():
        for number in kind.clauses:
            assert set(rows[number].languages_of(type_id)) == set(library.locales), (type_id, number)


def test_a_clause_that_nothing_carries_is_bare_and_a_mere_heading_is_not(library: Library) -> None:
    rows = coverage(library)
    assert any(row.bare for row in rows) and not all(row.bare for row in rows)
    assert all(row.clause.text and not row.carriers for row in rows if row.bare)
    assert not any(row.clause.number.rpartition(".")[2].isalpha() for row in rows), "bullets have no row"


def test_the_passage_is_named_with_its_text() -> None:
    data = zipped(members(bookmarked("c_4_13_1_b", p("Risks: {{ risks }}"))))
    wordings = [("paper", Wording("en", "en/paper.docx", data)), ("paper", Wording("th", "th/paper.docx", b"no file"))]
    (row,) = (row for row in coverage_of(wordings) if row.carriers)
    (carrier,) = row.carriers
    assert row.clause.number == "4.13.1" and not row.bare
    assert (carrier.type_id, carrier.tag, carrier.anchor, carrier.text) == (
        *("paper", "en", "c_4_13_1_b", "Risks: {{ risks }}"),
    )
