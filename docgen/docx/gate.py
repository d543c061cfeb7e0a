"""The gate: what a Word file must be before any library opens it.

Bounded: the directory is counted before it is read, members are inflated under a cap whatever their headers claim.
ECMA-376 Part 2 (OPC) for the container; docgen.docx.screen looks into the parts.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

from docgen.docx import screen
from docgen.docx.ooxml import CONTENT_TYPES
from docgen.docx.package import Package, PackageDamaged
from docgen.docx.screen import THE_FILE, refused
from docgen.errors import Message

MAX_FILE: Final = 20_000_000
MAX_MEMBERS: Final = 400
MAX_MEMBER: Final = 16_000_000
MAX_TOTAL: Final = 48_000_000
MAX_RATIO: Final = 150
_RATIO_MATTERS_ABOVE: Final = 500_000
_STEP: Final = 1 << 18

_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_ZIP64_LOCATOR: Final = b"PK\x06\x07"


def read(data: bytes, file: str) -> Package:
    """The package in `data`, gated; raises TemplateRefused naming `file`, the part, the reason and the remedy."""
    package = opened(data, file)
    screen.package(file, package)
    return package


def opened(data: bytes, file: str) -> Package:
    """The package in `data`, safe to look through but with all it holds; raises TemplateRefused as `read` does."""
    parts = members(data, file)
    if CONTENT_TYPES not in parts or "word/document.xml" not in parts:
        raise refused(file, THE_FILE, "it is no Word document; save it in Word as .docx")
    for name, part in parts.items():
        screen.bytes_of(file, name, part)
    try:
        return Package.read(parts)
    except PackageDamaged as damage:
        raise refused(
            file, damage.part, "{reason}; save it again in Word as .docx", reason=Message(damage.reason)
        ) from None


def members(data: bytes, file: str) -> dict[str, bytes]:
    """Name → inflated bytes of every member, in directory order; raises TemplateRefused."""
    _check_container(data, file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            directory = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, OverflowError):
        raise refused(file, THE_FILE, "its ZIP directory is damaged; save it again in Word as .docx") from None
    seen: set[str] = set()
    parts: dict[str, bytes] = {}
    total = 0
    for info in directory:
        _check_name(info, file, seen)
        if info.orig_filename.endswith("/"):
            continue
        part = _inflate(data, info, file, MAX_TOTAL - total)
        total += len(part)
        parts[info.filename] = part
    return parts


def _check_container(data: bytes, file: str) -> None:
    if data.startswith(_COMPOUND_FILE):
        raise refused(
            file, THE_FILE, "it is password-protected or an old .doc; save it in Word as .docx without a password"
        )
    if len(data) > MAX_FILE:
        raise refused(file, THE_FILE, "it is larger than 20 MB; make its pictures smaller")
    end = data.rfind(_END_OF_DIRECTORY, max(len(data) - 65_557, 0))
    if not data.startswith(b"PK\x03\x04") or end < 0 or len(data) < end + 22:
        raise refused(file, THE_FILE, "it is no Word document (no ZIP container); save it in Word as .docx")
    here, total = struct.unpack_from("<HH", data, end + 8)
    if here != total or total == 0xFFFF or data.rfind(_ZIP64_LOCATOR, max(end - 20, 0), end) >= 0:
        raise refused(file, THE_FILE, "its ZIP container is split or of the large kind; save it again in Word as .docx")
    if total > MAX_MEMBERS:
        raise refused(
            file,
            THE_FILE,
            "it has {count} members, more than a Word document needs; save it again in Word",
            count=str(total),
        )


def _check_name(info: zipfile.ZipInfo, file: str, seen: set[str]) -> None:
    name = info.orig_filename
    segments = name.rstrip("/").split("/")
    if not name.isascii() or not name.isprintable() or any(sign in name for sign in "\\:%"):
        raise refused(file, ascii(name), "a member's name has characters no part has; save it again in Word")
    if name.startswith("/") or any(segment in ("", ".", "..") for segment in segments):
        raise refused(file, name, "a member's name leads out of the document; save it again in Word")
    if name.lower() in seen:
        raise refused(file, name, "two members have this name; save it again in Word")
    seen.add(name.lower())
    if info.flag_bits & 0x41:
        raise refused(file, name, "the member is encrypted; save the document without a password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(file, name, "the member is packed in a way Word does not use; save it again in Word")


def _inflate(data: bytes, info: zipfile.ZipInfo, file: str, left: int) -> bytes:
    """One member's bytes; stops at the caps, never trusting the sizes in the headers."""
    at = info.header_offset
    if at < 0 or data[at : at + 4] != b"PK\x03\x04" or len(data) < at + 30:
        raise refused(file, info.filename, "the member is not where the directory says; save it again in Word")
    name_length, extra_length = struct.unpack_from("<HH", data, at + 26)
    start = at + 30 + name_length + extra_length
    packed = data[start : start + info.compress_size]
    if data[at + 30 : at + 30 + name_length] != info.orig_filename.encode("ascii") or len(packed) != info.compress_size:
        raise refused(file, info.filename, "the member's two names or sizes differ; save it again in Word")
    cap = min(MAX_MEMBER, left)
    part = packed if info.compress_type == zipfile.ZIP_STORED else _raw_inflate(packed, cap, file, info.filename)
    if len(part) > cap:
        raise refused(file, info.filename, "it inflates beyond what a template needs; make the document smaller")
    if len(part) > _RATIO_MATTERS_ABOVE and len(part) > MAX_RATIO * max(len(packed), 1):
        raise refused(
            file, info.filename, "it is packed suspiciously tightly, as a decompression bomb is; save it again in Word"
        )
    if zlib.crc32(part) != info.CRC:
        raise refused(file, info.filename, "the member is damaged (its checksum differs); save it again in Word")
    return part


def _raw_inflate(packed: bytes, cap: int, file: str, name: str) -> bytes:
    inflater = zlib.decompressobj(-15)
    pieces, size, rest = [], 0, packed
    try:
        while not inflater.eof and size <= cap:
            piece = inflater.decompress(rest, _STEP)
            rest = inflater.unconsumed_tail
            if not piece and not rest:
                break
            pieces.append(piece)
            size += len(piece)
    except zlib.error:
        raise refused(file, name, "the member is damaged (it cannot be inflated); save it again in Word") from None
    return b"".join(pieces)
