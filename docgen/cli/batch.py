"""`docgen batch`: many cases from one file, each rendered into a folder of its own; what was interrupted is resumed."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from docgen.batch.options import Options
from docgen.batch.row import Order
from docgen.batch.runner import Progress, Runner, Summary
from docgen.cli.console import (
    INTERRUPTED,
    REFUSED,
    SOME_FAILED,
    Languages,
    Types,
    open_library,
    overrides_of,
    print_json,
    reader,
)
from docgen.cli.verify import REGISTER
from docgen.generate import DEFAULT_FORMATS, FORMATS
from docgen.press import ENGINES
from docgen.settings import Settings
from docgen.verification.register import FileRegister
from docgen.workers import WorkerPool, core_count

_EVERY = 10.0
"""Seconds between lines of progress where there is no terminal."""


def batch(  # one option for each decision
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", exists=True, dir_okay=False, help=".jsonl, .csv or .xlsx")
    ],
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="Folder for the outputs and results.jsonl.")],
    types: Types = None,
    languages: Languages = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", help=f"{', '.join(FORMATS)}; may be repeated.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that render. Default: one a core.")] = 0,
    engine: Annotated[str, typer.Option(help=f"PDF engine: {' or '.join(ENGINES)}.")] = ENGINES[0],
    override: Annotated[list[str] | None, typer.Option(metavar="CODE=REASON", help="Go on despite a warning.")] = None,
    restart: Annotated[
        bool, typer.Option("--restart/--resume", help="Begin anew, or go on where an earlier run ended.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row and render nothing.")] = False,
    max_errors: Annotated[int | None, typer.Option(min=0, help="Stop when more rows than this have failed.")] = None,
) -> None:
    """Render every row of a file. Exit 0 when all are done, 3 when some failed, 4 when all did, 130 when interrupted.

    Ctrl-C finishes the rows in hand; the same command goes on from there. A second Ctrl-C ends it at once.
    """
    settings = Settings.read()
    overrides = overrides_of(override or [])
    options = Options(
        source=source,
        out=out,
        order=Order(_tuple(types), _tuple(languages), tuple(formats or DEFAULT_FORMATS), overrides),
        engine=engine,
        workers=workers or settings.workers or core_count(),
        restart=restart,
        dry_run=dry_run,
        max_errors=max_errors,
        row_seconds=settings.render_seconds,
    )
    _check(options)
    with _interruption() as interruption, _telling() as tell:
        summary = _runner(options, settings, tell, interruption).run()
    print_json(_told(summary, out))
    code = INTERRUPTED if interruption.asked else _code(summary)
    if code:
        raise typer.Exit(code)


def _runner(
    options: Options, settings: Settings, tell: Callable[[Progress], None], interruption: _Interruption
) -> Runner:
    return Runner(
        options=options,
        library=open_library(),
        words=reader(),
        register=FileRegister(settings.data / REGISTER),
        open_pool=lambda: WorkerPool(settings, options.workers, engine=options.engine),
        now=lambda: datetime.now(UTC),
        tell=tell,
        stop=lambda: interruption.asked,
    )


def _check(options: Options) -> None:
    """Whether source and folder fit together; raises BadParameter."""
    if options.rejects.exists() and options.rejects.samefile(options.source):
        raise typer.BadParameter("these are the rejected rows of this very folder; give another folder with --out")


def _told(summary: Summary, out: Path) -> dict[str, Any]:
    told = asdict(summary)
    del told["whole"]
    return {**told, "seconds": round(summary.seconds, 3), "out": str(out)}


def _code(summary: Summary) -> int:
    if not summary.failed:
        return 0
    return SOME_FAILED if summary.done else REFUSED


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


@dataclass
class _Interruption:
    """Whether somebody asked for the end; who asks again gets it at once."""

    asked: bool = False

    def __call__(self, *_: Any) -> None:
        if self.asked:
            sys.exit(INTERRUPTED)
        self.asked = True


@contextmanager
def _interruption() -> Iterator[_Interruption]:
    """Answer SIGINT and SIGTERM while a batch runs."""
    asked = _Interruption()
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _telling() -> Iterator[Callable[[Progress], None]]:
    """Progress on standard error: a bar on a terminal, else a line now and then. ASCII only, as in `progress`."""
    if not sys.stderr.isatty():
        yield _Lines(time.monotonic())
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("rows", total=None, rate="")
        began = time.monotonic()

        def tell(progress: Progress) -> None:
            rate = (progress.ended - progress.before) / max(time.monotonic() - began, 0.001)
            bar.update(task, completed=progress.ended, total=progress.total, rate=f"{rate:.0f} rows/s")

        yield tell


@dataclass
class _Lines:
    """A line of progress every few seconds."""

    began: float
    told: float = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - max(self.told, self.began) < _EVERY:
            return
        self.told = now
        rate = (progress.ended - progress.before) / (now - self.began)
        total = "?" if progress.total is None else str(progress.total)
        left = "" if progress.total is None or not rate else f", {(progress.total - progress.ended) / rate:.0f} s left"
        typer.echo(f"{progress.ended} of {total} rows, {progress.failed} failed, {rate:.0f} rows/s{left}", err=True)
