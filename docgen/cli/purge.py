"""docgen purge: what has had its time is destroyed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from docgen.cli.console import open_library, print_json
from docgen.settings import Settings


def print_purged(
    before: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"],
            help="What ends until this moment (UTC). Default: now.",
        ),
    ] = None,
) -> None:
    """Destroy the personal data whose time is over; prints one JSON line of how much of each kind."""
    # The database's libraries would take half the start of every other command.
    from docgen.batch.embedded import Waiting
    from docgen.batch.queue import Queue, on_postgresql
    from docgen.batch.service import Batches
    from docgen.casefile.files import CaseFiles
    from docgen.store.retention import purge
    from docgen.store.store import Store

    settings, now = Settings.read(), datetime.now(UTC)
    until = before.replace(tzinfo=UTC) if before else now
    with Store.open(settings) as store:
        dispatcher = Queue(store) if on_postgresql(settings) else Waiting()
        batches = Batches(store, settings, open_library(), dispatcher)
        cases = CaseFiles(store, settings.case_days)
        also = {"batches": batches.expire, "cases": cases.purge, **store.ended}
        print_json(purge(store, until, also, actor="cli", at=now))
        batches.sweep()
