"""Forms that carry something active, each with the kinds and places that the gate must report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.unit.pdf.gate.raw import deflated, form, objects, stream, table, updated, with_xref_stream

JS = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
_ANNOT = b"<</Type/Annot/Rect[0 0 9 9]/Subtype/"
_BOX = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


def annotation(rest: bytes) -> Callable[[], bytes]:
    return partial(form, annots=b"10 0 R", more={10: _ANNOT + rest + b">>"})


def action(dictionary: bytes) -> Callable[[], bytes]:
    return annotation(b"Link/A " + dictionary)


def xobject(value: bytes) -> Callable[[], bytes]:
    return partial(form, resources=b"/XObject<</X 10 0 R>>", more={10: value})


def escaped_names() -> bytes:
    return form(root=b"/Open#41ction<</#53/J#61vaScript/J#53(x)>>")


def in_an_object_stream() -> bytes:
    parts = objects(root=b"/OpenAction 10 0 R")
    return with_xref_stream({5: parts.pop(5)}, {**parts, 10: JS})


def in_an_incremental_update() -> bytes:
    return updated(form(), {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R/OpenAction 10 0 R>>", 10: JS})


def in_a_hybrid_file() -> bytes:
    """The table calls object 10 free, the stream that /XRefStm names has it (ISO 32000-2, 7.5.8.4)."""
    body, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, value in objects(root=b"/OpenAction 10 0 R").items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    hidden = len(body)
    body += b"10 0 obj\n%b\nendobj\n" % JS
    at = len(body)
    head = b"/Type/XRef/W[1 4 1]/Index[10 1]/Size 11"
    body += b"11 0 obj\n%b\nendobj\n" % deflated(head, b"\1" + hidden.to_bytes(4, "big") + b"\0")
    return bytes(body) + table(offsets, len(body), b"/Root 1 0 R/XRefStm %d" % at)


def before_the_header() -> bytes:
    return form(head=b"MZ junk of another kind of file\n%PDF-1.7\n", root=b"/OpenAction" + JS)


def without_a_table() -> bytes:
    return form(root=b"/OpenAction" + JS).partition(b"xref\n")[0] + b"trailer<</Root 1 0 R>>"


def usage_rights() -> bytes:
    signature = b"<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>"
    return form(root=b"/Perms<</UR3 10 0 R>>", more={10: signature})


_FILE = {10: b"<</Type/Filespec/F(a.exe)/EF<</F 11 0 R>>>>", 11: stream(b"/Type/EmbeddedFile", b"MZ")}
_OUTLINE = {10: b"<</First 11 0 R/Last 11 0 R/Count 1>>", 11: b"<</Title(a)/Parent 10 0 R/A" + JS + b">>"}

FILES: dict[str, tuple[Callable[[], bytes], set[tuple[str, str]]]] = {
    "JavaScript when opened": (partial(form, root=b"/OpenAction" + JS), {("javascript", "")}),
    "JavaScript in a stream": (
        partial(form, root=b"/OpenAction<</S/JavaScript/JS 10 0 R>>", more={10: stream(b"", b"x")}),
        {("javascript", "")},
    ),
    "JavaScript in the name tree": (
        partial(form, root=b"/Names<</JavaScript<</Names[(a) 10 0 R]>>>>", more={10: JS}),
        {("javascript", "")},
    ),
    "JavaScript when closed": (partial(form, root=b"/AA<</WC%b/DP%b>>" % (JS, JS)), {("javascript", "")}),
    "JavaScript of a page": (
        partial(form, page=b"/MediaBox[0 0 595 842]/AA<</O %b>>" % JS),
        {("javascript", "/pages/1")},
    ),
    "JavaScript of a field": (
        partial(form, field=b"/AA<</K %b/F %b/V %b/C 10 0 R>>" % (JS, JS, JS), more={10: JS}),
        {("javascript", "/fields/given_name")},
    ),
    "JavaScript of a button": (
        partial(form, fields=b"10 0 R", annots=b"10 0 R", more={10: _ANNOT + b"Widget/FT/Btn/T(go/~)/A" + JS + b">>"}),
        {("javascript", "/fields/go~1~0")},
    ),
    "JavaScript of a widget without a name": (
        partial(
            form,
            fields=b"10 0 R",
            annots=b"11 0 R",
            more={10: b"<</FT/Btn/T(go)/Kids[11 0 R]>>", 11: _ANNOT + b"Widget/Parent 10 0 R/AA<</U" + JS + b">>>>"},
        ),
        {("javascript", "/fields/go")},
    ),
    "JavaScript of an annotation": (action(JS), {("javascript", "/pages/1")}),
    "JavaScript in a direct annotation": (
        partial(form, annots=_ANNOT + b"Link/A" + JS + b">>"),
        {("javascript", "/pages/1")},
    ),
    "JavaScript of an outline item": (partial(form, root=b"/Outlines 10 0 R", more=_OUTLINE), {("javascript", "")}),
    "JavaScript after a harmless action": (
        action(b"<</S/GoTo/D[3 0 R/Fit]/Next[<</S/Named/N/NextPage>>%b]>>" % JS),
        {("javascript", "/pages/1")},
    ),
    "JavaScript whose type is an indirect name": (
        partial(form, root=b"/OpenAction<</S 10 0 R/JS(x)>>", more={10: b"/JavaScript"}),
        {("javascript", "")},
    ),
    "JavaScript that nothing refers to": (partial(form, more={10: JS}), {("javascript", "")}),
    "JavaScript disguised as a structure element": (
        partial(form, root=b"/OpenAction<</Type/StructElem/P 1 0 R/S/JavaScript/JS(x)>>"),
        {("javascript", "")},
    ),
    "JavaScript in a rendition": (
        action(b"<</S/Rendition/OP 0/JS(x)/AN 7 0 R>>"),
        {("multimedia", "/pages/1")},
    ),
    "JavaScript in escaped names": (escaped_names, {("javascript", "")}),
    "JavaScript in an object stream": (in_an_object_stream, {("javascript", "")}),
    "JavaScript in an incremental update": (in_an_incremental_update, {("javascript", "")}),
    "JavaScript in a hybrid file": (in_a_hybrid_file, {("javascript", "")}),
    "JavaScript after junk": (before_the_header, {("javascript", "")}),
    "JavaScript without a cross-reference table": (without_a_table, {("javascript", "")}),
    "a program": (action(b"<</S/Launch/F(a.exe)/Win<</F(a.exe)>>>>"), {("launch", "/pages/1")}),
    "submit": (action(b"<</S/SubmitForm/F(http://x.test/)>>"), {("submit_form", "/pages/1")}),
    "import": (action(b"<</S/ImportData/F(a.fdf)>>"), {("import_data", "/pages/1")}),
    "reset": (action(b"<</S/ResetForm>>"), {("reset_form", "/pages/1")}),
    "another file": (action(b"<</S/GoToR/F(a.pdf)/D[0/Fit]>>"), {("remote_goto", "/pages/1")}),
    "an embedded file's page": (action(b"<</S/GoToE/T<</R/C/N(a)>>>>"), {("remote_goto", "/pages/1")}),
    "an article thread": (action(b"<</S/Thread/F(a.pdf)/D 0>>"), {("remote_goto", "/pages/1")}),
    "an address": (action(b"<</S/URI/URI(http://x.test/)>>"), {("uri", "/pages/1")}),
    "a preview address": (annotation(b"Link/PA<</S/URI/URI(http://x.test/)>>"), {("uri", "/pages/1")}),
    "a base address": (partial(form, root=b"/URI<</Base(http://x.test/)>>"), {("uri", "")}),
    "fields hidden": (action(b"<</S/Hide/T(given_name)>>"), {("other_action", "/pages/1")}),
    "layers switched": (action(b"<</S/SetOCGState/State[/OFF]>>"), {("other_action", "/pages/1")}),
    "a menu item": (action(b"<</S/Named/N/Quit>>"), {("other_action", "/pages/1")}),
    "an action nobody knows": (action(b"<</S/Frobnicate>>"), {("other_action", "/pages/1")}),
    "a film": (annotation(b"Movie/Movie<</F(a.avi)>>"), {("multimedia", "/pages/1")}),
    "a sound": (annotation(b"Sound/Sound 7 0 R"), {("multimedia", "/pages/1")}),
    "a screen": (annotation(b"Screen/A<</S/Rendition/OP 0>>"), {("multimedia", "/pages/1")}),
    "rich media": (annotation(b"RichMedia/RichMediaContent<<>>"), {("multimedia", "/pages/1")}),
    "a 3D object": (annotation(b"3D/3DD 7 0 R"), {("multimedia", "/pages/1")}),
    "an annotation nobody knows": (annotation(b"Frobnicate"), {("annotation", "/pages/1")}),
    "an attached file": (
        partial(form, annots=b"12 0 R", more={**_FILE, 12: _ANNOT + b"FileAttachment/FS 10 0 R>>"}),
        {("embedded_file", "/pages/1"), ("embedded_file", "")},
    ),
    "embedded files": (
        partial(form, root=b"/Names<</EmbeddedFiles<</Names[(a) 10 0 R]>>>>", more=_FILE),
        {("embedded_file", "")},
    ),
    "associated files": (partial(form, root=b"/AF[10 0 R]", more=_FILE), {("embedded_file", "")}),
    "a portfolio": (partial(form, root=b"/Collection<</View/D>>"), {("portfolio", "")}),
    "an external stream": (xobject(stream(_BOX + b"/F(a.txt)", b"")), {("external_stream", "")}),
    "a reference to another file's page": (
        xobject(stream(_BOX + b"/Ref<</F(a.pdf)/Page 0>>", b"")),
        {("reference_xobject", "")},
    ),
    "a proxy picture": (xobject(stream(_BOX + b"/OPI<</2.0<</Type/OPI/F(a.tif)>>>>", b"")), {("opi", "")}),
    "PostScript": (xobject(stream(b"/Type/XObject/Subtype/PS", b"showpage")), {("postscript", "")}),
    "PostScript in a form": (xobject(stream(_BOX + b"/Subtype2/PS", b"showpage")), {("postscript", "")}),
    "PostScript beside a form": (
        partial(
            form,
            resources=b"/XObject<</X 10 0 R>>",
            more={10: stream(_BOX + b"/PS 11 0 R", b""), 11: stream(b"", b"x")},
        ),
        {("postscript", "")},
    ),
    "private data": (
        partial(form, page=b"/MediaBox[0 0 595 842]/PieceInfo<</X<</Private(x)>>>>"),
        {("private_data", "/pages/1")},
    ),
    "an XFA form beside the ordinary one": (
        partial(form, form=b"/XFA 10 0 R", root=b"/NeedsRendering true", more={10: stream(b"", b"<xdp/>")}),
        {("xfa", "")},
    ),
    "a web capture": (
        partial(form, root=b"/SpiderInfo<</V 1.0>>/Names<</URLS<</Names[]>>/IDS<</Names[]>>>>"),
        {("web_capture", "")},
    ),
    "a demand": (partial(form, root=b"/Requirements[<</S/EnableJavaScripts>>]"), {("requirements", "")}),
    "usage rights": (usage_rights, {("usage_rights", "")}),
}

ORDINARY: dict[str, Callable[[], bytes]] = {
    "a small form": form,
    "a form in an object stream": lambda: with_xref_stream(
        {5: objects()[5]}, {number: value for number, value in objects().items() if number != 5}
    ),
    "links within the file": action(b"<</S/GoTo/D[3 0 R/Fit]>>"),
    "a jump to the last page": action(b"<</S/Named/N/LastPage>>"),
    "a place to open at": partial(form, root=b"/OpenAction[3 0 R/Fit]"),
    "resources with the names of actions": partial(
        form,
        resources=b"/XObject<</AA 10 0 R/JS 10 0 R/A 10 0 R/EF 10 0 R/Ref 10 0 R>>/ExtGState<</AA 11 0 R/Next 11 0 R>>",
        more={10: stream(_BOX + b"/Group<</S/Transparency>>", b""), 11: b"<</Type/ExtGState/CA 1>>"},
    ),
    "an appearance state named like a key": partial(
        form,
        fields=b"10 0 R",
        annots=b"10 0 R",
        more={
            10: _ANNOT + b"Widget/FT/Btn/T(box)/AS/Off/AP<</N<</JS 11 0 R/AA 11 0 R/Off 11 0 R>>>>/BS<</S/S>>>>",
            11: stream(_BOX, b""),
        },
    ),
    "a value that speaks of JavaScript": partial(form, field=b"/V(/S /JavaScript /JS /Launch)/TU(see /AA /OpenAction)"),
    "a structure element called like an action": partial(
        form,
        root=b"/StructTreeRoot 10 0 R",
        more={
            10: b"<</Type/StructTreeRoot/K 11 0 R/RoleMap<</Sound/P/URI/P>>>>",
            11: b"<</Type/StructElem/S/Sound/P 10 0 R/K[12 0 R]>>",
            12: b"<</S/URI/P 11 0 R/A<</O/Layout/Placement/Block>>/K 0/Pg 3 0 R>>",
        },
    ),
    "an unsigned signature field": partial(
        form, fields=b"10 0 R", annots=b"10 0 R", more={10: _ANNOT + b"Widget/FT/Sig/T(sign)>>"}
    ),
    "incremental updates": lambda: updated(updated(form(), {8: b"null"}), {9: b"(x)"}),
}
