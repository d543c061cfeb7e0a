"""How long a Word file takes to become a PDF: in process, through a warm LibreOffice, through a LibreOffice for each
file.

    python tests/bench/bench_pdf.py FILE.docx … [--rounds N] [--cold N]

All three take turns on the same files in one run, so that what else the machine does falls on all of them. Compare
ratios, not times. `measure` is for other scripts: it takes (name, docx bytes) and returns seconds.

Three numbers stand for us. `again`: the same file once more. `new`: the file with every digit of its text changed, as
one row after the other of a batch, so that only paragraphs without a value are found in a cache. `first`: the same
changed file once both caches have forgotten it (Typst's forgets what ten compilations did not use). Warm LibreOffice
gets the changed files.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from docgen.pdf.fonts import FontBook
from docgen.pdf.typeset import Typesetter
from docgen.settings import Settings
from tests.bench.office import ColdOffice, warm_office

_DIGITS = ("0123456789", "០១២៣៤៥៦៧៨៩", "๐๑๒๓๔๕๖๗๘๙")
_OTHER = """#set document(title: "x", date: datetime(year: 2000, month: 1, day: 1))
#set text(font: "Tinos", lang: "en")
#"{number}"
"""
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")


@dataclass
class Times:
    """Seconds of one file by engine."""

    name: str
    again: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)

    def median(self, engine: str) -> float:
        """Median seconds of an engine; NaN without a measurement."""
        found: list[float] = getattr(self, engine)
        return statistics.median(found) if found else float("nan")


def with_other_digits(docx: bytes, seed: int) -> bytes:
    """The same document with every digit of its body text replaced by another one of its script."""
    chance = random.Random(seed)
    table = {ord(digit): chance.choice(digits) for digits in _DIGITS for digit in digits}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = _TEXT.sub(lambda m: m[1] + m[2].translate(table) + m[3], data.decode()).encode()
            target.writestr(name, data)
    return out.getvalue()


def _timed(convert: Callable[[bytes], object], docx: bytes) -> float:
    start = time.perf_counter()
    convert(docx)
    return time.perf_counter() - start


def measure(
    files: Iterable[tuple[str, Callable[[int], bytes]]], fonts: FontBook, *, rounds: int = 15, cold_rounds: int = 3
) -> list[Times]:
    """Time every file on every engine, the engines taking turns; the first two rounds of a file only warm them up.

    A file is a function from the number of a turn to a DOCX: the same paper with other values each turn.
    """
    cold_office, times = ColdOffice(fonts), []
    with warm_office(fonts) as warm:
        for name, docx_of in files:
            found = Times(name)
            typesetter = Typesetter(fonts)
            for turn in range(-2, rounds):
                other = docx_of(turn)
                new, office = _timed(typesetter.pdf, other), warm(other)
                again = _timed(typesetter.pdf, other)
                if turn >= 0:
                    found.new.append(new)
                    found.warm.append(office)
                    found.again.append(again)
                if 0 <= turn < cold_rounds:
                    found.cold.append(_timed(cold_office.pdf, other))
                    found.first.append(_first(fonts, other))
                    typesetter.pdf(other)
            times.append(found)
    return times


def _first(fonts: FontBook, docx: bytes) -> float:
    """The time of a file in a process that has set others, and this one never or long ago."""
    typesetter = Typesetter(fonts)
    for number in range(12):
        typesetter.compiler.pdf(_OTHER.format(number=number))
    return _timed(typesetter.pdf, docx)


def report(times: Sequence[Times]) -> str:
    """A table of medians in milliseconds and of how many times longer LibreOffice takes."""
    columns = ("again", "new", "first", "warm", "cold", "warm/again", "warm/new", "warm/first", "cold/new")
    lines = [f"{'file':32}" + "".join(f"{column:>11}" for column in columns)]
    for each in times:
        numbers = []
        for column in columns:
            above, _, below = column.partition("/")
            numbers.append(each.median(above) / each.median(below) if below else each.median(above) * 1000)
        lines.append(f"{each.name:32}" + "".join(f"{number:11.1f}" for number in numbers))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Time the PDF engines on Word files, in turns.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cold", type=int, default=3, help="rounds with one LibreOffice process a file")
    asked = parser.parse_args()
    fonts = FontBook.find(Settings.read().fonts)
    files = [(path.name, partial(with_other_digits, path.read_bytes())) for path in asked.files]
    print(report(measure(files, fonts, rounds=asked.rounds, cold_rounds=asked.cold)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
