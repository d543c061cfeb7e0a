"""The OPC package (ECMA-376 Part 2): parts, content types and relationships read into values, and the ZIP written back.

The writer is deterministic: fixed order, timestamp 1980-01-01, no extra fields; an entry's deflated bytes can be
kept and used again for every document.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from docgen.docx.ooxml import CONTENT_TYPES, parse
from docgen.errors import Key

_CT: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"


class PackageDamaged(Exception):
    """The package contradicts itself."""

    def __init__(self, part: str, reason: Key) -> None:
        self.part = part
        self.reason: Key = reason
        super().__init__(part, reason)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship: its id, the last segment of its type ("header"), its full type, target part (or URI if
    external).
    """

    id: str
    kind: str
    type: str
    target: str
    external: bool


@dataclass
class Package:
    """Parts by name (no leading slash), their content types, relationships by owner ("" is the package itself)."""

    parts: dict[str, bytes]
    types: dict[str, str]
    relationships: dict[str, list[Relationship]]

    @classmethod
    def read(cls, members: Mapping[str, bytes]) -> Package:
        """Raises PackageDamaged."""
        types = _types(members)
        relationships = {
            owner_of(name): _relationships(name, data) for name, data in members.items() if is_relationships(name)
        }
        parts = {name: data for name, data in members.items() if name != CONTENT_TYPES and not is_relationships(name)}
        return cls(parts, types, relationships)

    def targets(self, owner: str, kind: str) -> list[str]:
        """Names of the parts `owner` is related to in this way."""
        return [each.target for each in self.relationships.get(owner, []) if each.kind == kind and not each.external]


def is_relationships(name: str) -> bool:
    return name.endswith(".rels") and posixpath.basename(posixpath.dirname(name)) == "_rels"


def owner_of(relationships_name: str) -> str:
    """word/_rels/document.xml.rels → word/document.xml"""
    folder, base = posixpath.split(relationships_name)
    return posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])


def relationships_name(owner: str) -> str:
    """word/document.xml → word/_rels/document.xml.rels"""
    folder, base = posixpath.split(owner)
    return posixpath.join(folder, "_rels", base + ".rels")


def _parsed(name: str, data: bytes) -> etree._Element:
    try:
        return parse(data)
    except etree.XMLSyntaxError:
        raise PackageDamaged(name, "its XML is not well-formed") from None


def _types(members: Mapping[str, bytes]) -> dict[str, str]:
    root = _parsed(CONTENT_TYPES, members[CONTENT_TYPES])
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for item in root:
        kind = item.get("ContentType", "").lower()
        if item.tag == f"{{{_CT}}}Default":
            defaults[item.get("Extension", "").lower()] = kind
        elif item.tag == f"{{{_CT}}}Override":
            overrides[item.get("PartName", "").lstrip("/").lower()] = kind
    return {
        name: overrides.get(name.lower()) or defaults.get(posixpath.splitext(name)[1].lstrip(".").lower(), "")
        for name in members
        if name != CONTENT_TYPES
    }


def _relationships(name: str, data: bytes) -> list[Relationship]:
    folder = posixpath.dirname(owner_of(name))
    found = []
    for item in _parsed(name, data):
        if item.tag != f"{{{_RELS}}}Relationship":
            raise PackageDamaged(name, "it holds something that is no relationship")
        target, kind = item.get("Target", ""), item.get("Type", "")
        external = item.get("TargetMode", "Internal").lower() != "internal" or ":" in target or target.startswith("//")
        if not external:
            target = posixpath.normpath(posixpath.join("/" + folder, target.split("#")[0])).lstrip("/")
        found.append(Relationship(item.get("Id", ""), kind.rsplit("/", 1)[-1], kind, target, external))
    if len({each.id for each in found}) != len(found):
        raise PackageDamaged(name, "two relationships have the same Id")
    return found


def content_types_xml(types: Mapping[str, str], defaults: Mapping[str, str]) -> bytes:
    """[Content_Types].xml with these defaults by extension and one override per part, sorted."""
    lines = [
        f"<Default Extension={quoteattr(ext)} ContentType={quoteattr(kind)}/>" for ext, kind in sorted(defaults.items())
    ]
    lines += [
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
        for name, kind in sorted(types.items())
        if defaults.get(posixpath.splitext(name)[1].lstrip(".")) != kind
    ]
    return f'{_XML_HEAD}<Types xmlns="{_CT}">{"".join(lines)}</Types>'.encode()


def relationships_xml(owner: str, relationships: Iterable[Relationship]) -> bytes:
    """The .rels part of `owner`, targets relative to it."""
    folder = "/" + posixpath.dirname(owner)
    lines = [
        f"<Relationship Id={quoteattr(each.id)} Type={quoteattr(each.type)} "
        f"Target={quoteattr(posixpath.relpath('/' + each.target, folder))}/>"
        for each in relationships
    ]
    return f'{_XML_HEAD}<Relationships xmlns="{_RELS}">{"".join(lines)}</Relationships>'.encode()


_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END: Final = struct.Struct("<4sHHHHLLH")
_VERSION: Final = 20
_DATE: Final = 0x21  # 1980-01-01, the first day a ZIP can name
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A ZIP member ready to be written: its local header with its data, and its directory record but for the offset."""

    local: bytes
    directory: bytes

    @classmethod
    def of(cls, name: str, data: bytes, level: int) -> Entry:
        """Deflate `data` at zlib `level`; level 0 stores it."""
        if level:
            deflater = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
            packed, method = deflater.compress(data) + deflater.flush(), _DEFLATED
        else:
            packed, method = data, _STORED
        encoded = name.encode("ascii")
        fields = (_VERSION, 0, method, 0, _DATE, zlib.crc32(data), len(packed), len(data), len(encoded), 0)
        local = _LOCAL.pack(b"PK\x03\x04", *fields) + encoded + packed
        directory = _CENTRAL.pack(b"PK\x01\x02", _VERSION, *fields, 0, 0, 0, 0, 0)[:-4]
        return cls(local, directory)


def zip_of(entries: Iterable[tuple[str, Entry]]) -> bytes:
    """A ZIP file of the entries, in the order given."""
    bodies: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, entry in entries:
        bodies.append(entry.local)
        directory += (entry.directory, offset.to_bytes(4, "little"), name.encode("ascii"))
        offset += len(entry.local)
    records = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(bodies), len(bodies), len(records), offset, 0)
    return b"".join((*bodies, records, end))
