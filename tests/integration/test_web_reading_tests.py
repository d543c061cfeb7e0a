"""Tests of expected text as legal staff write them on pages, without code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response

from docgen.documents import document_type, example
from docgen.store import Role
from docgen.store.template_tests import TemplateTest
from tests.integration.clerks import Clerk, text_of
from tests.integration.lawyers import CLAUSE, TAG, TYPE, WORDS, lawyer, reworded_version, shelf_of
from tests.integration.web import Pages, pages

PAGE = f"/library/{TYPE}/tests"
HOLDS = {"language": TAG, "passage": CLAUSE, "wanted": "present", "text": WORDS}


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory, service: Pages) -> Pages:
    for test in shelf_of(service).trials.of(TYPE):
        user = service.user(f"cleaner-{test.id}", Role.REVIEWER)
        shelf_of(service).trials.remove(test.id, user, service.clock())
    return service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def vera(running: Pages) -> Clerk:
    return lawyer(running, "vera")


def _sent(who: Clerk, file: Any = None, **fields: str) -> Response:
    """The form of a new test, sent as a browser sends it."""
    data = {"csrf": who.browser.csrf(), "name": "scope", "case": "example", **HOLDS, **fields}
    files = {"file": ("case.json", file)} if file is not None else {"file": ("", b"")}
    return who.browser.client.post(PAGE, data=data, files=files, headers=who.browser.headers, follow_redirects=False)


def _only(pages: Pages) -> TemplateTest:
    (test,) = shelf_of(pages).trials.of(TYPE)
    return test


def test_a_text_that_must_stand_there_holds_and_fails_with_the_wording(running: Pages, vera: Clerk) -> None:
    answer = _sent(vera)
    assert answer.status_code == 303
    assert "Holds." in vera.read(answer.headers["location"])
    assert "English: holds" in vera.read(PAGE)
    version = reworded_version(running, vera)
    assert "English: fails" in vera.read(PAGE)
    assert "this does not stand there" in vera.read(answer.headers["location"])
    assert "English: holds" in vera.read(f"{PAGE}?{TAG}={version.number - 1}")
    reworded_version(running, vera, "This waiver is for the screening alone.", WORDS)


def test_a_text_that_must_not_stand_there_fails_where_it_does(vera: Clerk) -> None:
    answer = _sent(vera, wanted="absent", passage="")
    assert "this stands there, but must not" in vera.read(answer.headers["location"])


def test_texts_are_added_and_removed_and_with_the_last_one_the_test_goes(running: Pages, vera: Clerk) -> None:
    address = _sent(vera).headers["location"]
    address = vera.sent(f"{address}/texts", **HOLDS | {"text": "any other interview", "wanted": "absent"})
    assert [each.text for each in _only(running).expectations] == [WORDS, "any other interview"]
    address = vera.sent(f"{address}/texts/0/remove")
    assert [each.text for each in _only(running).expectations] == ["any other interview"]
    assert vera.sent(f"{address}/texts/0/remove") == PAGE
    assert shelf_of(running).trials.of(TYPE) == []


def test_a_test_is_removed(running: Pages, vera: Clerk) -> None:
    address = _sent(vera).headers["location"]
    assert vera.sent(f"{address}/remove") == PAGE
    assert shelf_of(running).trials.of(TYPE) == []
    assert vera.get(address).status_code == 404


def test_an_invented_case_fills_the_paper(running: Pages, vera: Clerk) -> None:
    case = example(document_type(TYPE))
    case["reference"] = "X-42"
    address = _sent(vera, json.dumps(case), case="own", text="X-42", passage="header").headers["location"]
    assert _only(running).case == json.dumps(case).encode()
    assert "Holds." in vera.read(address) and "With an invented case of its own" in vera.read(address)


def test_the_case_of_a_test_is_changed_and_its_texts_stay(running: Pages, vera: Clerk) -> None:
    address = _sent(vera).headers["location"]
    own = json.dumps(example(document_type(TYPE)))
    for case, file, kept in (("own", own, own.encode()), ("example", "", None)):
        answer = vera.browser.client.post(
            f"{address}/case", data={"csrf": vera.browser.csrf(), "case": case}, headers=vera.browser.headers,
            files={"file": ("case.json", file) if file else ("", b"")}, follow_redirects=False,
        )  # fmt: skip
        assert answer.status_code == 303
        address = answer.headers["location"]
        assert (_only(running).case, [each.text for each in _only(running).expectations]) == (kept, [WORDS])
    refused = vera.browser.client.post(
        f"{address}/case", data={"csrf": vera.browser.csrf(), "case": "own"}, headers=vera.browser.headers,
        files={"file": ("case.json", "{}")}, follow_redirects=False,
    )  # fmt: skip
    assert refused.status_code == 422 and _only(running).case is None


@pytest.mark.parametrize("case", ["{}", "no JSON", '{"reference": 1}', "[]"])
def test_a_case_that_does_not_make_the_paper_is_refused_as_cases_are(running: Pages, vera: Clerk, case: str) -> None:
    answer = _sent(vera, case, case="own", text="kept as it was typed")
    assert answer.status_code == 422
    said = text_of(answer.text)
    assert "This case does not make the paper; correct it" in said
    assert "kept as it was typed" in said
    assert shelf_of(running).trials.of(TYPE) == []


def test_the_page_says_that_real_cases_do_not_belong_there(vera: Clerk) -> None:
    assert "Never use a real case here" in vera.read(PAGE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 101), ("language", "xx"), ("passage", "nowhere"), ("wanted", "perhaps"),
        ("text", " "), ("text", "x" * 2001),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_question(running: Pages, vera: Clerk, field: str, value: str) -> None:
    answer = _sent(vera, **{field: value})
    assert answer.status_code == 422
    assert re.search(rf'<a href="#{field}"', answer.text)
    assert f'id="{field}"' in answer.text
    assert shelf_of(running).trials.of(TYPE) == []


def test_a_name_is_given_once_and_a_file_that_is_named_must_come(vera: Clerk) -> None:
    assert _sent(vera).status_code == 303
    assert "There is a test of this name" in text_of(_sent(vera).text)
    assert "Choose the file with the case" in text_of(_sent(vera, name="other", case="own").text)


def test_the_cover_has_no_tests(vera: Clerk) -> None:
    assert vera.get("/library/packet_cover/tests").status_code == 404


def test_clerks_have_no_tests_and_no_form_goes_without_its_token(running: Pages, vera: Clerk) -> None:
    clerk = lawyer(running, "dara", Role.CLERK)
    assert clerk.get(PAGE).status_code == 403
    assert _sent(clerk).status_code == 403
    assert vera.browser.post(PAGE, {"name": "x", **HOLDS}).status_code == 403
    assert shelf_of(running).trials.of(TYPE) == []
