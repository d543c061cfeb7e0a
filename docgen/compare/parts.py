"""The text parts of a Word file rewritten, and the file put together again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from docgen.docx import gate, screen
from docgen.docx.ooxml import Element, parse, w
from docgen.docx.package import Entry, zip_of
from docgen.docx.screen import refused

_TEXT: Final = frozenset(w(name) for name in ("document", "hdr", "ftr", "footnotes", "endnotes"))
_LEVEL: Final = 6


def text_parts(data: bytes, file: str) -> dict[str, Element]:
    """Roots of the body, headers, footers and notes by the names of their parts. Raises TemplateRefused."""
    found: dict[str, Element] = {}
    for name, member in gate.members(data, file).items():
        root = _root(file, name, member)
        if root is not None:
            found[name] = root
    return found


def rewritten(data: bytes, file: str, change: Callable[[Element], None]) -> bytes:
    """The file with `change` made in place to the root of each text part. Raises TemplateRefused for one that is
    unsafe to open; tracked changes are no reason here."""
    roots = text_parts(data, file)
    for root in roots.values():
        change(root)
    return replaced(data, file, roots)


def replaced(data: bytes, file: str, roots: Mapping[str, Element]) -> bytes:
    """The file with these parts in place of its own. Raises TemplateRefused for one that is unsafe to open."""
    members = gate.members(data, file)
    for name, root in roots.items():
        members[name] = etree.tostring(root, encoding="UTF-8", standalone=True)
    return zip_of((name, Entry.of(name, member, _LEVEL)) for name, member in members.items())


def _root(file: str, name: str, member: bytes) -> Element | None:
    """The root of a text part; None for any other part."""
    if not name.startswith("word/") or not name.endswith(".xml"):
        return None
    screen.bytes_of(file, name, member)
    try:
        root = parse(member)
    except etree.XMLSyntaxError:
        raise refused(file, name, "its XML is not well-formed; save it again in Word") from None
    return root if root.tag in _TEXT else None
