"""Two clerks at one case, one of whom types on and on: what the other enters in an old page is saved all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import Place, path_of
from docgen.documents import example_of_all
from docgen.store.casefiles import KEPT
from tests.integration.web_pages import Clerk, Form, clerk_in, form_of

CODE: Place = ("person", "code")
CITY: Place = ("agency", "city", "en")


@pytest.fixture
def dara(tmp_path: Path) -> Iterator[Clerk]:
    with clerk_in(tmp_path) as found:
        yield found


def typed_on(dara: Clerk, case: str, place: Place) -> None:
    """Another clerk's pauses while typing, each of them a save, more than there are drafts kept."""
    for number in range(KEPT + 5):
        file = dara.cases.open(case, dara.user)
        assert file is not None
        draft = file.draft.put(place, f"Theirs {number}")
        assert dara.cases.save(case, dara.user, file.revision, draft, path_of(place), dara.pages.clock())


def opened(dara: Clerk) -> tuple[str, Form]:
    case = dara.case(Draft(values=example_of_all()).put(CODE, "P-1"))
    typed_on(dara, case, CITY)  # the page is shown in the middle of it
    return case, dara.form(f"/cases/{case}/at/person")


def test_what_is_entered_elsewhere_is_saved_without_a_question(dara: Clerk) -> None:
    case, form = opened(dara)
    typed_on(dara, case, CITY)
    answer = dara.post(form.action, [*form.changed({path_of(CODE): "P-2"}), ("action", "save")])
    assert answer.status_code == 303
    assert dara.draft(case).at(CODE) == "P-2"
    assert dara.draft(case).at(CITY) == f"Theirs {KEPT + 4}"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "P-2"), ("theirs", f"Theirs {KEPT + 4}")])
def test_of_two_answers_the_chosen_one_is_saved_even_when_the_other_clerk_types_on(
    dara: Clerk, choice: str, kept: str
) -> None:
    case, form = opened(dara)
    typed_on(dara, case, CODE)
    answer = dara.post(form.action, [*form.changed({path_of(CODE): "P-2"}), ("action", "save")])
    assert answer.status_code == 409
    compared = form_of(answer.text)
    assert f"keep:{path_of(CODE)}" in compared.names()
    typed_on(dara, case, CITY)
    chosen = dara.post(compared.action, compared.changed({f"keep:{path_of(CODE)}": choice}))
    assert chosen.status_code == 303
    assert dara.draft(case).at(CODE) == kept
    assert dara.draft(case).at(CITY) == f"Theirs {KEPT + 4}"
