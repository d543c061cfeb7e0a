"""What runs beside LibreOffice, under a Python that has its UNO bridge: starts it and converts what comes in.

    python3 helper.py CONFIGURATION

CONFIGURATION is JSON: `office` (the command), `pipe` (a name for the connection, nobody else's), `files` (name → text,
laid into the current folder first), `limits` (bytes: `file_bytes`, `memory_bytes`, `spare_bytes`), `patience` (seconds
until LibreOffice must answer). The current folder is private and disposable: the helper works in it and empties it when
its caller goes away.

Messages go both ways as a line of JSON with `size`, then so many bytes. In: `import_filter`, `export_filter`,
`options`, and a Word file. Out: `{"answer": "ready"}` once, then for each file `"done"` and the PDF, or `"unreadable"`,
`"unwritable"`, `"lost"` (LibreOffice went away). This module knows nothing of docgen: the Python that runs it does not
have it.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SOURCE, TARGET = Path("document.docx"), Path("document.pdf")
PROFILE_NOT_READY = 81  # a brand-new profile ends its first process with this
_STARTS = 3
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_POLL_SECONDS = 0.02
_MOMENT_SECONDS = 0.2


class ConversionFailed(Exception):
    """A document could not be converted; the argument is the answer's word for why."""


class Office:
    """LibreOffice's process and the UNO connection to it."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        self._pipe = f"pipe,name={configuration['pipe']};urp"
        self._command = [*configuration["office"], f"--accept={self._pipe}"]
        self._limits: Mapping[str, int] = configuration["limits"]
        self._patience: float = configuration["patience"]
        self._process: subprocess.Popen[bytes] | None = None
        self._desktop: Any = None

    def start(self) -> None:
        """Start LibreOffice and wait until it answers; a new profile may end its first process at once."""
        until = time.monotonic() + self._patience
        for _ in range(_STARTS):
            # SIGXFSZ stays ignored: a file that grows beyond its limit is a failed write, and kills nobody.
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                preexec_fn=self._limit, restore_signals=False,
            )  # fmt: skip
            if self._connected(until):
                return
            if self._process.wait() != PROFILE_NOT_READY:
                break
        raise RuntimeError("LibreOffice ended before it answered")

    def _limit(self) -> None:
        _die_with_parent(signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._limits["file_bytes"],) * 2)
        resource.setrlimit(resource.RLIMIT_AS, (self._limits["memory_bytes"],) * 2)

    def _connected(self, until: float) -> bool:
        """Ask until the desktop answers (true) or the process has ended (false)."""
        import uno
        from com.sun.star.connection import NoConnectException

        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        while self._process is not None and self._process.poll() is None:
            try:
                remote = resolver.resolve(f"uno:{self._pipe};StarOffice.ComponentContext")
            except NoConnectException:
                if time.monotonic() > until:
                    raise
                time.sleep(_POLL_SECONDS)
            else:
                self._desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
                return True
        return False

    def convert(self, request: Mapping[str, Any], docx: bytes) -> bytes:
        """A PDF of a Word file; raises ConversionFailed."""
        from com.sun.star.uno import Exception as UnoException

        step = "unreadable"
        try:
            # Where LibreOffice finds no room it leaves pictures out of the PDF without a word, so both are asked for.
            _require_room(self._limits["spare_bytes"])
            SOURCE.write_bytes(docx)
            document = self._loaded(request["import_filter"])
            step = "unwritable"
            try:
                pdf = _stored(document, request["export_filter"], request["options"])
            finally:
                document.close(True)
            _require_room(self._limits["spare_bytes"])
            return pdf
        except OSError as error:
            raise ConversionFailed("unwritable") from error
        except UnoException as error:
            raise ConversionFailed("lost" if self._has_ended() else step) from error
        finally:
            for path in (SOURCE, TARGET):
                path.unlink(missing_ok=True)

    def _loaded(self, import_filter: str) -> Any:
        """The document in no window: a hidden one is laid out for the export and never painted."""
        loading = _properties({"Hidden": True, "ReadOnly": True, "FilterName": import_filter})
        document = self._desktop.loadComponentFromURL(SOURCE.absolute().as_uri(), "_blank", 0, loading)
        if document is None:
            raise ConversionFailed("unreadable")
        return document

    def _has_ended(self) -> bool:
        """Whether LibreOffice is gone: its end breaks the connection a moment before the kernel reports it."""
        assert self._process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_MOMENT_SECONDS)
        return self._process.returncode is not None

    def watch(self) -> None:
        """Wait until LibreOffice has ended, then leave: its caller must not find a helper with nobody to help."""
        assert self._process is not None
        self._process.wait()
        _leave(self)

    def kill(self) -> None:
        """End it at once: its profile is thrown away, so there is nothing to save."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def _stored(document: Any, export_filter: str, options: Mapping[str, Any]) -> bytes:
    import uno

    filter_data = uno.Any("[]com.sun.star.beans.PropertyValue", _properties(options))
    document.storeToURL(
        TARGET.absolute().as_uri(), _properties({"FilterName": export_filter, "FilterData": filter_data})
    )
    return TARGET.read_bytes()


