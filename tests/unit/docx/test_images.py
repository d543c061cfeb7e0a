"""Placeholder pictures: replaced per document, scaled to fit, or gone without a trace."""

from __future__ import annotations

import io
import struct
import zlib

import docx as python_docx
import pytest

from docgen.docx import Template
from docgen.docx.images import read
from docgen.docx.places import Place
from docgen.errors import TemplateError
from tests.unit.docx.builder import FONTS, docx, p, picture, relationships
from tests.unit.docx.reading import paragraphs, parts, root

PLACE = Place("t.docx", "the pictures")


def png(width: int = 20, height: int = 10, colour: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + bytes([colour]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int = 40, height: int = 80) -> bytes:
    """The segments up to the frame header; nothing behind it is read."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
        + bytes(9)
        + b"\xff\xff\xc2"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xd9"
    )


def template(body: str, header: str | None = None) -> Template:
    related = [("rIdPicture", "image", "media/image1.png")]
    of_header = {} if header is None else {"word/_rels/header1.xml.rels": relationships(related)}
    data = docx(body, header=header, extra_relationships=related, parts={"word/media/image1.png": png(), **of_header})
    return Template.compile(data, name="t.docx", fonts=FONTS)


CREST = p(picture("image:crest", descr="Crest of {{ agency }}"), "after")


def test_a_picture_given_takes_the_place_and_its_ratio_is_kept() -> None:
    data = template(CREST).render({"agency": 'A & "B"'}, title="T", language="km", images={"crest": png(20, 10)})
    found = parts(data)
    assert found["word/media/docgen_crest.png"] == png(20, 10)
    assert "word/media/image1.png" not in found
    assert b'Target="media/docgen_crest.png"' in found["word/_rels/document.xml.rels"]
    body = root(data)
    extents = [(each.get("cx"), each.get("cy")) for each in (*body.iter("{*}extent"), *body.iter("{*}ext"))]
    assert extents == [("900000", "450000")] * 2
    (alternative,) = body.iter("{*}docPr")
    assert alternative.get("descr") == 'Crest of A & "B"'
    assert paragraphs(data) == ["after"]


def test_a_jpeg_is_scaled_by_its_height() -> None:
    data = template(CREST).render({"agency": "A"}, title="T", language="km", images={"crest": jpeg(40, 80)})
    assert parts(data)["word/media/docgen_crest.jpeg"] == jpeg(40, 80)
    (extent,) = root(data).iter("{*}extent")
    assert (extent.get("cx"), extent.get("cy")) == ("300000", "600000")


def test_without_the_picture_its_run_is_gone() -> None:
    data = template(CREST).render({"agency": "A"}, title="T", language="km", images={"other": b"not looked at"})
    assert not list(root(data).iter("{*}drawing"))
    assert not [name for name in parts(data) if "media" in name]
    assert b"image" not in parts(data)["word/_rels/document.xml.rels"]


def test_pictures_work_in_headers_and_twice() -> None:
    made = template(CREST + CREST, header=CREST)
    assert made.images == {"crest"}
    data = made.render({"agency": "A"}, title="T", language="km", images={"crest": png()}, mark="DRAFT")
    assert data == made.render({"agency": "A"}, title="T", language="km", images={"crest": png()}, mark="DRAFT")
    assert b"docgen_crest.png" in parts(data)["word/_rels/header1.xml.rels"]
    opened = python_docx.Document(io.BytesIO(data))
    assert len(opened.inline_shapes) == 2
    assert len(opened.sections[0].header.part.related_parts) == 1


def test_an_ordinary_picture_stays() -> None:
    data = template(p(picture("Logo")) + CREST).render({"agency": "A"}, title="T", language="km")
    assert parts(data)["word/media/image1.png"] == png()


def test_a_picture_in_a_loop_is_repeated() -> None:
    body = p("{%p for x in xs %}") + CREST + p("{%p endfor %}")
    data = template(body).render({"agency": "A", "xs": ["1", "2"]}, title="T", language="km", images={"crest": png()})
    assert len(list(root(data).iter("{*}drawing"))) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither PNG nor JPEG"),
        (b"<svg/>", "neither"),
        (b"GIF89a", "neither"),
        (b"\x89PNG\r\n\x1a\n", "neither"),
        (png(0, 5), "damaged"),
        (png()[:16] + struct.pack(">II", 30_000, 5) + png()[24:], "damaged"),
        (b"\xff\xd8\xff\xe0", "damaged"),
        (jpeg()[:24], "damaged"),
        (png() + bytes(10_000_000), "larger than 10 MB"),
    ],
)
def test_what_is_no_sound_picture_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        read(data, PLACE)


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (picture("image:no spaces"), "letters, digits"),
        (picture("image:../x"), "letters, digits"),
        (picture("image:x", cx=0), "no size"),
        (picture("image:x").replace("<a:blip", "<a:blob"), "only a picture"),
        (picture("image:x", descr="{{ docgen_mark }}"), "reserved"),
        (picture("image:x", descr="{{ y() }}"), "a call"),
    ],
)
def test_a_placeholder_picture_that_cannot_work_is_named(run: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        template(p(run))
