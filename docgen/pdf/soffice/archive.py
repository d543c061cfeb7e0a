"""From what LibreOffice wrote to what is kept: read to see that it is a PDF, labelled as what it is, free of the hour.

LibreOffice claims PDF/A-2b. A tagged file in which every character code has a Unicode value is PDF/A-2a (ISO 19005-2
§5.2, §6.2.11.7), and that is claimed where it is reached. PDF/UA is claimed nowhere: LibreOffice 7.4 leaves content
untagged and pictures without alternatives (decision 0010).
"""

from __future__ import annotations

import io
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape

import pikepdf

from docgen.pdf.soffice.process import unreadable
from docgen.pdf.typeset.package import Package

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>
<dc:format>application/pdf</dc:format>{title}
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_XMP_TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'

# What LibreOffice computes from the time of day; saving writes a new /ID, which depends on the content alone.
_OF_THE_HOUR = ("/ID", "/DocChecksum")
_ICC_DATE = slice(24, 36)

_BFCHAR = re.compile(rb"beginbfchar\s(.*?)\sendbfchar", re.S)
_CODE = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<[0-9A-Fa-f]+>")
_CMAP_END = b"endcmap"
_BLOCK = 100  # the most entries of one bfchar block (Adobe Technical Note 5014)
_SIMPLE = ("/TrueType", "/Type1", "/Type3")
_DEEPEST = 4  # form XObjects inside one another


def archived(pdf: bytes, docx: bytes) -> bytes:
    """The PDF as it is handed out: tagged PDF/A-2a, or 2b where codes cannot be mapped; dated as the Word file is.

    Raises TemplateError when the bytes are no PDF with at least one page.
    """
    try:
        with _opened(pdf) as document:
            if not document.pages:
                raise unreadable()
            level = "A" if _is_tagged(document) and _is_mapped(document) else "B"
            date = Package(docx).date
            _describe(document, level, date)
            _date_profiles(document, date)
            out = io.BytesIO()
            document.save(
                out, deterministic_id=True, fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )  # fmt: skip
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise unreadable() from error  # pikepdf says with all of these that the file is not what it should be
    return out.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """Open strictly. From a file in memory: qpdf reads that several times as fast as a Python stream."""
    with os.fdopen(os.memfd_create("pdf"), "wb") as file:
        file.write(pdf)
        file.flush()
        name = f"/proc/self/fd/{file.fileno()}"
        with pikepdf.open(name, attempt_recovery=False, inherit_page_attributes=False) as document:
            yield document


def _is_tagged(document: pikepdf.Pdf) -> bool:
    root = document.Root
    marked = root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    return bool(marked) and "/StructTreeRoot" in root and "/Lang" in root


def _is_mapped(document: pikepdf.Pdf) -> bool:
    """Give every code of every font a Unicode value (ISO 32000-1 §9.10.3); whether that could be done.

    LibreOffice maps the first glyph of a cluster to the whole cluster, and leaves the others without a value: theirs
    becomes ZERO WIDTH SPACE.
    """
    fonts: dict[tuple[int, int], pikepdf.Object] = {}
    looked_at: set[tuple[int, int]] = set()
    for page in document.pages:
        _collect(page.obj, _DEEPEST, fonts, looked_at)
    return all(_completed(document, font) for font in fonts.values())


def _collect(
    owner: pikepdf.Object, depth: int, fonts: dict[tuple[int, int], pikepdf.Object], looked_at: set[tuple[int, int]]
) -> None:
    """The fonts that a page or form XObject may use. LibreOffice gives them all the same resources: each once."""
    resources = owner.get("/Resources", pikepdf.Dictionary())
    if resources.is_indirect:
        if resources.objgen in looked_at:
            return
        looked_at.add(resources.objgen)
    for _, font in resources.get("/Font", pikepdf.Dictionary()).items():
        fonts[font.objgen if font.is_indirect else (0, len(fonts))] = font
    for _, each in resources.get("/XObject", pikepdf.Dictionary()).items():
        if depth and each.get("/Subtype") == "/Form":
            _collect(each, depth - 1, fonts, looked_at)


def _completed(document: pikepdf.Pdf, font: pikepdf.Object) -> bool:
    if font.get("/Subtype") not in _SIMPLE or "/ToUnicode" not in font or "/FirstChar" not in font:
        return False
    cmap = font.ToUnicode.read_bytes()
    if b"beginbfrange" in cmap or _CMAP_END not in cmap:
        return False
    mapped = {int(code, 16) for block in _BFCHAR.findall(cmap) for code in _CODE.findall(block)}
    missing = [code for code in range(int(font.FirstChar), int(font.LastChar) + 1) if code not in mapped]
    if missing:
        head, end, tail = cmap.rpartition(_CMAP_END)
        font.ToUnicode = document.make_stream(head + _bfchar(missing) + end + tail)
    return True


def _bfchar(codes: list[int]) -> bytes:
    blocks = [codes[start : start + _BLOCK] for start in range(0, len(codes), _BLOCK)]
    return b"".join(
        b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(b"<%02X> <200B>\n" % code for code in block))
        for block in blocks
    )


def _date_profiles(document: pikepdf.Pdf, date: tuple[int, ...]) -> None:
    """LibreOffice makes its colour profile anew for each file; its header holds the time (ICC.1:2022 §7.2.8)."""
    for intent in document.Root.get("/OutputIntents", pikepdf.Array()):
        profile = intent.DestOutputProfile
        data = profile.read_bytes()
        stamp = struct.pack(">6H", *date)
        profile.write(data[: _ICC_DATE.start] + stamp + data[_ICC_DATE.stop :])


def _describe(document: pikepdf.Pdf, level: str, date: tuple[int, ...]) -> None:
    """Title, producer and the Word file's date; nothing else that a Word file remembers about its makers."""
    known = document.docinfo
    title, producer = (str(known.get(key, "")) for key in ("/Title", "/Producer"))
    year, month, day, hour, minute, second = (f"{part:02d}" for part in date)
    stamp = f"D:{year}{month}{day}{hour}{minute}{second}Z"
    info = {"/Producer": producer, "/CreationDate": stamp, "/ModDate": stamp} | ({"/Title": title} if title else {})
    document.trailer.Info = document.make_indirect(pikepdf.Dictionary(info))
    xmp = _XMP.format(
        level=level, title=_XMP_TITLE.format(title=escape(title)) if title else "", producer=escape(producer),
        date=f"{year}-{month}-{day}T{hour}:{minute}:{second}Z",
    )  # fmt: skip
    document.Root.Metadata = document.make_stream(xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    for key in _OF_THE_HOUR:
        if key in document.trailer:
            del document.trailer[key]
