"""A multipart/form-data body (RFC 7578), read in memory by a worker: nothing of it touches the disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from docgen.errors import DocgenError, Message

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_MOST_PARTS: Final = 16


class MultipartRefused(DocgenError):
    """The body is no multipart/form-data that can be read."""

    code, http_status = "multipart_refused", 422


def parts_of(body: bytes, content_type: str) -> Mapping[str, bytes]:
    """The parts by name; of a name given twice the last. File names are not looked at. Raises MultipartRefused."""
    _, options = parse_options_header(content_type)
    reading = _Reading()
    try:
        parser = MultipartParser(options[b"boundary"], reading.callbacks())
        parser.write(body)
        parser.finalize()
    except (FormParserError, KeyError, ValueError):
        raise _refused() from None
    if not reading.ended:
        raise _refused()
    return reading.parts


def _refused() -> MultipartRefused:
    return MultipartRefused(
        Message("the parts of the request cannot be read; send it as {type}", {"type": "multipart/form-data"})
    )


class _Reading:
    """What the parser tells, gathered."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}
        self.ended = False
        self._headers: dict[str, str] = {}
        self._field, self._value = b"", b""
        self._data: list[bytes] = []

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_part_data": lambda data, start, end: self._data.append(data[start:end]),
            "on_part_end": self._on_part,
            "on_end": self._on_end,
        }

    def _begin(self) -> None:
        self._headers, self._data = {}, []
        if len(self.parts) >= _MOST_PARTS:
            raise ValueError

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        self._headers[self._field.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._field = self._value = b""

    def _on_part(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", ""))
        self.parts[options.get(b"name", b"").decode("utf-8", "replace")] = b"".join(self._data)

    def _on_end(self) -> None:
        self.ended = True
