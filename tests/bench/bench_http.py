"""Renders a second over HTTP at 8 connections, beside the same work in process and a docxtpl + FastAPI peer.

    python -m tests.bench.bench_http [--seconds N]

Everything runs in one go on this machine, the client included, so the client's share of the cores counts against HTTP.
"in process" calls the same job as the service's workers do, in as many processes. Only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from docgen.case import Case
from docgen.documents import document_types, example
from docgen.generate import generate
from docgen.library import Library
from docgen.press import Press
from docgen.settings import Settings
from docgen.verification.issuer import Issuer
from docgen.verification.key import ensured_key
from tests.bench import real

CONNECTIONS = 8
PROCESSES = (1, 2)
Request = Mapping[str, Any]


def measure(seconds: float = 6.0) -> str:
    """A table of Word and PDF renders a second: in process, over HTTP, and (Word) the peer."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for format_ in ("docx", "pdf"):
            for processes in PROCESSES:
                alone = in_process(format_, processes, seconds)
                with served(Path(folder), processes) as (port, key):
                    http = loaded(port, requests_of(format_, key), seconds)
                rate = http["answered"] / http["seconds"]
                lines.append(
                    f"{format_:5} {processes} process(es): in process {alone:7.1f}/s, over HTTP {rate:7.1f}/s = "
                    f"{rate / alone:.2f} of it (wanted: 0.77), p50 {http['p50']:.1f} ms, p99 {http['p99']:.1f} ms, "
                    f"answered otherwise: {http['others']}"
                )
                if format_ == "docx":
                    with peer(Path(folder), processes) as (port, wanted):
                        other = loaded(port, wanted, seconds)
                    lines.append(
                        f"      peer, docxtpl + FastAPI: {other['answered'] / other['seconds']:7.1f}/s, "
                        f"p50 {other['p50']:.1f} ms, p99 {other['p99']:.1f} ms: docgen makes "
                        f"{rate / (other['answered'] / other['seconds']):.1f} times as many (wanted: 10)"
                    )
    return "\n".join(lines)


def cases() -> list[tuple[str, str, dict[str, Any]]]:
    """(type id, language, case) of every type, the languages taking turns."""
    tags = list(Library.load(*Settings.read().templates).locales)
    kinds = document_types().items()
    return [(type_id, tags[at % len(tags)], example(kind)) for at, (type_id, kind) in enumerate(kinds)]


def requests_of(format_: str, key: str) -> list[Request]:
    """Render requests, one a type."""
    headers = {"Authorization": f"Bearer {key}"}
    return [
        {
            "path": "/v1/renders",
            "headers": headers,
            "body": {"case": case, "types": [type_id], "languages": [tag], "formats": [format_]},
        }
        for type_id, tag, case in cases()
    ]


def in_process(format_: str, processes: int, seconds: float) -> float:
    """Renders a second of the same cases, by so many processes."""
    with get_context("spawn").Pool(processes) as pool:
        return sum(pool.starmap(_render_for, [(format_, seconds)] * processes))


def _render_for(format_: str, seconds: float) -> float:
    wanted = [(json.dumps(case, ensure_ascii=False).encode(), type_id, tag) for type_id, tag, case in cases()]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read({**os.environ, "DOCGEN_DATA": folder})
        opened = Press.open(settings)
        press = Press(
            opened.library, opened.converter, opened.fonts, opened.emblems, Issuer(ensured_key(settings.key_file))
        )
        # In no order, as over HTTP: the engine forgets what it has not set for a while; an even round never lets it.
        chance = random.Random(1)
        for warm in (True, False):
            count, start = 0, time.perf_counter()
            while time.perf_counter() - start < (0.2 * seconds if warm else seconds):
                body, type_id, tag = chance.choice(wanted)
                generate(Case.load(body), press=press, types=[type_id], languages=[tag], formats=[format_])
                count += 1
        return count / (time.perf_counter() - start)


@contextmanager
def served(folder: Path, processes: int) -> Iterator[tuple[int, str]]:
    """`docgen serve` with a key: (port, key)."""
    data = Path(tempfile.mkdtemp(dir=folder))
    environment = {**os.environ, "DOCGEN_DATA": str(data), "DOCGEN_WORKERS": str(processes)}
    environment["DOCGEN_RATE_LIMIT"] = "1000000/second"
    docgen = str(Path(sys.executable).with_name("docgen"))
    made = [docgen, "keys", "create", "--name", "bench", "--scope", "render", "--scope", "batch"]
    key = subprocess.run(made, env=environment, check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    with running([docgen, "serve", "--port", str(port)], environment, f"http://127.0.0.1:{port}/health/ready"):
        for request in requests_of("docx", key) + requests_of("pdf", key):  # each worker has met each template
            loaded(port, [request], 0.3)
        yield port, key


@contextmanager
def peer(folder: Path, processes: int) -> Iterator[tuple[int, list[Request]]]:
    """The peer with the same templates and values ready to print: (port, requests)."""
    templates = Path(tempfile.mkdtemp(dir=folder))
    wanted: list[Request] = []
    for name, template, view in real.word_samples():
        (templates / f"{name}.docx").write_bytes(template)
        wanted.append({"path": f"/render/{name}", "headers": {}, "body": view})
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.http_peer:app", "--port", str(port)]
    command += ["--workers", str(processes), "--no-access-log", "--log-level", "warning"]
    environment = {**os.environ, "PEER_TEMPLATES": str(templates)}
    with running(command, environment, f"http://127.0.0.1:{port}/openapi.json"):
        loaded(port, wanted, 1.0)
        yield port, wanted


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], url: str) -> Iterator[None]:
    """A server that answers at this address, until the end of the `with`."""
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, env=environment, stderr=log) as process:
        try:
            deadline = time.monotonic() + 60
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise RuntimeError(f"{command[0]} did not start: {log.read().decode()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def loaded(port: int, wanted: Sequence[Request], seconds: float) -> dict[str, Any]:
    """What `tests.bench.load` measured, in a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(list(wanted), file, ensure_ascii=False)
        file.flush()
        command = [sys.executable, "-m", "tests.bench.load", str(port), file.name, str(seconds), str(CONNECTIONS)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    print(measure(parser.parse_args().seconds))
