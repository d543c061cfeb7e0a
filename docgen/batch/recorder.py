"""Writes down how rows ended: outputs into their folders, then records into the register, then the journal."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from docgen.batch.journal import Entry, Journal, remove_journal
from docgen.batch.landing import FolderLanding, sync_folder, unusable
from docgen.batch.options import Options
from docgen.batch.row import Outcome, State
from docgen.verification.register import Register, timestamp

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})


@dataclass(frozen=True, slots=True)
class Ended:
    """A row's outcome with its folder's name and its columns by JSON Pointer."""

    outcome: Outcome
    folder: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Recorder:
    """Where a run writes down what came of rows; `now` gives the moment of issue, an aware one."""

    out: Path
    landing: FolderLanding
    journal: Journal
    register: Register
    now: Callable[[], datetime]

    def record(self, rows: Sequence[Ended]) -> None:
        """A row counts as done from the journal's commit on; whatever a crash leaves before it is made again alike.

        Raises StoreUnusable.
        """
        if not rows:
            return
        made = [row for row in rows if row.outcome.outputs]
        try:
            for row in made:
                self._file(row)
            if made:
                sync_folder(self.out)
        except OSError:
            raise unusable() from None
        at = timestamp(self.now())
        self.register.add([replace(record, at=at) for row in rows for record in row.outcome.issued])
        self.journal.add([Entry.of(row.outcome, row.folder, row.columns) for row in rows])

    def _file(self, row: Ended) -> None:
        folder = self.out / row.folder
        folder.mkdir(exist_ok=True)
        for output in row.outcome.outputs:
            _link(self.landing.path(output.address), folder / output.name)
        sync_folder(folder)


def restart(options: Options) -> None:
    """Remove what the journal says an earlier run made, the journal last; other files of the folder stay.

    Raises StoreUnusable.
    """
    if options.journal.exists() and not options.dry_run:
        with Journal(options.journal) as journal:
            journal.abandon()
            for entry in journal.entries(State.DONE):
                _clear(options.out / entry.folder, [output.name for output in entry.outputs])
        shutil.rmtree(options.objects, ignore_errors=True)
    remove_journal(options.journal)


def _clear(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # it is gone, or somebody keeps files of their own there
        folder.rmdir()


def _link(source: Path, path: Path) -> None:
    """One more name for an output; a copy where the file system has no further link to give."""
    try:
        os.link(source, path)
    except FileExistsError:
        if path.samefile(source):
            return
        path.unlink()
        _link(source, path)
    except OSError as error:
        if error.errno in _FULL or not source.exists():
            raise
        _copy(source, path)


def _copy(source: Path, path: Path) -> None:
    with source.open("rb") as read, path.open("wb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())
