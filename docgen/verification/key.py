"""The installation's key on disk: 32 random bytes in hexadecimal, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from docgen.errors import DocgenError, Key, Message

_BYTES: Final = 32

NO_CODES: Key = (
    "the key of the verification codes cannot be kept; set DOCGEN_DATA to a folder that can be written to, or print no "
    "codes (--no-code)"
)
NO_KEY: Key = "the key file {file} cannot be made; set DOCGEN_DATA to a folder that can be written to"


class StoreUnusable(DocgenError):
    """The installation's folder, key or register cannot be read or written."""

    code = "store_unusable"
    http_status = 503


def stored_key(path: Path) -> bytes | None:
    """The key in a file; None where there is no file. Raises StoreUnusable for one that holds no key."""
    try:
        text = path.read_text("ascii")
        key = bytes.fromhex(text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise _unusable("the key file {file} cannot be read; restore it from a backup", path) from None
    if len(key) < _BYTES:
        raise _unusable("the key file {file} is incomplete; restore it from a backup", path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise _unusable("others may read the key file {file}; let only its owner read it", path)
    return key


def ensured_key(path: Path, unkept: Key = NO_CODES) -> bytes:
    """The key in a file, made now where there is none; of two processes that make one, both get the same.

    Raises StoreUnusable, with the sentence `unkept` where it cannot be made.
    """
    found = stored_key(path)
    if found is not None:
        return found
    try:
        _create(path, secrets.token_hex(_BYTES))
    except OSError:
        raise _unusable(unkept, path) from None
    made = stored_key(path)
    assert made is not None
    return made


def _create(path: Path, text: str) -> None:
    """Whole and on disk before it has its name; the first to link it wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        temporary.unlink()


def _unusable(reason: Key, path: Path) -> StoreUnusable:
    return StoreUnusable(Message(reason, {"file": path.name}))
