"""From a part's XML to a Jinja source: docxtpl's patching, then what each tag stands in and which tags belong together.

In the source each tag begins a line (a line feed inside the tag prints nothing), so a line number of Jinja's is the
number of a tag, and every error and every placeholder finds its place in the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from docxtpl import DocxTemplate

from docgen.docx.places import Place
from docgen.docx.values import RUN_TEXT

Context = Literal["run", "attribute", "element", "block"]

_TAG: Final = r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
_TOKEN: Final = re.compile(rf"(?P<tag>{_TAG})|(?P<element><(?:{_TAG}|[^<>])*>)|(?P<text>[^<{{]+|\{{)", re.S)
_INNER_TAG: Final = re.compile(_TAG, re.S)
_NAME: Final = re.compile(r"</?([^\s/>]+)")
_RUN: Final = re.compile(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>|<w:rPr/>|)", re.S)
_PARAGRAPH: Final = re.compile(r'<w:p(?: [^>]*)?>(?:<w:pPr><w:pStyle w:val="([^"]*)")?')
_EMPTY_RUN: Final = re.compile(
    r"<w:r>(?:<w:rPr/>|<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?(?:<w:t(?: xml:space=\"preserve\")?>(?:</w:t>)|<w:t/>)</w:r>"
)
_KEYWORD: Final = re.compile(r"\{%\s*(\w+)")

# Elements between whose children a whole paragraph, row, cell or run may be repeated or left out.
_BLOCKS: Final = frozenset(
    f"w:{name}"
    for name in [
        "body",
        "hdr",
        "ftr",
        "p",
        "tbl",
        "tr",
        "tc",
        "footnote",
        "endnote",
        "txbxContent",
        "hyperlink",
        "sdtContent",
        "smartTag",
    ]
)
_NEEDS_PARAGRAPH: Final = frozenset(f"w:{name}" for name in "tc hdr ftr footnote endnote txbxContent".split())
# Elements of docProps/core.xml that may hold a placeholder.
_CORE: Final = frozenset({"dc:title", "dc:subject", "dc:language", "cp:keywords", "cp:category"})


@dataclass(eq=False)
class Node:
    """An open element: its name, and for runs and paragraphs what a placeholder in them needs.

    `blocks` counts the tags open among its children, `certain` says that it has a paragraph outside all of them.
    """

    name: str
    parent: Node | None
    properties: str = ""
    style: str = ""
    blocks: int = 0
    certain: bool = False

    def above(self, name: str) -> Node | None:
        """The nearest element of that name, this one included."""
        node: Node | None = self
        while node is not None and node.name != name:
            node = node.parent
        return node


@dataclass(eq=False)
class Tag:
    """One tag, where it stands, and (for run text) the XML of the run's properties and the paragraph's style."""

    text: str
    context: Context
    node: Node
    start: int
    lifted: bool = False
    whole: bool = False
    otherwise: bool = False

    @property
    def keyword(self) -> str:
        found = _KEYWORD.match(self.text)
        return found[1] if found else ""

    @property
    def properties(self) -> str:
        run = self.node.above("w:r")
        return run.properties if run else ""

    @property
    def style(self) -> str:
        paragraph = self.node.above("w:p")
        return paragraph.style if paragraph else ""


@dataclass
class Scanned:
    """A part ready for Jinja: `tags[i]` stands between `static[i]` and `static[i + 1]`."""

    FIRST_LINE: ClassVar[int] = 2

    tags: list[Tag]
    static: list[str]
    place: Callable[[Tag], Place]

    def source(self) -> str:
        """The Jinja source; what stands inside tag i is on line i + FIRST_LINE."""
        pieces = [self.static[0].replace("\n", " ")]
        for tag, after in zip(self.tags, self.static[1:], strict=True):
            text = " ".join(tag.text.split("\n"))
            pieces += (text[:2], "\n", text[2:], after.replace("\n", " "))
        return "".join(pieces)


@dataclass
class _Scan:
    source: str
    base: Place
    pieces: list[str | Tag] = field(default_factory=list)
    node: Node | None = None
    text_piece: int = 0

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
        place = self.place(start).at(tag=text)
        if node is None:
            raise place.error("a tag stands outside the document; remove it")
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
            raise place.error(
                "a tag cannot stand here (in {element}); put it into the text of a paragraph", element=node.name
            )

    def place(self, start: int) -> Place:
        """The place of an offset: the paragraph that holds it, else the one after it."""
        opened = max(self.source.rfind("<w:p>", 0, start + 5), self.source.rfind("<w:p ", 0, start + 5))
        if opened < 0 or self.source.find("</w:p>", opened, start) >= 0:
            following = re.compile("<w:p[ >]").search(self.source, start)
            opened = following.start() if following else len(self.source)
        closed = self.source.find("</w:p>", opened)
        inside = self.source[opened : closed if closed >= 0 else len(self.source)]
        return self.base.at(paragraph=re.sub(rf"({_TAG})|<[^>]*>", lambda m: m[1] or "", inside))


def scan(xml: str, place: Place) -> Scanned:
    """Patch one part's XML with docxtpl 0.20.2 and find its tags; raises TemplateError for tags that do not fit together."""
    walk = _Scan(DocxTemplate(None).patch_xml(xml), place)
    walk.run()

    def place_of(tag: Tag) -> Place:
        return walk.place(tag.start).at(tag=tag.text)

    _pair([piece for piece in walk.pieces if isinstance(piece, Tag)], place_of)
    return _joined(walk.pieces, place_of)


