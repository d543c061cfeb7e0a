"""A workbook is looked at before it is opened: how much it inflates to and how large a sheet it would spread out.

python-calamine keeps a sheet as one rectangle of cells in memory, however few are filled: one cell in the last corner
of a sheet would ask for 17,000 million. So the corners are found by reading the parts as a stream first.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from docgen.batch.sources.row import refused
from docgen.errors import InputRefused, Message

MAX_MEMBERS: Final = 1_000
MAX_INFLATED: Final = 400_000_000
MAX_RATIO: Final = 300
"""Sheets of repeated text pack well: what docgen's own template with 100,000 equal rows does is 120."""
MAX_CELLS: Final = 10_000_000
"""Cells of the rectangle; each takes 32 bytes and its text."""
_RATIO_MATTERS_ABOVE: Final = 10_000_000
_PIECE: Final = 1 << 20
_LONGEST_RUN: Final = 4 * _PIECE
"""The most bytes from one tag to the next; Excel has at most 32,767 characters in a cell."""

_TAG: Final = re.compile(rb"""<(?:[\w.-]+:)?(row|c)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*+)(?=[\s/>])""")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_WELL_FORMED: Final = re.compile(rb"([A-Za-z]{0,3})([0-9]{0,7})")


def check_workbook(file: BinaryIO) -> None:
    """Raise InputRefused for a file that is no .xlsx or would take too much memory; the file is rewound."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive)
            for info in archive.infolist():
                _check_part(archive, info)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise not_a_workbook() from None
    finally:
        file.seek(0)


def not_a_workbook() -> InputRefused:
    """It cannot be opened."""
    message = Message("this is no Excel workbook that can be read; save it as .xlsx without a password")
    return refused("source.not_a_workbook", message)


def _too_large() -> InputRefused:
    message = Message("the workbook is too large to be opened safely; split it, or save the sheet as CSV")
    return refused("source.too_large", message)


def _check_sizes(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    total = sum(info.file_size for info in members)
    if len(members) > MAX_MEMBERS or total > MAX_INFLATED:
        raise _too_large()
    if "[Content_Types].xml" not in archive.NameToInfo:
        raise not_a_workbook()


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Inflated piece by piece: what the directory says of its size need not be true."""
    corner, done, rest = _Corner(), 0, b""
    with archive.open(info) as part:
        while piece := part.read(_PIECE):
            done += len(piece)
            packed_well = done > _RATIO_MATTERS_ABOVE and done > MAX_RATIO * max(info.compress_size, 1)
            if done > info.file_size or packed_well:
                raise _too_large()
            text = rest + piece
            last = max(text.rfind(b"<"), 0)
            corner.look(text[:last])
            rest = text[last:]
            if corner.cells > MAX_CELLS or len(rest) > _LONGEST_RUN:
                raise _too_large()


@dataclass
class _Corner:
    """The last row and column that any cell is said to be in, or would be by counting."""

    rows: int = 0
    columns: int = 0
    in_row: int = 0
    counted: int = 0

    def look(self, text: bytes) -> None:
        for tag in _TAG.finditer(text):
            place = _PLACE.search(tag[2])
            parts = _WELL_FORMED.fullmatch(place[1] if place else b"")
            if parts is None:
                raise not_a_workbook()
            self.rows = max(self.rows, int(parts[2] or 0))
            if tag[1] == b"row":
                self.counted += 1
                self.in_row = 0
            else:
                self.in_row += 1
                self.columns = max(self.columns, self.in_row, _column(parts[1]))

    @property
    def cells(self) -> int:
        return max(self.rows, self.counted) * self.columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
