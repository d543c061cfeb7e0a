"""Three workers on one PostgreSQL, killed again and again: nothing accepted is lost, doubled or damaged.

`python -m tests.integration.queue_kills [KILLS] [ROWS]` prints its figures as JSON; the suite runs a smaller one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text

from docgen.batch.queue import Queue
from docgen.batch.row import perform
from docgen.batch.service import Batches, Status
from docgen.library import Library
from docgen.press import Press
from docgen.settings import Settings
from docgen.store import Store
from docgen.store.models import IssuedRow
from docgen.verification.issuer import Issuer
from docgen.verification.key import ensured_key
from tests.postgresql import Cluster
from tests.unit.batch.dispatching import ORDER, OWNER, row, rows

DEAD_AFTER = 3.0
"""Seconds; on a machine where a start takes a third of that."""


@dataclass
class Workers:
    """`docgen worker` processes, each in a session of its own."""

    environment: Mapping[str, str]
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        command = [sys.executable, "-m", "docgen", "worker", "--concurrency", "1", "--dead-after", str(DEAD_AFTER)]
        with self.log.open("ab") as log:
            self.running.append(
                subprocess.Popen(command, env={**os.environ, **self.environment}, stderr=log, start_new_session=True)
            )

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL to one of them, or to it and its processes; another is started in its place."""
        victim = self.running.pop(chance.randrange(len(self.running)))
        os.killpg(victim.pid, signal.SIGKILL) if chance.random() < 0.5 else victim.kill()
        victim.wait()
        self.start()

    def stop(self) -> list[int]:
        """SIGTERM to all; their exit codes."""
        for process in self.running:
            process.terminate()
        return [process.wait(120) for process in self.running]


@dataclass
class Desk:
    """An installation whose batches others do."""

    settings: Settings
    store: Store
    batches: Batches

    def accept(self, count: int) -> str:
        return self.batches.accept(rows(count), ORDER, owner=OWNER, specimen=False, webhook=None, now=datetime.now(UTC))

    def status(self, batch: str) -> Status:
        found = self.batches.status(batch, OWNER)
        assert found is not None
        return found

    def ended(self, batch: str, seconds: float = 300) -> Status:
        deadline = time.monotonic() + seconds
        while not (status := self.status(batch)).ended:
            assert time.monotonic() < deadline, status
            time.sleep(0.1)
        return status

    def jobs(self) -> int:
        """Jobs there are, done ones excepted, which are deleted."""
        return self.store.read(lambda session: session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


def environment(folder: Path, database: str) -> dict[str, str]:
    return {"DOCGEN_DATA": str(folder), "DOCGEN_DATABASE_URL": database}


@contextmanager
def desk(given: Mapping[str, str]) -> Iterator[Desk]:
    settings = Settings.read(given)
    with Store.open(settings) as store:
        yield Desk(settings, store, Batches(store, settings, Library.load(*settings.templates), Queue(store)))


@contextmanager
def workers(given: Mapping[str, str], folder: Path, count: int) -> Iterator[Workers]:
    started = Workers(given, folder / "workers.log")
    for _ in range(count):
        started.start()
    try:
        yield started
    finally:
        for process in started.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class _Kept:
    """A landing that only remembers."""

    data = b""

    def put(self, data: bytes) -> str:
        self.data = data
        return "here"


def undisturbed(settings: Settings, count: int) -> dict[str, bytes]:
    """What the rows give when nobody is killed: `<row>/<name>` → bytes."""
    made = {}
    with Press.open(settings) as opened:
        press = Press(
            opened.library,
            opened.converter,
            opened.fonts,
            opened.emblems,
            Issuer(ensured_key(settings.key_file), settings.verify_url),
        )
        for number in range(1, count + 1):
            kept = _Kept()
            outcome = perform(press, ORDER, number, row(number).data, kept)
            made[f"{number}/{outcome.outputs[0].name}"] = kept.data
    return made


def faults(on: Desk, batch: str, expected: Mapping[str, bytes]) -> list[str]:
    """What is wrong with a batch that has ended; nothing should be."""
    status, found = on.status(batch), []
    if (status.state, status.done, status.failed, status.outputs) != ("done", len(expected), 0, len(expected)):
        found.append(f"status {status}")
    made = list(on.batches.outputs(batch, OWNER))
    if len(made) != len(expected):
        found.append(f"{len(made)} outputs, not {len(expected)}")
    found += [f"{name} differs" for name, data in made if expected.get(name) != data]
    lying = [path for path in (on.settings.objects / batch).glob("??/*") if path.is_file()]
    if len(lying) != len(expected):
        found.append(f"{len(lying)} objects, not {len(expected)}")
    return found


def run(given: Mapping[str, str], folder: Path, kills: int, count: int, chance: random.Random) -> dict[str, object]:
    """Kill one of three workers that often while batches of `count` rows are done; the figures, `faults` among them."""
    with desk(given) as on, workers(given, folder, 3) as working:
        expected = undisturbed(on.settings, count)
        begun = time.monotonic()
        batches = [on.accept(count)]
        on_way = 0
        for _ in range(kills):
            time.sleep(chance.uniform(0.1, 4.0))
            if on.status(batches[-1]).ended:
                batches.append(on.accept(count))
            on_way += on.status(batches[-1]).state == "running"
            working.kill_one(chance)
        for batch in batches:
            on.ended(batch)
            assert all(process.poll() is None for process in working.running), working.log.read_text()
        seconds = time.monotonic() - begun
        found = [fault for batch in batches for fault in faults(on, batch, expected)]
        issued = on.store.read(lambda session: session.scalar(select(func.count()).select_from(IssuedRow)))
        if issued != len(set(expected.values())):
            found.append(f"{issued} entries in the register")
        codes = working.stop()
        return {
            "kills": kills,
            "kills while rows were done": on_way,
            "batches": len(batches),
            "rows": count * len(batches),
            "seconds": round(seconds, 1),
            "exit codes at the end": codes,
            "jobs left": on.jobs(),
            "faults": found,
        }


def main(arguments: Sequence[str]) -> int:
    kills, count = (*map(int, arguments), *(50, 1500)[len(arguments) :])
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            figures = run(environment(folder, cluster.database()), folder, kills, count, random.Random(kills))
            print(json.dumps(figures, indent=2))
            return 1 if figures["faults"] else 0
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
