"""Placeholder pictures: an inline picture named `image:KEY` is replaced per document, or its run is left out.

Only PNG and JPEG are taken, known by their first bytes; nothing of a picture is decoded but its size.
"""

from __future__ import annotations

import posixpath
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from docgen.docx.ooxml import WP, A, Element, R, w
from docgen.docx.package import Package
from docgen.docx.places import Place
from docgen.docx.tags import visible

RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_NAME: Final = re.compile(r"image:(.*)", re.S)
_KEY: Final = re.compile(r"[A-Za-z0-9_]+\Z")
MAX_BYTES: Final = 10_000_000
MAX_SIDE: Final = 20_000
MAX_PIXELS: Final = 80_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's bytes, its extension ("png" or "jpeg") and its size in pixels."""

    data: bytes
    extension: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A placeholder picture: the part it stands in, its key, the internal variable, its extent in EMU."""

    owner: str
    key: str
    variable: str
    width: int
    height: int

    @property
    def relationship(self) -> str:
        return f"rIdImage_{self.key}"

    def filled(self, image: Image | None) -> Any:
        """What the internal tags of the picture print: False for none, else relationship and scaled extent."""
        if image is None:
            return False
        scale = min(self.width / image.width, self.height / image.height)
        return {
            "rel": self.relationship,
            "cx": str(max(round(image.width * scale), 1)),
            "cy": str(max(round(image.height * scale), 1)),
        }


def part_name(key: str, image: Image) -> str:
    """The media part of a key's picture."""
    return f"word/media/docgen_{key}.{image.extension}"


def read(data: bytes, place: Place) -> Image:
    """Check a picture handed in; raises TemplateError that says what it must be."""
    if len(data) > MAX_BYTES:
        raise place.error("the picture is larger than 10 MB; make it smaller")
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 33:
        extension, size = "png", struct.unpack(">II", data[16:24])
    elif data.startswith(_JPEG):
        extension, size = "jpeg", _jpeg_size(data)
    else:
        raise place.error("the picture is neither PNG nor JPEG; convert it")
    width, height = size
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS):
        raise place.error("the picture is damaged or has more pixels than can be printed; save it again, smaller")
    return Image(data, extension, width, height)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header (ITU-T T.81, B.2.2), or (0, 0) for a damaged file."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return 0, 0


def prepare(roots: Mapping[str, Element], package: Package, file: str) -> list[Picture]:
    """Put internal tags around every placeholder picture and forget the stand-in; raises TemplateError."""
    found: list[Picture] = []
    for owner, root in roots.items():
        stand_ins: set[str] = set()
        for properties in list(root.iter(f"{{{WP}}}docPr")):
            named = _NAME.match(properties.get("name", ""))
            if named:
                variable = f"docgen_image_{len(found)}"
                found.append(_prepare(properties, named[1], variable, owner, file, stand_ins))
        _forget(root, owner, package, stand_ins)
    return found


def _prepare(properties: Element, key: str, variable: str, owner: str, file: str, stand_ins: set[str]) -> Picture:
    frame = properties.getparent()
    run = next(properties.iterancestors(w("r")), None)
    assert frame is not None
    extent, blip = frame.find(f"{{{WP}}}extent"), next(frame.iter(f"{{{A}}}blip"), None)
    paragraph = next(properties.iterancestors(w("p")), None)
    place = Place(file, owner, "" if paragraph is None else visible(paragraph), f"image:{key}")
    if not _KEY.match(key):
        raise place.error("the picture's name is image: and then letters, digits and _ only; rename it")
    if run is None or extent is None or blip is None or blip.get(f"{{{R}}}embed") is None:
        raise place.error("only a picture (PNG or JPEG, in line with text) can be a placeholder; insert one")
    stand_ins.add(blip.get(f"{{{R}}}embed", ""))
    picture = Picture(owner, key, variable, int(extent.get("cx", "0")), int(extent.get("cy", "0")))
    if picture.width <= 0 or picture.height <= 0:
        raise place.error("the picture has no size; give it one in Word")
    blip.set(f"{{{R}}}embed", f"{{{{ {variable}.rel }}}}")
    for child in list(blip):
        blip.remove(child)
    for size in (extent, *frame.iter(f"{{{A}}}ext")):
        if size.get("cx") is not None:
            size.set("cx", f"{{{{ {variable}.cx }}}}")
            size.set("cy", f"{{{{ {variable}.cy }}}}")
    surround(run, variable)
    return picture


def surround(run: Element, variable: str) -> None:
    """Let a run be printed only where the internal variable holds something."""
    before, parent = run.getprevious(), run.getparent()
    opening = f"{{% if {variable} %}}"
    if before is not None:
        before.tail = (before.tail or "") + opening
    elif parent is not None:
        parent.text = (parent.text or "") + opening
    run.tail = "{% endif %}" + (run.tail or "")


def _forget(root: Element, owner: str, package: Package, stand_ins: set[str]) -> None:
    used = {
        value for element in root.iter() for key, value in element.attrib.items() if str(key).startswith(f"{{{R}}}")
    }
    related = package.relationships.get(owner, [])
    package.relationships[owner] = [each for each in related if each.id not in stand_ins or each.id in used]
    if any(each.id.startswith("rIdImage_") for each in package.relationships[owner]):
        raise Place(file=posixpath.basename(owner), part=owner).error(
            "a relationship is named rIdImage_; save it again in Word"
        )
