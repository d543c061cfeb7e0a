"""A question page whose session ended while somebody typed: signed in again, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS
from docgen.casefile.sections import Section, sections_of
from docgen.documents import document_types
from docgen.store.sessions import IDLE
from tests.integration.web import PASSWORD, hidden
from tests.integration.web_pages import Clerk, Form, clerk_in, form_of

TYPED = "ស្រី “แดง” & <Dara>"


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    with clerk_in(tmp_path) as clerk:
        yield clerk


def page_with_a_box(clerk: Clerk, case: str) -> tuple[str, Form, str]:
    """Address and form of a page of the case, and the name of a box for text on it."""
    roots = [(), *((DOCUMENTS, type_id) for type_id in document_types())]
    sections: list[Section] = [each for root in roots for each in sections_of(root, Draft())]
    for section in sections:
        address = f"/cases/{case}/at/{section.path}"
        form = clerk.form(address)
        for name, value in form.sent:
            if value == "" and f'<textarea class="govuk-textarea" id="{name}"' in clerk.get(address).text:
                return address, form, name
    raise AssertionError("no page has a box for text")


def test_answers_of_an_ended_session_reach_the_case_after_signing_in_again(clerk: Clerk) -> None:
    case = clerk.case(Draft())
    address, form, box = page_with_a_box(clerk, case)
    before = clerk.draft(case)
    clerk.pages.clock.pass_by(seconds=IDLE.total_seconds())
    late = clerk.post(form.action, [*form.changed({box: TYPED}), ("action", "later")])
    assert late.status_code == 303 and urlsplit(late.headers["location"]).path == "/sign-in"
    assert clerk.draft(case) == before, "nobody is signed in, so nothing is saved yet"
    signing = hidden(clerk.get(late.headers["location"]))
    back = clerk.browser.post("/sign-in", signing | {"name": "dara", "password": PASSWORD})
    kept = form_of(clerk.get(back.headers["location"]).text)
    sent = [pair for pair in form.changed({box: TYPED}) if pair[0] != "csrf"]
    assert [pair for pair in kept.sent if pair[0] != "csrf"] == [*sent, ("action", "later")]
    assert clerk.post(kept.action, kept.sent).status_code == 303
    assert TYPED in clerk.draft(case).to_json().decode()
    assert TYPED in clerk.form(address).value(box)
    assert clerk.get(back.headers["location"]).status_code == 404, "used once"


def test_answers_that_came_back_too_late_once_more_are_kept_again(clerk: Clerk) -> None:
    case = clerk.case(Draft())
    _, form, box = page_with_a_box(clerk, case)
    action, sent = form.action, [*form.changed({box: TYPED}), ("action", "later")]
    for _ in range(2):
        clerk.pages.clock.pass_by(seconds=IDLE.total_seconds())
        late = clerk.post(action, sent)
        signing = hidden(clerk.get(late.headers["location"]))
        back = clerk.browser.post("/sign-in", signing | {"name": "dara", "password": PASSWORD})
        kept = form_of(clerk.get(back.headers["location"]).text)
        action, sent = kept.action, kept.sent
    assert action.count("kept=") == 1
    assert clerk.post(action, sent).status_code == 303
    assert TYPED in clerk.draft(case).to_json().decode()
