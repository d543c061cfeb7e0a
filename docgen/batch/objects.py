"""The objects of batches: each batch's outputs in a folder of its own, sealed with its key, gone when it is purged."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import UUID

from docgen.batch.landing import FolderLanding, sync_folder
from docgen.errors import Message
from docgen.store.crypt import Sealer
from docgen.verification.key import StoreUnusable


class Objects:
    """Outputs of all batches, under one folder that all machines share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def landing(self, batch: str, key: bytes) -> FolderLanding:
        """Where outputs of a batch land and are read from; `key` is that of the batch's record."""
        return FolderLanding(self._folder / batch, Sealer(key))

    def prepare(self, batch: str) -> None:
        """Make the folder of a batch, durably. Raises StoreUnusable."""
        path = self._folder / batch
        if path.is_dir():
            return
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (path, self._folder, self._folder.parent):
                sync_folder(folder)
        except OSError:
            raise StoreUnusable(
                Message(
                    "the outputs cannot be written; make room on the disk, or let this user write to the folder, "
                    "and resume"
                )
            ) from None

    def remove(self, batches: Iterable[str]) -> None:
        """Remove all outputs of batches, durably. What a worker lands there just then, the next `sweep` removes."""
        for batch in batches:
            shutil.rmtree(self._folder / batch, ignore_errors=True)
        if self._folder.is_dir():
            sync_folder(self._folder)

    def sweep(self, known: Callable[[Iterable[str]], set[str]]) -> list[str]:
        """Remove the folders of batches that `known` does not know of; returns their ids."""
        if not self._folder.is_dir():
            return []
        # A batch is in the database before it has a folder, so a folder listed now without a batch has lost it.
        found = [path.name for path in self._folder.iterdir() if _is_batch(path.name)]
        orphans = sorted(set(found) - known(found)) if found else []
        if orphans:
            self.remove(orphans)
        return orphans


def _is_batch(name: str) -> bool:
    """Whether a folder's name is one that a batch has: nothing else is ever removed."""
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
