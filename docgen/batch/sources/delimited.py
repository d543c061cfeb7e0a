"""CSV: comma, semicolon or tab; UTF-8 with or without a byte order mark, else Thai Windows (code page 874)."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from docgen.batch.sources.row import MAX_ROW, Record, refused, too_long
from docgen.case import Problem
from docgen.errors import Message

_HEAD: Final = 65_536
_DELIMITERS: Final = ",;\t"
_UNREADABLE: Final = re.compile("[\udc80-\udcff]")  # what “surrogateescape” makes of a byte that is no character


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written."""

    encoding: str
    delimiter: str


class _TooLong(Exception):
    """More bytes than one row may have were read without the end of the row."""


@dataclass
class _Lines:
    """Lines for `csv.reader`, which goes on after an error, as a generator would not.

    A quotation mark that is never closed would otherwise take the rest of the file for one row.
    """

    file: BinaryIO
    encoding: str
    used: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.file.readline(MAX_ROW + 1)
        if not line:
            raise StopIteration
        self.used += len(line)
        if self.used > MAX_ROW:
            while line and not line.endswith(b"\n"):
                line = self.file.readline(MAX_ROW + 1)
            raise _TooLong
        return line.decode(self.encoding, "surrogateescape")


def dialect_of(file: BinaryIO) -> Dialect:
    """What the head of the file shows; the file is at its beginning again afterwards. Raises InputRefused."""
    head = file.read(_HEAD)
    file.seek(0)
    if b"\0" in head:
        raise refused("source.not_csv", Message("this is no CSV file in UTF-8; save it as “CSV UTF-8”"))
    encoding = _encoding(head)
    lines = head.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace").splitlines()
    first = next((line for line in lines if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return Dialect(encoding, max(_DELIMITERS, key=bare.count))


def _encoding(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp874"
    return "utf-8"


def csv_records(file: BinaryIO, dialect: Dialect) -> Iterator[Record]:
    """Every row by its number, heading and empty ones included; one that cannot be read has a problem and no cells."""
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    lines = _Lines(file, dialect.encoding)
    reader = csv.reader(lines, delimiter=dialect.delimiter)
    number = 0
    while True:
        number += 1
        lines.used = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_TooLong, csv.Error):  # csv.Error: a field of more than 131,072 characters, or a bare CR
            reader = csv.reader(lines, delimiter=dialect.delimiter)
            yield Record(number, (), too_long())
            continue
        bad = any(_UNREADABLE.search(cell) for cell in cells)
        yield Record(number, (), _not_in(dialect.encoding)) if bad else Record(number, cells)


def _not_in(encoding: str) -> Problem:
    slots = {"encoding": encoding.upper()}
    message = Message("the row has bytes that are no characters of {encoding}; save the file as “CSV UTF-8”", slots)
    return Problem("source.encoding", message)
