"""Where outputs land: each whole and on disk under the hash of its content before anybody is told of it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final, Protocol

from docgen.errors import Message
from docgen.verification.key import StoreUnusable

_TEMPORARY: Final = "tmp"
_PREFIX: Final = 2
"""How many digits of an address name its folder: 256 folders keep each small."""


class Landing(Protocol):
    """The seam behind which a row's outputs are kept; it is pickled with the job."""

    def put(self, data: bytes) -> str:
        """Keep an output durably; returns its address. Twice the same output: same address, kept once."""
        ...


class Sealer(Protocol):
    """How outputs are kept unreadable at rest; it is pickled with the job."""

    def name(self, data: bytes) -> str:
        """The address: a keyed hash, in hexadecimal, that tells nothing of the content."""
        ...

    def seal(self, address: str, data: bytes) -> bytes:
        """What lies on disk; as long for the same content each time."""
        ...

    def open(self, address: str, sealed: bytes) -> bytes:
        """The content again. Raises StoreUnusable when it was altered or is another address's."""
        ...


@dataclass(frozen=True)
class FolderLanding:
    """Outputs as files `objects/ab/<address>`; the address is the SHA-256 of the output, or what the sealer says."""

    objects: Path
    sealer: Sealer | None = None

    def prepare(self) -> None:
        """Make the folders, durably, and remove what dead processes left half-written. Raises StoreUnusable."""
        try:
            self._temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
            for number in range(16**_PREFIX):
                (self.objects / f"{number:0{_PREFIX}x}").mkdir(exist_ok=True, mode=0o700)
            sync_folder(self.objects)
            sync_folder(self.objects.parent)
            self.sweep()
        except OSError:
            raise unusable() from None

    def sweep(self) -> None:
        """Remove what dead processes left half-written; what a living one writes stays."""
        for path in self._temporary.iterdir():
            _remove_unless_written(path)

    def put(self, data: bytes) -> str:
        """Keep an output: written beside, synced, renamed, its folder synced. Raises StoreUnusable (disk full)."""
        address = self.sealer.name(data) if self.sealer else hashlib.sha256(data).hexdigest()
        body = self.sealer.seal(address, data) if self.sealer else data
        path = self.path(address)
        try:
            if not _is_whole(path, len(body)):
                self._write(path, body)
            # Also for one that was there: whoever wrote it may have died before this.
            sync_folder(path.parent)
        except OSError:
            raise unusable() from None
        return address

    def read(self, address: str) -> bytes:
        """An output by its address. Raises StoreUnusable when it is gone or damaged."""
        try:
            body = self.path(address).read_bytes()
        except OSError:
            raise StoreUnusable(Message("an output of the batch cannot be read; run the batch again")) from None
        return self.sealer.open(address, body) if self.sealer else body

    def path(self, address: str) -> Path:
        """Where an output lies."""
        return self.objects / address[:_PREFIX] / address

    @property
    def _temporary(self) -> Path:
        return self.objects / _TEMPORARY

    def _write(self, path: Path, body: bytes) -> None:
        temporary = self._temporary / secrets.token_hex(16)
        try:
            with _created(temporary) as file:
                # Held while it is written: so a sweep knows it from what the dead left behind.
                fcntl.flock(file, fcntl.LOCK_EX)
                _write_all(file.fileno(), body)
                os.fsync(file.fileno())
                _rename(temporary, path)
        except BaseException:
            with suppress(FileNotFoundError):
                temporary.unlink()
            raise


def sync_folder(folder: Path) -> None:
    """Have on disk which names a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _created(path: Path) -> FileIO:
    try:
        return path.open("xb", buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("xb", buffering=0)


def _write_all(descriptor: int, body: bytes) -> None:
    rest = memoryview(body)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _rename(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except FileNotFoundError:
        path.parent.mkdir(exist_ok=True, mode=0o700)
        sync_folder(path.parent.parent)
        temporary.replace(path)


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _remove_unless_written(path: Path) -> None:
    """Remove a temporary file that no living process holds."""
    with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()


def unusable() -> StoreUnusable:
    """The folder of outputs takes no more."""
    return StoreUnusable(
        Message(
            "the outputs cannot be written; make room on the disk, or let this user write to the folder, and resume"
        )
    )
