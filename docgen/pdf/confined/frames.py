"""What goes through the pipes: a frame of JSON and blobs, each with its length before it.

JSON and not pickle, because a child that a hostile PDF has taken over could send a pickle that runs code here.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

JSON: TypeAlias = Any
"""None, bool, int, float, str, lists and string-keyed dicts of these."""

HEADER: Final = struct.Struct(">II")  # bytes of the JSON, number of blobs
_LENGTH: Final = struct.Struct(">I")
MAX_BLOBS: Final = 64


class Rubbish(ValueError):
    """What arrived is no frame, or is larger than allowed."""


def packed(payload: JSON, blobs: Sequence[bytes]) -> bytes:
    """A frame; raises ValueError for more blobs than MAX_BLOBS, TypeError for what JSON cannot say."""
    if len(blobs) > MAX_BLOBS:
        raise ValueError("too many blobs for one frame")
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    return b"".join([HEADER.pack(len(text), len(blobs)), lengths, text, *blobs])


def lengths_size(header: bytes) -> int:
    """How many bytes of lengths follow a header; raises Rubbish."""
    _, count = HEADER.unpack(header)
    if count > MAX_BLOBS:
        raise Rubbish
    return int(count) * _LENGTH.size


def body_sizes(header: bytes, lengths: bytes, limit: int) -> list[int]:
    """The sizes of the JSON and of each blob; raises Rubbish when their sum is beyond `limit` bytes."""
    text, _ = HEADER.unpack(header)
    sizes = [text, *(length for (length,) in _LENGTH.iter_unpack(lengths))]
    if sum(sizes) > limit:
        raise Rubbish
    return sizes


def unpacked(body: bytes, sizes: Sequence[int]) -> tuple[JSON, list[bytes]]:
    """Payload and blobs; raises Rubbish when the JSON is none or is nested beyond reason."""
    parts, at = [], 0
    for size in sizes:
        parts.append(body[at : at + size])
        at += size
    try:
        return json.loads(parts[0].decode("utf-8", "surrogatepass")), parts[1:]
    except (ValueError, RecursionError):
        raise Rubbish from None
