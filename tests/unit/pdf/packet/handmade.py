"""Small tagged PDFs made by hand, as other programs than docgen's might write them, and packets bound of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.pdf.packet import Part, bind, lay_out

A5 = (420, 595)


@dataclass
class Handmade:
    """A document: each page one paragraph, the last page a table of one heading and some cells, a link to page 1.

    `legacy`: the destination is defined and used as PDF 1.1 did.
    """

    words: str
    pages: int = 1
    roles: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    paragraph: str = "P"
    destination: str = "start"
    wrapped: bool = True
    rows: int = 1
    legacy: bool = False

    def pdf(self) -> bytes:
        with pikepdf.new() as pdf:
            _Writer(pdf, self).write()
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            return out.getvalue()


class _Writer:
    def __init__(self, pdf: pikepdf.Pdf, asked: Handmade) -> None:
        self.pdf, self.asked = pdf, asked
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.parents: list[Any] = []
        self.top = self.element("Document", self.root) if asked.wrapped else self.root

    def element(self, kind: str, parent: Any, **more: Any) -> Any:
        made = self.pdf.make_indirect(Dictionary(S=Name("/" + kind), P=parent, K=Array(), **more))
        parent.K.append(made)
        return made

    def write(self) -> None:
        font = self.pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(self.asked.pages):
            page = self.pdf.add_blank_page(page_size=A5)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.StructParents = len(self.parents)
            self.parents.append(Array())
            self.mark(page, self.element(self.asked.paragraph, self.top, Pg=page.obj), f"{self.asked.words} {number}")
        self.table(page)
        self.link(page)
        numbers = [each for key, value in enumerate(self.parents) for each in (key, value)]
        self.root.ParentTree = self.pdf.make_indirect(
            Dictionary(Kids=Array([self.pdf.make_indirect(Dictionary(Limits=Array([0, numbers[-2]]), Nums=numbers))]))
        )
        for key, given in (("/RoleMap", self.asked.roles), ("/ClassMap", self.asked.classes)):
            if given:
                self.root[key] = Dictionary({
                    f"/{name}": Name("/" + value) if isinstance(value, str) else Dictionary(value)
                    for name, value in given.items()
                })  # fmt: skip
        root = self.pdf.Root
        root.StructTreeRoot, root.Lang, root.MarkInfo = self.root, String("x-own"), Dictionary(Marked=True)
        first = Array([self.pdf.pages[0].obj, Name.Fit])
        if self.asked.legacy:
            root.Dests = Dictionary({f"/{self.asked.destination}": first})
        else:
            root.Names = Dictionary(Dests=Dictionary(Names=Array([String(self.asked.destination), first])))
        with self.pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"{self.asked.words} own", 0))
        if self.asked.legacy:
            root.Outlines.First.Dest = self.name()

    def mark(self, page: Any, element: Any, text: str) -> None:
        """A line of text as marked content of an element."""
        entry = self.parents[int(page.StructParents)]
        at = len(entry)
        line = f"/{str(element.S)[1:]} <</MCID {at}>> BDC BT /F1 12 Tf 60 {500 - 30 * at} Td ({text}) Tj ET EMC\n"
        page.contents_add(line.encode())
        entry.append(element)
        element.K.append(at)

    def name(self) -> Any:
        return Name("/" + self.asked.destination) if self.asked.legacy else String(self.asked.destination)

    def table(self, page: Any) -> None:
        table = self.element("Table", self.top)
        head = self.element("TH", self.element("TR", table), Pg=page.obj, ID=String("h1"), C=Name.Wide)
        self.mark(page, head, f"{self.asked.words} head")
        for number in range(self.asked.rows):
            attributes = Dictionary(O=Name.Table, Headers=Array([String("h1")]))
            cell = self.element("TD", self.element("TR", table), Pg=page.obj, A=attributes)
            self.mark(page, cell, f"{self.asked.words} cell {number}")

    def link(self, page: Any) -> None:
        """A link to the first page by name, its object reference in the structure."""
        element = self.element("Link", self.top, Pg=page.obj)
        annotation = self.pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 30, 200, 60]), StructParent=len(self.parents),
            A=Dictionary(S=Name.GoTo, D=self.name()),
        ))  # fmt: skip
        self.parents.append(element)
        element.K.append(self.pdf.make_indirect(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)))
        page.Annots = Array([annotation])


def part(document: Handmade, *, title: str = "", group: str = "group") -> Part:
    return Part(
        document.pdf(), title or document.words, "x-own", lambda page, pages: f"page {page} of {pages}",
        group=group, entry=f"to {document.words}",
    )  # fmt: skip


def bound(fonts: FontBook, documents: Sequence[Handmade], *, duplex: bool = False) -> pikepdf.Pdf:
    """A packet of documents behind a cover of one page with a row for each."""
    parts = [part(each) for each in documents]
    layout = lay_out(1, [each.pages for each in documents], duplex=duplex)
    cover = part(Handmade("cover", rows=len(parts)), title="Packet")
    made = bind(cover, parts, layout, FontChoice.house(fonts))
    return pikepdf.open(io.BytesIO(made.data))


def marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked content of a page by its identifier."""
    found: dict[int, str] = {}
    current: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            properties = instruction.operands[1] if operator == "BDC" else None
            inside = isinstance(properties, Dictionary) and "/MCID" in properties
            current.append(int(properties.MCID) if inside else None)
        elif operator == "EMC":
            current.pop()
        elif operator == "Tj" and current and current[-1] is not None:
            found[current[-1]] = str(instruction.operands[0])
    return found


def below(element: Any) -> Iterator[Any]:
    """An element and all elements below it."""
    yield element
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from below(kid)
