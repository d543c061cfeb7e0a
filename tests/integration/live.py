"""A running `docgen serve` on a free port of this machine, as an operator starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

READY_SECONDS = 60
END_SECONDS = 30


@dataclass(frozen=True)
class Live:
    """The address of a server, what it keeps, and where everything it says goes."""

    url: str
    environment: Mapping[str, str]
    said: Path
    run: subprocess.Popen[bytes]

    @property
    def data(self) -> Path:
        return Path(self.environment["DOCGEN_DATA"])

    def key(self, *scopes: str) -> str:
        """A new API key, made by the command as an administrator makes it."""
        asked = [part for scope in scopes for part in ("--scope", scope)]
        command = [sys.executable, "-m", "docgen", "keys", "create", "--name", "test", *asked]
        made = subprocess.run(command, env=dict(self.environment), capture_output=True, text=True, check=True)
        return made.stdout.strip()

    def end(self) -> None:
        """Let the server end as a service manager does. AssertionError when it does not."""
        self.run.send_signal(signal.SIGTERM)
        try:
            self.run.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.run.kill()
            raise AssertionError(f"the server does not end: {self.said.read_text()[-2000:]}") from None


@contextmanager
def live(folder: Path, *, port: int = 0, **settings: str) -> Iterator[Live]:
    """Serve until left, on this port or a free one. AssertionError when the server does not get ready, or does not end
    when it is told to."""
    port = port or free_port()
    environment = {**os.environ, "DOCGEN_DATA": str(folder / "data"), "DOCGEN_WORKERS": "1", **settings}
    command = [sys.executable, "-m", "docgen", "serve", "--host", "127.0.0.1", "--port", str(port)]
    path = folder / "said.txt"
    with path.open("ab") as said, subprocess.Popen(command, env=environment, stdout=said, stderr=said) as run:
        serving = Live(f"http://127.0.0.1:{port}", environment, path, run)
        try:
            _await_ready(serving)
            yield serving
        finally:
            serving.end()


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _await_ready(serving: Live) -> None:
    last = time.monotonic() + READY_SECONDS
    while time.monotonic() < last and serving.run.poll() is None:
        try:
            if httpx2.get(f"{serving.url}/health/ready", trust_env=False).status_code == 200:
                return
        except httpx2.TransportError:
            pass  # not listening yet
        time.sleep(0.2)
    raise AssertionError(f"the server does not get ready: {serving.said.read_text()[-2000:]}")
