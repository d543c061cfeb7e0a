"""Which clause is carried by which type, passage and language, and which by none."""

from __future__ import annotations

import pytest

from docgen.documents import document_types
from docgen.docx.wording import Wording
from docgen.library import Library
from docgen.review.coverage import Carried, Covered, carried, coverage
from tests.unit.docx.builder import bookmarked, members, p, zipped


@pytest.fixture(scope="module")
def rows(library: Library) -> dict[str, Covered]:
    found = [
        each
        for type_id in document_types()
        for each in carried(type_id, {tag: wording(library, type_id, tag) for tag in library.languages_of(type_id)})
    ]
    return {row.clause.number: row for row in coverage(found)}


def wording(library: Library, type_id: str, tag: str) -> Wording:
    fragments = [(name, path.read_bytes()) for (name, own), path in library.fragments.items() if own == tag]
    return Wording(library.files[type_id, tag].read_bytes(), tuple(fragments))


def test_every_clause_that_a_type_says_it_carries_is_carried_in_every_language(
    library: Library, rows: dict[str, Covered]
) -> None:
    for type_id, kind in document_types().items():
        for number in kind.clauses:
            languages = {each.language for each in rows[number].by if each.type == type_id}
            assert languages == set(library.locales), (type_id, number)


def test_clauses_that_nothing_carries_are_there_too_and_bullets_belong_to_their_clause(
    rows: dict[str, Covered],
) -> None:
    assert any(not row.by for row in rows.values())
    assert all(row.clause.text for row in rows.values())
    assert "4.13.1" in rows and not any(number.rpartition(".")[2].isalpha() for number in rows)


def test_the_passage_is_named_with_its_text_and_a_file_that_cannot_be_read_carries_nothing() -> None:
    data = zipped(members(bookmarked("c_4_13_1_b", p("Risks: {{ risks }}"))))
    found = list(carried("paper", {"en": Wording(data), "th": Wording(b"no Word file")}))
    assert found == [Carried("4.13.1", "paper", "en", "c_4_13_1_b", "Risks: {{ risks }}")]
