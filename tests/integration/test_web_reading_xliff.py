"""Wordings for outside translators: the XLIFF file down, and their work taken back as a new version."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from httpx2 import Response

from docgen.docx.passages import passages
from docgen.shelf.state import State
from docgen.store import Role
from tests.conftest import languages
from tests.integration.clerks import Clerk, text_of
from tests.integration.lawyers import CLAUSE, TAG, TYPE, lawyer, passages_of, shelf_of
from tests.integration.web import Pages, pages

OTHER = next(tag for tag in languages() if tag != TAG)
PAGE = f"/library/{TYPE}/{OTHER}/1"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def vera(running: Pages) -> Clerk:
    return lawyer(running, "vera")


def _back(who: Clerk, data: bytes | None, note: str = "from the translators") -> Response:
    fields = {"csrf": who.browser.csrf(), "note": note}
    files = {"file": ("back.xlf", data) if data is not None else ("", b"")}
    return who.browser.client.post(
        f"{PAGE}/xliff", data=fields, files=files, headers=who.browser.headers, follow_redirects=False
    )


def test_what_translators_changed_becomes_a_new_version(running: Pages, vera: Clerk) -> None:
    answer = vera.get(f"{PAGE}/xliff")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/xliff+xml")
    shelf = shelf_of(running)
    before = next(each for each in passages_of(running, shelf.versions(TYPE, OTHER)[0]) if each.anchor == CLAUSE)
    word = before.text.split()[-1]
    changed = answer.content.replace(f"{word}</target>".encode(), f"{word}{word}</target>".encode(), 1)
    assert changed != answer.content
    taken = _back(vera, changed)
    assert taken.status_code == 303, text_of(taken.text)
    newest = shelf.versions(TYPE, OTHER)[0]
    assert (newest.number, newest.state, newest.note) == (2, State.DRAFT, "from the translators")
    assert newest.author == vera.user.id
    assert taken.headers["location"].startswith(f"/library/{TYPE}/{OTHER}/2")
    after = next(each for each in passages(shelf.wording(newest).data, "new.docx") if each.anchor == CLAUSE)
    assert after.text == before.text.removesuffix(word) + word + word


def test_it_says_what_placeholders_stand_for(vera: Clerk) -> None:
    assert (
        b"{{ assessment.date }}: Assessment \xe2\x80\x93 Date of the assessment: " in vera.get(f"{PAGE}/xliff").content
    )


def test_a_lost_placeholder_is_refused_with_its_passage(running: Pages, vera: Clerk) -> None:
    data = vera.get(f"{PAGE}/xliff").content
    start = data.index(b"<target")
    at = data.index(b"<ph", start)
    end = data.index(b"/>", at) + 2
    answer = _back(vera, data[:at] + data[end:])
    assert answer.status_code == 422 and "There is a problem" in text_of(answer.text)


@pytest.mark.parametrize("data", [b"", b"<xliff/>", b"no XML", None])
def test_what_is_no_such_file_is_refused(running: Pages, vera: Clerk, data: bytes | None) -> None:
    before = len(shelf_of(running).versions(TYPE, OTHER))
    answer = _back(vera, data)
    assert answer.status_code == 422 and 'href="#file"' in answer.text
    assert len(shelf_of(running).versions(TYPE, OTHER)) == before


def test_the_language_of_the_sop_is_not_translated(vera: Clerk) -> None:
    for tail in ("xliff", "translation"):
        assert vera.get(f"/library/{TYPE}/{TAG}/1/{tail}").status_code == 404
        assert vera.get(f"/library/{TYPE}/{OTHER}/99/{tail}").status_code == 404
    assert "For outside translators" in vera.read(f"{PAGE}/translation")


def test_clerks_neither_get_it_nor_send_it(running: Pages, vera: Clerk) -> None:
    clerk = lawyer(running, "dara", Role.CLERK)
    assert clerk.get(f"{PAGE}/xliff").status_code == 403
    assert _back(clerk, b"x").status_code == 403
    assert vera.browser.post(f"{PAGE}/xliff", {"note": "x"}).status_code == 403
