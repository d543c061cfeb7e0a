"""docgen audit: whether the log of what was done is as it was written."""

from __future__ import annotations

import typer

from docgen.cli.console import SOME_FAILED, as_row, print_json, reader
from docgen.settings import Settings

audit = typer.Typer(help="The log of what was done.", no_args_is_help=True)


@audit.callback()
def _group() -> None:
    """The log of what was done."""


@audit.command("verify")
def print_damage() -> None:
    """Print, as JSON lines, where the log was edited, cut or reordered; exit 3 when it was."""
    # The database's libraries would take half the start of every other command.
    from docgen.store.store import Store

    with Store.open(Settings.read()) as store:
        found = store.read(store.audit.verify)
    words = reader()
    for finding in found:
        print_json(as_row(finding, words))
    if found:
        raise typer.Exit(SOME_FAILED)
