"""Names of WordprocessingML (ECMA-376 Part 1) and the one strict way this package parses XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, cast

from lxml import etree

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
VML: Final = "urn:schemas-microsoft-com:vml"
OFFICE: Final = "urn:schemas-microsoft-com:office:office"
XML: Final = "http://www.w3.org/XML/1998/namespace"

CONTENT_TYPES: Final = "[Content_Types].xml"

Element = etree._Element

# An SOP clause's bookmark: c, the clause's numbers, and the letter of the paragraph (c_4_7_a).
CLAUSE: Final = re.compile(r"c(?:_[0-9]+[a-z]?)+(?:_[a-z]+)?\Z")


def w(name: str) -> str:
    """Clark name of a WordprocessingML element or attribute: w("p") is "{…main}p"."""
    return f"{{{W}}}{name}"


def strict_parser() -> etree.XMLParser:
    """A parser that repairs nothing, expands no entity, loads no DTD and opens no connection."""
    return etree.XMLParser(
        recover=False,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse(data: bytes) -> Element:
    """Root element of well-formed XML; raises lxml.etree.XMLSyntaxError otherwise."""
    return etree.fromstring(data, strict_parser())


def attributes(element: Element) -> list[tuple[str, str]]:
    """(Clark name, value) of every attribute."""
    return [(str(name), str(value)) for name, value in element.attrib.items()]


class _Nothing:
    """A parser target that is told nothing, so no tree is built."""

    def close(self) -> object:
        """The end of the document; there is nothing to hand back."""
        return None


# Shared: making one takes as long as checking a footer. lxml locks a parser while a thread uses it.
_CHECKER: Final = etree.XMLParser(
    target=cast(Any, _Nothing()),
    recover=False,
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
)


def well_formed(data: bytes) -> None:
    """Raises lxml.etree.XMLSyntaxError unless `data` is well-formed; two to three times faster than building a tree.

    Namespace prefixes are not resolved here: the caller declares all of them at the root (see `hoist_namespaces`).
    """
    etree.fromstring(data, _CHECKER)


def hoist_namespaces(root: Element, keep: Iterable[str] = ()) -> None:
    """Declare every namespace at the root and nowhere else, so that runs may be moved and split as text.

    `keep` are prefixes that stay although no name uses them (mc:Ignorable names them).
    """
    declared: dict[str, str] = {}
    for element in root.iter():
        for prefix, uri in element.nsmap.items():
            if prefix and declared.setdefault(prefix, uri) != uri:
                return
    etree.cleanup_namespaces(root, top_nsmap=declared, keep_ns_prefixes=list(keep))


def is_on(element: Element) -> bool:
    """Whether a toggle such as w:vanish is on (ECMA-376 Part 1, 17.17.4: absent w:val means true)."""
    return element.get(w("val"), "true").lower() not in ("0", "false", "off")
