"""The text of a Word document in reading order, for people, for git's textconv and for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docgen.breaks import unmarked
from docgen.docx import gate, screen
from docgen.docx.ooxml import CLAUSE, MC, Element, R, parse, w
from docgen.docx.package import Package, PackageDamaged
from docgen.docx.screen import THE_FILE, refused
from docgen.errors import Message

_SIGNS: Final = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_SKIPPED: Final = frozenset(
    w(name)
    for name in [
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "instrText",
        "delText",
    ]
)
_NOTES: Final = {w("footnoteReference"): "^", w("endnoteReference"): "^^"}


def text(data: bytes, file: str = "document.docx") -> str:
    """Headers, body with tables, notes, footers: a line a paragraph; a tab for w:tab, a line feed for w:br.

    Marks of line breaks are left out (`docgen.breaks`). A clause bookmark shows as `[c_4_7_a] ` where it begins; a text
    box follows the paragraph it is anchored in. Raises TemplateRefused for a file that is no Word document or unsafe
    to open.
    """
    return "".join(line + "\n" for line in paragraphs(data, file))


def paragraphs(data: bytes, file: str = "document.docx") -> list[str]:
    """The paragraphs of `text`, in the same order."""
    parts = gate.members(data, file)
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise refused(file, THE_FILE, "it is no Word document; save it in Word as .docx")
    for name, part in parts.items():
        screen.bytes_of(file, name, part)
    try:
        package = Package.read(parts)
    except PackageDamaged as damage:
        raise refused(
            file, damage.part, "{reason}; save it again in Word as .docx", reason=Message(damage.reason)
        ) from None
    body = parse(parts["word/document.xml"])
    lines: list[str] = []
    for name in _in_use(package, body, "header"):
        lines += _lines(parse(package.parts[name]))
    lines += _lines(body)
    for kind, sign in (("footnotes", "^"), ("endnotes", "^^")):
        for name in package.targets("word/document.xml", kind):
            lines += _notes(parse(package.parts[name]), sign)
    for name in _in_use(package, body, "footer"):
        lines += _lines(parse(package.parts[name]))
    return lines


def _in_use(package: Package, body: Element, kind: str) -> list[str]:
    """Header or footer parts in the order the sections name them, each once."""
    by_id = {each.id: each.target for each in package.relationships.get("word/document.xml", [])}
    named = (by_id.get(reference.get(f"{{{R}}}id", "")) for reference in body.iter(w(f"{kind}Reference")))
    return list(dict.fromkeys(name for name in named if name in package.parts))


def _notes(root: Element, sign: str) -> Iterator[str]:
    for note in root:
        if note.get(w("type"), "normal") == "normal":
            lines = list(_lines(note))
            yield from (f"[{sign}{note.get(w('id'), '')}] {line}" if at == 0 else line for at, line in enumerate(lines))


def _lines(parent: Element, pending: list[str] | None = None) -> Iterator[str]:
    """Paragraphs below a block-level element; a clause bookmark between paragraphs is shown on the next one."""
    anchors = [] if pending is None else pending
    for child in parent:
        if child.tag == w("p"):
            boxes: list[Element] = []
            line = unmarked("".join(_inline(child, boxes)))
            yield "".join(anchors) + line
            anchors.clear()
            for box in boxes:
                yield from _lines(box)
        elif child.tag == w("bookmarkStart"):
            anchors += _anchor(child)
        elif child.tag not in _SKIPPED:
            yield from _lines(child, anchors)


def _anchor(bookmark: Element) -> list[str]:
    name = bookmark.get(w("name"), "")
    return [f"[{name}] "] if CLAUSE.match(name) else []


def _inline(parent: Element, boxes: list[Element]) -> Iterator[str]:
    for child in parent:
        tag = str(child.tag)
        if tag == w("t"):
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == w("sym"):
            yield chr(int(child.get(w("char"), "F0A0"), 16))
        elif tag == w("bookmarkStart"):
            yield from _anchor(child)
        elif tag in _NOTES:
            yield f"[{_NOTES[tag]}{child.get(w('id'), '')}]"
        elif tag == f"{{{MC}}}AlternateContent":
            if len(child):
                yield from _inline(child[0], boxes)
        elif tag == w("txbxContent"):
            boxes.append(child)
        elif tag not in _SKIPPED:
            yield from _inline(child, boxes)
