"""What a run of `docgen batch` was asked for, and the text by which a later run knows that it is asked for the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from docgen.batch.row import Order
from docgen.library import Library
from docgen.press import ENGINES

_VERSION: Final = 1
"""Of the journal and of the identity; another one means that an older docgen began the batch."""

OWN: Final = ".docgen"
"""Folder of what the engine keeps for itself, in the folder of the outputs."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of one run.

    `workers` 0 takes the installation's number. More failed rows than `max_errors` end the run. A row may take
    `row_seconds`.
    """

    source: Path
    out: Path
    order: Order
    engine: str = ENGINES[0]
    workers: int = 0
    restart: bool = False
    dry_run: bool = False
    max_errors: int | None = None
    row_seconds: float = 60.0

    @property
    def own(self) -> Path:
        """Folder of what the engine keeps for itself."""
        return self.out / OWN

    @property
    def objects(self) -> Path:
        """Folder where the outputs land, on the file system of the folder that they are linked into."""
        return self.own / "objects"

    @property
    def journal(self) -> Path:
        """A dry run keeps its own, so that it takes no row for made."""
        return self.own / ("dry-run.sqlite" if self.dry_run else "journal.sqlite")

    @property
    def rejects(self) -> Path:
        """File of the failed rows."""
        return self.out / f"rejected{self.source.suffix.lower()}"

    @property
    def only_type(self) -> str | None:
        """The document type of a sheet's columns, where one alone is asked for."""
        types = self.order.types or ()
        return types[0] if len(types) == 1 else None

    def identity(self, library: Library) -> str:
        """Text that changes with anything which changes an output: source, order, engine, templates, words, settings.

        How fast, and when to stop, is not part of it. No time of a file is either: a copied source is the same one.
        """
        order = {**asdict(self.order), "overrides": dict(sorted(self.order.overrides.items()))}
        told = {
            "version": _VERSION,
            "source": _digest(iter([self.source])),
            "order": order,
            "engine": self.engine,
            "library": _digest(_library_files(library)),
        }
        return json.dumps(told, sort_keys=True)


def _library_files(library: Library) -> Iterator[Path]:
    for _, folder in sorted(library.folders.items()):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(paths: Iterator[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
