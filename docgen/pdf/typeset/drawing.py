"""Pictures set inline with the text (DrawingML, ECMA-376 Part 1 §20.4.2.8)."""

from __future__ import annotations

import base64
import struct

from lxml import etree

from docgen.pdf.typeset.atoms import Inline
from docgen.pdf.typeset.names import EMU_PER_POINT, elements, literal, number, points, q
from docgen.pdf.typeset.package import Part
from docgen.pdf.typeset.refusals import Refusals

_EMBED, _LINK = q("r:embed"), q("r:link")
_PLAIN_BLIP_CHILDREN = frozenset((q("a:extLst"),))


def inline_picture(drawing: etree._Element, part: Part, refusals: Refusals) -> Inline | None:
    """A `w:drawing` as a Typst image of the extent Word gives it; None, and a refusal, for anything but an inline
    bitmap."""
    inline = drawing.find(q("wp:inline"))
    picture = inline.find(f"{q('a:graphic')}/{q('a:graphicData')}/{q('pic:pic')}") if inline is not None else None
    if inline is None or picture is None:
        kinds = ", ".join(etree.QName(child).localname for child in elements(drawing))
        refusals.add(
            "floating picture or shape (wp:anchor)" if kinds == "anchor" else f"drawing that is no picture ({kinds})"
        )
        return None
    _check_picture(picture, refusals)
    blip = picture.find(f"{q('pic:blipFill')}/{q('a:blip')}")
    target = part.target(blip.get(_EMBED, "")) if blip is not None else None
    source = _svg(target.data) if target is not None else None
    if source is None:
        refusals.add("picture that is not an embedded PNG or JPEG")
        return None
    extent, properties = inline.find(q("wp:extent")), inline.find(q("wp:docPr"))
    width, height = (
        number(extent.get(side)) * 20 / EMU_PER_POINT if extent is not None else 0 for side in ("cx", "cy")
    )
    alt = (properties.get("descr") or properties.get("title") or "") if properties is not None else ""
    code = f"picture({points(width)},{points(height)},{literal(alt)},{literal(source)})"
    return Inline(code, width, height)


def _check_picture(picture: etree._Element, refusals: Refusals) -> None:
    fill = picture.find(q("pic:blipFill"))
    crop = fill.find(q("a:srcRect")) if fill is not None else None
    if crop is not None and any(value not in ("0", "") for value in crop.values()):
        refusals.add("cropped picture (a:srcRect)")
    transform = picture.find(f"{q('pic:spPr')}/{q('a:xfrm')}")
    if transform is not None and any(
        transform.get(key) not in (None, "0", "false") for key in ("rot", "flipH", "flipV")
    ):
        refusals.add("rotated or mirrored picture")
    blip = fill.find(q("a:blip")) if fill is not None else None
    for effect in elements(blip) if blip is not None else ():
        if effect.tag not in _PLAIN_BLIP_CHILDREN:
            refusals.add(f"picture effect {etree.QName(effect).localname}")


def _svg(data: bytes) -> str | None:
    """The picture wrapped in an SVG: Typst takes bytes only from a file or from text, and this is text without a
    file."""
    size = _png_size(data) or _jpeg_size(data)
    if size is None:
        return None
    width, height, kind = size
    encoded = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" preserveAspectRatio="none" '
        f'href="data:image/{kind};base64,{encoded}"/></svg>'
    )


def _png_size(data: bytes) -> tuple[int, int, str] | None:
    """Width and height from the IHDR chunk (PNG, ISO/IEC 15948 §11.2.2)."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height, "png"


def _jpeg_size(data: bytes) -> tuple[int, int, str] | None:
    """Width and height from the frame header (JPEG, ITU-T T.81 B.2.2)."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height, "jpeg"
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None
