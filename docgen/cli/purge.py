"""docgen purge: what has had its time is destroyed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from docgen.cli.console import print_json
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
    from docgen.store.retention import purge
    from docgen.store.store import Store

    until = before.replace(tzinfo=UTC) if before else datetime.now(UTC)
    with Store.open(Settings.read()) as store:
        print_json(purge(store, until, actor="cli", at=datetime.now(UTC)))
