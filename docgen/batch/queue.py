"""Batches on many machines: each chunk is a Procrastinate job on PostgreSQL, deferred in the transaction that accepts
its batch, so that neither is ever without the other.

A job names batch and chunk and nothing else. Ids and moments are the database's own.
"""

from __future__ import annotations

from typing import Final

from procrastinate.schema import SchemaManager
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from docgen.settings import Settings
from docgen.store.store import Store

QUEUE: Final = "docgen"
TASK: Final = "docgen.chunk"
_LOCK: Final = 0x717565
""" "que": PostgreSQL's advisory lock while Procrastinate's tables are made, and while lost jobs are looked for."""

_JOBS: Final = """
SELECT procrastinate_defer_jobs_v1(ARRAY(
    SELECT ROW(:queue, :task, -chunk.number, NULL, chunk.batch || '/' || chunk.number,
               jsonb_build_object('batch', chunk.batch, 'number', chunk.number), NULL)::procrastinate_job_to_defer_v1
    FROM batch_chunk AS chunk JOIN batch ON batch.id = chunk.batch
    WHERE {which} ORDER BY chunk.number
))
"""
# The priority goes down with the number: a small batch need not wait for a large one before it.
_OF_A_BATCH: Final = "chunk.batch = :batch"
_LOST: Final = """
batch.state IN ('queued', 'running') AND NOT EXISTS (
    SELECT FROM procrastinate_jobs AS job
    WHERE job.queueing_lock = chunk.batch || '/' || chunk.number AND job.status IN ('todo', 'doing')
)
"""
_WITHDRAWN: Final = """
DELETE FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'todo' AND args ->> 'batch' = :batch
"""


def on_postgresql(settings: Settings) -> bool:
    """Whether the settings name a PostgreSQL, which many machines can share."""
    return bool(settings.database_url) and make_url(settings.database_url).get_backend_name() == "postgresql"


def conninfo(settings: Settings) -> str:
    """The address of the database as libpq takes it."""
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def ensure_schema(engine: Engine) -> None:
    """Make Procrastinate's tables where there are none; several processes may do so at once."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if connection.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            # Many statements, with percent signs: the driver takes them as they are only without parameters.
            connection.connection.cursor().execute(SchemaManager.get_schema())


class Queue:
    """A dispatcher (`docgen.batch.service.Dispatcher`) that leaves the chunks to `docgen worker`, on any machine."""

    def __init__(self, store: Store) -> None:
        ensure_schema(store.engine)

    def submit(self, session: Session, batch: str) -> None:
        values = {"queue": QUEUE, "task": TASK, "batch": batch}
        session.flush()
        session.execute(text(_JOBS.format(which=_OF_A_BATCH)), values)

    def withdraw(self, session: Session, batch: str) -> None:
        session.execute(text(_WITHDRAWN), {"queue": QUEUE, "batch": batch})

    def wake(self) -> None:
        """The database tells the workers."""


def defer_lost(session: Session) -> None:
    """Defer the chunks that wait without a job, should somebody have deleted one or it have ended as failed."""
    if session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}):
        session.execute(text(_JOBS.format(which=_LOST)), {"queue": QUEUE, "task": TASK})
