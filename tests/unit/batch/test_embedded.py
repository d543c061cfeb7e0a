"""The embedded dispatcher with worker processes of its own, one of which is killed."""

import multiprocessing
import time

from sqlalchemy import inspect

from docgen.settings import Settings
from docgen.store import Store, batches
from docgen.workers.pool import WorkerPool
from tests.unit.batch.dispatching import OWNER, desk


def test_a_batch_ends_whole_when_a_worker_process_is_killed(installation: object) -> None:
    settings = Settings.read()
    with WorkerPool(settings, 1) as pool, desk(settings, pool) as on:
        batch = on.accept(150)
        while on.status(batch).done < 25:
            time.sleep(0.01)
        killed = multiprocessing.active_children()
        for process in killed:
            process.kill()
        status = on.ended(batch)
        assert killed
        assert (status.state, status.done, status.failed, status.outputs) == ("done", 150, 0, 150)
        assert len({data for _, data in on.batches.outputs(batch, OWNER)}) == 150


def test_the_tables_of_batches_are_those_that_the_migrations_make(installed: Settings) -> None:
    with Store.open(installed) as store:
        made = inspect(store.engine)
        for table in (batches.BatchRow, batches.ChunkRow, batches.ResultRow, batches.OutputRow):
            columns = {column["name"]: column["nullable"] for column in made.get_columns(table.__tablename__)}
            assert columns == {column.name: column.nullable for column in table.__table__.columns}
            indexes = {index["name"] for index in made.get_indexes(table.__tablename__)}
            assert indexes == {index.name for index in table.__table__.indexes}