def _pair(tags: list[Tag], place: Callable[[Tag], Place]) -> None:
    """Match if … endif and for … endfor, and see that each pair begins and ends at the same level of the document."""
    chains: list[list[Tag]] = []
    last: dict[Node, list[Tag]] = {}
    for tag in tags:
        word = tag.keyword
        if word in ("if", "for"):
            chains.append([tag])
        elif word in ("elif", "else", "endif", "endfor"):
            opener = chains[-1][0].keyword if chains else ""
            if not opener or (word == "elif" and opener != "if") or (word[:3] == "end" and word != f"end{opener}"):
                raise place(tag).error("there is no if or for that this tag belongs to; remove it or add the beginning")
            chains[-1].append(tag)
            if word[:3] == "end":
                last[tag.node] = chains.pop()
                _settle(last[tag.node], place)
        elif tag.text.startswith("{%"):
            raise place(tag).error("only if, elif, else, endif, for and endfor may stand in such a tag; rewrite it")
    if chains:
        tag = chains[-1][0]
        raise place(tag).error("this tag is never closed; add the tag with end{word} after it", word=tag.keyword)
    for node, chain in last.items():
        # A cell or header without a paragraph is damaged to Word (17.4.66): where all may be left out, one is put in.
        if node.name in _NEEDS_PARAGRAPH and not node.certain and all(tag.keyword != "else" for tag in chain):
            chain[-1].otherwise = True


def _settle(chain: list[Tag], place: Callable[[Tag], Place]) -> None:
    """One if or for: all its tags in one piece of text stay; across runs of a paragraph they are lifted between the runs."""
    nodes = {tag.node for tag in chain}
    if len(nodes) == 1:
        return
    levels = set()
    for tag in chain:
        run = tag.node.above("w:r") if tag.context == "run" else None
        tag.lifted = run is not None
        levels.add(run.parent if run is not None else tag.node)
    if len(levels) > 1 or any(tag.context == "attribute" for tag in chain):
        raise place(chain[0]).error(
            "this tag and the one that closes it stand in different paragraphs, cells or rows ({closing}); put both into one "
            "paragraph, or each into a paragraph of its own with p ({{%p … %}}), or into rows of their own with tr",
            closing=place(chain[-1]).paragraph[:60] or chain[-1].text,
        )


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
    """A run that holds one placeholder and nothing else is left to the placeholder's writer, so it may split or vanish."""
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
