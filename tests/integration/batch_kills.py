"""Kills a batch again and again and compares what it leaves, byte by byte, with a batch that nobody disturbed.

    python -m tests.integration.batch_kills [--rows N] [--kills N] [--seed N] [--out FOLDER]

Each run of the command is killed (SIGKILL) at a random moment: its whole process group, the command alone, or one of
its workers. Runs go on until every kill is spent and the batch is done.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.documents import document_types, example

TYPE = "termination_notice"
GROUP, COMMAND, WORKER = "group", "command", "worker"
BAD_EVERY = 50
"""Of so many rows one is refused."""


@dataclass
class Report:
    """What came of it; `differences` is empty when nothing was lost, doubled or corrupted."""

    kills: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    early: int = 0
    """Runs that ended before their kill."""
    reached: list[int] = field(default_factory=list)
    """Rows that had outputs at each kill."""
    differences: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} of the {kind}" for kind, count in sorted(self.kills.items()))
        ends = "\n".join(self.differences) or "nothing lost, doubled or corrupted"
        quarters = ", ".join(map(str, sorted(self.reached)[:: max(1, len(self.reached) // 4)]))
        return (
            f"{sum(self.kills.values())} kills ({kinds}) in {self.runs} runs ({self.early} ended before theirs), "
            f"{self.seconds:.0f} s; rows made when killed, by quarters: {quarters}\n{ends}"
        )


def cases(path: Path, rows: int) -> Path:
    """JSON lines of the example case, each with a number of its own, which is printed; some are refused."""
    case = example(document_types()[TYPE])
    particulars = case["documents"][TYPE]
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, rows + 1):
            reference = "" if number % BAD_EVERY == 0 else f"KILL-{number:06}"
            documents = {TYPE: {**particulars, "number": f"0803/{number}"}}
            file.write(json.dumps({**case, "reference": reference, "documents": documents}, ensure_ascii=False) + "\n")
    return path


def command(source: Path, out: Path, *more: str) -> Sequence[str]:
    """`docgen batch` with two workers, one short paper a row."""
    docgen = str(Path(sys.executable).with_name("docgen"))
    return [
        docgen, "batch", str(source), "--out", str(out), "--type", TYPE, "--lang", language(), "--format", "docx",
        "--workers", "2", *more,
    ]  # fmt: skip


def language() -> str:
    """The one language that a row is made in."""
    return str(next(iter(example(document_types()[TYPE])["agency"]["name"])))


def environment(data: Path) -> Mapping[str, str]:
    return {**os.environ, "DOCGEN_DATA": str(data)}


def run(folder: Path, rows: int, kills: int, seed: int = 1) -> Report:
    """Kill and resume until done; `folder` must be empty."""
    began, chance, report = time.monotonic(), random.Random(seed), Report()
    source, data = cases(folder / "rows.jsonl", rows), folder / "data"
    calm, killed = folder / "calm", folder / "killed"
    done = subprocess.run(command(source, calm), capture_output=True, text=True, check=False, env=environment(data))
    assert done.returncode == 3, done.stderr
    pause = 0.3 * json.loads(done.stdout)["seconds"] / max(kills, 1)
    while sum(report.kills.values()) < kills:
        _killed_once(command(source, killed), killed, environment(data), chance, pause, report)
    last = subprocess.run(command(source, killed), capture_output=True, text=True, check=False, env=environment(data))
    report.runs += 1
    if last.returncode != 3:
        report.differences.append(f"the last run ended with {last.returncode}: {last.stderr}")
    report.differences += differences(calm, killed) + _left(killed, data)
    report.seconds = time.monotonic() - began
    return report


def _killed_once(
    arguments: Sequence[str],
    out: Path,
    surroundings: Mapping[str, str],
    chance: random.Random,
    pause: float,
    report: Report,
) -> None:
    """One run with a kill in it, or with two: of a worker, and later of the command that went on without it."""
    with subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=surroundings, start_new_session=True
    ) as process:
        report.runs += 1
        kind = chance.choice((GROUP, COMMAND, WORKER))
        if chance.random() < 0.9:
            _until_written(process, out)
        _ended_within(process, chance.uniform(0, 2 * pause))
        workers = workers_of(process.pid)
        if kind == WORKER and workers:
            _kill(chance.choice(workers))
            _count(report, kind, out)
            _ended_within(process, chance.uniform(0, 2 * pause) + chance.choice((0, 1)))
        if process.poll() is None:
            workers = list({*workers, *workers_of(process.pid)})
            os.killpg(process.pid, signal.SIGKILL) if kind == GROUP else _kill(process.pid)
            _count(report, GROUP if kind == GROUP else COMMAND, out)
        else:
            report.early += 1
        told = process.communicate()[1].decode()
    if process.returncode not in (-signal.SIGKILL, 3):
        report.differences.append(f"a run ended with {process.returncode}: {told}")
    report.differences += [f"process {each} lives on" for each in _orphans(workers)]


def _count(report: Report, kind: str, out: Path) -> None:
    report.kills[kind] += 1
    report.reached.append(sum(entry.name.isdecimal() for entry in os.scandir(out)) if out.is_dir() else 0)


def differences(calm: Path, other: Path) -> list[str]:
    """What two folders of outputs do not have in common, by name and by byte."""
    mine, theirs = _files(calm), _files(other)
    found = [f"lost: {name}" for name in sorted(mine.keys() - theirs.keys())]
    found += [f"too much: {name}" for name in sorted(theirs.keys() - mine.keys())]
    found += [
        f"differs: {name}" for name in sorted(mine.keys() & theirs.keys()) if not _alike(mine[name], theirs[name])
    ]
    return found


def _files(folder: Path) -> dict[str, Path]:
    """Outputs, results, rejected rows and objects; neither the journal, whose bytes tell of its history, nor locks."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if not name.startswith((".docgen/journal", ".docgen/lock"))}


