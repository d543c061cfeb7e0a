import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from docgen.batch.options import Options
from docgen.batch.row import Order
from docgen.batch.runner import Runner
from docgen.cli.console import reader
from docgen.library import Library
from docgen.settings import Settings
from docgen.verification.register import MemoryRegister
from docgen.workers import WorkerPool
from tests.integration.batch_kills import (
    TYPE,
    cases,
    command,
    differences,
    environment,
    language,
    run,
    workers_of,
)
from tests.integration.cli import Ran, Shell

Batch = Callable[..., Ran]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.fixture
def batch(shell: Shell, tmp_path: Path) -> Batch:
    """`docgen batch` in this process: one short paper a row, into the folder `out`."""

    def call(source: Path, *more: object, out: str = "out") -> Ran:
        return shell(*command(source, tmp_path / out)[1:], *more)

    return call


@contextmanager
def started(source: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a process of its own, in a group of its own; killed at the end if it still runs."""
    with subprocess.Popen(
        command(source, folder / "out"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(folder / "data"), start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def until_working(process: subprocess.Popen[bytes], out: Path) -> None:
    """Wait until rows have outputs."""
    while not (out.is_dir() and sum(each.name.isdecimal() for each in out.iterdir()) > 5):
        assert process.poll() is None
        time.sleep(0.01)


def gone(pids: Sequence[int]) -> bool:
    """Whether these processes end within ten seconds."""
    end = time.monotonic() + 10
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie whom nobody waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of that size in memory; skipped where this user may not mount one (root may, as in CI)."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small file system, to fill it")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def results(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]


def good(path: Path, rows: int) -> Path:
    cases(path, rows)
    return path


def test_good_rows_are_made_bad_ones_told_and_given_back(batch: Batch, tmp_path: Path) -> None:
    source = cases(tmp_path / "rows.jsonl", 50)
    ran = batch(source)
    (summary,) = ran.rows
    assert ran.code == 3
    assert {name: summary[name] for name in ("rows", "done", "failed", "skipped")} == {
        "rows": 50,
        "done": 49,
        "failed": 1,
        "skipped": 0,
    }
    lines = results(tmp_path / "out")
    assert [line["row"] for line in lines] == list(range(1, 51))
    (bad,) = [line for line in lines if line["state"] == "failed"]
    assert bad["row"] == 50
    assert [problem["pointer"] for problem in bad["problems"]] == ["/reference"]
    for line in lines[:49]:
        (file,) = line["files"]
        assert (tmp_path / "out" / file["file"]).stat().st_size == file["size"]
    assert (tmp_path / "out" / "rejected.jsonl").read_bytes().splitlines() == source.read_bytes().splitlines()[49:]


def test_a_second_run_skips_what_the_first_ended(batch: Batch, tmp_path: Path) -> None:
    source = good(tmp_path / "rows.jsonl", 5)
    assert batch(source).code == 0
    before = (tmp_path / "out" / "results.jsonl").read_bytes()
    ran = batch(source)
    assert (ran.code, ran.rows[0]["skipped"], ran.rows[0]["done"]) == (0, 5, 5)
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == before


def test_a_source_that_changed_is_refused_until_the_batch_begins_anew(batch: Batch, tmp_path: Path) -> None:
    source = good(tmp_path / "rows.jsonl", 3)
    assert batch(source).code == 0
    good(source, 2)
    refused = batch(source)
    assert refused.code == 4
    assert "--restart" in refused.err
    assert batch(source, "--restart").code == 0
    assert [line["row"] for line in results(tmp_path / "out")] == [1, 2]
    assert not (tmp_path / "out" / "3").exists()


def test_a_dry_run_judges_rows_and_makes_nothing(batch: Batch, tmp_path: Path, installation: Path) -> None:
    source = cases(tmp_path / "rows.jsonl", 50)
    ran = batch(source, "--dry-run")
    assert (ran.code, ran.rows[0]["done"], ran.rows[0]["failed"]) == (3, 49, 1)
    assert not list((tmp_path / "out").rglob("*.docx"))
    assert not (installation / "issued.jsonl").exists()
    assert batch(source).rows[0]["skipped"] == 0


def test_more_errors_than_allowed_end_the_run(batch: Batch, tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text("{\n" * 2_000)
    ran = batch(source, "--max-errors", 5)
    assert ran.code == 4
    assert 5 < ran.rows[0]["failed"] < 2_000


def test_rows_that_all_fail_are_exit_code_4_and_none_at_all_is_0(batch: Batch, tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text("{\n")
    assert batch(source).code == 4
    source.write_text("")
    assert batch(source, out="other").code == 0


@pytest.mark.parametrize("wrong", [("--type", "no_type"), ("--lang", "xx"), ("--format", "odt"), ("--override", "x=")])
def test_what_there_is_not_is_a_usage_error_before_any_row(
    batch: Batch, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    assert batch(good(tmp_path / "rows.jsonl", 1), *wrong).code == 2
    assert not (tmp_path / "out" / "results.jsonl").exists()


def test_outputs_do_not_depend_on_how_many_workers_make_them(batch: Batch, tmp_path: Path) -> None:
    source = cases(tmp_path / "rows.jsonl", 60)
    batch(source, "--workers", 1, out="one")
    batch(source, "--workers", 2, out="two")
    assert differences(tmp_path / "one", tmp_path / "two") == []


def test_rejected_rows_that_are_corrected_are_a_source_again(batch: Batch, tmp_path: Path) -> None:
    batch(cases(tmp_path / "rows.jsonl", 50))
    again = tmp_path / "again.jsonl"
    (line,) = (tmp_path / "out" / "rejected.jsonl").read_text("utf-8").splitlines()
    again.write_text(json.dumps({**json.loads(line), "reference": "CORRECTED-1"}), "utf-8")
    assert batch(again, out="again").code == 0


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, batch: Batch) -> None:
    source = good(tmp_path / "rows.jsonl", 3_000)
    with started(source, tmp_path) as process:
        until_working(process, tmp_path / "out")
        assert batch(source).code == 4
        process.kill()


def test_ctrl_c_finishes_the_rows_in_hand_and_the_next_run_goes_on(tmp_path: Path) -> None:
    source, out = cases(tmp_path / "rows.jsonl", 1_000), tmp_path / "out"
    with started(source, tmp_path) as process:
        until_working(process, out)
        os.killpg(process.pid, signal.SIGINT)
        told, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    summary = json.loads(told)
    assert 0 < summary["rows"] < 1_000
    assert (
        len(results(out)) == summary["rows"] == sum(each.name.isdecimal() for each in out.iterdir()) + summary["failed"]
    )
    assert b"Traceback" not in errors
    done = subprocess.run(command(source, out), capture_output=True, check=False, env=environment(tmp_path / "data"))
    assert json.loads(done.stdout)["skipped"] == summary["rows"]
    assert json.loads(done.stdout)["rows"] == 1_000


def test_a_second_ctrl_c_ends_the_run_at_once(tmp_path: Path) -> None:
    with started(good(tmp_path / "rows.jsonl", 3_000), tmp_path) as process:
        until_working(process, tmp_path / "out")
        workers = workers_of(process.pid)
        for worker in workers:  # so that the rows in hand never end by themselves
            os.kill(worker, signal.SIGSTOP)
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) == 130
    assert gone(workers)


def test_workers_end_with_a_command_that_was_killed(tmp_path: Path) -> None:
    with started(good(tmp_path / "rows.jsonl", 3_000), tmp_path) as process:
        until_working(process, tmp_path / "out")
        workers = workers_of(process.pid)
        process.kill()
        process.wait()
        assert len(workers) == 2
        assert gone(workers)


def test_kills_at_random_moments_lose_double_and_corrupt_nothing(tmp_path: Path) -> None:
    report = run(tmp_path, rows=80, kills=3, seed=7)  # hundreds of them: python -m tests.integration.batch_kills
    assert sum(report.kills.values()) >= 3
    assert report.differences == []


def test_a_full_disk_stops_the_run_and_once_there_is_room_it_ends_alike(tmp_path: Path) -> None:
    source, calm = cases(tmp_path / "rows.jsonl", 150), tmp_path / "calm"
    surroundings = environment(tmp_path / "data")
    assert subprocess.run(command(source, calm), capture_output=True, check=False, env=surroundings).returncode == 3
    with small_disk(tmp_path / "small", megabytes=2) as small:
        full = subprocess.run(command(source, small / "out"), capture_output=True, check=False, env=surroundings)
        assert full.returncode == 1
        assert b"make room on the disk" in full.stderr
        assert b"Traceback" not in full.stderr
        assert not list((small / "out" / ".docgen" / "objects" / "tmp").iterdir())
        subprocess.run(["mount", "-o", "remount,size=200m", small], check=True)
        again = subprocess.run(command(source, small / "out"), capture_output=True, check=False, env=surroundings)
        assert again.returncode == 3, again.stderr
        assert 0 < json.loads(again.stdout)["skipped"] < 150
        assert differences(calm, small / "out") == []


def test_a_clock_that_jumps_changes_no_output_and_no_result(batch: Batch, tmp_path: Path, library: Library) -> None:
    source = cases(tmp_path / "rows.jsonl", 60)
    batch(source, out="calm")
    years = cycle([2026, 1970, 2199, 2001])
    moments: list[datetime] = []

    def now() -> datetime:
        moments.append(datetime(next(years), 1, 1, tzinfo=UTC))
        return moments[-1]

    settings = Settings.read()
    options = Options(source, tmp_path / "jumping", Order((TYPE,), (language(),), ("docx",)), workers=2)
    register = MemoryRegister()
    summary = Runner(options, library, reader(), register, open_pool=lambda: WorkerPool(settings, 2), now=now).run()
    assert (summary.done, summary.failed, summary.whole) == (59, 1, True)
    assert len({record.at for record in register.kept}) > 1
    assert differences(tmp_path / "calm", tmp_path / "jumping") == []
