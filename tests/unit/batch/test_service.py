"""Batches of the service, over both databases, done by the embedded dispatcher."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from docgen.batch.row import Order
from docgen.batch.sources.row import Row
from docgen.errors import Finding, Message, Severity, UnknownName, WorkerLost
from docgen.settings import Settings
from docgen.store import Store
from docgen.store.batches import BatchRow, ChunkRow, OutputRow, ResultRow, waiting
from docgen.store.models import SealedRecord
from docgen.verification.key import StoreUnusable
from tests.unit.batch.dispatching import NOW, ORDER, OWNER, Desk, HerePool, desk, row, rows
from tests.unit.batch.dispatching import name as name_of

LOST = WorkerLost(Message("lost"))


def everything(on: Desk, batch: str) -> dict[str, bytes]:
    return dict(on.batches.outputs(batch, OWNER))


def test_every_row_of_a_batch_becomes_its_outputs(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(30)
        status = on.ended(batch)
        assert (status.state, status.total, status.done, status.failed, status.outputs) == ("done", 30, 30, 0, 30)
        files = everything(on, batch)
        assert list(files) == [f"{number}/rights_statement.en.docx" for number in range(1, 31)]
        assert len(set(files.values())) == 30
        for name, data in files.items():
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                person = name_of(int(name.partition("/")[0]))
                assert person.encode() in archive.read("word/document.xml")


def test_results_come_in_order_from_a_cursor(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(27)
        on.ended(batch)
        first = on.batches.results(batch, OWNER, limit=26)
        assert first is not None and [each.row for each in first] == list(range(1, 27))
        rest = on.batches.results(batch, OWNER, after=26)
        assert rest is not None and [each.row for each in rest] == [27]
        (file,) = rest[0].files
        data = on.batches.output(batch, OWNER, 27, file.name)
        assert data is not None
        assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data))
        assert file.code


def test_bad_rows_are_reported_and_good_ones_go_on(installed: Settings) -> None:
    unread = Finding(Severity.ERROR, "source.cell", "/person/sex", Message("row {row} is bad", {"row": "2"}))
    given = [row(1), Row(2, None, (unread,)), Row(3, b"{"), row(4)]
    with desk(installed) as on:
        batch = on.batches.accept(given, ORDER, owner=OWNER, specimen=False, webhook=None, now=NOW)
        status = on.ended(batch)
        assert (status.state, status.done, status.failed) == ("done", 2, 2)
        results = on.batches.results(batch, OWNER)
        assert results is not None and [each.state for each in results] == ["done", "failed", "failed", "done"]
        assert results[1].findings == (unread,)
        assert results[2].findings


def test_a_batch_of_which_nothing_came_has_failed(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.batches.accept([Row(1, b"[]")], ORDER, owner=OWNER, specimen=False, webhook=None, now=NOW)
        assert on.ended(batch).state == "failed"


def test_a_batch_without_rows_is_done(installed: Settings) -> None:
    with desk(installed) as on:
        assert on.status(on.accept(0)).state == "done"


def test_nobody_else_sees_a_batch(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(1)
        on.ended(batch)
        assert on.batches.status(batch, "another") is None
        assert on.batches.version(batch, "another") is None
        assert on.batches.results(batch, "another") is None
        assert on.batches.output(batch, "another", 1, "rights_statement.en.docx") is None
        assert list(on.batches.outputs(batch, "another")) == []
        assert not on.batches.cancel(batch, "another", NOW)
        assert on.batches.status("0" * 36, OWNER) is None


def test_an_order_for_what_does_not_exist_is_refused(installed: Settings) -> None:
    with desk(installed) as on:
        with pytest.raises(UnknownName):
            on.accept(1, Order(types=("no_such_type",)))
        assert on.store.read(lambda session: session.scalar(select(func.count()).select_from(BatchRow))) == 0


def test_of_a_source_that_breaks_off_nothing_is_kept(installed: Settings) -> None:
    def breaking() -> Iterator[Row]:
        yield from rows(500)
        raise ValueError

    with desk(installed, begin=False) as on:
        with pytest.raises(ValueError):
            on.batches.accept(breaking(), ORDER, owner=OWNER, specimen=False, webhook=None, now=NOW)
        for table in (BatchRow, ChunkRow, SealedRecord):
            assert on.store.read(lambda session, t=table: session.scalar(select(func.count()).select_from(t))) == 0


def test_a_batch_that_is_still_arriving_is_not_begun_nor_seen(installed: Settings) -> None:
    here, go = threading.Event(), threading.Event()

    def slow() -> Iterator[Row]:
        yield from rows(450)
        here.set()
        go.wait(60)

    with desk(installed) as on:
        made: list[str] = []
        accepting = threading.Thread(
            target=lambda: made.append(
                on.batches.accept(slow(), ORDER, owner=OWNER, specimen=False, webhook=None, now=NOW)
            )
        )
        accepting.start()
        assert here.wait(60)
        batch = on.store.read(lambda session: session.scalars(select(BatchRow.id)).one())
        assert on.batches.status(batch, OWNER) is None
        assert on.store.read(lambda session: session.scalar(select(func.count()).select_from(ResultRow))) == 0
        assert on.batches.cancel(batch, OWNER, NOW) is False
        go.set()
        accepting.join()
        assert made == [batch]
        assert on.batches.cancel(batch, OWNER, NOW)


def test_what_was_accepted_is_done_by_the_next_process(installed: Settings) -> None:
    with desk(installed, begin=False) as on:
        batch = on.accept(60)
        assert on.status(batch).state == "queued"
    with desk(installed) as on:
        assert on.ended(batch).done == 60


def test_a_chunk_done_twice_counts_once(installed: Settings) -> None:
    barrier = threading.Barrier(2, timeout=60)
    with desk(installed, HerePool(lambda numbers: barrier.wait() and None), begin=False) as on:
        batch = on.accept(5)
        run = on.embedded._runner.run
        twice = [threading.Thread(target=run, args=(batch, 0)) for _ in range(2)]
        for thread in twice:
            thread.start()
        for thread in twice:
            thread.join()
        status = on.status(batch)
        assert (status.state, status.done, status.outputs) == ("done", 5, 5)


def test_a_cancelled_batch_keeps_what_is_done_and_begins_nothing(installed: Settings) -> None:
    first, go = threading.Event(), threading.Event()

    def held(numbers: list[int]) -> None:
        if numbers[0] > 25:
            first.set()
            go.wait(60)

    with desk(installed, HerePool(held)) as on:
        batch = on.accept(200)
        assert first.wait(60)
        while on.status(batch).done < 25:
            pass
        assert on.batches.cancel(batch, OWNER, NOW)
        assert not on.batches.cancel(batch, OWNER, NOW)
        go.set()
        on.embedded.close()
        status = on.status(batch)
        assert (status.state, status.done) == ("cancelled", 25)
        assert len(everything(on, batch)) == 25


def test_a_row_that_kills_its_worker_fails_alone(installed: Settings) -> None:
    tries: list[list[int]] = []

    def dies(numbers: list[int]) -> None:
        tries.append(numbers)
        if 7 in numbers:
            raise LOST

    with desk(installed, HerePool(dies)) as on:
        batch = on.accept(10)
        status = on.ended(batch)
        assert (status.done, status.failed) == (9, 1)
        assert tries.count([7]) == 3
        results = on.batches.results(batch, OWNER, after=6, limit=1)
        assert results is not None and [finding.code for finding in results[0].findings] == ["worker_lost"]


def test_an_error_of_ours_fails_its_row_alone(installed: Settings) -> None:
    def breaks(numbers: list[int]) -> None:
        if 3 in numbers:
            raise ZeroDivisionError

    with desk(installed, HerePool(breaks)) as on:
        status = on.ended(on.accept(4))
        assert (status.done, status.failed) == (3, 1)


def test_a_full_disk_puts_a_batch_off_and_loses_nothing(installed: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    full = [True, True, True]
    monkeypatch.setattr("docgen.batch.embedded._AGAIN_SECONDS", 0.1)

    def disk(numbers: list[int]) -> None:
        if full:
            full.pop()
            raise StoreUnusable(Message("full"))

    with desk(installed, HerePool(disk)) as on:
        status = on.ended(on.accept(60))
        assert (status.state, status.done, status.failed) == ("done", 60, 0)


def test_outputs_and_rows_lie_sealed(installed: Settings) -> None:
    with desk(installed) as on:
        on.ended(on.accept(3))
    kept = [path.read_bytes() for path in installed.objects.parent.rglob("*") if path.is_file()]
    assert len(kept) >= 3
    assert not [data for data in kept if b"PK\x03\x04" in data[:64] or b"Invented" in data]


def test_what_was_made_is_registered_with_its_code(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(2)
        on.ended(batch)
        results = on.batches.results(batch, OWNER)
        assert results is not None
        for result in results:
            issued = on.store.register.with_hash(result.files[0].sha256)
            assert issued is not None and issued.code == result.files[0].code
            assert issued.at == "2026-11-25T08:00:00Z"


def test_a_batch_of_specimens_bears_no_codes_and_registers_nothing(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(2, specimen=True)
        assert on.ended(batch).specimen
        results = on.batches.results(batch, OWNER)
        assert results is not None
        for result in results:
            assert result.files[0].code == ""
            assert on.store.register.with_hash(result.files[0].sha256) is None


def test_the_version_grows_with_every_change(installed: Settings) -> None:
    with desk(installed, begin=False) as on:
        batch = on.accept(30)
        seen = [on.batches.version(batch, OWNER)]
        for number in (0, 1):
            on.embedded._runner.run(batch, number)
            seen.append(on.batches.version(batch, OWNER))
        assert None not in seen and seen == sorted(set(seen), key=lambda version: version or 0)
        assert seen[-1] == on.status(batch).version


def test_a_purged_batch_is_gone_with_its_outputs(installed: Settings, installation: Path) -> None:
    with desk(installed) as on:
        batch = on.accept(3)
        status = on.ended(batch)
        assert status.expires == NOW + timedelta(days=installed.retention_days)
        assert on.batches.purge(status.expires - timedelta(seconds=1)) == 0
        assert len(everything(on, batch)) == 3
        assert on.batches.purge(status.expires) == 1
        assert on.batches.status(batch, OWNER) is None
        for table in (BatchRow, ChunkRow, ResultRow, OutputRow, SealedRecord):
            assert on.store.read(lambda session, t=table: session.scalar(select(func.count()).select_from(t))) == 0
        assert [path for path in installed.objects.rglob("*") if path.is_file()] == []


def test_outputs_without_a_batch_are_swept_and_nothing_else(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(1)
        on.ended(batch)
        lost, other = installed.objects / "12345678-1234-4234-8234-123456789abc", installed.objects / "notes"
        for folder in (lost, other):
            folder.mkdir()
            (folder / "file").write_bytes(b"x")
        assert on.batches.sweep() == 1
        assert not lost.exists() and (other / "file").exists()
        assert len(everything(on, batch)) == 1


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_loses_and_purges_nothing(installed: Settings, days: int) -> None:
    jumped = threading.Event()

    def jump(numbers: list[int]) -> None:
        if numbers[0] > 50 and not jumped.is_set():
            jumped.set()
            on.clock.now += timedelta(days=days)
            on.batches.purge(on.clock())

    with desk(installed, HerePool(jump)) as on:
        batch = on.accept(150)
        status = on.ended(batch)
        assert jumped.is_set() and (status.state, status.done) == ("done", 150)
        on.batches.purge(on.clock())
        assert len(everything(on, batch)) == 150


def test_an_acceptance_that_a_dead_process_left_is_given_up(installed: Settings) -> None:
    with desk(installed, begin=False) as on:
        batch = on.accept(30)

        def half(session: object) -> None:
            row = on.store.read(lambda reading: reading.get_one(BatchRow, batch))
            row.state, row.expires = "accepting", NOW + timedelta(days=2)
            session.merge(row)  # type: ignore[attr-defined]

        on.store.write(half).result()
        assert on.batches.purge(NOW + timedelta(days=1)) == 0
        assert on.batches.purge(NOW + timedelta(days=2)) == 1


def test_the_webhook_of_a_batch_is_due_when_it_has_ended_until_it_was_told(installed: Settings) -> None:
    with desk(installed, begin=False) as on:
        batch = on.accept(1, webhook="https://desk.example/ended")
        silent = on.accept(1)
        assert on.batches.to_tell(NOW) == []
        for each in (batch, silent):
            on.embedded._runner.run(each, 0)
        (due,) = on.batches.to_tell(NOW)
        assert (due.status.id, due.status.state, due.url, due.tells) == (batch, "done", "https://desk.example/ended", 0)
        on.batches.told(batch, NOW + timedelta(minutes=1))
        assert on.batches.to_tell(NOW) == []
        assert [each.tells for each in on.batches.to_tell(NOW + timedelta(minutes=1))] == [1]
        on.batches.told(batch)
        assert on.batches.to_tell(NOW + timedelta(days=1)) == []


def test_a_small_batch_does_not_wait_for_a_large_one_before_it(installed: Settings) -> None:
    with desk(installed, begin=False) as on:
        large, small = on.accept(200), on.accept(1)
        turns = on.store.read(lambda session: waiting(session, 3))
    assert {batch for batch, _ in turns[:2]} == {large, small}


def test_a_store_with_another_key_opens_no_output(installed: Settings) -> None:
    with desk(installed) as on:
        batch = on.accept(1)
        on.ended(batch)
    with (
        Store.open(replace(installed, store_key_file=installed.data / "other.key")) as store,
        pytest.raises(StoreUnusable),
    ):
        store.read(lambda session: store.vault.key_of(session, batch))


def test_a_type_asked_for_twice_is_made_once(installed: Settings) -> None:
    with desk(installed) as on:
        status = on.ended(on.accept(2, replace(ORDER, types=("rights_statement", "rights_statement"))))
        assert (status.done, status.outputs) == (2, 2)


def test_a_chunk_whose_key_is_destroyed_is_not_taken(installed: Settings) -> None:
    with desk(installed, begin=False) as on:
        batch = on.accept(1)
        on.store.write(lambda session: on.store.vault.destroy(session, [batch])).result()
        assert on.store.read(lambda session: waiting(session, 3)) == []
