"""A service that is ended in the middle of a batch goes on with it when it starts again, and tells of its end."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx2
from sqlalchemy import select
from standardwebhooks import Webhook

from docgen.documents import document_type, example
from docgen.settings import Settings
from docgen.store import Store
from docgen.store.batches import BatchRow
from tests.integration.live import live
from tests.unit.api.test_batches import receiver

TYPE, ROWS, SECONDS = "rights_statement", 60, 90


def test_a_restart_goes_on_and_tells(tmp_path: Path) -> None:
    line = json.dumps(example(document_type(TYPE)), ensure_ascii=False)
    with receiver() as told:
        hosts, hook = f"127.0.0.1:{told.port}", f"http://127.0.0.1:{told.port}/"
        with live(tmp_path, DOCGEN_WEBHOOK_HOSTS=hosts) as server:
            auth = {"Authorization": f"Bearer {server.key('batch')}", "Content-Type": "application/x-ndjson"}
            with httpx2.Client(base_url=server.url, headers=auth, trust_env=False) as http:
                asked = {"type": TYPE, "format": "pdf", "webhook": hook}
                here = http.post("/v1/batches", params=asked, content="\n".join([line] * ROWS)).headers["location"]
                with http.stream("GET", f"{here}/events", timeout=SECONDS) as events:  # open while the service ends
                    assert next(events.iter_lines()).startswith("id: ")
                    server.end()
        with Store.open(Settings.read(server.environment)) as store:
            (left,) = store.read(lambda session: session.scalars(select(BatchRow)).all())
            assert (left.state, left.finished) == ("running", None)
        with (
            live(tmp_path, DOCGEN_WEBHOOK_HOSTS=hosts) as server,
            httpx2.Client(base_url=server.url, headers=auth, trust_env=False) as http,
        ):
            last = time.monotonic() + SECONDS
            while (tree := http.get(here).json())["webhook"]["state"] == "waiting" and time.monotonic() < last:
                time.sleep(0.2)
            secret = http.get("/v1/webhooks/secret").json()["secret"]
        assert (tree["state"], tree["counts"]["done"], tree["counts"]["failed"]) == ("done", ROWS, 0)
        ((body, headers),) = told.came
        assert Webhook(secret).verify(body, headers)["data"]["counts"] == tree["counts"]
