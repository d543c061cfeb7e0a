"""The redline program of python-redlines (Docxodus), run so that it leaves nothing: no file, no process.

Files go in and out through anonymous memory (memfd_create(2)), so that nothing lies on a disk even when this process is
killed while the program runs; the program itself is killed with the thread that waits for it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

import platformdirs
from python_redlines import DocxodusEngine  # type: ignore[import-untyped]

from docgen.errors import EngineUnavailable, Message, TimeLimitReached, WorkerLost

SECONDS: Final = 60.0
"""What one comparison may take; one of our templates takes about one second."""
_MAX_OUTPUT: Final = 64_000_000
# .NET makes sockets and pipes for debuggers unless it is told not to; half a gigabyte is ten times what it needs.
_ENVIRONMENT: Final = {"DOTNET_EnableDiagnostics": "0", "DOTNET_GCHeapHardLimit": "0x20000000", "TMPDIR": os.devnull}


def run(old: bytes, new: bytes, seconds: float = SECONDS) -> bytes:
    """The new Word file with what differs from the old one tracked, by an author and at a time of no meaning.

    Raises EngineUnavailable where the program is not installed or cannot be unpacked, TimeLimitReached when it takes
    longer, WorkerLost when it fails.
    """
    program = _program()
    with _memory(old) as first, _memory(new) as second, _memory() as made:
        command = [program, *(f"/proc/self/fd/{each}" for each in (first, second, made)), "--no-conflate-spaces"]
        _waited(command, (first, second, made), seconds)
        size = os.fstat(made).st_size
        if not 0 < size <= _MAX_OUTPUT:
            raise WorkerLost(Message("the redline program made nothing of use; compare the versions as HTML instead"))
        return os.pread(made, size, 0)


def _waited(command: list[str], files: tuple[int, ...], seconds: float) -> None:
    try:
        process = subprocess.Popen(
            command, pass_fds=files, env=_ENVIRONMENT, cwd="/", start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise _unavailable(type(error).__name__) from error
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise TimeLimitReached(
            Message("marking the changes takes too long; compare the versions as HTML instead")
        ) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if status != 0:
        raise WorkerLost(Message("the redline program failed; compare the versions as HTML instead"))


@contextmanager
def _memory(data: bytes = b"") -> Iterator[int]:
    """A descriptor of anonymous memory that holds `data`."""
    descriptor = os.memfd_create("docgen-redline")
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(data)
        yield descriptor
    finally:
        os.close(descriptor)


def _program() -> str:
    """Path of the program, unpacked where the package has it packed: once per user and release, whole or not at all."""
    try:
        cache = Path(platformdirs.user_cache_dir("docgen")) / "redlines"
        folder = cache / version("python-redlines-docxodus")
        if not folder.is_dir():
            cache.mkdir(parents=True, exist_ok=True)
            _unpack(cache, folder)
        return str(DocxodusEngine(target_path=str(folder)).extracted_binaries_path)
    except (ImportError, OSError) as error:
        raise _unavailable(type(error).__name__) from error


def _unpack(cache: Path, folder: Path) -> None:
    """Beside its place first: another process may be unpacking too, and neither may see half of it."""
    made = Path(tempfile.mkdtemp(dir=cache))
    try:
        DocxodusEngine(target_path=str(made))
        with suppress(OSError):  # another was faster
            made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _unavailable(reason: str) -> EngineUnavailable:
    return EngineUnavailable(
        Message("tracked changes cannot be made here ({reason}); install python-redlines[docxodus]", {"reason": reason})
    )
