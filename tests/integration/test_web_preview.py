"""The picture of a paper's page over HTTP: its page, its pane, the picture itself, and who may see it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from starlette.testclient import TestClient

from api.web.visitors import COOKIE
from docgen.casefile.draft import Draft
from docgen.documents import example_of_all
from docgen.store import Role, users
from docgen.store.models import IssuedRow
from tests.conftest import languages, type_ids
from tests.integration.api_app import Served, served

PASSWORD = "correct horse battery"
TYPE, TAG = type_ids()[0], languages()[0]
PANE = {"HX-Request": "true"}


@dataclass(frozen=True)
class Visit:
    """A clerk with a case, signed in."""

    service: Served
    client: TestClient
    case: str

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers={"Accept": "text/html", **headers}, follow_redirects=False)

    def preview(self, type_id: str = TYPE, tag: str = TAG, tail: str = "") -> str:
        return f"/cases/{self.case}/preview/{type_id}/{tag}{tail}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service")) as service:
        for name in ("dara", "malee"):
            service.store.write(
                lambda session, name=name: users.create(session, name, PASSWORD, [Role.CLERK], datetime.now(UTC))
            ).result()
        yield service


def _visit(running: Served, name: str, values: dict[str, Any]) -> Visit:
    now, store = datetime.now(UTC), running.store
    user = store.read(lambda session: users.named(session, name))
    assert user is not None
    secret = store.write(lambda session: store.sessions.start(session, user.id, now)).result()
    client = TestClient(running.app, base_url="http://localhost", cookies={COOKIE: secret})
    file = running.app.state.service.cases.create(user.id, Draft(values=values), now)
    return Visit(running, client, file.id)


@pytest.fixture(scope="module")
def empty(running: Served) -> Visit:
    """A case in which nothing is entered yet."""
    return _visit(running, "dara", {})


@pytest.fixture(scope="module")
def whole(running: Served) -> Visit:
    """A case with all that each paper needs."""
    return _visit(running, "dara", example_of_all())


def _size(answer: Any) -> tuple[int, int]:
    image = Image.open(io.BytesIO(answer.content))
    image.load()
    assert image.format == "PNG"
    return image.size


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("type_id", type_ids())
def test_a_case_without_any_answer_has_a_picture_of_every_paper_in_every_language(
    empty: Visit, type_id: str, tag: str
) -> None:
    shown = empty.get(empty.preview(type_id, tag))
    assert shown.status_code == 200 and "<h1" in shown.text
    (source,) = re.findall(r'<img src="([^"]+)"', shown.text)
    assert _size(empty.get(source.replace("&amp;", "&"))) == (745, 1053)  # A4 at 90 pixels an inch


def test_what_is_taken_from_the_example_is_named_with_a_link_to_its_question(empty: Visit, whole: Visit) -> None:
    assert f'href="/cases/{empty.case}/at/agency#agency/party"' in empty.get(empty.preview()).text
    assert "/at/" not in whole.get(whole.preview()).text


def test_the_pane_holds_its_picture_and_no_page_around_it(whole: Visit) -> None:
    shown = whole.get(whole.preview(), **PANE)
    assert shown.status_code == 200 and "<html" not in shown.text
    assert 'src="data:image/png;base64,' in shown.text and "<h2" in shown.text


def test_every_language_page_and_size_has_a_link(whole: Visit) -> None:
    text = whole.get(whole.preview(tail="?page=2&zoom=150")).text.replace("&amp;", "&")
    for tag in languages():
        assert f'href="{whole.preview(tag=tag, tail="?page=2&zoom=150")}"' in text
    for query in ("page=1&zoom=150", "page=2&zoom=125", "page=2&zoom=200"):
        assert f'href="{whole.preview(tail=f"?{query}")}"' in text


def test_a_larger_size_has_more_pixels(whole: Visit) -> None:
    small, large = (_size(whole.get(whole.preview(tail=f"/1.png?zoom={zoom}"))) for zoom in (125, 200))
    assert large[0] / small[0] == pytest.approx(200 / 125, rel=0.01)


def test_a_paper_a_language_or_a_page_that_there_is_not_is_not_found(whole: Visit) -> None:
    base = f"/cases/{whole.case}/preview"
    for address in (
        f"{base}/nothing/{TAG}", f"{base}/{TYPE}/xx", f"{base}/{TYPE}/{TAG}?page=99", f"{base}/{TYPE}/{TAG}?page=0",
        f"{base}/{TYPE}/{TAG}/99.png", f"{base}/{TYPE}/{TAG}/x.png", f"{base}/{TYPE}/{TAG}?page=x",
    ):  # fmt: skip
        assert whole.get(address).status_code == 404, address


def test_the_pane_of_a_page_that_is_gone_shows_the_last_one(whole: Visit) -> None:
    """A paper becomes shorter while somebody looks at its end."""
    shown = whole.get(whole.preview(tail="?page=99"), **PANE)
    assert shown.status_code == 200 and "page=99" not in shown.text


def test_a_picture_is_kept_by_no_cache(whole: Visit) -> None:
    for address in (whole.preview(), whole.preview(tail="/1.png")):
        assert whole.get(address).headers["cache-control"] == "private, no-store"


def test_a_character_that_no_font_draws_is_told_in_place_of_the_picture(running: Served) -> None:
    agency = {"name": dict.fromkeys(languages(), "\u4eba")}
    visit = _visit(running, "dara", {"documents": {TYPE: {"agency": agency}}})
    for headers in ({}, PANE):
        shown = visit.get(visit.preview(), **headers)
        assert shown.status_code == 200 and "U+4EBA" in shown.text and "<img" not in shown.text


def test_another_clerks_case_is_not_there(running: Served, whole: Visit) -> None:
    other = _visit(running, "malee", {})
    for tail in ("", "/1.png"):
        assert other.get(whole.preview(tail=tail)).status_code == 404


def test_without_a_session_the_page_asks_to_sign_in_and_the_pane_says_where(running: Served, whole: Visit) -> None:
    nobody = Visit(running, TestClient(running.app, base_url="http://localhost"), whole.case)
    assert nobody.get(nobody.preview()).headers["location"].startswith("/sign-in?")
    assert nobody.get(nobody.preview(), **PANE).headers["x-sign-in"].startswith("/sign-in?")


def test_signing_in_beside_a_form_ends_on_a_page_with_the_new_token(running: Served, whole: Visit) -> None:
    nobody = Visit(running, TestClient(running.app, base_url="http://localhost"), whole.case)
    assert nobody.get("/signed-in").status_code == 303
    assert re.search(r'data-csrf="[^"]{20,}"', whole.get("/signed-in").text)


def test_what_is_drawn_is_not_registered(whole: Visit) -> None:
    whole.get(whole.preview())
    rows = select(func.count()).select_from(IssuedRow)
    assert whole.service.store.read(lambda session: session.scalar(rows)) == 0
