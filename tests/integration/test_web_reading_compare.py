"""Two versions of a wording compared: the page, and the Word file with tracked changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from api.web import reading_compare
from docgen.shelf.state import Version
from docgen.store import Role
from tests.integration.clerks import Clerk, text_of
from tests.integration.lawyers import OTHERS, TAG, TYPE, WORDS, lawyer, reworded_version
from tests.integration.web import Pages, pages

PAGE = f"/library/{TYPE}/{TAG}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def vera(running: Pages) -> Clerk:
    return lawyer(running, "vera")


@pytest.fixture(scope="module")
def version(running: Pages, vera: Clerk) -> Version:
    return reworded_version(running, vera)


def test_the_newest_version_is_compared_with_the_one_before_it(vera: Clerk, version: Version) -> None:
    html = vera.found(f"{PAGE}/compare")
    assert "<ins>" in html and "<del>" in html
    said = text_of(html)
    assert "1 passage changed" in said
    assert f"/redline?old=1&amp;new={version.number}" in html


def test_two_versions_can_be_chosen_either_way_round(vera: Clerk, version: Version) -> None:
    assert "1 passage changed" in vera.read(f"{PAGE}/compare?old={version.number}&new=1")
    assert "Choose two different versions" in vera.read(f"{PAGE}/compare?old=1&new=1")


def test_the_word_file_has_the_changes_tracked_by_whoever_asked_for_it(vera: Clerk, version: Version) -> None:
    answer = vera.get(f"{PAGE}/redline?old=1&new={version.number}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{TYPE}.{TAG}.1-{version.number}.docx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        body = file.read("word/document.xml").decode()
    assert "<w:ins " in body and "<w:del " in body and vera.user.name in body
    changed = set(OTHERS.split()) - set(WORDS.split())
    assert changed and all(word.strip(".") in body for word in changed)


def test_where_the_word_file_cannot_be_made_the_comparison_says_so(
    running: Pages, vera: Clerk, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = vera.get(f"{PAGE}/redline?old={version.number}&new={version.number + 7}")
    assert answer.status_code == 404

    monkeypatch.setattr(reading_compare, "_SECONDS", 0.0)
    answer = vera.get(f"{PAGE}/redline?old=1&new={version.number}")
    assert answer.status_code == 503
    said = text_of(answer.text)
    assert "The Word file with tracked changes cannot be made" in said and "1 passage changed" in said


@pytest.mark.parametrize("address", ["compare?old=1&new=99", "compare?old=x", "redline?new=99"])
def test_a_version_that_there_is_not_is_not_found(vera: Clerk, address: str) -> None:
    assert vera.get(f"{PAGE}/{address}").status_code == 404


def test_a_type_or_language_that_there_is_not_is_not_found(vera: Clerk) -> None:
    for address in (f"/library/{TYPE}/xx/compare", f"/library/nothing/{TAG}/compare", f"/library/{TYPE}/xx/redline"):
        assert vera.get(address).status_code == 404


def test_clerks_compare_nothing(running: Pages) -> None:
    clerk = lawyer(running, "dara", Role.CLERK)
    for address in (f"{PAGE}/compare", f"{PAGE}/redline"):
        assert clerk.get(address).status_code == 403
