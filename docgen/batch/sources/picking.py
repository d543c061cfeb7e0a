"""Some rows of a source: which there are, and those with certain numbers, so that several workers share one file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from docgen.batch.sources import CSV, EXCEL, JSON_LINES, kind_of
from docgen.batch.sources.delimited import csv_records, dialect_of
from docgen.batch.sources.excel import open_workbook
from docgen.batch.sources.lines import json_records
from docgen.batch.sources.row import Record, Row, finding, refused, too_long
from docgen.batch.sources.table import Table, opened_table
from docgen.errors import Message
from docgen.library import Library

MAX_ROWS: Final = 20_000
"""Rows that are checked at once."""


@dataclass(frozen=True)
class Survey:
    """The document type of all rows, None where each says its own, and their numbers."""

    type_id: str | None
    numbers: tuple[int, ...]


def surveyed(file: BinaryIO, kind: str, library: Library, type_id: str | None = None) -> Survey:
    """Which rows there are, none of them read. `type_id` as in `open_source`.

    Raises InputRefused as `open_source`, also for the workbook of another type, for no rows and for too many;
    UnknownName.
    """
    if kind == JSON_LINES:
        return Survey(type_id, _numbers(number for number, _ in json_records(file)))
    with _table(file, kind, library, type_id) as (table, records):
        return Survey(table.type_id, _numbers(record.number for record in records))


def picked_rows(
    file: BinaryIO, kind: str, library: Library, type_id: str | None, numbers: Collection[int]
) -> Iterator[Row]:
    """The rows with these numbers, in order; the others are passed over unread. Raises as `surveyed`."""
    last = max(numbers, default=0)
    if kind == JSON_LINES:
        for number, line in json_records(file):
            if number in numbers:
                yield Row(number, line, (finding(too_long()),) if line is None else ())
            if number >= last:
                return
        return
    with _table(file, kind, library, type_id) as (table, records):
        for record in records:
            if record.number in numbers:
                yield table.row(record)
            if record.number >= last:
                return


@contextmanager
def _table(
    file: BinaryIO, kind: str, library: Library, type_id: str | None
) -> Iterator[tuple[Table, Iterator[Record]]]:
    if kind == CSV:
        yield opened_table(csv_records(file, dialect_of(file)), library, type_id, None)
    elif kind == EXCEL:
        with open_workbook(file) as book:
            if type_id and book.type_id and book.type_id != type_id:
                raise refused("source.other_type", Message("this is the workbook of another document; choose that one"))
            yield opened_table(book.records(), library, type_id or book.type_id, book.tag)
    else:
        kind_of(Path(f"source.{kind}"))


def _numbers(found: Iterator[int]) -> tuple[int, ...]:
    numbers = tuple(islice(found, MAX_ROWS + 1))
    if not numbers:
        raise refused("source.empty", Message("there is no row with a case in this file; fill in at least one"))
    if len(numbers) > MAX_ROWS:
        slots = {"limit": str(MAX_ROWS)}
        raise refused("source.too_many", Message("there are more than {limit} rows in this file; split it", slots))
    return numbers
