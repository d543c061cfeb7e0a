"""A PDF as Typst writes it (indirect objects, one cross-reference table): its objects by number, put together again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_LENGTH = re.compile(rb"/Length \d+")
_PROGRAM_LENGTH = re.compile(rb"/Length1 \d+")
_STREAM = b"stream\n"


class NotUnderstood(Exception):
    """The file is not written the way this reader knows; says what, never any text of the document."""


class PdfObjects:
    """The objects of a PDF (ISO 32000-1 §7.3.10, §7.5.4). Raises NotUnderstood when there is no such table."""

    def __init__(self, data: bytes) -> None:
        end = _XREF.search(data, max(0, len(data) - 64))
        if end is None:
            raise NotUnderstood("no cross-reference table at the end")
        start = int(end.group(1))
        self._tail = data[start:]
        offsets = [int(match.group(1)) for match in _ENTRY.finditer(self._tail)]
        if len(offsets) < 2:
            raise NotUnderstood("a cross-reference table without objects")
        self._order = sorted(range(1, len(offsets)), key=offsets.__getitem__)
        ends = [offsets[number] for number in self._order[1:]] + [start]
        self._head = data[: offsets[self._order[0]]]
        self._objects = {number: data[offsets[number] : end] for number, end in zip(self._order, ends, strict=True)}

    def __getitem__(self, number: int) -> bytes:
        return self._objects[number]

    def __setitem__(self, number: int, body: bytes) -> None:
        self._objects[number] = body

    def of_kind(self, mark: bytes) -> Iterator[int]:
        """Numbers of the dictionaries that hold these bytes, in the order of the file; streams are not looked into."""
        for number in self._order:
            body = self._objects[number]
            at = body.find(mark)
            if at >= 0 and body.find(_STREAM, 0, at) < 0:
                yield number

    def stream(self, number: int) -> bytes:
        """The inflated stream of an object."""
        body = self._objects[number]
        return zlib.decompressobj().decompress(body[body.index(_STREAM) + len(_STREAM) :])

    def replace_stream(self, number: int, content: bytes) -> None:
        """Put another stream into an object; its Length (and Length1, of a font program) follow."""
        body = self._objects[number]
        packed = zlib.compress(content)
        head = _LENGTH.sub(b"/Length %d" % len(packed), body[: body.index(_STREAM)], count=1)
        head = _PROGRAM_LENGTH.sub(b"/Length1 %d" % len(content), head)
        self._objects[number] = b"%sstream\n%s\nendstream\nendobj\n\n" % (head, packed)

    def bytes(self) -> bytes:
        """The file with its offsets set anew."""
        offsets, at = [0] * (len(self._order) + 1), len(self._head)
        for number in self._order:
            offsets[number] = at
            at += len(self._objects[number])
        entries = iter(offsets)

        def entry(match: re.Match[bytes]) -> bytes:
            return b"%010d %s %s" % (next(entries), match.group(2), match.group(3))

        tail = _XREF.sub(b"startxref\n%d\n%%%%EOF" % at, _ENTRY.sub(entry, self._tail))
        return b"".join((self._head, *(self._objects[number] for number in self._order), tail))
