"""The parts of a rendered DOCX (ECMA-376 Part 2) that the typesetter reads, parsed once each."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from functools import cached_property, lru_cache

from lxml import etree

from docgen.errors import Message, TemplateRefused
from docgen.pdf.typeset.names import RELATIONSHIPS, q

_PACKAGE_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = RELATIONSHIPS + "/"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d))?")

#: What a PDF is dated when its Word file bears no date: PDF/A wants one, and the clock would make every run differ.
UNDATED = (2000, 1, 1, 0, 0, 0)

MAX_PART_BYTES = 64 * 1024 * 1024


def parse(name: str, data: bytes) -> etree._Element:
    """Parse a part strictly: no entities, no network, no document type.

    Raises TemplateRefused when it is not such XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateRefused(Message("part {part} is not well-formed XML", {"part": name})) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise TemplateRefused(Message("part {part} declares a document type", {"part": name}))
    return root


@lru_cache(maxsize=256)
def _relationships(folder: str, name: str, data: bytes) -> Mapping[str, tuple[str, str]]:
    found = {}
    for rel in parse(name, data).iter(_PACKAGE_RELS):
        external = rel.get("TargetMode") == "External"
        target = posixpath.normpath(posixpath.join("/" + folder, rel.get("Target", ""))).lstrip("/")
        found[rel.get("Id", "")] = (rel.get("Type", ""), "" if external else target)
    return found


class Part:
    """One XML part with the targets of its relationships."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name

    @cached_property
    def data(self) -> bytes:
        """The part's bytes."""
        return self.package.read(self.name)

    @cached_property
    def root(self) -> etree._Element:
        """The part's root element."""
        return parse(self.name, self.data)

    @cached_property
    def targets(self) -> Mapping[str, tuple[str, str]]:
        """Relationship id → (type, part name); external targets have an empty name."""
        return self.package.relationships(self.name)

    def related(self, kind: str) -> Part | None:
        """The first part related by a type of the officeDocument namespace ("styles", "numbering" …)."""
        names = (name for type_, name in self.targets.values() if type_ == _OFFICE + kind and name)
        name = next(names, None)
        return Part(self.package, name) if name in self.package.names else None

    def target(self, relationship: str) -> Part | None:
        """The part a relationship id names."""
        _, name = self.targets.get(relationship, ("", ""))
        return Part(self.package, name) if name in self.package.names else None


class Package:
    """A DOCX held in memory.

    Raises TemplateRefused when the bytes are no Word package or a part is not well-formed XML.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise TemplateRefused(
                Message("the file is not a Word document (.docx); save it as .docx in Word")
            ) from error
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Bytes of a part, refused when it would inflate past MAX_PART_BYTES."""
        if self._zip.getinfo(name).file_size > MAX_PART_BYTES:
            raise TemplateRefused(Message("part {part} is too large to typeset", {"part": name}))
        return self._zip.read(name)

    def relationships(self, source: str) -> Mapping[str, tuple[str, str]]:
        """Relationships of a part ("" for the package): id → (type, absolute part name or "" when external)."""
        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", base + ".rels")
        return _relationships(folder, name, self.read(name)) if name in self.names else {}

    @cached_property
    def document(self) -> Part:
        """The main document part."""
        for type_, name in self.relationships("").values():
            if type_ == _OFFICE + "officeDocument" and name in self.names:
                part = Part(self, name)
                if part.root.tag == q("w:document"):
                    return part
        raise TemplateRefused(Message("the file holds no Word document (Transitional OOXML); save it as .docx in Word"))

    @cached_property
    def _core(self) -> etree._Element | None:
        for type_, name in self.relationships("").values():
            if type_ == _CORE and name in self.names:
                return parse(name, self.read(name))
        return None

    @property
    def title(self) -> str:
        """dc:title of the core properties, or ""."""
        return (self._core.findtext(f"{_DC}title") or "").strip() if self._core is not None else ""

    @property
    def language(self) -> str:
        """dc:language of the core properties (BCP 47), or ""."""
        return (self._core.findtext(f"{_DC}language") or "").strip() if self._core is not None else ""

    @property
    def date(self) -> tuple[int, ...]:
        """(year, month, day, hour, minute, second) of dcterms:modified, else created, else UNDATED."""
        for name in ("modified", "created"):
            text = self._core.findtext(f"{_TERMS}{name}") if self._core is not None else None
            found = _DATE.match((text or "").strip())
            if found:
                return tuple(int(part or 0) for part in found.groups())
        return UNDATED
