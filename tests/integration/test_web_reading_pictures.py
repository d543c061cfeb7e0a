"""Pictures of a page in all languages beside each other: of any versions, with the example or a test's case."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator

import pytest
from PIL import Image

from docgen.documents import document_type, example
from docgen.store import Role
from docgen.store.template_tests import Expectation
from tests.conftest import languages
from tests.integration.clerks import Clerk, text_of
from tests.integration.lawyers import TAG, TYPE, lawyer, reworded_version, shelf_of
from tests.integration.web import Pages, pages

PAGE = f"/library/{TYPE}/pictures"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def vera(running: Pages) -> Clerk:
    return lawyer(running, "vera")


def _pictures(html: str) -> list[bytes]:
    found = [base64.b64decode(each) for each in re.findall(r'src="data:image/png;base64,([^"]+)"', html)]
    for each in found:
        with Image.open(io.BytesIO(each)) as picture:
            assert picture.size == (745, 1053)  # A4 at 90 pixels an inch
    return found


def test_a_page_is_shown_in_every_language_at_once(vera: Clerk) -> None:
    html = vera.found(PAGE)
    assert len(set(_pictures(html))) == len(languages())
    assert html.count("alt=") >= len(languages())


def test_each_page_leads_to_the_next_one(vera: Clerk) -> None:
    first = vera.found(PAGE)
    assert f'href="{PAGE}?page=2"' in first
    second = vera.found(f"{PAGE}?page=2")
    assert _pictures(second) != _pictures(first)
    for number in (0, 99):
        assert vera.get(f"{PAGE}?page={number}").status_code == 404


def test_the_version_that_the_address_names_is_the_one_that_is_drawn(running: Pages, vera: Clerk) -> None:
    before = _pictures(vera.found(f"{PAGE}?page=1"))
    version = reworded_version(running, vera, "WAIVER OF THE RIGHT TO AN INTERPRETER", "GIVING UP AN INTERPRETER")
    assert _pictures(vera.found(f"{PAGE}?{TAG}=1")) == before
    after = _pictures(vera.found(f"{PAGE}?{TAG}={version.number}"))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_the_case_of_a_test_fills_the_pictures(running: Pages, vera: Clerk) -> None:
    case = example(document_type(TYPE))
    case["reference"] = "X-42"
    test = shelf_of(running).trials.save(
        TYPE, "with a number", json.dumps(case).encode(), [Expectation(TAG, "", "X-42")], vera.user, running.clock()
    )
    html = vera.found(f"{PAGE}?case={test.id}")
    assert _pictures(html) != _pictures(vera.found(PAGE))
    assert "with a number" in text_of(html)
    assert vera.get(f"{PAGE}?case=nothing").status_code == 404


def test_nothing_of_it_is_kept_by_a_browser_or_registered(running: Pages, vera: Clerk) -> None:
    assert vera.get(PAGE).headers["cache-control"] == "private, no-store"


def test_clerks_see_no_pictures_of_wordings(running: Pages) -> None:
    assert lawyer(running, "dara", Role.CLERK).get(PAGE).status_code == 403
    assert lawyer(running, "vanna").get("/library/nothing/pictures").status_code == 404
