"""`/v1/batches` on PostgreSQL: the service accepts, follows and tells; `docgen worker` does the rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api.notices import StoredNotices
from api.webhooks import Outcome
from docgen.batch.queue import Queue
from docgen.batch.row import Order
from docgen.batch.service import Batches
from docgen.documents import document_type, example
from docgen.settings import Settings
from docgen.store import Scope, Store
from tests.conftest import open_press
from tests.integration.api_app import served
from tests.postgresql import Cluster

TYPE = "rights_statement"


@pytest.mark.postgresql
def test_a_batch_waits_for_a_worker_and_is_cancelled(tmp_path: Path, postgresql: Cluster) -> None:
    hosts = {"DATABASE_URL": postgresql.database(), "WEBHOOK_HOSTS": "ministry.example"}
    with served(tmp_path, **hosts) as service:
        key = service.key(Scope.BATCH)
        rows = {"rows": [example(document_type(TYPE))], "types": [TYPE], "webhook": "https://ministry.example/"}
        accepted = service.client.post("/v1/batches", json=rows, headers=key)
        assert accepted.status_code == 202, accepted.text
        batch, here = accepted.json()["id"], accepted.headers["location"]
        assert service.client.get(here, headers=key).json()["state"] == "queued"
        jobs = "SELECT args FROM procrastinate_jobs WHERE status = 'todo'"
        (waiting,) = service.store.read(lambda session: session.scalars(text(jobs)).all())
        assert waiting == {"batch": batch, "number": 0}
        assert "person" not in json.dumps(waiting)
        assert service.client.get("/v1/batches", headers=key).json()["batches"][0]["id"] == batch
        assert service.client.get(f"{here}/files/1/%00", headers=key).status_code == 404
        assert service.client.delete(here, headers=key).status_code == 204
        assert service.client.get(here, headers=key).json()["state"] == "cancelled"
        assert service.store.read(lambda session: session.scalars(text(jobs)).all()) == []


@pytest.mark.postgresql
def test_of_two_processes_one_takes_a_notice(tmp_path: Path, postgresql: Cluster) -> None:
    environment = {"DOCGEN_DATA": str(tmp_path), "DOCGEN_DATABASE_URL": postgresql.database()}
    settings, now = Settings.read(environment), datetime.now(UTC)
    with Store.open(settings) as store:
        batches = Batches(store, settings, open_press().library, Queue(store))
        batch = batches.accept(
            [], Order((TYPE,)), owner="somebody", specimen=False, webhook="https://ministry.example/", now=now
        )
        one, other = StoredNotices(store), StoredNotices(store)
        assert [len(each.take(now, now + timedelta(minutes=1))) for each in (one, other)] == [1, 0]
        one.settle(batch, Outcome.DELIVERED, 1, now)
        assert other.take(now + timedelta(days=1), now + timedelta(days=2)) == ()
