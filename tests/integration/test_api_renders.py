"""Rendering over HTTP: what comes back, what is kept, and what every kind of mistake is answered."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from docgen.case.strict_json import MAX_BYTES
from docgen.docx.text import text as text_of_docx
from docgen.store import Scope
from docgen.store.models import AuditEntry
from tests.integration.api_app import Served, render_request, served

CANARY = "Canaryword"
PDF = "application/pdf"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("renders")) as running:
        yield running


def test_one_output_is_the_file_itself_and_is_in_the_register(service: Served) -> None:
    asked = render_request("docx")
    answer = service.client.post("/v1/renders", json=asked, headers=service.key(Scope.RENDER))
    name = f"{asked['types'][0]}.km.docx"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert text_of_docx(answer.content)
    issued = service.store.register.with_hash(hashlib.sha256(answer.content).hexdigest())
    assert issued is not None and issued.template == answer.headers["docgen-template"]
    verdict = service.client.get(f"/v1/verify/{issued.code}").json()
    assert verdict["status"] == "known" and verdict["issued"]["type"] == asked["types"][0]


def test_several_outputs_are_a_zip_with_their_manifest(service: Served) -> None:
    answer = service.client.post(
        "/v1/renders", json=render_request("docx", "pdf", types=2, languages=2), headers=service.key()
    )
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert len(manifest["files"]) == 8
        assert {each["name"] for each in manifest["files"]} | {"manifest.json"} == set(archive.namelist())


def test_accept_chooses_the_format_where_the_body_names_none(service: Served) -> None:
    asked = {name: value for name, value in render_request().items() if name != "formats"}
    answer = service.client.post("/v1/renders", json=asked, headers={**service.key(), "Accept": PDF})
    assert answer.headers["content-type"] == PDF and answer.content.startswith(b"%PDF-")
    both = service.client.post("/v1/renders", json=asked, headers=service.key())
    assert both.headers["content-type"] == "application/zip"


def test_an_answer_that_cannot_be_given_as_accepted_is_refused(service: Served) -> None:
    for accept in ("image/png", "application/pdf"):
        answer = service.client.post(
            "/v1/renders", json=render_request("docx", "pdf"), headers={**service.key(), "Accept": accept}
        )
        assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


def test_a_packet_is_one_pdf(service: Served) -> None:
    asked = {**render_request("packet", types=2), "packet": {"language": "th", "duplex": True}}
    answer = service.client.post("/v1/renders", json=asked, headers=service.key())
    assert 'filename="packet.pdf"' in answer.headers["content-disposition"], answer.text[:500]


def test_a_test_key_makes_specimens_that_nobody_registers(service: Served) -> None:
    answer = service.client.post("/v1/renders", json=render_request("docx"), headers=service.key(test=True))
    assert answer.status_code == 200
    assert service.store.register.with_hash(hashlib.sha256(answer.content).hexdigest()) is None
    live = service.client.post("/v1/renders", json=render_request("docx"), headers=service.key())
    assert len(answer.content) != len(live.content)


def test_every_render_leaves_an_entry_in_the_audit_log_that_names_the_key(service: Served) -> None:
    headers = service.key()
    service.client.post("/v1/renders", json=render_request("docx"), headers=headers)
    secret = headers["Authorization"].removeprefix("Bearer ")
    newest = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)
    entry = service.store.read(lambda session: session.scalars(newest).one())
    assert entry.action == "render" and secret.startswith(entry.actor) and entry.actor


def test_a_problem_names_each_field_by_its_pointer_and_never_what_was_sent(service: Served) -> None:
    asked: Any = render_request("docx")
    asked["case"]["reference"] = 17
    asked["case"][CANARY.lower()] = CANARY
    asked["case"]["agency"] = {"party": CANARY}
    answer = service.client.post("/v1/renders", json=asked, headers={**service.key(), "Accept-Language": "th"})
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json" and answer.status_code == 422
    assert {"/case/reference", "/case/agency/party"} <= {each["pointer"] for each in problem["errors"]}
    assert CANARY not in answer.text
    assert problem["title"] == "ไม่อาจรับคำขอนี้ได้" and answer.headers["content-language"] == "th"


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"types": ["nothing"]}, "/types/0"),
        ({"languages": ["km", "xx"]}, "/languages/1"),
        ({"formats": ["exe"]}, "/formats/0"),
        ({"formats": []}, "/formats"),
        ({"types": "all"}, "/types"),
        ({"packet": {"language": "xx"}}, "/packet/language"),
        ({"unknown": 1}, "/unknown"),
    ],
)
def test_what_is_asked_of_the_case_is_checked_too(service: Served, changed: dict[str, Any], pointer: str) -> None:
    answer = service.client.post("/v1/renders", json={**render_request("docx"), **changed}, headers=service.key())
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_a_body_beyond_the_limit_is_refused_whatever_its_headers_say(service: Served) -> None:
    headers = {**service.key(), "Content-Type": "application/json"}
    chunks = (b" " * 100_000 for _ in range(MAX_BYTES // 100_000 + 1))
    for sent in (b" " * (MAX_BYTES + 1), chunks):
        answer = service.client.post("/v1/renders", content=sent, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_content_that_is_not_json_is_refused(service: Served) -> None:
    xml = service.client.post("/v1/renders", content=b"<a/>", headers={**service.key(), "Content-Type": "text/xml"})
    assert (xml.status_code, xml.json()["code"]) == (415, "unsupported_media_type")
    cut = service.client.post(
        "/v1/renders", content=b"{", headers={**service.key(), "Content-Type": "application/json"}
    )
    assert cut.json()["errors"][0]["code"] == "json.syntax"


def test_the_same_idempotency_key_gets_the_same_answer_and_nothing_is_done_twice(service: Served) -> None:
    headers = {**service.key(), "Idempotency-Key": "first"}
    count = select(AuditEntry.seq).order_by(AuditEntry.seq.desc()).limit(1)
    first = service.client.post("/v1/renders", json=render_request("pdf"), headers=headers)
    entries = service.store.read(lambda session: session.scalar(count))
    again = service.client.post("/v1/renders", json=render_request("pdf"), headers=headers)
    assert again.content == first.content and again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == first.headers["content-type"]
    assert service.store.read(lambda session: session.scalar(count)) == entries


def test_an_idempotency_key_serves_one_request_only(service: Served) -> None:
    headers = {**service.key(), "Idempotency-Key": "second"}
    assert service.client.post("/v1/renders", json=render_request("docx"), headers=headers).status_code == 200
    other = service.client.post("/v1/renders", json=render_request("pdf"), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    somebody = service.client.post("/v1/renders", json=render_request("pdf"), headers={**headers, **service.key()})
    assert somebody.status_code == 200


def test_a_request_that_was_refused_may_be_corrected_under_its_idempotency_key(service: Served) -> None:
    headers = {**service.key(), "Idempotency-Key": "third"}
    assert service.client.post("/v1/renders", json={"case": {}}, headers=headers).status_code == 422
    assert service.client.post("/v1/renders", json=render_request("docx"), headers=headers).status_code == 200


def test_validation_answers_for_every_case_that_can_be_read(service: Served) -> None:
    asked = {name: value for name, value in render_request().items() if name != "formats"}
    good = service.client.post("/v1/validations", json=asked, headers=service.key())
    assert good.json()["acceptable"] is True
    bad = service.client.post("/v1/validations", json={"case": {}}, headers=service.key())
    assert bad.status_code == 200 and bad.json()["acceptable"] is False
    assert "/case/reference" in {each["pointer"] for each in bad.json()["findings"]}


def test_a_form_is_filled_and_a_wrong_part_named(service: Served) -> None:
    form = service.client.post("/v1/renders", json=render_request("form"), headers=service.key()).content
    files = {"form": ("form.pdf", form), "data": ("data.json", b"{}")}
    for headers in (service.key(), service.key(test=True)):
        filled = service.client.post("/v1/forms/fill", files=files, data={"flatten": "true"}, headers=headers)
        assert filled.headers["content-type"] == PDF and filled.content.startswith(b"%PDF-")
    wrong = service.client.post("/v1/forms/fill", files={"data": ("d", b"{}")}, data={"flatten": "x"}, headers=headers)
    assert {each["pointer"] for each in wrong.json()["errors"]} == {"/form", "/flatten"}
    cut = service.client.post(
        "/v1/forms/fill", content=b"--x", headers={**headers, "Content-Type": "multipart/form-data; boundary=x"}
    )
    assert (cut.status_code, cut.json()["code"]) == (422, "multipart_refused")
