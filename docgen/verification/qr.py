"""The QR code of a paper as a PNG (ISO/IEC 18004, by segno), cheap enough to make one for every paper.

A QR code of one version and mask is affine over GF(2) in its data bits, for its error correction is linear and its mask
is added: so segno makes one with an empty code for each template, and one for each bit that a code can set; the rest is
adding them up.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import Final

import segno

# Any mask can be read; finding the one with the fewest unlucky patterns takes five times as long as making the QR.
_MASK: Final = 3
QUIET: Final = 4
"""Modules that stay free around a QR code."""
_EMPTY: Final = "0"
# ISO/IEC 18004 table 5: a pair of these signs is one number of 11 bits, 45 times the first and the second.
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PAIR_BITS, _BYTE_BITS = 11, 7
_TO_GRAY: Final = bytes.maketrans(b"01", b"\xff\x00")


def around(type_id: str, language: str, template: str) -> tuple[str, str]:
    """What stands before and after the code in a QR that explains itself, in the signs a QR packs most tightly.

    The type, the language and the first eight digits of the template's fingerprint follow the code.
    """
    return "DOCGEN: ", f" {type_id.replace('_', '-')} {language} {template[:8]}".upper()


def png(symbols: str, before: str, after: str = "") -> bytes:
    """A PNG of the text `before` + `symbols` + `after`, quiet zone included, eight pixels a module.

    `symbols` are those of a code, without hyphens; `before` has an even number of signs where all signs are
    alphanumeric (`_ALPHANUMERIC`).
    """
    return _png(*_whole(symbols, before, after))


def modules(symbols: str, before: str, after: str = "") -> list[str]:
    """The same QR code as rows of "1" (dark) and "0", without the quiet zone."""
    matrix, side = _whole(symbols, before, after)
    bits = f"{matrix:0{side * side}b}"
    return [bits[at : at + side] for at in range(0, side * side, side)]


def _whole(symbols: str, before: str, after: str) -> tuple[int, int]:
    """The modules row by row as bits of a number, and how many make a row."""
    mode = "alphanumeric" if set(before + after) <= set(_ALPHANUMERIC) and len(before) % 2 == 0 else "byte"
    side, matrix = _base(before, after, len(symbols), mode)
    changes = _changes(side, len(before), len(symbols), mode)
    numbers, width = _numbers(symbols, mode)
    for at, number in enumerate(numbers):
        for bit in range(width):
            if number >> bit & 1:
                matrix ^= changes[at * width + bit]
    return matrix, side


def _numbers(symbols: str, mode: str) -> tuple[list[int], int]:
    """The numbers that a mode makes of the symbols, those of `_EMPTY` being 0, and how many bits each takes."""
    if mode == "byte":
        return [ord(symbol) ^ ord(_EMPTY) for symbol in symbols], _BYTE_BITS
    pairs = zip(symbols[::2], symbols[1::2], strict=True)
    return [45 * _ALPHANUMERIC.index(first) + _ALPHANUMERIC.index(second) for first, second in pairs], _PAIR_BITS


def _signs(number: int, mode: str) -> str:
    """The signs that `_numbers` makes this number of."""
    if mode == "byte":
        return chr(number ^ ord(_EMPTY))
    return _ALPHANUMERIC[number // 45] + _ALPHANUMERIC[number % 45]


@lru_cache(maxsize=256)
def _base(before: str, after: str, length: int, mode: str) -> tuple[int, int]:
    """Side in modules, and the modules row by row as bits of a number, with the empty code."""
    return _matrix(before + _EMPTY * length + after, mode, None)


@lru_cache(maxsize=8)
def _changes(side: int, before: int, length: int, mode: str) -> tuple[int, ...]:
    """For each bit of each number of a code, the modules that it turns over."""
    version = (side - 17) // 4
    width, signs = (_BYTE_BITS, 1) if mode == "byte" else (_PAIR_BITS, 2)
    lead, empty = _EMPTY * before, _EMPTY * length
    _, base = _matrix(lead + empty, mode, version)
    found = []
    for at in range(0, length, signs):
        for bit in range(width):
            changed = empty[:at] + _signs(1 << bit, mode) + empty[at + signs :]
            found.append(base ^ _matrix(lead + changed, mode, version)[1])
    return tuple(found)


def _matrix(content: str, mode: str, version: int | None) -> tuple[int, int]:
    code = segno.make(content, error="m", boost_error=False, micro=False, mode=mode, mask=_MASK, version=version)
    modules = b"".join(bytes(row) for row in code.matrix)
    return len(code.matrix), int(modules.translate(bytes.maketrans(b"\x00\x01", b"01")), 2)


def _png(matrix: int, side: int) -> bytes:
    """Eight pixels a module, so that a module of a row is a byte, and seven rows of eight say “as above”."""
    modules = f"{matrix:0{side * side}b}".encode().translate(_TO_GRAY)
    width = side + 2 * QUIET
    margin, again = b"\xff" * QUIET, (b"\x02" + bytes(width)) * 7
    blank = b"\x00" + b"\xff" * width + (b"\x02" + bytes(width)) * (8 * QUIET - 1)
    rows = [b"\x00" + margin + modules[at : at + side] + margin + again for at in range(0, side * side, side)]
    header = struct.pack(">IIBBBBB", width * 8, width * 8, 1, 0, 0, 0, 0)
    # A small window is enough for rows this short, and takes half the time to set up.
    deflater = zlib.compressobj(1, zlib.DEFLATED, 10, 3)
    data = deflater.compress(b"".join((blank, *rows, blank))) + deflater.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
