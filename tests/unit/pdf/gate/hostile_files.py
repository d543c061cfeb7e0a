"""Files that no form is: bombs, loops, depths, damage, signatures, encryption; each with what the refusal says.

Where the reason is None, qpdf repairs the file: it is refused or admitted clean, within the limits either way.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from functools import partial

import pikepdf

from tests.unit.pdf.gate.raw import (
    deflated,
    form,
    in_object_stream,
    objects,
    stream,
    updated,
    with_xref_stream,
    written,
)

PASSWORD = "open sesame 4711"
MEGABYTE = 1 << 20
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"
_ANNOT = b"<</Type/Annot/Rect[0 0 9 9]/Subtype/Widget/FT/Tx"
_MANY = range(100, 100 + 70)


def zeros(megabytes: int) -> bytes:
    """Deflated zeros: one flushed megabyte over and over, so that making the bomb costs nothing."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes - 1)


def flate(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return stream(b"/Filter[%b]" % filters, data)


def content(value: bytes) -> Callable[[], bytes]:
    return lambda: written({**objects(), 5: value})


def flate_bomb() -> bytes:
    return content(flate(zeros(1024)))()


def many_small_bombs() -> bytes:
    return form(more={number: flate(zeros(50)) for number in range(10, 20)})


def nested_bomb() -> bytes:
    return content(flate(zlib.compress(zeros(1024)), b"/FlateDecode/FlateDecode"))()


def ascii_bomb() -> bytes:
    return content(flate(zeros(1024).hex().encode(), b"/ASCIIHexDecode/FlateDecode"))()


def run_length_bomb() -> bytes:
    return content(flate(b"\x81\0" * 2_000_000, b"/RunLengthDecode"))()


def lzw_bomb() -> bytes:
    """Each code is the one being defined: the lengths grow by one, up to the clear code (256)."""
    bits, width = [], 9
    for _ in range(30):
        table = 258
        for at, code in enumerate([256, 0, *range(258, 4094)]):
            bits.append(f"{code:0{width}b}")
            width = 9 if code == 256 else width
            table += at > 1
            width = min(max(9, (table + 1).bit_length()), 12)
        # The next clear code is still written in twelve bits, what comes after it in nine.
    text = "".join(bits) + "0" * (-sum(map(len, bits)) % 8)
    return content(flate(int(text, 2).to_bytes(len(text) // 8, "big"), b"/LZWDecode"))()


def xref_stream_bomb() -> bytes:
    pdf = with_xref_stream(objects(), {})
    start = pdf.index(b"51 0 obj")
    head = b"/Type/XRef/W[1 4 1]/Root 1 0 R/Size 9999999/Filter/FlateDecode"
    return pdf[:start] + b"51 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(head, zeros(600)), start)


def object_stream_bomb() -> bytes:
    pdf = with_xref_stream(objects(), {20: b"(x)"})
    start, end = pdf.index(b"50 0 obj"), pdf.index(b"51 0 obj")
    bomb = b"50 0 obj\n%b\nendobj\n" % stream(b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode", zeros(600))
    return pdf[:start] + bomb + b" " * max(end - start - len(bomb), 0) + pdf[end:]


def million_objects() -> bytes:
    plain = objects()
    held = dict.fromkeys(range(100, 1000100), b"0")
    body = written({**plain, **in_object_stream(held)})
    return body


def million_listed_objects() -> bytes:
    return with_xref_stream(objects(), dict.fromkeys(range(100, 150100), b"0"), size=150_100)


def plain_objects() -> bytes:
    return form(more=dict.fromkeys(range(10, 200000), b"0"))


def deep(opening: bytes, closing: bytes) -> Callable[[], bytes]:
    return lambda: form(more={10: opening * 100_000 + b"0" + closing * 100_000})


def table_loop() -> bytes:
    pdf = updated(form(), {8: b"null"})
    at = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    head, _, tail = pdf.rpartition(b"/Prev ")
    return head + b"/Prev %d" % at + tail[len(tail.split(b">>")[0]) :]


def encrypted(user: str, **options: object) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(form())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="owner", user=user, **options))  # type: ignore[arg-type]
    return target.getvalue()


def unknown_protection() -> bytes:
    return form(b"/Root 1 0 R/Encrypt 10 0 R/ID[(a)(a)]", more={10: b"<</Filter/FooBar/V 4/R 4>>"})


def signed() -> bytes:
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>"
    return form(fields=b"10 0 R", annots=b"10 0 R", more={10: _ANNOT[:-6] + b"/FT/Sig/T(sign)/V 11 0 R>>", 11: value})


def dag(levels: int) -> dict[int, bytes]:
    """Fields that each name the next twice: 2 to the power of `levels` ways down."""
    nodes = {100 + at: b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (101 + at, 101 + at) for at in range(levels)}
    return {**nodes, 100 + levels: _ANNOT + b"/T(z)>>"}


def chain(key: bytes, rest: bytes = b"") -> dict[int, bytes]:
    return {number: b"<<%b%b[%d 0 R]>>" % (rest, key, number + 1) for number in _MANY} | {_MANY.stop: b"<<>>"}


def more_pages(kids: bytes, more: dict[int, bytes]) -> Callable[[], bytes]:
    return lambda: written({**objects(), 2: b"<</Type/Pages/Kids[3 0 R %b]/Count 2>>" % kids, **more})


def page(box: bytes) -> Callable[[], bytes]:
    return partial(form, page=box)


FILES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "nothing": (lambda: b"", "no PDF"),
    "HTML": (lambda: b"<html>%PD</html>", "no PDF"),
    "a ZIP": (lambda: b"PK\3\4" + bytes(2000) + b"%PDF-1.7", "no PDF"),
    "a header alone": (lambda: b"%PDF-1.7\n", "damaged"),
    "a header and noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, "damaged"),
    "21 MB": (lambda: form() + bytes(21_000_000), "larger than 20 MB"),
    "no pages": (lambda: written({1: b"<</Type/Catalog>>"}), "damaged"),
    "pages that are none": (lambda: written({1: b"<</Type/Catalog/Pages[1]>>"}), "damaged"),
    "an empty page tree": (lambda: written({**objects(), 2: b"<</Type/Pages/Kids[]/Count 0>>"}), "damaged"),
    "a root that is missing": (lambda: written(objects(), b"/Root 99 0 R"), "damaged"),
    "a flate bomb of 1 GB": (flate_bomb, "unpacks"),
    "ten flate bombs of 50 MB": (many_small_bombs, "unpacks"),
    "flate in flate": (nested_bomb, "no program packs"),
    "a flate bomb in hexadecimal": (ascii_bomb, "unpacks"),
    "thirty filters": (content(flate(b"", b"/ASCIIHexDecode" * 30)), "no program packs"),
    "a filter nobody knows": (content(flate(b"", b"/FooDecode")), "no program packs"),
    "a run-length bomb": (run_length_bomb, "unpacks"),
    "an LZW bomb": (lzw_bomb, "unpacks"),
    "a bomb as cross-reference stream": (xref_stream_bomb, "unpacks"),
    "a bomb as object stream": (object_stream_bomb, "unpacks"),
    "a picture of 10^10 pixels": (
        partial(form, more={10: deflated(b"/Subtype/Image/Width 100000/Height 100000", b"")}),
        "unpacks",
    ),
    "a predictor of 2^31 columns": (
        content(deflated(b"/DecodeParms<</Predictor 15/Columns 2147483647>>", b"\0")),
        "unpacks",
    ),
    "10^6 objects in an object stream": (million_objects, None),
    "150,000 objects listed": (million_listed_objects, "larger or nested"),
    "200,000 objects": (plain_objects, "larger or nested"),
    "arrays 10^5 deep": (deep(b"[", b"]"), "larger or nested"),
    "dictionaries 10^5 deep": (deep(b"<</A", b">>"), "larger or nested"),
    "arrays that never close": (deep(b"[", b""), None),
    "an array of 10^6": (partial(form, more={10: b"[" + b"1 " * 1_000_000 + b"]"}), "larger or nested"),
    "a name of 3 MB": (partial(form, more={10: b"[/" + b"a" * 3_000_000 + b"]"}), "larger or nested"),
    "a string of 3 MB": (partial(form, more={10: b"[(" + b"a" * 3_000_000 + b")]"}), "larger or nested"),
    "a field name of 5,000 letters": (
        partial(form, fields=b"10 0 R", more={10: b"<</T(%b)/FT/Tx>>" % (b"a" * 5000)}),
        "longer than any field's",
    ),
    "a page tree that is its own kid": (more_pages(b"2 0 R", {}), "damaged"),
    "a page tree with a loop below": (more_pages(b"10 0 R", {10: b"<</Type/Pages/Kids[2 0 R]>>"}), "damaged"),
    "a page tree 70 deep": (more_pages(b"100 0 R", chain(b"/Kids", b"/Type/Pages")), "page tree"),
    "1,500 pages": (
        more_pages(b" ".join(b"%d 0 R" % at for at in range(100, 1600)), dict.fromkeys(range(100, 1600), _PAGE)),
        "more pages",
    ),
    "a page that is its own parent": (more_pages(b"10 0 R", {10: b"<</Type/Page/Parent 10 0 R>>"}), "page tree"),
    "a page of 2 km": (page(b"/MediaBox[0 0 6000000 842]"), "its size"),
    "a page without area": (page(b"/MediaBox[10 10 10 842]"), "its size"),
    "a page without a box": (page(b""), None),
    "a box of words": (page(b"/MediaBox[/a/b/c/d]"), None),
    "a box of three": (page(b"/MediaBox[0 0 9]"), None),
    "a huge crop box": (page(b"/MediaBox[0 0 595 842]/CropBox[0 0 999999 9]"), "its size"),
    "a huge unit": (page(b"/MediaBox[0 0 595 842]/UserUnit 5000"), "its size"),
    "a field that is its own kid": (
        partial(form, fields=b"10 0 R", more={10: b"<</T(a)/Kids[10 0 R]>>"}),
        "field tree",
    ),
    "two fields, each the other's kid": (
        partial(form, fields=b"10 0 R", more={10: b"<</T(a)/Kids[11 0 R]>>", 11: b"<</T(b)/Kids[10 0 R]>>"}),
        "field tree",
    ),
    "a field that is its own parent": (
        partial(form, fields=b"10 0 R", more={10: _ANNOT + b"/T(a)/Parent 10 0 R>>"}),
        "field tree",
    ),
    "a widget off the tree with a loop of parents": (
        partial(form, annots=b"10 0 R", more={10: _ANNOT + b"/Parent 11 0 R>>", 11: b"<</T(a)/Parent 10 0 R>>"}),
        "field tree",
    ),
    "2^40 ways to a field": (partial(form, fields=b"100 0 R", more=dag(40)), "field tree"),
    "fields 70 deep": (partial(form, fields=b"100 0 R", more=chain(b"/Kids", b"/T(a)")), "field tree"),
    "20,000 fields": (partial(form, fields=b"10 0 R " * 20_000, more={10: _ANNOT + b"/T(a)>>"}), "field tree"),
    "an outline item that is its own next": (
        partial(form, root=b"/Outlines 10 0 R", more={10: b"<</First 11 0 R>>", 11: b"<</Next 11 0 R>>"}),
        "outline",
    ),
    "an outline item below itself": (
        partial(form, root=b"/Outlines 10 0 R", more={10: b"<</First 10 0 R>>"}),
        "outline",
    ),
    "a structure element below itself": (
        partial(form, root=b"/StructTreeRoot 10 0 R", more={10: b"<</K 11 0 R>>", 11: b"<</S/P/K[11 0 R]>>"}),
        "structure tree",
    ),
    "a parent tree below itself": (
        partial(form, root=b"/StructTreeRoot<</ParentTree 10 0 R>>", more={10: b"<</Kids[10 0 R]>>"}),
        "structure tree",
    ),
    "a name tree below itself": (
        partial(form, root=b"/Names<</Dests 10 0 R>>", more={10: b"<</Kids[10 0 R]>>"}),
        "name tree",
    ),
    "page labels below themselves": (
        partial(form, root=b"/PageLabels 10 0 R", more={10: b"<</Kids[10 0 R]>>"}),
        "page labels",
    ),
    "a cross-reference table before itself": (table_loop, None),
    "a cross-reference table that ends nowhere": (lambda: form().replace(b"startxref\n", b"startxref\n9"), None),
    "a size of 2^31": (lambda: form(b"/Root 1 0 R/Size 2147483647"), None),
    "a negative size": (lambda: form(b"/Root 1 0 R/Size -1"), None),
    "a stream whose length is itself": (
        content(b"<</Length 5 0 R>>\nstream\nBT ET\nendstream"),
        None,
    ),
    "a stream whose length is negative": (content(b"<</Length -5>>\nstream\nBT ET\nendstream"), None),
    "an object stream that extends itself": (
        lambda: with_xref_stream(objects(), {20: b"(x)"}, extra=b"/Extends 50 0 R"),
        None,
    ),
    "an object stream that holds itself": (lambda: with_xref_stream(objects(), {50: b"<<>>", 20: b"(x)"}), None),
    "an object stream that claims 10^9 objects": (
        lambda: with_xref_stream(objects(), {20: b"(x)"}, extra=b"/N 1000000000"),
        None,
    ),
    "objects that are each the other": (partial(form, more={10: b"11 0 R", 11: b"10 0 R"}), None),
    "a form that is signed": (signed, "signed"),
    "a form that is certified": (partial(form, root=b"/Perms<</DocMDP 10 0 R>>", more={10: b"<<>>"}), "certified"),
    "a dynamic XFA form": (
        lambda: written({**objects(), 4: b"<</Fields[]/XFA 10 0 R>>", 10: stream(b"", b"<xdp/>")}),
        "dynamic XFA",
    ),
    "a form with a password": (partial(encrypted, PASSWORD), "give its password"),
    "a form protected by an unknown handler": (unknown_protection, "protected in a way"),
}
