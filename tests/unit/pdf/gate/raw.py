"""PDF files written byte by byte, as a hostile hand would: a small form whose every dictionary takes additions."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

EMPTY: Mapping[int, bytes] = {}


def stream(dictionary: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (dictionary, len(data), data)


def deflated(dictionary: bytes, data: bytes) -> bytes:
    return stream(dictionary + b"/Filter/FlateDecode", zlib.compress(data))


def objects(
    *,
    root: bytes = b"",
    tree: bytes = b"",
    page: bytes = b"/MediaBox[0 0 595 842]",
    resources: bytes = b"",
    annots: bytes = b"",
    form: bytes = b"",
    fields: bytes = b"",
    field: bytes = b"",
    more: Mapping[int, bytes] = EMPTY,
) -> dict[int, bytes]:
    """The objects of a form with one page and one text field, `given_name`; numbers from 10 on are free."""
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R%b>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1%b>>" % tree,
        3: b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>%b>>/Annots[7 0 R %b]%b>>"
        % (resources, annots, page),
        4: b"<</Fields[7 0 R %b]/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 6 0 R>>>>%b>>" % (fields, form),
        5: stream(b"", b"BT /F1 12 Tf 72 770 Td (Given name) Tj ET"),
        6: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        7: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(given_name)/Rect[72 740 300 760]/P 3 0 R%b>>" % field,
        **more,
    }


def written(numbered: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R", head: bytes = b"%PDF-1.7\n") -> bytes:
    """The file: the objects in order, a cross-reference table, the trailer."""
    body, offsets = bytearray(head), {}
    for number, value in numbered.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    return bytes(body) + table(offsets, len(body), trailer)


def table(offsets: Mapping[int, int], at: int, trailer: bytes) -> bytes:
    """A cross-reference section that begins at byte `at`, and what stands after it."""
    entries = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in offsets.items())
    size = max(offsets, default=0) + 1
    return b"xref\n0 1\n0000000000 65535 f \n%btrailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        entries, size, trailer, at,
    )  # fmt: skip


def form(
    trailer: bytes = b"/Root 1 0 R", *, head: bytes = b"%PDF-1.7\n", **parts: bytes | Mapping[int, bytes]
) -> bytes:
    """`objects` written as a file."""
    return written(objects(**parts), trailer, head)  # type: ignore[arg-type]


def updated(pdf: bytes, changed: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """The file with an incremental update (ISO 32000-2, 7.5.6)."""
    previous = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    body, offsets = bytearray(pdf), {}
    for number, value in changed.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    return bytes(body) + table(offsets, len(body), trailer + b"/Prev %d" % previous)


def in_object_stream(held: Mapping[int, bytes], *, number: int = 50, extra: bytes = b"") -> dict[int, bytes]:
    """An object stream that holds these objects (ISO 32000-2, 7.5.7)."""
    entries, at = [], 0
    for name, value in held.items():
        entries.append(b"%d %d " % (name, at))
        at += len(value) + 1
    directory, body = b"".join(entries), b" ".join(held.values())
    head = b"/Type/ObjStm/N %d/First %d%b" % (len(held), len(directory), extra)
    return {number: deflated(head, directory + body)}


def with_xref_stream(
    plain: Mapping[int, bytes], held: Mapping[int, bytes], *, extra: bytes = b"", size: int = 0
) -> bytes:
    """A file whose objects `held` stand in object stream 50, listed by cross-reference stream 51 (7.5.8)."""
    body, rows = bytearray(b"%PDF-1.7\n"), {0: bytes(8)}
    for number, value in {**plain, **in_object_stream(held, extra=extra)}.items():
        rows[number] = b"\1" + len(body).to_bytes(4, "big") + bytes(3)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    for index, number in enumerate(held):
        rows[number] = b"\2" + (50).to_bytes(4, "big") + index.to_bytes(3, "big")
    at = len(body)
    rows[51] = b"\1" + at.to_bytes(4, "big") + bytes(3)
    index = b" ".join(b"%d 1" % number for number in rows)
    head = b"/Type/XRef/W[1 4 3]/Root 1 0 R/Size %d/Index[%b]" % (size or 52, index)
    body += b"51 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (deflated(head, b"".join(rows.values())), at)
    return bytes(body)
