"""An office for each test, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.settings import Settings
from tests.unit.shelf.office import Office, office_in


@pytest.fixture
def office(installed: Settings, tmp_path: Path) -> Iterator[Office]:
    with office_in(installed, tmp_path / "templates") as running:
        running.shelf.take_in(running.now())
        yield running


@pytest.fixture
def small(installation: Path, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone, for what the database has no part in."""
    with office_in(Settings.read({"DOCGEN_DATA": str(installation)}), tmp_path / "templates") as running:
        running.shelf.take_in(running.now())
        yield running
