"""`/v1/batches` in this process: what is sent is kept, done, told of, fetched, and nobody else's."""

from __future__ import annotations

import asyncio
import io
import json
import stat
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from os import fstat
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook
from starlette.requests import Request

from api.intake import spooled
from api.notices import StoredNotices, standing
from api.webhooks import Outcome
from docgen.batch.row import Order
from docgen.batch.sources import Row
from docgen.documents import document_type, example
from docgen.pdf.extract import text as text_of_pdf
from docgen.store import Scope
from docgen.store.batches import BatchRow
from tests.integration.api_app import Served, served

TYPE = "rights_statement"
CASE = example(document_type(TYPE))
LINE = json.dumps(CASE, ensure_ascii=False).encode()
BAD = json.dumps({**CASE, "person": {}}, ensure_ascii=False).encode()
ONE_PDF = f"/v1/batches?type={TYPE}&language=th&format=pdf"
LINES = {"Content-Type": "application/x-ndjson"}
PARTS = ("", "/results", "/files", "/files/1/rights_statement.th.pdf", "/events")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("batches")) as running:
        yield running


@pytest.fixture
def key(service: Served) -> Mapping[str, str]:
    return service.key(Scope.BATCH)


def send(service: Served, key: Mapping[str, str], *rows: bytes, to: str = ONE_PDF, **headers: str) -> Any:
    return service.client.post(to, content=b"\n".join(rows), headers={**key, **LINES, **headers})


def ended(service: Served, key: Mapping[str, str], batch: str) -> dict[str, Any]:
    """The state of a batch once it has ended."""
    last = time.monotonic() + 60
    while time.monotonic() < last:
        answer = service.client.get(batch, headers=key)
        tree: dict[str, Any] = answer.json()
        if tree["finished"]:
            assert "retry-after" not in answer.headers
            return tree
        assert answer.headers["retry-after"] == "1"
        time.sleep(0.1)
    raise AssertionError(tree)