def _properties(values: Mapping[str, Any]) -> tuple[Any, ...]:
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in values.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


def _require_room(spare: int) -> None:
    """Raise ConversionFailed where less than `spare` bytes are free."""
    here = os.statvfs(".")
    if here.f_bavail * here.f_frsize < spare:
        raise ConversionFailed("unwritable")


def _die_with_parent(number: signal.Signals) -> None:
    """Have the kernel send a signal to this process when the one that started it is gone (Linux, prctl(2))."""
    with contextlib.suppress(OSError, AttributeError):  # where there is no prctl, the end of standard input must do
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(number))


class Talk:
    """The two pipes to the caller."""

    def __init__(self, source: int, target: int) -> None:
        self._in, self._out = os.fdopen(source, "rb"), os.fdopen(target, "wb")

    def read(self) -> tuple[dict[str, Any], bytes] | None:
        """The next request and its bytes; None when the caller has gone."""
        line = self._in.readline()
        if not line.endswith(b"\n"):
            return None
        head = json.loads(line)
        body = self._in.read(head["size"])
        return (head, body) if len(body) == head["size"] else None

    def write(self, answer: str, body: bytes = b"") -> None:
        """One answer."""
        self._out.write(json.dumps({"answer": answer, "size": len(body)}).encode() + b"\n" + body)
        self._out.flush()


def _work(office: Office, requests: queue.SimpleQueue[tuple[dict[str, Any], bytes]], talk: Talk) -> None:
    """Start LibreOffice, then convert for ever; whatever ends this ends the process, which the caller notices."""
    try:
        office.start()
        threading.Thread(target=office.watch, daemon=True).start()
        talk.write("ready")
        while True:
            head, body = requests.get()
            try:
                pdf = office.convert(head, body)
            except ConversionFailed as failure:
                talk.write(str(failure))
            else:
                talk.write("done", pdf)
    finally:
        _leave(office)


def _leave(office: Office) -> None:
    office.kill()
    for path in Path().iterdir():
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    os._exit(0)  # the other thread may hang in a call to LibreOffice


def main() -> None:
    """Read requests until the caller goes away, in this thread; LibreOffice is waited for in another."""
    configuration = json.loads(sys.argv[1])
    for name, text in configuration["files"].items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    office, talk = Office(configuration), Talk(0, 1)
    signal.signal(signal.SIGTERM, lambda *_: _leave(office))
    _die_with_parent(signal.SIGTERM)
    requests: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(office, requests, talk), daemon=True).start()
    while (request := talk.read()) is not None:
        requests.put(request)
    _leave(office)


if __name__ == "__main__":
    main()
