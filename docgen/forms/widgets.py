"""The links of a set blank become form fields where they stand: widgets, the fields themselves, their structure."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from docgen.forms.lettering import one_line
from docgen.forms.plan import Control, Entry
from docgen.pdf.coding.content import number
from docgen.pdf.coding.runs import FontChoice

SCHEME: Final = "field:"
IDENTITY_NAME: Final = "docgen"
"""Name of the read-only field that says which blank this is; no document has a field of this name."""

# ISO 32000-1 Tables 221, 226, 228, 230: bit positions 1, 2, 13, 15, 16, 18, 19.
_READ_ONLY, _REQUIRED, _MULTILINE = 1, 1 << 1, 1 << 12
_NO_TOGGLE_TO_OFF, _RADIO, _COMBO, _EDIT = 1 << 14, 1 << 15, 1 << 17, 1 << 18
_PRINT = 4  # Table 165
# A viewer types in Helvetica, or in what it has for other scripts; docgen draws in its own fonts.
_TYPING = b"/Helv 11 Tf 0 g"
_ON = "/On"


@dataclass
class _Made:
    """The fields in the order of the paper; buttons of one field together."""

    pdf: pikepdf.Pdf
    entries: Sequence[Entry]
    choice: FontChoice
    fields: list[Any] = field(default_factory=list)
    radios: dict[int, Any] = field(default_factory=dict)
    options: dict[tuple[tuple[str, str], ...], Any] = field(default_factory=dict)


def with_fields(paper: bytes, entries: Sequence[Entry], identity: str, label: str, choice: FontChoice) -> bytes:
    """The set paper with a field in the place of every link; `identity` is the value of the read-only field.

    Deterministic. ISO 32000-1 §12.7 (forms), §14.7.4.3 (OBJR), §14.8.4.5 (Form).
    """
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        made = _Made(pdf, entries, choice)
        for page, annotation, target in _links(pdf):
            _strip(annotation, page)
            index, _, value = target.partition("#")
            _field(made, annotation, int(index), value, identity, label)
        _to_forms(pdf.Root.StructTreeRoot)
        pdf.Root.AcroForm = pdf.make_indirect(_acro_form(made))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _links(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Any, str]]:
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        for annotation in page.obj.get("/Annots", ()):
            target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if target.startswith(SCHEME):
                yield page.obj, annotation, target.removeprefix(SCHEME)


def _strip(annotation: Any, page: Any) -> None:
    for key in ("/A", "/Border", "/Contents"):
        if key in annotation:
            del annotation[key]
    annotation.Subtype = Name.Widget
    annotation.F = _PRINT
    annotation.P = page


def _field(made: _Made, widget: Any, index: int, value: str, identity: str, label: str) -> None:
    if index == 0:
        _identity(made, widget, identity, label)
        return
    entry = made.entries[index - 1]
    if entry.control is Control.RADIO:
        _button(made, widget, "/" + value, round_mark=True)
        group = made.radios.get(index) or _group(made, index, entry)
        widget.Parent = group
        group.Kids.append(widget)
        return
    _named(widget, entry)
    if entry.control is Control.CHECK:
        widget.FT = Name.Btn
        widget.V = Name.Off
        _button(made, widget, _ON, round_mark=False)
    else:
        _typed(made, widget, entry)
    made.fields.append(widget)


def _named(target: Any, entry: Entry, flags: int = 0) -> None:
    target.T = String(entry.name)
    target.TU = String(entry.tooltip)
    target.Ff = flags | (_REQUIRED if entry.required else 0)


def _group(made: _Made, index: int, entry: Entry) -> Any:
    # Without the flag NoToggleToOff a button ticked by mistake can be unticked.
    group = made.pdf.make_indirect(Dictionary(FT=Name.Btn, V=Name.Off, Kids=Array()))
    _named(group, entry, _RADIO)
    made.radios[index] = group
    made.fields.append(group)
    return group


def _typed(made: _Made, widget: Any, entry: Entry) -> None:
    widget.DA = String(_TYPING)
    widget.AP = Dictionary(N=_drawing(made.pdf, widget, b"/Tx BMC EMC"))
    if entry.control is Control.DROPDOWN:
        widget.FT = Name.Ch
        widget.Ff |= _COMBO | (_EDIT if entry.editable else 0)
        widget.Opt = _options(made, entry.options)
        return
    widget.FT = Name.Tx
    if entry.control is Control.MULTILINE:
        widget.Ff |= _MULTILINE
    limit = entry.node.max_length
    if limit and entry.node.kind.value in ("line", "paragraphs"):
        widget.MaxLen = limit


def _options(made: _Made, options: Mapping[str, str]) -> Any:
    """The choices, once in the file however many fields have them: a list of countries is long."""
    key = tuple(options.items())
    if key not in made.options:
        pairs = Array([Array([String(value), String(words)]) for value, words in key])
        made.options[key] = made.pdf.make_indirect(pairs)
    return made.options[key]


def _identity(made: _Made, widget: Any, identity: str, label: str) -> None:
    widget.T, widget.TU = String(IDENTITY_NAME), String(label)
    widget.FT, widget.Ff, widget.V = Name.Tx, _READ_ONLY, String(identity)
    widget.DA = String(_TYPING)
    widget.AP = Dictionary(N=one_line(made.pdf, identity, *_size(widget), made.choice))
    made.fields.append(widget)


def _button(made: _Made, widget: Any, state: str, *, round_mark: bool) -> None:
    """A tick or a dot as a path: readers draw the usual ZapfDingbats differently, or not at all."""
    width, height = _size(widget)
    widget.AS = Name.Off
    widget.MK = Dictionary(CA=String("l" if round_mark else "4"))
    widget.DA = String(b"/ZaDb 0 Tf 0 g")
    mark = _dot(width, height) if round_mark else _tick(width, height)
    states = {state: _drawing(made.pdf, widget, mark), "/Off": _drawing(made.pdf, widget, b"")}
    widget.AP = Dictionary(N=Dictionary(states))


def _dot(width: float, height: float) -> bytes:
    radius, x, y = min(width, height) * 0.28, width / 2, height / 2
    bend = radius * 0.5523  # a quarter of a circle as a Bézier curve
    corners = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    path = [f"{number(x + radius)} {number(y)} m"]
    for (ax, ay), (bx, by) in pairwise(corners):
        points = (
            x + ax * radius + bx * bend, y + ay * radius + by * bend,
            x + bx * radius + ax * bend, y + by * radius + ay * bend, x + bx * radius, y + by * radius,
        )  # fmt: skip
        path.append(" ".join(map(number, points)) + " c")
    return f"0 g {' '.join(path)} f".encode()


def _tick(width: float, height: float) -> bytes:
    points = [(0.2, 0.5), (0.42, 0.24), (0.82, 0.8)]
    x, y = ([number(pair[axis] * size) for pair in points] for axis, size in ((0, width), (1, height)))
    return f"0 G 1.4 w {x[0]} {y[0]} m {x[1]} {y[1]} l {x[2]} {y[2]} l S".encode()


def _size(widget: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(each) for each in widget.Rect)
    return right - left, top - bottom


def _drawing(pdf: pikepdf.Pdf, widget: Any, content: bytes) -> Any:
    box = [0, 0, *(float(number(each)) for each in _size(widget))]
    return pikepdf.Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())


def _to_forms(root: Any) -> None:
    """Structure elements of the links become Form; each holds nothing but its object reference."""
    todo = [root]
    while todo:
        element = todo.pop()
        kids = element.get("/K", ())
        todo += [
            kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid
        ]
        if element.get("/S") == Name.Link:
            element.S = Name.Form


def _acro_form(made: _Made) -> Dictionary:
    pdf = made.pdf
    fonts: Mapping[str, Any] = {
        "/Helv": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding),
        "/ZaDb": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats),
    }
    resources = Dictionary(Font=Dictionary({name: pdf.make_indirect(each) for name, each in fonts.items()}))
    return Dictionary(Fields=Array(made.fields), DA=String(_TYPING), DR=resources)
