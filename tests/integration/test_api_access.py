"""Who may ask what, how often, and what the service tells its logs and metrics of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.errors import EngineBusy
from docgen.store import Scope
from tests.integration.api_app import Served, render_request, served


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("access")) as running:
        yield running


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer x", "Basic dXNlcg==", "Bearer " + "x" * 5000])
def test_without_a_valid_key_nothing_is_done(service: Served, sent: str) -> None:
    answer = service.client.get("/v1/types", headers={"Authorization": sent})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_key_without_the_scope_is_told_which_one_it_lacks(service: Served) -> None:
    answer = service.client.post("/v1/renders", json={}, headers=service.key(Scope.TEMPLATES_READ))
    assert answer.status_code == 403 and "render" in answer.json()["detail"]


def test_a_revoked_key_stops_working(service: Served) -> None:
    headers = service.key()
    prefix = headers["Authorization"].removeprefix("Bearer ")[: len("dg_live_") + 8]
    keys, now = service.store.keys, datetime.now(UTC)
    service.store.write(lambda session: keys.revoke(session, prefix, now)).result()
    assert service.client.get("/v1/types", headers=headers).status_code == 401


def test_a_key_has_so_many_requests_and_is_told_when_to_come_again(tmp_path: Path) -> None:
    with served(tmp_path, RATE_LIMIT="3/minute") as service:
        headers = service.key()
        answers = [service.client.get("/v1/types", headers=headers) for _ in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429]
        assert answers[0].headers["ratelimit"].startswith('"default";r=2;t=')
        assert 1 <= int(answers[3].headers["retry-after"]) <= 60
        assert service.client.get("/v1/types", headers=service.key()).status_code == 200
        assert service.client.get("/health/live").status_code == 200


def test_a_plain_request_id_is_echoed_and_any_other_replaced(service: Served) -> None:
    assert (
        service.client.get("/health/live", headers={"X-Request-ID": "abc-12345"}).headers["x-request-id"] == "abc-12345"
    )
    other = service.client.get("/health/live", headers={"X-Request-ID": "a b<script>"}).headers["x-request-id"]
    assert len(other) == 32


def test_an_unknown_address_and_a_wrong_method_are_problems_too(service: Served) -> None:
    unknown = service.client.get("/v1/nothing")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    wrong = service.client.get("/v1/renders")
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["allow"]) == (405, "method_not_allowed", "POST")


def test_a_canary_reaches_no_log_no_metric_and_no_header(service: Served, capsys: pytest.CaptureFixture[str]) -> None:
    canary = "Kanarya"
    asked = render_request("pdf")
    asked["case"]["reference"] = canary
    for path in ("/v1/renders", f"/v1/{canary}", f"/v1/types/{canary}", f"/v1/verify/{canary}"):
        headers = {**service.key(), "X-Request-ID": f"{canary} {canary}", "Idempotency-Key": canary}
        answer = service.client.request("POST" if "renders" in path else "GET", path, json=asked, headers=headers)
        assert canary not in str(answer.headers)
        assert answer.status_code == 200 or canary not in answer.text
    figures = service.client.get("/metrics", headers=service.key()).text
    logged = capsys.readouterr()
    assert 'route="/v1/renders"' in figures and canary not in figures
    assert '"route": "/v1/renders"' in logged.err and canary not in logged.err + logged.out


def test_what_nobody_foresaw_is_answered_without_its_text_and_logged_by_its_place(
    service: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of a person")

    monkeypatch.setattr("api.routers.types._row", broken)
    answer = service.client.get("/v1/types", headers=service.key())
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    line = next(json.loads(each) for each in capsys.readouterr().err.splitlines() if '"failed"' in each)
    assert line["error"] == "RuntimeError" and any("broken" in each for each in line["places"])
    assert "secret" not in answer.text + json.dumps(line)


def test_a_service_that_is_full_says_so_and_when_to_come_again(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = service.app.state.service.workers
    monkeypatch.setattr(workers, "inside", 10_000)
    answer = service.client.post("/v1/renders", json=render_request("docx"), headers=service.key())
    assert (answer.status_code, answer.json()["code"]) == (503, EngineBusy.code)
    assert answer.headers["retry-after"]


def test_a_render_that_takes_too_long_is_ended_and_the_service_goes_on(tmp_path: Path) -> None:
    with served(tmp_path, RENDER_SECONDS="0.05") as service:
        headers = service.key()
        answer = service.client.post("/v1/renders", json=render_request("pdf", types=4, languages=3), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "time_limit")
        assert service.client.get("/v1/types", headers=headers).status_code == 200


def test_templates_come_in_pages_with_an_etag(service: Served) -> None:
    headers = service.key(Scope.TEMPLATES_READ)
    seen: list[tuple[str, str]] = []
    cursor = ""
    while True:
        page = service.client.get(f"/v1/templates?limit=7{cursor}", headers=headers)
        seen += [(each["type"], each["language"]) for each in page.json()["templates"]]
        same = service.client.get(
            f"/v1/templates?limit=7{cursor}", headers={**headers, "If-None-Match": page.headers["etag"]}
        )
        assert (same.status_code, same.content) == (304, b"")
        if page.json()["next"] is None:
            break
        cursor = f"&cursor={page.json()['next']}"
    assert seen == sorted(set(seen))
    assert len(seen) == sum(len(tags) for _, tags in service.app.state.service.library.types())


def test_words_of_types_and_schemas_are_in_the_language_of_the_reader(service: Served) -> None:
    headers = {**service.key(), "Accept-Language": "fr, km;q=0.8, en;q=0.5"}
    found = service.client.get("/v1/types", headers=headers)
    assert found.headers["content-language"] == "km"
    type_id = found.json()["types"][0]["id"]
    schema = service.client.get(f"/v1/types/{type_id}/schema", headers=headers)
    assert schema.headers["content-type"] == "application/schema+json"
    assert schema.json()["$schema"].endswith("2020-12/schema")


def test_health_says_whether_the_service_lives_and_is_ready(service: Served) -> None:
    assert service.client.get("/health/live").json() == {"status": "live"}
    assert service.client.get("/health/ready").json() == {"status": "ready"}
    assert service.client.get("/metrics", headers=service.key(Scope.RENDER)).status_code == 403
