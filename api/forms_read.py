"""A form with a file (multipart/form-data, RFC 7578), read piece by piece: the file goes to disk, fields stay small."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from docgen.errors import Finding, InputRefused, Message, Severity

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FILE: Final = "file"
_PIECE: Final = 1 << 16
_MOST_PARTS: Final = 100
_LONGEST_FIELD: Final = 10_000
_LONGEST_HEADERS: Final = 4_096


@dataclass(frozen=True)
class Form:
    """The one file, by the name that its sender gave it, and the fields in order."""

    file: BinaryIO
    file_name: str
    fields: Sequence[tuple[str, str]]


@contextmanager
def read_form(body: BinaryIO, content_type: str) -> Iterator[Form]:
    """The form in a body; its file has no name on disk and is gone afterwards. Raises InputRefused."""
    with tempfile.TemporaryFile() as file:
        reading = _Reading(cast(BinaryIO, file))
        try:
            parser = MultipartParser(parse_options_header(content_type)[1][b"boundary"], reading.callbacks())
            while piece := body.read(_PIECE):
                parser.write(piece)
            parser.finalize()
        except (FormParserError, KeyError, ValueError):
            raise _refused() from None
        if not reading.ended:
            raise _refused()
        if reading.file_name is None:
            raise InputRefused(
                [Finding(Severity.ERROR, "field.missing", f"/{FILE}", Message("this field is missing; fill it in"))]
            )
        file.seek(0)
        yield Form(cast(BinaryIO, file), reading.file_name, reading.fields)


def _refused() -> InputRefused:
    slots = {"type": "multipart/form-data"}
    message = Message("the parts of the request cannot be read; send it as {type}", slots)
    return InputRefused([Finding(Severity.ERROR, "multipart_refused", "", message)])


class _Reading:
    """What the parser tells; ValueError beyond the limits."""

    def __init__(self, file: BinaryIO) -> None:
        self.file_name: str | None = None
        self.fields: list[tuple[str, str]] = []
        self.ended = False
        self._file, self._parts = file, 0
        self._headers: dict[str, bytes] = {}
        self._field, self._value, self._data = bytearray(), bytearray(), bytearray()
        self._into_file = False
        self._name = ""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._grow(self._field, data[start:end], _LONGEST_HEADERS),
            "on_header_value": lambda data, start, end: self._grow(self._value, data[start:end], _LONGEST_HEADERS),
            "on_header_end": self._on_header,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._on_part,
            "on_end": self._on_end,
        }

    def _begin(self) -> None:
        self._parts += 1
        self._headers = {}
        self._data.clear()
        if self._parts > _MOST_PARTS:
            raise ValueError

    def _grow(self, kept: bytearray, more: bytes, limit: int) -> None:
        kept += more
        if len(kept) > limit:
            raise ValueError

    def _on_header(self) -> None:
        self._headers[self._field.decode("latin-1").lower()] = bytes(self._value)
        self._field.clear()
        self._value.clear()

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._into_file = self._name == FILE
        if self._into_file:
            if self.file_name is not None:
                raise ValueError
            self.file_name = options.get(b"filename", b"").decode("utf-8", "replace")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._into_file:
            self._file.write(data[start:end])
        else:
            self._grow(self._data, data[start:end], _LONGEST_FIELD)

    def _on_part(self) -> None:
        if not self._into_file:
            self.fields.append((self._name, self._data.decode("utf-8", "replace")))

    def _on_end(self) -> None:
        self.ended = True
