"""A small tagged PDF/A-2b form, made by hand: what the filler must keep valid."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Stream, String

from docgen.pdf.coding.clusters import shape
from docgen.pdf.coding.content import line
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.objects import font_dictionary, for_pikepdf
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.fonts import Face
from tests.unit.pdf.acroform.forms import MULTILINE, FormMaker

_XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="B"/>
%s
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">A form</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
_UA = b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'


def tagged_form(choice: FontChoice, *, universal: bool = False) -> bytes:
    """A caption, a field of one line, one of several and a check box; says that it is PDF/A-2b, or also PDF/UA-1."""
    made = FormMaker()
    pdf = made.pdf
    used: dict[Face, tuple[str, CodedFont]] = {}
    drawn = line(
        map(shape, runs("Form ទម្រង់", choice)), 14, 50, 780,
        lambda face: used.setdefault(face, (f"F{len(used)}", CodedFont(face))),
    )  # fmt: skip
    page = pdf.pages[0]
    fonts = {f"/{name}": for_pikepdf(pdf, font_dictionary(font.tables())) for name, font in used.values()}
    grey = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]), Gamma=2.2)])
    page.Resources = Dictionary(Font=Dictionary(fonts), ColorSpace=Dictionary(DefaultGray=grey))
    page.Contents = Stream(pdf, f"/P <</MCID 0>> BDC {drawn} EMC".encode("ascii"))
    empty = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]), Resources=Dictionary())
    blank = Dictionary(N=pdf.make_indirect(empty))
    widgets = [
        made.text("line", (50, 700, 300, 724), AP=blank, F=4, TU=String("A line")),
        made.text("lines", (50, 600, 300, 690), AP=blank, F=4, TU=String("Several lines"), Ff=MULTILINE),
        made.field(
            "tick", "Btn", (50, 560, 66, 576), F=4, TU=String("A tick"), AS=Name.Off,
            AP=Dictionary(N=Dictionary(Yes=pdf.make_indirect(empty), Off=pdf.make_indirect(empty))),
        ),
    ]  # fmt: skip
    _tag(made, widgets)
    _conform(made, _XMP % (_UA if universal else b""))
    return made.made()


def _tag(made: FormMaker, widgets: list[Dictionary]) -> None:
    pdf, page = made.pdf, made.pdf.pages[0]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    caption = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=document, Pg=page.obj, K=0))
    document.K.append(caption)
    nums = Array([0, pdf.make_indirect(Array([caption]))])
    for at, widget in enumerate(widgets, 1):
        reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
        element = Dictionary(Type=Name.StructElem, S=Name.Form, P=document, Pg=page.obj, K=reference)
        element = pdf.make_indirect(element)
        document.K.append(element)
        widget.StructParent = at
        nums.extend(Array([at, element]))
    page.StructParents, page.Tabs = 0, Name.S
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=nums))
    root.ParentTreeNextKey = len(widgets) + 1
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _conform(made: FormMaker, metadata: bytes) -> None:
    pdf = made.pdf
    made.form.DR = Dictionary(Font=Dictionary(Helv=made.form.DR.Font.Helv))
    pdf.Root.Lang = String("km")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Metadata = Stream(pdf, metadata, Type=Name.Metadata, Subtype=Name.XML)
