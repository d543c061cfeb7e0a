"""What it costs to ask, at every render, which version of a template is approved.

    python tests/bench/bench_shelf.py [--rounds N]

Without a store, over SQLite, and over a PostgreSQL on this machine; interleaved, and beside one render of a Word file.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from docgen.case import Case  # noqa: E402
from docgen.documents import document_type, example  # noqa: E402
from docgen.generate import generate  # noqa: E402
from docgen.library import Library  # noqa: E402
from docgen.press import Press  # noqa: E402
from docgen.settings import Settings  # noqa: E402
from docgen.shelf.installed import InstalledShelf  # noqa: E402
from docgen.shelf.shelf import Shelf  # noqa: E402
from docgen.store import Store  # noqa: E402
from tests.postgresql import Cluster  # noqa: E402

TYPE, TAG = "rights_statement", "en"
SLICE = 50


@contextmanager
def stocked(database: str = "") -> Iterator[Library]:
    """A library over a new store in which all templates are taken in."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read({**os.environ, "DOCGEN_DATA": folder, "DOCGEN_DATABASE_URL": database})
        library = Library.load(*settings.templates, shelf=InstalledShelf(settings))
        with Store.open(settings) as store:
            begin = time.perf_counter()
            taken = Shelf(store, library).take_in(datetime.now(UTC))
            spent = 1000 * (time.perf_counter() - begin)
            print(f"{'postgresql' if database else 'sqlite'}: {len(taken)} files taken in, {spent:.0f} ms")
            yield library
        library.shelf.close()


def timed(function: Callable[[], object], times: int) -> list[float]:
    """Microseconds of each call."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        function()
        found.append(1e6 * (time.perf_counter() - begin))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    cluster = Cluster()
    with ExitStack() as stack:
        stack.callback(cluster.remove)
        plain = Press.open(Settings.read({**os.environ, "DOCGEN_DATA": "no-installation"}))
        case = Case.load(json.dumps(example(document_type(TYPE))))
        libraries = {
            "no store": plain.library,
            "sqlite": stack.enter_context(stocked()),
            "postgresql": stack.enter_context(stocked(cluster.database())),
        }
        asked: dict[str, Callable[[], object]] = {
            name: lambda library=library: library.offer(TYPE, TAG)  # type: ignore[misc]
            for name, library in libraries.items()
        }
        asked["one render, no store"] = lambda: generate(
            case, press=plain, types=[TYPE], languages=[TAG], formats=["docx"]
        )
        found: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, function in asked.items():
                found[name] += timed(function, SLICE if name in libraries else 3)
        for name, values in found.items():
            late = sorted(values)[int(len(values) * 0.95)]
            print(f"{name:22} median {statistics.median(values):9.1f} µs   p95 {late:9.1f} µs")


if __name__ == "__main__":
    main()
