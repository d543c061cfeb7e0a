"""Rows a second of `docgen batch` on one and on two worker processes, and its memory over many rows.

    python -m tests.bench.bench_batch [--rows N] [--memory-rows N]

Both runs write the same rows to the same disk, so only the ratio means anything. Memory is the resident set of the
command and its workers, looked at twice a second; flat means that the last quarter needs what the second quarter did.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docgen.documents import document_types, example

SHORT, LONG = "termination_notice", "rights_statement"
"""The shortest paper shows what the engine itself costs; a long one, as Word and PDF, is what a batch is for."""
MIB = 1 << 20


def measure(rows: int = 2_000, memory_rows: int = 100_000) -> str:
    """Rates on one and two workers with their ratio, and the memory of a long run."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        lines = []
        for type_id, formats, share in ((LONG, ("docx", "pdf"), 6), (SHORT, ("docx",), 1)):
            source = written(place / f"{type_id}.jsonl", rows // share, type_id)
            rates = {workers: _rate(source, place, workers, type_id, formats) for workers in (1, 2)}
            lines.append(
                f"{type_id} as {' and '.join(formats)}: {rates[1]:.0f} rows/s with 1 worker, {rates[2]:.0f} with 2 = "
                f"{rates[2] / rates[1]:.2f} times (wanted: 1.8)"
            )
        if memory_rows:
            lines.append(_memory(written(place / "many.jsonl", memory_rows, SHORT), place))
    return "\n".join(lines)


def written(path: Path, rows: int, type_id: str) -> Path:
    """JSON lines of the example case, each with a number of its own, which the paper prints: no two are the same."""
    case = example(document_types()[type_id])
    particulars = case["documents"][type_id]
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            documents = {type_id: {**particulars, "number": f"BENCH-{number:07}"}}
            file.write(json.dumps({**case, "documents": documents}, ensure_ascii=False) + "\n")
    return path


def _words(case: dict[str, Any]) -> dict[str, str]:
    name: dict[str, str] = case["agency"]["name"]
    return name


def _command(source: Path, out: Path, workers: int, type_id: str, formats: Sequence[str]) -> Sequence[str]:
    tag = next(iter(_words(example(document_types()[type_id]))))
    docgen = str(Path(sys.executable).with_name("docgen"))
    return [
        docgen, "batch", str(source), "--out", str(out), "--workers", str(workers), "--type", type_id, "--lang", tag,
        *(word for each in formats for word in ("--format", each)),
    ]  # fmt: skip


def _rate(source: Path, place: Path, workers: int, type_id: str, formats: Sequence[str]) -> float:
    out = place / f"out{workers}"
    done = subprocess.run(
        _command(source, out, workers, type_id, formats),
        check=True,
        capture_output=True,
        text=True,
        env=_environment(place),
    )
    shutil.rmtree(out)
    told = json.loads(done.stdout.splitlines()[-1])
    return float(told["done"] / told["seconds"])


def _memory(source: Path, place: Path) -> str:
    seen: list[int] = []
    with subprocess.Popen(
        _command(source, place / "many", 2, SHORT, ("docx",)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env=_environment(place), start_new_session=True,
    ) as process:  # fmt: skip
        while process.poll() is None:
            seen.append(_resident(process.pid))
            time.sleep(0.5)
        assert process.stdout is not None
        told = json.loads(process.stdout.read().splitlines()[-1])
    quarter = max(1, len(seen) // 4)
    early, late = (statistics.median(part) / MIB for part in (seen[quarter : 2 * quarter], seen[-quarter:]))
    return (
        f"memory over {told['done']} rows: {early:.0f} MiB in the second quarter, {late:.0f} MiB in the last, "
        f"at most {max(seen) / MIB:.0f} MiB"
    )


def _resident(session: int) -> int:
    """Bytes resident of all processes of a session (proc(5))."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return total


def _environment(place: Path) -> dict[str, str]:
    return {**os.environ, "DOCGEN_DATA": str(place / "data")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--memory-rows", type=int, default=100_000)
    given = parser.parse_args()
    print(measure(given.rows, given.memory_rows))
