"""How much the streams of a PDF unpack to (ISO 32000-2, 7.4), found out without ever holding it."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from typing import Final

import pikepdf

from docgen.pdf.gate.refusal import BOMB, numbered, pdf_refused

MAX_STREAM: Final = 64_000_000
"""Bytes that one stream may unpack to."""
MAX_TOTAL: Final = 200_000_000
"""Bytes that all streams together may unpack to."""
MAX_RATIO: Final = 300
"""Unpacked to packed size of a stream other than a picture (a blank page scanned reaches 1,000)."""
MAX_PIXELS: Final = 200_000_000
MAX_COLUMNS: Final = 200_000
_RATIO_MATTERS_ABOVE: Final = 4_000_000
_BITE: Final = 1 << 14
_STEP: Final = 1 << 18

_ASCII: Final = {"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"}
_FLATE: Final = {"/FlateDecode", "/Fl"}
_LZW: Final = {"/LZWDecode", "/LZW"}
_RUN_LENGTH: Final = {"/RunLengthDecode", "/RL"}
_PICTURES: Final = {
    "/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF",
}  # fmt: skip
_LAYERS: Final = (_ASCII, _FLATE | _LZW | _RUN_LENGTH, _PICTURES)
_WHITE: Final = re.compile(rb"[\x00\t\n\f\r ]+")


class Budget:
    """What the streams of one document may still unpack to; each `take` spends of it."""

    def __init__(self, total: int = MAX_TOTAL) -> None:
        self._left = total

    def take(self, stream: pikepdf.Object) -> None:
        """Measure one stream; raises PdfRefused when it is packed as no program packs or beyond the limits."""
        part, filters = numbered(stream.objgen[0]), _filters(stream)
        if not _is_layered(filters):
            raise pdf_refused(
                part, "it is packed in a way no program packs a form; open the form in a PDF program and save it anew"
            )
        _check_parameters(stream)
        raw = stream.read_raw_bytes()
        picture = stream.get("/Subtype") == "/Image"
        if filters and filters[0] in _ASCII:
            raw, filters = _from_ascii(filters[0], raw), filters[1:]
        packing = filters[0] if filters else ""
        size = self._size(packing, raw)
        too_tight = not picture and size > _RATIO_MATTERS_ABOVE and size > MAX_RATIO * max(len(raw), 1)
        if size > MAX_STREAM or self._left < 0 or too_tight:
            raise pdf_refused(part, BOMB)

    def take_flate(self, raw: memoryview) -> bool:
        """Measure deflated bytes that stand at the beginning of `raw`; whether they are within the limits."""
        return self._spend(flate(raw)) <= MAX_STREAM and self._left >= 0

    def _size(self, packing: str, raw: bytes) -> int:
        if packing in _FLATE:
            return self._spend(flate(raw))
        if packing in _LZW:
            return self._spend(lzw(raw))
        if packing in _RUN_LENGTH:
            return self._spend(run_length(raw))
        return self._spend(iter((len(raw),)))

    def _spend(self, sizes: Iterator[int]) -> int:
        """The sum of `sizes`, which is not read on once it is beyond a limit."""
        spent = 0
        for size in sizes:
            spent += size
            self._left -= size
            if spent > MAX_STREAM or self._left < 0:
                break
        return spent


def _filters(stream: pikepdf.Object) -> list[str]:
    value = stream.get("/Filter")
    if value is None:
        return []
    names = list(value) if isinstance(value, pikepdf.Array) else [value]
    return [name for name in (str(name) for name in names) if name != "/Crypt"]


def _is_layered(filters: list[str]) -> bool:
    """Whether the filters stand in the one order that programs use, each kind once: text over packing over picture."""
    at = 0
    for name in filters:
        while at < len(_LAYERS) and name not in _LAYERS[at]:
            at += 1
        if at == len(_LAYERS):
            return False
        at += 1
    return True


def _check_parameters(stream: pikepdf.Object) -> None:
    parameters = stream.get("/DecodeParms", stream.get("/DP"))
    listed = list(parameters) if isinstance(parameters, pikepdf.Array) else [parameters]
    columns = max((number(entry, "/Columns") for entry in listed), default=0)
    pixels = number(stream, "/Width") * number(stream, "/Height")
    if columns > MAX_COLUMNS or pixels > MAX_PIXELS:
        raise pdf_refused(numbered(stream.objgen[0]), BOMB)


def number(holder: object, key: str) -> int:
    """A whole number of a dictionary or stream, 0 where there is none."""
    value = holder.get(key) if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None
    return int(value) if isinstance(value, pikepdf.Integer) else 0


def _from_ascii(name: str, raw: bytes) -> bytes:
    """ISO 32000-2, 7.4.2 and 7.4.3: both at most some four times as long unpacked."""
    plain = _WHITE.sub(b"", raw)
    try:
        if name in ("/ASCIIHexDecode", "/AHx"):
            digits = plain.partition(b">")[0]
            return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
        return base64.a85decode(plain.removeprefix(b"<~").partition(b"~>")[0])
    except ValueError:
        return raw  # no library unpacks it either


def flate(raw: bytes | memoryview) -> Iterator[int]:
    """The sizes of the pieces that deflated bytes unpack to, up to their end or to where they are damaged."""
    inflater = zlib.decompressobj()
    for at in range(0, len(raw), _BITE):
        rest: bytes | memoryview = raw[at : at + _BITE]
        while rest and not inflater.eof:  # what stands after the end is never consumed
            try:
                piece = inflater.decompress(rest, _STEP)
            except zlib.error:
                return
            yield len(piece)
            rest = inflater.unconsumed_tail
        if inflater.eof:
            return


def run_length(raw: bytes) -> Iterator[int]:
    """ISO 32000-2, 7.4.5: the length of each run."""
    at = 0
    while at < len(raw) and (code := raw[at]) != 128:
        yield code + 1 if code < 128 else 257 - code
        at += 2 + code if code < 128 else 2


def lzw(raw: bytes) -> Iterator[int]:
    """ISO 32000-2, 7.4.4: the length of what each code stands for, without making it."""
    lengths: list[int] = []
    bits = held = previous = 0
    width = 9
    for byte in raw:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == 257:
            return
        if code == 256:
            lengths, previous, width = [], 0, 9
            continue
        if code > 258 + len(lengths):
            return
        length = 1 if code < 256 else (lengths[code - 258] if code - 258 < len(lengths) else previous + 1)
        yield length
        if previous and len(lengths) < 3838:
            lengths.append(previous + 1)
        previous = length
        width = min(max(9, (258 + len(lengths) + 1).bit_length()), 12)
