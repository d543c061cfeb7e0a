"""The columns of a type: from its model, each found again by pointer and by caption in every language."""

from __future__ import annotations

import pytest

from docgen.batch.columns import STAR, Headings, columns_of
from docgen.documents import document_type, document_types
from tests.unit.batch.sources.tables import LIBRARY, TYPE

LOCALES = list(LIBRARY.locales.values())


@pytest.mark.parametrize("type_id", document_types())
def test_every_heading_names_its_own_column_in_every_language(type_id: str) -> None:
    kind = document_type(type_id)
    headings, columns = Headings(kind, LOCALES), columns_of(kind, LOCALES)
    for column in columns:
        for heading in (column.pointer, *(column.caption(locale) + STAR for locale in LOCALES)):
            found = headings.find(heading)
            assert found is not None and found.node.path == column.node.path
    assert len({column.pointer for column in columns}) == len(columns)


def test_a_list_may_have_more_columns_than_the_workbook_was_made_with() -> None:
    headings = Headings(document_type("meeting_minutes"), LOCALES)
    found = headings.find("/documents/meeting_minutes/agenda/41/kind")
    assert found is not None and found.node.path == "agenda/41/kind"
    for locale in LOCALES:
        again = headings.find(found.caption(locale))
        assert again is not None and again.node.path == found.node.path


@pytest.mark.parametrize("heading", ["", "/", "/person", "/nothing", "Agenda", "/person/names/Latn/x", "/documents"])
def test_what_is_no_field_has_no_column(heading: str) -> None:
    assert Headings(document_type(TYPE), LOCALES).find(heading) is None


def test_a_list_has_no_more_columns_than_the_type_allows_and_as_many_as_asked_for() -> None:
    kind = document_type("meeting_minutes")
    few, many = (len({c.node.path for c in columns_of(kind, LOCALES, repeat)}) for repeat in (1, 5))
    paths = {column.node.path for column in columns_of(kind, LOCALES, 5)}
    assert few < many and "agenda/4/kind" in paths and "agenda/5/kind" not in paths


def test_only_the_own_language_of_a_text_is_required() -> None:
    columns = {column.node.path: column for column in columns_of(document_type(TYPE), LOCALES)}
    for locale in LOCALES:
        needed = [
            path for path, column in columns.items() if column.required(locale) and path.startswith("agency/name")
        ]
        assert needed == [f"agency/name/{locale.tag}"]
