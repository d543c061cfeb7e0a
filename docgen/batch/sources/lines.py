"""JSON lines: one case a line (UTF-8), read line by line, none longer than a case may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from docgen.batch.sources.row import MAX_ROW, Row, finding, too_long

_BOM = b"\xef\xbb\xbf"


def bounded_lines(file: BinaryIO, limit: int = MAX_ROW) -> Iterator[bytes | None]:
    """Each line with its end; None for one that has more than `limit` bytes, which is passed over piece by piece."""
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(limit + 1)
        yield None


def json_records(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines by number that hold anything; a byte order mark is left out."""
    for number, line in enumerate(bounded_lines(file), 1):
        text = line if line is None else (line.removeprefix(_BOM) if number == 1 else line).strip()
        if text != b"":
            yield number, text


def json_rows(file: BinaryIO) -> Iterator[Row]:
    """Each line as a row; whether it is JSON is for `Case.load` to say."""
    for number, line in json_records(file):
        yield Row(number, line, (finding(too_long()),) if line is None else ())
