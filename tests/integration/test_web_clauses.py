"""Every clause of the SOP has a page, says how its verb binds, and opens in place for htmx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.web.clauses import MEANING, binding, carriers
from docgen import sop
from docgen.documents import document_types
from docgen.sop import Modal
from tests.integration.clerks import Clerk, clerk, text_of
from tests.integration.web import Pages, pages


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("clauses")) as found:
        yield found


@pytest.fixture
def dara(running: Pages) -> Clerk:
    return clerk(running, "dara")


def test_every_clause_has_a_page_with_its_words_and_every_verb_that_binds_in_it(dara: Clerk) -> None:
    for clause in sop.clauses():
        html = dara.found(f"/sop/{clause.number}")
        text = text_of(html)
        assert " ".join(clause.text.split()) in text
        assert f"SOP, clause {clause.number}" in text
        assert "English is the authentic text (SOP, Art. 11)." in text
        assert [MEANING[verb] in text for verb in Modal] == [verb in binding(clause) for verb in Modal]
        assert f'lang="{sop.instrument().authentic_language}"' in html


def test_a_clause_for_htmx_is_an_open_part_of_a_page_and_not_a_page(dara: Clerk) -> None:
    for clause in sop.clauses():
        part = dara.found(f"/sop/{clause.number}", hx_request="true")
        assert part.lstrip().startswith("<details") and " open>" in part.splitlines()[0]
        assert "<html" not in part
        assert " ".join(clause.text.split()) in text_of(part)


def test_a_clause_names_the_papers_that_carry_it(dara: Clerk) -> None:
    shown = dara.read("/sop/4.7")
    titles = [kind.title for kind in document_types().values()]
    assert [title for title in titles if title in shown] == [kind.title for kind in carriers("4.7")] != []
    assert {number for kind in document_types().values() for number in kind.clauses if not carriers(number)} == set()


def test_an_article_is_carried_by_whatever_carries_a_part_of_it() -> None:
    assert {kind.type_id for kind in carriers("4.7")} <= {kind.type_id for kind in carriers("4")}


def test_shall_and_must_refuse_should_asks_for_a_reason_and_may_informs() -> None:
    assert set(MEANING) == set(Modal)
    assert "is not made" in MEANING[Modal.SHALL] and "is not made" in MEANING[Modal.MUST]
    assert "give a reason" in MEANING[Modal.SHOULD]
    assert "the paper is made" in MEANING[Modal.MAY]


def test_there_is_no_page_of_a_clause_that_the_sop_does_not_have(dara: Clerk) -> None:
    assert dara.get("/sop/99.9").status_code == 404


def test_a_clause_is_told_in_the_language_of_the_page_around_its_english_words(dara: Clerk) -> None:
    dara.get("/language/th?next=/")
    html = dara.found("/sop/4.7")
    assert '<html lang="th"' in html
    assert "Prior to the victim screening process" in html
    assert "๔.๗" in html