def _alike(mine: Path, other: Path) -> bool:
    return mine.read_bytes() == other.read_bytes()


def _left(out: Path, data: Path) -> list[str]:
    """What must not lie about, and outputs that the register does not know."""
    found = [f"left: {path.name}" for path in (out / ".docgen" / "objects" / "tmp").iterdir()]
    found += [f"left: {path.name}" for path in (out / ".docgen").glob("new.*")]
    lines = (data / "issued.jsonl").read_bytes().splitlines()
    known = {record["sha256"] for line in lines for record in _record(line)}
    results = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    numbers = [row["row"] for row in results]
    found += [] if numbers == sorted(set(numbers)) else ["rows are doubled or out of order"]
    return found + [
        f"unregistered: {file['file']}" for row in results for file in row["files"] if file["sha256"] not in known
    ]


def _record(line: bytes) -> list[dict[str, Any]]:
    """A record of the register; a line that a kill cut short is none."""
    try:
        return [json.loads(line)]
    except ValueError:
        return []


def workers_of(parent: int) -> list[int]:
    """The worker processes of a command (proc(5)): those that Python spawned, its resource tracker left out."""
    return [pid for pid in children_of(parent) if b"spawn_main" in _command_line(pid)]


def children_of(parent: int) -> list[int]:
    """The processes that a process began."""
    return [int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if _parent(stat) == parent]


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _until_written(process: subprocess.Popen[bytes], out: Path) -> None:
    """Wait until the command has workers and has written down a row, or has ended."""
    journal = out / ".docgen" / "journal.sqlite-wal"
    before: int | None = None
    while process.poll() is None:
        if workers_of(process.pid):
            now = journal.stat().st_mtime_ns if journal.exists() else 0
            if before is not None and now != before:
                return
            before = now
        time.sleep(0.01)


def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _orphans(pids: Sequence[int], seconds: float = 10) -> list[int]:
    """Workers that still run that long after their command."""
    end = time.monotonic() + seconds
    while (alive := [pid for pid in pids if b"spawn_main" in _command_line(pid)]) and time.monotonic() < end:
        time.sleep(0.02)
    return alive


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        outcome = run(Path(made), given.rows, given.kills, given.seed)
    print(outcome)
    sys.exit(1 if outcome.differences else 0)
