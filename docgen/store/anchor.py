"""The anchor: length and head of the audit log in a file beside the database, so that a cut end is noticed."""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Head:
    """How long the log is, and the MAC of its last entry."""

    count: int
    mac: bytes


class AnchorDamaged(Exception):
    """The file is there and is no anchor that this installation wrote."""


class Anchor:
    """The file. Several processes may move it on; it never goes back."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def read(self) -> Head | None:
        """What the file says; None where there is none. Raises AnchorDamaged, OSError."""
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            tree = json.loads(text)
            head, seal = Head(int(tree["count"]), bytes.fromhex(tree["mac"])), bytes.fromhex(tree["seal"])
        except (ValueError, TypeError, KeyError):
            raise AnchorDamaged from None
        if not hmac.compare_digest(seal, self._seal(head)):
            raise AnchorDamaged
        return head

    def move(self, ask: Callable[[int], tuple[Head | None, bytes | None]]) -> bool:
        """Move to the head of the log, unless the log no longer holds what the file says: that stays, as evidence.

        `ask` says, for the length in the file, the head of the log and the MAC of the entry there. True unless
        the log was found changed. Raises AnchorDamaged, OSError.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _folder_locked(self._path.parent) as folder:
            old = self.read()
            head, there = ask(old.count if old else 0)
            if old is not None and old.count and there != old.mac:
                return False
            if head is not None and (old is None or head.count > old.count):
                self._write(head, folder)
            return True

    def _write(self, head: Head, folder: int) -> None:
        tree = {"count": head.count, "mac": head.mac.hex(), "seal": self._seal(head).hex()}
        temporary = self._path.with_name(f".{self._path.name}.new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(tree, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)
        os.fsync(folder)

    def _seal(self, head: Head) -> bytes:
        return hmac.digest(self._key, b"anchor\0%d\0" % head.count + head.mac, "sha256")


@contextmanager
def _folder_locked(path: Path) -> Iterator[int]:
    folder = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(folder)
