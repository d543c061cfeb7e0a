"""What a template remembers about its makers, taken out; and the core properties every document gets instead."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from docgen.docx.ooxml import MC, W14, Element, W, hoist_namespaces, w

CORE_PART: Final = "docProps/core.xml"
CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CP: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_EPOCH: Final = "1980-01-01T00:00:00Z"

# Editing sessions, spelling marks, page breaks of the last printout, the editor's cursor: nothing a reader sees.
_TRACES: Final = tuple(
    w(name)
    for name in ["proofErr", "lastRenderedPageBreak", "rsids", "rsid", "docVars", "proofState", "permStart", "permEnd"]
)
_IDS: Final = frozenset({f"{{{W14}}}paraId", f"{{{W14}}}textId"})
_DOC_IDS: Final = re.compile(r"\{http://schemas\.microsoft\.com/office/word/[^}]*\}(?:docId|persistentDocumentId)\Z")


def clean(root: Element) -> None:
    """Take the traces of editing out of a part, in place: rsid attributes, paragraph ids, proofing marks."""
    for element in list(root.iter()):
        for key in list(element.attrib):
            if key in _IDS or str(key).startswith(f"{{{W}}}rsid"):
                del element.attrib[key]
        if (
            element.tag in _TRACES
            or _DOC_IDS.match(str(element.tag))
            or _is_cursor(element)
            or element.tag == w("trackRevisions")
        ):
            _remove(element)
    _drop_unused_namespaces(root)


def _is_cursor(element: Element) -> bool:
    if element.tag == w("bookmarkStart") and element.get(w("name")) == "_GoBack":
        for end in element.getroottree().getroot().iter(w("bookmarkEnd")):
            if end.get(w("id")) == element.get(w("id")):
                _remove(end)
                break
        return True
    return False


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _drop_unused_namespaces(root: Element) -> None:
    """Word declares some thirty namespaces; those not used go, and with them their names in mc:Ignorable."""
    ignorable = f"{{{MC}}}Ignorable"
    if root.get(ignorable) is not None:
        used = {etree.QName(name).namespace for each in root.iter() for name in (each.tag, *each.attrib)}
        kept = [prefix for prefix in root.get(ignorable, "").split() if root.nsmap.get(prefix) in used]
        if kept:
            root.set(ignorable, " ".join(kept))
        else:
            del root.attrib[ignorable]
    required = [prefix for each in root.iter(f"{{{MC}}}Choice") for prefix in each.get("Requires", "").split()]
    hoist_namespaces(root, ["w", *root.get(ignorable, "").split(), *required])


def core(old: Element | None) -> Element:
    """docProps/core.xml with internal tags for title and language; of the old one subject, keywords, category.

    ECMA-376 Part 2, 11. Created and modified are fixed, so the same input gives the same bytes.
    """
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    etree.SubElement(root, f"{{{_DC}}}title").text = "{{ docgen_title }}"
    etree.SubElement(root, f"{{{_DC}}}language").text = "{{ docgen_language }}"
    for name in (f"{{{_DC}}}subject", f"{{{_CP}}}keywords", f"{{{_CP}}}category"):
        found = None if old is None else old.find(name)
        if found is not None and found.text:
            etree.SubElement(root, name).text = found.text
    for name in ("created", "modified"):
        date = etree.SubElement(root, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
        date.text = _EPOCH
    return root
