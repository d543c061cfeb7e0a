"""How long LibreOffice takes for a Word file: our pool of two, one warm process behind UNO, one process for each file.

    python -m tests.bench.bench_soffice [--rounds N] [--processes N]

All three take turns on the same files, whose values are new at every turn. What is counted is the time of the whole
round by the number of files: the pool works on several at once, which is its point. The pool's time holds what the
others leave out: the gate, the cage, the check of the PDF and its completion to PDF/A-2a. Compare ratios, not times.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from docgen.pdf.fonts import FontBook
from docgen.pdf.soffice import SofficePool
from docgen.settings import Settings
from tests.bench import real
from tests.bench.office import ColdOffice, warm_office

Sample = tuple[str, Callable[[int], bytes]]


@dataclass
class Times:
    """Seconds a file in each round, by how LibreOffice is run; `start` is the pool's first file, processes included."""

    pool: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    start: float = 0.0
    load: float = 0.0


def measure(samples: Sequence[Sample], fonts: FontBook, *, rounds: int = 3, processes: int = 2) -> Times:
    """Time all samples; a first round that warms the pool and the warm process is not counted."""
    times, cold = Times(), ColdOffice(fonts)
    with (
        SofficePool(fonts, processes=processes, waiting=len(samples)) as pool,
        ThreadPoolExecutor(2 * processes) as threads,
        warm_office(fonts) as warm,
    ):
        start = time.perf_counter()
        pool.pdf(samples[0][1](-1))
        times.start = time.perf_counter() - start
        for turn in range(-1, rounds):
            files = [docx_of(turn) for _, docx_of in samples]
            pooled = _a_file(lambda files=files: list(threads.map(pool.pdf, files)), len(files))
            warmed = _a_file(lambda files=files: [warm(docx) for docx in files], len(files))
            if turn >= 0:
                times.pool.append(pooled)
                times.warm.append(warmed)
                times.cold.append(_a_file(lambda files=files: [cold.pdf(docx) for docx in files], len(files)))
    times.load = os.getloadavg()[0]
    return times


def _a_file(work: Callable[[], object], files: int) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) / files


def report(times: Times) -> str:
    """Medians in milliseconds and the ratios that count."""
    pool, warm, cold = (statistics.median(found) for found in (times.pool, times.warm, times.cold))
    return "\n".join(
        [
            f"pool {pool * 1000:8.1f} ms a file (its first file {times.start * 1000:.0f} ms)",
            f"warm {warm * 1000:8.1f} ms a file, {warm / pool:5.2f} times the pool's",
            f"cold {cold * 1000:8.1f} ms a file, {cold / pool:5.1f} times the pool's",
            f"load of the machine at the end {times.load:.1f} on {os.cpu_count()} cores (2 to 3 are ours)",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Time three ways to run LibreOffice, in turns.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    fonts = FontBook.find(Settings.read().fonts)
    print(report(measure(real.pdf_samples(), fonts, rounds=asked.rounds, processes=asked.processes)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
