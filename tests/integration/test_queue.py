"""Batches by `docgen worker` on a real PostgreSQL: workers die, the database goes away, jobs get lost."""

import random
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from docgen.batch.queue import QUEUE, defer_lost
from tests.integration.cli import Shell
from tests.integration.queue_kills import desk, environment, faults, run, undisturbed, workers
from tests.postgresql import Cluster
from tests.unit.batch.dispatching import NOW, OWNER

pytestmark = pytest.mark.postgresql


def test_killed_workers_lose_double_and_damage_nothing(postgresql: Cluster, tmp_path: Path) -> None:
    figures = run(environment(tmp_path, postgresql.database()), tmp_path, 3, 150, random.Random(5))
    assert figures["faults"] == [], (tmp_path / "workers.log").read_text()
    assert figures["jobs left"] == 0
    assert figures["exit codes at the end"] == [0, 0, 0]


def test_a_batch_ends_whole_when_the_database_crashes_on_the_way(postgresql: Cluster, tmp_path: Path) -> None:
    given = environment(tmp_path, postgresql.database())
    with desk(given) as on, workers(given, tmp_path, 2) as working:
        batch = on.accept(300)
        while on.status(batch).done < 25:
            time.sleep(0.05)
        postgresql.stop("immediate")
        time.sleep(2)
        postgresql.start()
        on.ended(batch)
        assert faults(on, batch, undisturbed(on.settings, 300)) == []
        assert all(process.poll() is None for process in working.running)
        assert working.stop() == [0, 0]


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(postgresql: Cluster, tmp_path: Path) -> None:
    given = environment(tmp_path, postgresql.database())
    with desk(given) as on, workers(given, tmp_path, 1) as working:
        batch = on.accept(500)
        while on.status(batch).done < 25:
            time.sleep(0.05)
        working.running[0].send_signal(signal.SIGTERM)
        assert working.running[0].wait(120) == 0
        left = on.store.read(
            lambda session: session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'todo'"))
        )
        assert left == 0
        status = on.status(batch)
        assert status.done % 25 == 0 and 25 <= status.done < 500
        assert on.jobs() == (500 - status.done) // 25


def test_a_batch_and_its_jobs_come_and_go_together(postgresql: Cluster, tmp_path: Path) -> None:
    with desk(environment(tmp_path, postgresql.database())) as on:
        kept, cancelled = on.accept(60), on.accept(60)
        assert on.jobs() == 6
        assert on.batches.cancel(cancelled, OWNER, NOW)
        assert on.jobs() == 3
        on.batches.purge(on.status(kept).expires)
        assert on.jobs() == 0


def test_a_chunk_whose_job_was_lost_gets_another(postgresql: Cluster, tmp_path: Path) -> None:
    with desk(environment(tmp_path, postgresql.database())) as on:
        on.accept(60)
        on.store.write(defer_lost).result()
        assert on.jobs() == 3
        on.store.write(lambda session: session.execute(text("DELETE FROM procrastinate_jobs WHERE priority < 0")))
        on.store.write(defer_lost).result()
        assert on.jobs() == 3


def test_a_job_says_nothing_about_a_case(postgresql: Cluster, tmp_path: Path) -> None:
    with desk(environment(tmp_path, postgresql.database())) as on:
        batch = on.accept(1)
        (job,) = on.store.read(lambda session: session.execute(text("SELECT * FROM procrastinate_jobs")).mappings())
        assert job["args"] == {"batch": batch, "number": 0}
        assert (job["queue_name"], job["queueing_lock"], job["lock"]) == (QUEUE, f"{batch}/0", None)


def test_a_worker_without_postgresql_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Shell(monkeypatch, capsys)("worker")
    assert ran.code == 2
    assert "DOCGEN_DATABASE_URL" in ran.err
