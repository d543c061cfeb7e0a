"""Question pages over HTTP: what is shown and sent back unchanged is the same draft, in every language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS, Place
from docgen.casefile.sections import Section, sections_of
from docgen.documents import document_type, document_types, example
from tests.conftest import languages
from tests.integration.web_pages import Clerk, clerk_in


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    with clerk_in(tmp_path_factory.mktemp("questions")) as clerk:
        yield clerk


def all_pages(root: Place, draft: Draft) -> Iterator[Section]:
    """The pages of a root, those of rows among them."""
    for section in sections_of(root, draft):
        yield section
        for row in range(draft.rows(section.place)) if section.rows else ():
            yield from all_pages((*section.place, row), draft)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("type_id", list(document_types()))
def test_every_page_sent_back_as_it_was_shown_leaves_the_draft_as_it_was(
    clerk: Clerk, type_id: str, language: str
) -> None:
    clerk.language = language
    draft = Draft(values=example(document_type(type_id)))
    case = clerk.case(draft)
    sent: set[str] = set()
    for root in ((), (DOCUMENTS, type_id)):
        for section in all_pages(root, draft):
            address = f"/cases/{case}/at/{section.path}"
            sent |= clerk.form(address).names()
            clerk.send(address) if not section.rows else None
            assert clerk.draft(case) == draft, section.path
    assert len(sent) > 20
