"""From a part's XML to a Jinja source: docxtpl's patching, then what each tag stands in and which tags belong together.

In the source each tag begins a line (a line feed inside the tag prints nothing), so a line number of Jinja's is the
number of a tag, and every error and every placeholder finds its place in the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from docxtpl import DocxTemplate

from docgen.docx.pairing import pair
from docgen.docx.places import Place
from docgen.docx.tagged import FRAGMENT, Node, Scanned, Tag
from docgen.docx.values import RUN_TEXT

_TAG: Final = r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
_TOKEN: Final = re.compile(rf"(?P<tag>{_TAG})|(?P<element><(?:{_TAG}|[^<>])*>)|(?P<text>[^<{{]+|\{{)", re.S)
_INNER_TAG: Final = re.compile(_TAG, re.S)
_NAME: Final = re.compile(r"</?([^\s/>]+)")
_RUN: Final = re.compile(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>|<w:rPr/>|)", re.S)
_PARAGRAPH: Final = re.compile(r'<w:p(?: [^>]*)?>(?:<w:pPr><w:pStyle w:val="([^"]*)")?')
_CELL_WIDTH: Final = re.compile(r'w:w="([0-9]+)"(?= w:type="dxa"|/)')
_EMPTY_RUN: Final = re.compile(
    r"<w:r>(?:<w:rPr/>|<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?(?:<w:t(?: xml:space=\"preserve\")?>(?:</w:t>)|<w:t/>)</w:r>"
)

# Elements between whose children a whole paragraph, row, cell or run may be repeated or left out.
_BLOCKS: Final = frozenset(
    f"w:{name}"
    for name in (
        *("body", "hdr", "ftr", "footnote", "endnote", "txbxContent"),
        *("tbl", "tr", "tc", "p", "hyperlink", "sdtContent", "smartTag"),
    )
)
# Elements of docProps/core.xml that may hold a placeholder.
_CORE: Final = frozenset({"dc:title", "dc:subject", "dc:language", "cp:keywords", "cp:category"})


@dataclass
class _Scan:
    source: str
    base: Place
    pieces: list[str | Tag] = field(default_factory=list)
    node: Node | None = None
    text_piece: int = 0
    fragments: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fragments = [(found.start(), found[1]) for found in FRAGMENT.finditer(self.source)]

    def run(self) -> None:
        at = 0
        while at < len(self.source):
            token = _TOKEN.match(self.source, at)
            if token is None:
                raise self.base.error("the XML of this part is damaged by a tag; retype the tags of this part")
            at = token.end()
            kind, text = token.lastgroup, token[0]
            if kind == "tag":
                self._tag(text, token.start())
            elif kind == "element":
                self._element(text, token.start())
            else:
                self.pieces.append(text)

    def _element(self, text: str, start: int) -> None:
        found = _NAME.match(text)
        name = found[1] if found else ""
        if text.startswith("</"):
            if self.node is None or self.node.name != name:
                raise self.place(start).error("a tag cuts through the structure here; put each tag into one paragraph")
            self.pieces.append(text)
            self.node = self.node.parent
            return
        if text.startswith("<?"):
            self.pieces.append(text)
            return
        node = Node(name, self.node)
        self._attributes(text, node, start)
        if name == "w:r" and (head := _RUN.match(self.source, start)):
            node.properties = head[1]
        elif name == "w:p" and (paragraph := _PARAGRAPH.match(self.source, start)):
            node.style = paragraph[1] or ""
            if node.parent is not None and not node.parent.blocks:
                node.parent.certain = True
        elif name == "w:tcW" and (width := _CELL_WIDTH.search(text)) and (cell := node.above("w:tc")):
            cell.cell_width = int(width[1])
        elif name == "w:t":
            self.text_piece = len(self.pieces) - 1
        if not text.endswith("/>"):
            self.node = node

    def _attributes(self, text: str, node: Node, start: int) -> None:
        at = 0
        for found in _INNER_TAG.finditer(text):
            self.pieces.append(text[at : found.start()])
            if not found[0].startswith("{#"):
                self.pieces.append(Tag(found[0], "attribute", node, start))
            at = found.end()
        self.pieces.append(text[at:])

    def _tag(self, text: str, start: int) -> None:
        if text.startswith("{#"):
            return
        node = self.node
        if node is None:
            raise self.place(start).at(tag=text).error("a tag stands outside the document; remove it")
        if node.name == "w:t":
            self.pieces[self.text_piece] = RUN_TEXT
            self.pieces.append(Tag(text, "run", node, start))
        elif node.name in _CORE:
            self.pieces.append(Tag(text, "element", node, start))
        elif node.name in _BLOCKS and text.startswith("{%"):
            tag = Tag(text, "block", node, start)
            node.blocks += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(tag.keyword, 0)
            self.pieces.append(tag)
        else:
            raise (
                self.place(start)
                .at(tag=text)
                .error("a tag cannot stand here (in {element}); put it into the text of a paragraph", element=node.name)
            )

    def place(self, start: int) -> Place:
        """The place of an offset: the paragraph that holds it, else the one after it."""
        opened = max(self.source.rfind("<w:p>", 0, start + 5), self.source.rfind("<w:p ", 0, start + 5))
        if opened < 0 or self.source.find("</w:p>", opened, start) >= 0:
            following = re.compile("<w:p[ >]").search(self.source, start)
            opened = following.start() if following else len(self.source)
        closed = self.source.find("</w:p>", opened)
        inside = self.source[opened : closed if closed >= 0 else len(self.source)]
        file = next((file for at, file in reversed(self.fragments) if at < start), "") or self.base.file
        return replace(self.base, file=file).at(paragraph=re.sub(rf"({_TAG})|<[^>]*>", lambda m: m[1] or "", inside))


def scan(xml: str, place: Place) -> Scanned:
    """Patch a part's XML with docxtpl 0.20.2 and find its tags; TemplateError where they do not fit together."""
    walk = _Scan(DocxTemplate(None).patch_xml(xml), place)
    walk.run()

    def place_of(tag: Tag) -> Place:
        return walk.place(tag.start).at(tag=tag.text)

    pair([piece for piece in walk.pieces if isinstance(piece, Tag)], place_of)
    return _joined(walk.pieces, place_of)


def _joined(pieces: list[str | Tag], place: Callable[[Tag], Place]) -> Scanned:
    tags: list[Tag] = []
    static = [""]
    for piece in pieces:
        if isinstance(piece, str):
            static[-1] += piece
        elif piece.otherwise:
            tags += [Tag("{% else %}", "block", piece.node, piece.start), piece]
            static += ["<w:p/>", ""]
        elif piece.lifted:
            static[-1] += "</w:t></w:r>"
            tags.append(piece)
            static.append(f"<w:r>{piece.properties}{RUN_TEXT}")
        else:
            tags.append(piece)
            static.append("")
    _take_whole_runs(tags, static)
    return Scanned(tags, [_EMPTY_RUN.sub("", text) for text in static], place)


def _take_whole_runs(tags: list[Tag], static: list[str]) -> None:
    """A run that is one placeholder and nothing else is left to its writer, so it may split or vanish."""
    for at, tag in enumerate(tags):
        head, foot = f"<w:r>{tag.properties}{RUN_TEXT}", "</w:t></w:r>"
        if (
            tag.context == "run"
            and tag.text.startswith("{{")
            and static[at].endswith(head)
            and static[at + 1].startswith(foot)
        ):
            tag.whole = True
            static[at] = static[at][: -len(head)]
            static[at + 1] = static[at + 1][len(foot) :]
