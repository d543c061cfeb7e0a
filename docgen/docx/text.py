"""The text of a Word document in reading order, for people, for git's textconv and for tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docgen.breaks import unmarked
from docgen.docx import gate
from docgen.docx.ooxml import CLAUSE, MC, Element, R, parse, w
from docgen.docx.package import Package

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


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, in a part: header, body, footnotes, endnotes or footer.

    `clauses` are the clause bookmarks that begin in it or just before it; `text` reads as the paragraph does; `shown`
    has the bookmarks, and the sign of a note, as well.
    """

    part: str
    clauses: tuple[str, ...]
    text: str
    shown: str


def text(data: bytes, file: str = "document.docx") -> str:
    """Headers, body with tables, notes, footers: a line a paragraph; a tab for w:tab, a line feed for w:br.

    Marks of line breaks are left out (`docgen.breaks`). A clause bookmark shows as `[c_4_7_a] ` where it begins; a text
    box follows the paragraph it is anchored in. Raises TemplateRefused for a file that is no Word document or unsafe
    to open.
    """
    return "".join(line + "\n" for line in paragraphs(data, file))


def paragraphs(data: bytes, file: str = "document.docx") -> list[str]:
    """The paragraphs of `text`, in the same order."""
    return [line.shown for line in lines(data, file)]


def lines(data: bytes, file: str = "document.docx") -> list[Line]:
    """The paragraphs of `text` with the part they stand in and the clauses they carry. Raises TemplateRefused."""
    return [line for line, _, _ in located(data, file)]


def located(data: bytes, file: str) -> list[tuple[Line, Element, str]]:
    """The same with the w:p of each and the name of the part it stands in. Raises TemplateRefused."""
    package = gate.opened(data, file)
    body = parse(package.parts["word/document.xml"])
    found: list[tuple[Line, Element, str]] = []
    for name in _in_use(package, body, "header"):
        found += ((*each, name) for each in _lines("header", parse(package.parts[name])))
    found += ((*each, "word/document.xml") for each in _lines("body", body))
    for kind, sign in (("footnotes", "^"), ("endnotes", "^^")):
        for name in package.targets("word/document.xml", kind):
            found += ((*each, name) for each in _notes(kind, parse(package.parts[name]), sign))
    for name in _in_use(package, body, "footer"):
        found += ((*each, name) for each in _lines("footer", parse(package.parts[name])))
    return found


def _in_use(package: Package, body: Element, kind: str) -> list[str]:
    """Header or footer parts in the order the sections name them, each once."""
    by_id = {each.id: each.target for each in package.relationships.get("word/document.xml", [])}
    named = (by_id.get(reference.get(f"{{{R}}}id", "")) for reference in body.iter(w(f"{kind}Reference")))
    return list(dict.fromkeys(name for name in named if name in package.parts))


def _notes(part: str, root: Element, sign: str) -> Iterator[tuple[Line, Element]]:
    for note in root:
        if note.get(w("type"), "normal") == "normal":
            for at, (line, paragraph) in enumerate(_lines(part, note)):
                sign_of_note = f"[{sign}{note.get(w('id'), '')}] " if at == 0 else ""
                yield Line(part, line.clauses, line.text, sign_of_note + line.shown), paragraph


def _lines(part: str, parent: Element, pending: list[str] | None = None) -> Iterator[tuple[Line, Element]]:
    """Paragraphs below a block-level element; a clause bookmark between paragraphs belongs to the next one."""
    anchors = [] if pending is None else pending
    for child in parent:
        if child.tag == w("p"):
            boxes: list[Element] = []
            pieces = [*((name, True) for name in anchors), *_inline(child, boxes)]
            anchors.clear()
            line = Line(
                part,
                tuple(name for name, is_clause in pieces if is_clause),
                unmarked("".join(piece for piece, is_clause in pieces if not is_clause)),
                unmarked("".join(f"[{piece}] " if is_clause else piece for piece, is_clause in pieces)),
            )
            yield line, child
            for box in boxes:
                yield from _lines(part, box)
        elif child.tag == w("bookmarkStart"):
            anchors += _clause(child)
        elif child.tag not in _SKIPPED:
            yield from _lines(part, child, anchors)


def _clause(bookmark: Element) -> list[str]:
    name = bookmark.get(w("name"), "")
    return [name] if CLAUSE.match(name) else []


def _inline(parent: Element, boxes: list[Element]) -> Iterator[tuple[str, bool]]:
    """Pieces of a paragraph; True beside a piece that is the name of a clause bookmark."""
    for child in parent:
        tag = str(child.tag)
        if tag == w("t"):
            yield child.text or "", False
        elif tag in _SIGNS:
            yield _SIGNS[tag], False
        elif tag == w("sym"):
            yield chr(int(child.get(w("char"), "F0A0"), 16)), False
        elif tag == w("bookmarkStart"):
            yield from ((name, True) for name in _clause(child))
        elif tag in _NOTES:
            yield f"[{_NOTES[tag]}{child.get(w('id'), '')}]", False
        elif tag == f"{{{MC}}}AlternateContent":
            if len(child):
                yield from _inline(child[0], boxes)
        elif tag == w("txbxContent"):
            boxes.append(child)
        elif tag not in _SKIPPED:
            yield from _inline(child, boxes)
