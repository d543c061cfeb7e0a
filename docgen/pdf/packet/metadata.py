"""The metadata of a packet: XMP (ISO 16684-1) written anew, with no word of the case and the standards all parts claim.

PDF/A-2 (ISO 19005-2 §6.6): the claim is pdfaid:part and conformance; PDF/UA-1 (ISO 14289-1 §5): pdfuaid:part, whose
schema PDF/A wants described.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

import pikepdf
from lxml import etree

CREATOR: Final = "docgen"
_PDFA: Final = "http://www.aiim.org/pdfa/ns/id/"
_PDFUA: Final = "http://www.aiim.org/pdfua/ns/id/"
_LEVELS: Final = "BUA"
"""Conformance levels of PDF/A-2, each with all that those before it ask for."""

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description>{claims}
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""
_PDFA_CLAIM: Final = """
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance></rdf:Description>"""
_PDFUA_CLAIM: Final = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says it conforms to: a level of PDF/A-2 ("A", "U", "B" or none) and PDF/UA-1."""

    level: str = ""
    accessible: bool = False

    @classmethod
    def of(cls, pdf: pikepdf.Pdf) -> Claim:
        """Read a file's own metadata; a file without any claims nothing."""
        stream = pdf.Root.get("/Metadata")
        if stream is None:
            return cls()
        root = etree.fromstring(stream.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
        level = _value(root, _PDFA, "conformance") if _value(root, _PDFA, "part") == "2" else ""
        return cls(level if level in _LEVELS else "", _value(root, _PDFUA, "part") == "1")

    @classmethod
    def common(cls, claims: Iterable[Claim]) -> Claim:
        """What all of these claim."""
        every = list(claims)
        lowest = min((each.level for each in every), key=lambda level: _LEVELS.find(level) if level else -1)
        return cls(lowest, all(each.accessible for each in every))

    @property
    def standards(self) -> tuple[str, ...]:
        """Their names, as a manifest has them."""
        level = (f"PDF/A-2{self.level.lower()}",) if self.level else ()
        return (*level, *(("PDF/UA-1",) if self.accessible else ()))


def write(pdf: pikepdf.Pdf, title: str, languages: Iterable[str], claim: Claim) -> None:
    """Give a file its metadata, title and first language; `languages` are BCP 47 tags, the cover's first."""
    tags = list(dict.fromkeys(languages))
    claims = _PDFA_CLAIM.format(level=claim.level) if claim.level else ""
    claims += _PDFUA_CLAIM if claim.accessible else ""
    items = "".join(f"<rdf:li>{escape(tag)}</rdf:li>" for tag in tags)
    xmp = _XMP.format(title=escape(title), languages=items, creator=CREATOR, claims=claims)
    stream = pikepdf.Stream(pdf, xmp.encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)
    pdf.Root.Lang = pikepdf.String(tags[0])
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    info = pikepdf.Dictionary(Title=pikepdf.String(title), Creator=pikepdf.String(CREATOR))
    pdf.trailer.Info = pdf.make_indirect(info)


def _value(root: Any, namespace: str, name: str) -> str:
    """A simple property, written as an element or as an attribute."""
    found = root.find(f".//{{{namespace}}}{name}")
    if found is not None:
        return (found.text or "").strip()
    return next((each.get(f"{{{namespace}}}{name}") for each in root.iter() if each.get(f"{{{namespace}}}{name}")), "")
