"""LibreOffice as others run it: one process for every file, and one that stays warm behind UNO."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import Program, preparation
from docgen.pdf.soffice.process import EXPORT_FILTER, EXPORT_OPTIONS, IMPORT_FILTER

_WORKER = Path(__file__).with_name("uno_worker.py")
_NOT_READY = 81  # a brand-new profile ends its first process with this


class ColdOffice:
    """One process for every file, each with a profile of its own, as `soffice --convert-to` is called from scripts."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts, self._program = fonts, Program.find()

    def pdf(self, docx: bytes) -> bytes:
        """Convert; raises RuntimeError when there is no PDF."""
        with _prepared(self._fonts) as folder:
            (folder / "document.docx").write_bytes(docx)
            kinds = {name: {"type": "boolean" if isinstance(value, bool) else "long", "value": str(value).lower()}
                     for name, value in EXPORT_OPTIONS.items()}  # fmt: skip
            command = [
                *preparation.command(self._program.office, folder), f"--infilter={IMPORT_FILTER}",
                "--convert-to", f"pdf:{EXPORT_FILTER}:{json.dumps(kinds)}", "--outdir", str(folder),
                str(folder / "document.docx"),
            ]  # fmt: skip
            for _ in range(2):
                done = subprocess.run(
                    command, env=preparation.environment(folder), capture_output=True, timeout=120, check=False
                )
                if done.returncode != _NOT_READY:
                    break
            pdf = folder / "document.pdf"
            if not pdf.exists():
                raise RuntimeError(f"cold LibreOffice: {done.stderr!r}")
            return pdf.read_bytes()


@contextmanager
def warm_office(fonts: FontBook) -> Iterator[Callable[[bytes], float]]:
    """A LibreOffice that listens on a pipe; yields a function that converts bytes and returns the seconds it took."""
    pipe, program = f"docgen-bench-{uuid.uuid4().hex}", Program.find()
    with _prepared(fonts) as folder:
        command = [*preparation.command(program.office, folder), f"--accept=pipe,name={pipe};urp"]
        with _office(command, preparation.environment(folder)), _worker(program.python, pipe) as worker:
            yield lambda docx: _ask(worker, folder, docx)


@contextmanager
def _prepared(fonts: FontBook) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="docgen-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, text in preparation.files(fonts, folder).items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        yield folder


@contextmanager
def _office(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """A brand-new profile ends its first process at once (exit 81): the second stays."""
    for _ in range(2):
        office = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if office.wait(3) != _NOT_READY:
                raise RuntimeError("LibreOffice ended by itself")
        except subprocess.TimeoutExpired:
            break
    try:
        yield
    finally:
        try:
            office.wait(10)
        except subprocess.TimeoutExpired:
            office.kill()
            office.wait()


@contextmanager
def _worker(python: Path, pipe: str) -> Iterator[subprocess.Popen[str]]:
    command = [str(python), str(_WORKER), pipe]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        if worker.stdout.readline().strip() != "ready":
            raise RuntimeError("the UNO helper did not start; it needs Debian's python3-uno")
        yield worker


def _ask(worker: subprocess.Popen[str], folder: Path, docx: bytes) -> float:
    assert worker.stdin is not None and worker.stdout is not None
    source, target = folder / "warm.docx", folder / "warm.pdf"
    source.write_bytes(docx)
    start = time.perf_counter()
    worker.stdin.write(f"{source.as_uri()}\t{target.as_uri()}\n")
    worker.stdin.flush()
    answer = worker.stdout.readline()
    seconds = time.perf_counter() - start
    if not answer or answer.startswith("error"):
        raise RuntimeError(f"warm LibreOffice: {answer.strip() or 'no answer'}")
    target.unlink()
    return seconds