def refused(answer: Any) -> set[tuple[str, str]]:
    """(pointer, code) of each error of a problem."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {(error["pointer"], error["code"]) for error in answer.json()["errors"]}


def test_a_batch_of_lines_is_done_and_fetched(service: Served, key: Mapping[str, str]) -> None:
    accepted = send(service, key, LINE, BAD, LINE)
    assert accepted.status_code == 202
    batch = accepted.headers["location"]
    assert accepted.json()["links"]["self"] == batch
    tree = ended(service, key, batch)
    assert (tree["state"], tree["counts"]) == ("done", {"total": 3, "done": 2, "failed": 1, "outputs": 2})

    results = [json.loads(line) for line in service.client.get(f"{batch}/results", headers=key).text.splitlines()]
    assert [(row["row"], row["state"], len(row["files"])) for row in results] == [
        (1, "done", 1), (2, "failed", 0), (3, "done", 1),
    ]  # fmt: skip
    assert all(error["pointer"].startswith("/person") for error in results[1]["errors"])

    with zipfile.ZipFile(io.BytesIO(service.client.get(f"{batch}/files", headers=key).content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == ["1/rights_statement.th.pdf", "3/rights_statement.th.pdf", "manifest.json"]
        manifest = json.loads(archive.read("manifest.json"))["files"]
        assert {row["name"]: row["sha256"] for row in manifest} == {
            name: sha256(archive.read(name)).hexdigest() for name in names[:2]
        }
        single = service.client.get(results[0]["files"][0]["href"], headers=key)
        assert (single.content, single.headers["content-type"]) == (archive.read(names[0]), "application/pdf")


def test_what_is_wrong_with_a_row_is_said_in_the_readers_language(service: Served, key: Mapping[str, str]) -> None:
    batch = send(service, key, BAD).headers["location"]
    assert ended(service, key, batch)["state"] == "failed"
    said = {
        tag: service.client.get(f"{batch}/results", headers={**key, "Accept-Language": tag}).json()["errors"]
        for tag in ("th", "en")
    }
    assert [error["code"] for error in said["th"]] == [error["code"] for error in said["en"]]
    assert said["th"][0]["message"] != said["en"][0]["message"]


@pytest.mark.parametrize("test", [True, False])
def test_a_test_key_gets_specimens_without_codes(service: Served, test: bool) -> None:
    key = service.key(Scope.BATCH, test=test)
    batch = send(service, key, LINE, to=ONE_PDF.replace("th", "en")).headers["location"]
    assert ended(service, key, batch)["specimen"] is test
    (row,) = [json.loads(line) for line in service.client.get(f"{batch}/results", headers=key).text.splitlines()]
    pdf = service.client.get(row["files"][0]["href"], headers=key).content
    assert ("SPECIMEN" in text_of_pdf(pdf), row["files"][0]["code"] == "") == (test, test)


def test_a_form_with_a_file_is_taken(service: Served, key: Mapping[str, str]) -> None:
    fields = {"type": TYPE, "language": ["km", "th"], "format": "docx"}
    files = {"file": ("cases.jsonl", LINE + b"\n" + LINE)}
    accepted = service.client.post("/v1/batches", data=fields, files=files, headers=key)
    assert accepted.status_code == 202, accepted.text
    assert ended(service, key, accepted.headers["location"])["counts"]["outputs"] == 4


def test_rows_of_a_json_object_are_taken(service: Served, key: Mapping[str, str]) -> None:
    body = {"rows": [CASE, {}], "types": [TYPE], "languages": ["en"], "formats": ["pdf"]}
    accepted = service.client.post("/v1/batches", json=body, headers=key)
    assert accepted.status_code == 202, accepted.text
    counts = ended(service, key, accepted.headers["location"])["counts"]
    assert (counts["done"], counts["failed"]) == (1, 1)


def test_files_of_another_kind_are_refused(service: Served, key: Mapping[str, str]) -> None:
    answer = service.client.post("/v1/batches", files={"file": ("cases.exe", LINE)}, headers=key)
    assert {code for _, code in refused(answer)} == {"source.kind"}


def test_a_form_without_a_file_or_broken_off_is_refused(service: Served, key: Mapping[str, str]) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=X"}
    part = b'--X\r\nContent-Disposition: form-data; name="type"\r\n\r\nrights_statement\r\n--X'
    whole = service.client.post("/v1/batches", content=part + b"--\r\n", headers={**key, **form})
    assert refused(whole) == {("/file", "field.missing")}
    broken = service.client.post("/v1/batches", content=part, headers={**key, **form})
    assert refused(broken) == {("", "multipart_refused")}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("type=unknown", ("/types/0", "field.choice")),
        (f"type={TYPE}&language=xx", ("/languages/0", "field.choice")),
        ("format=pdf&format=exe", ("/formats/1", "field.choice")),
        ("colour=red", ("", "field.unknown")),
        ("webhook=https://elsewhere.example/", ("/webhook", "webhook_host")),
        ("webhook=http://elsewhere.example/", ("/webhook", "webhook_malformed")),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_pointer(
    service: Served, key: Mapping[str, str], query: str, error: tuple[str, str]
) -> None:
    assert error in refused(send(service, key, LINE, to=f"/v1/batches?{query}"))


def test_the_same_request_again_is_the_same_batch(service: Served, key: Mapping[str, str]) -> None:
    once = {"Idempotency-Key": "monday-1"}
    first, again = (send(service, key, LINE, **once) for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.headers["location"] == again.headers["location"]
    assert len(service.client.get("/v1/batches", headers=key).json()["batches"]) == 1
    other = send(service, key, LINE, LINE, **once)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    otherwise = send(service, key, LINE, to=ONE_PDF.replace("pdf", "docx"), **once)
    assert otherwise.status_code == 422


def test_another_keys_batch_is_not_there(service: Served, key: Mapping[str, str]) -> None:
    batch = send(service, key, LINE).headers["location"]
    ended(service, key, batch)
    stranger = service.key(Scope.BATCH)
    assert {service.client.get(batch + part, headers=key).status_code for part in PARTS} == {200}
    assert {service.client.get(batch + part, headers=stranger).status_code for part in PARTS} == {404}
    assert service.client.delete(batch, headers=stranger).status_code == 404
    assert service.client.get("/v1/batches", headers=stranger).json()["batches"] == []
    cursor = batch.rpartition("/")[2]
    assert service.client.get(f"/v1/batches?cursor={cursor}", headers=stranger).status_code == 422


@pytest.mark.parametrize("batch", ["x", "%00", "0" * 36, "..%2ftypes"])
def test_a_batch_that_never_was_is_not_there(service: Served, key: Mapping[str, str], batch: str) -> None:
    assert service.client.get(f"/v1/batches/{batch}", headers=key).status_code == 404


@pytest.mark.parametrize(
    "name", ["1/..%2f..%2fstore.key", "0/rights_statement.th.pdf", "99999999999999999999/a.b.c", "x/%00"]
)
def test_an_output_that_never_was_is_not_there(service: Served, key: Mapping[str, str], name: str) -> None:
    batch = send(service, key, LINE).headers["location"]
    assert service.client.get(f"{batch}/files/{name}", headers=key).status_code == 404


def test_a_cancelled_batch_ends_and_stays_ended(service: Served, key: Mapping[str, str]) -> None:
    batch = send(service, key, *[LINE] * 300).headers["location"]
    early = service.client.get(f"{batch}/files", headers=key)
    assert (early.status_code, early.headers["retry-after"]) == (409, "1")
    assert [service.client.delete(batch, headers=key).status_code for _ in range(2)] == [204, 204]
    tree = service.client.get(batch, headers=key).json()
    assert tree["state"] == "cancelled"
    assert tree["counts"]["done"] < 300
    assert service.client.get(f"{batch}/files", headers=key).status_code == 200


def test_own_batches_are_listed_page_by_page(service: Served, key: Mapping[str, str]) -> None:
    sent = [send(service, key, BAD).json()["id"] for _ in range(5)]
    listed, cursor = [], ""
    while cursor is not None:
        page = service.client.get(
            "/v1/batches", params={"limit": 2} | ({"cursor": cursor} if cursor else {}), headers=key
        )
        listed += [tree["id"] for tree in page.json()["batches"]]
        cursor = page.json()["next"]
    assert listed == sent[::-1]
    assert service.client.get("/v1/batches?cursor=x", headers=key).status_code == 422
    assert service.client.get("/v1/batches?limit=0", headers=key).status_code == 422


def test_events_tell_of_every_change_until_the_end(service: Served, key: Mapping[str, str]) -> None:
    batch = send(service, key, LINE, LINE).headers["location"]
    said = service.client.get(f"{batch}/events", headers=key)
    assert said.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in each.splitlines()) for each in said.text.strip().split("\n\n")]
    assert events[-1]["event"] == "done"
    assert {each["event"] for each in events[:-1]} == {"progress"}
    assert json.loads(events[-1]["data"])["counts"]["done"] == 2
    again = service.client.get(f"{batch}/events", headers={**key, "Last-Event-ID": events[-1]["id"]})
    assert "event: done" in again.text
    assert "event: progress" not in again.text


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(service: Served, key: Mapping[str, str]) -> None:
    answer = service.client.post(
        "/v1/batches", content=iter([b"x"]), headers={**key, **LINES, "Content-Length": "300000000"}
    )
    assert answer.status_code == 413


def request_of(*parts: bytes) -> Request:
    messages = iter([{"type": "http.request", "body": part, "more_body": True} for part in parts])

    async def receive() -> dict[str, Any]:
        return next(messages, {"type": "http.request", "body": b"", "more_body": False})

    return Request({"type": "http", "headers": [], "method": "POST", "path": "/"}, receive)


def test_a_body_lies_in_a_file_without_a_name_for_its_owner_alone() -> None:
    async def look() -> None:
        async with spooled(request_of(b"one", b"two"), b"k") as body:
            found = fstat(body.file.fileno())
            assert (found.st_nlink, stat.S_IMODE(found.st_mode)) == (0, 0o600)
            assert body.file.read() == b"onetwo"
        assert body.file.closed

    asyncio.run(look())


def test_a_body_that_grows_beyond_the_limit_is_refused() -> None:
    async def take() -> None:
        async with spooled(request_of(b"x" * 60, b"x" * 60), b"k", limit=100):
            raise AssertionError("it was taken")

    with pytest.raises(Exception, match="larger than 100 bytes"):
        asyncio.run(take())


@dataclass
class Receiver:
    """Who is told, on a port of this machine: keeps what came and answers with `status`."""

    port: int = 0
    status: int = 204
    came: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.came.append((self.rfile.read(int(self.headers["content-length"])), dict(self.headers)))
            self.send_response(told.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the test's standard error."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def test_the_receiver_is_told_once_and_can_check_it(tmp_path: Path) -> None:
    with receiver() as told, served(tmp_path, WEBHOOK_HOSTS=f"127.0.0.1:{told.port}") as service:
        key = service.key(Scope.BATCH)
        batch = send(service, key, LINE, to=f"{ONE_PDF}&webhook=http://127.0.0.1:{told.port}/hook").headers["location"]
        last = time.monotonic() + 60
        while ended(service, key, batch)["webhook"]["state"] == "waiting" and time.monotonic() < last:
            time.sleep(0.1)
        tree = service.client.get(batch, headers=key).json()
        assert tree["webhook"] == {"state": "delivered", "tries": 1}
        ((body, headers),) = told.came
        secret = service.client.get("/v1/webhooks/secret", headers=key).json()["secret"]
        assert Webhook(secret).verify(body, headers)["data"] == {
            "id": tree["id"], "state": "done", "counts": tree["counts"],
        }  # fmt: skip


def test_notices_outlive_the_process_that_took_them(service: Served) -> None:
    """The store keeps who is to be told: one process takes a notice, others not, until its claim is over."""
    running = service.app.state.service
    notices, now, later = StoredNotices(running.store), datetime.now(UTC), timedelta(minutes=1)
    order = Order((TYPE,), ("th",), ("pdf",))
    batch = running.batches.accept(
        [Row(1, BAD)], order, owner="somebody", specimen=False, webhook="https://ministry.example/", now=now
    )
    last = time.monotonic() + 60
    while running.batches.status(batch, "somebody").finished is None and time.monotonic() < last:
        time.sleep(0.05)
    stand = lambda: running.store.read(lambda session: standing(session.get(BatchRow, batch)))  # noqa: E731
    # The courier of the service takes it, too: its host is not allowed there, so it is given up at once.
    while stand()["state"] == "waiting" and time.monotonic() < last:
        time.sleep(0.1)
    assert stand() == {"state": "given_up", "tries": 1}

    notices.settle(batch, Outcome.WAITING, 1, now + 10 * later)
    assert stand() == {"state": "waiting", "tries": 1}
    then = now + 11 * later
    (taken,) = notices.take(then, then + later)
    assert (taken.batch, taken.key, taken.url, taken.tries) == (batch, "somebody", "https://ministry.example/", 1)
    assert notices.take(then, then + later) == ()
    assert len(notices.take(then + later, then + 2 * later)) == 1
    notices.settle(batch, Outcome.DELIVERED, 2, then)
    assert stand() == {"state": "delivered", "tries": 2}
    assert notices.take(then + 100 * later, then) == ()
