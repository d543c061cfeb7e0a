"""Widgets become content of their pages, and the form is gone (ISO 32000-1 §12.5.5: how an appearance is placed)."""

from __future__ import annotations

from collections.abc import Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from docgen.pdf.acroform.access import Dictionary, dictionary_at, entry, numbers_at, reference, resolved
from docgen.pdf.acroform.structure import Structure, replace_object
from docgen.pdf.coding.content import number

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # annotation flags (ISO 32000-1, Table 165)
_ROLES = {"/Btn": "/cb", "/Tx": "/tv", "/Ch": "/lb"}


def flatten(writer: PdfWriter) -> None:
    """Draw every widget that is not hidden into its page, then take the widgets and the form away.

    In a tagged form the Form element of a widget holds its drawing afterwards, as a print field (ISO 32000-1
    §14.8.5.6); a widget without an element is drawn as an artifact.
    """
    structure = Structure(writer)
    for page in writer.pages:
        _flatten_page(writer, page, structure)
    writer.root_object.pop("/AcroForm", None)


def _flatten_page(writer: PdfWriter, page: PageObject, structure: Structure) -> None:
    annotations = entry(page, "/Annots")
    if not isinstance(annotations, ArrayObject):
        return
    kept, widgets = [], []
    for each in annotations:
        found = resolved(each)
        if isinstance(found, DictionaryObject) and entry(found, "/Subtype") == "/Widget":
            widgets.append(found)
        else:
            kept.append(each)
    if not widgets:
        return
    if kept:
        page[NameObject("/Annots")] = ArrayObject(kept)
    else:
        del page["/Annots"]
    drawing = _Drawing(writer, page, structure)
    for widget in widgets:
        drawing.add(widget)
    drawing.finish()


class _Drawing:
    """What is added to one page."""

    def __init__(self, writer: PdfWriter, page: PageObject, structure: Structure) -> None:
        self._writer, self._page, self._structure = writer, page, structure
        self._parts: list[str] = []
        shared = dictionary_at(page, "/Resources") or _inherited(page, "/Resources")
        self._resources = DictionaryObject(shared if isinstance(shared, DictionaryObject) else {})
        self._drawn = DictionaryObject(dictionary_at(self._resources, "/XObject") or DictionaryObject())

    def add(self, widget: Dictionary) -> None:
        appearance = _shown(widget)
        placed = _placement(widget, appearance) if appearance is not None else None
        before, after = ("", "") if not self._structure.tagged else self._marks(widget, drawn=placed is not None)
        if appearance is None or placed is None:
            return
        name = next(key for at in range(len(self._drawn) + 1) if (key := f"/DgW{at}") not in self._drawn)
        self._drawn[NameObject(name)] = reference(self._writer, appearance)
        self._parts.append(f"{before}q {' '.join(map(number, placed))} cm {name} Do Q{after}")

    def finish(self) -> None:
        """Hang what was drawn behind the page's own content."""
        if not self._parts:
            return
        self._resources[NameObject("/XObject")] = self._drawn
        self._page[NameObject("/Resources")] = self._resources
        own = entry(self._page, "/Contents")
        contents = list(own) if isinstance(own, ArrayObject) else [self._page.raw_get("/Contents")] if own else []
        before, after = self._stream("q\n"), self._stream("\nQ\n" + "\n".join(self._parts) + "\n")
        self._page[NameObject("/Contents")] = ArrayObject([before, *contents, after])

    def _stream(self, content: str) -> IndirectObject:
        stream = StreamObject()
        stream.set_data(content.encode("ascii"))
        return self._writer._add_object(stream.flate_encode())

    def _marks(self, widget: Dictionary, *, drawn: bool) -> tuple[str, str]:
        """What stands around the drawing in a tagged page; the structure tree learns of it."""
        key = entry(widget, "/StructParent")
        owner = self._structure.parents(key) if isinstance(key, int) else None
        element = resolved(owner)
        if isinstance(key, int):
            self._structure.drop_parents(key)
        if isinstance(element, DictionaryObject) and isinstance(owner, IndirectObject) and drawn:
            mcid = self._own_content(owner)
            if replace_object(element, widget, mcid, reference(self._writer, self._page)):
                element[NameObject("/A")] = _print_field(widget)
                return f"/Form <</MCID {mcid}>> BDC ", " EMC"
        return "/Artifact BMC ", " EMC"

    def _own_content(self, owner: IndirectObject) -> int:
        """A new MCID of the page for content that `owner` holds."""
        key = entry(self._page, "/StructParents")
        owners = resolved(self._structure.parents(key)) if isinstance(key, int) else None
        if not isinstance(owners, ArrayObject):
            owners = ArrayObject()
            added = self._structure.add_parents(self._writer._add_object(owners))
            self._page[NameObject("/StructParents")] = added
        owners.append(owner)
        return len(owners) - 1


def _print_field(widget: Dictionary) -> DictionaryObject:
    """The PrintField attributes of a former widget."""
    kind = entry(widget, "/FT") or _inherited(widget, "/FT")
    role = _ROLES.get(str(kind), "/tv")
    found = DictionaryObject({NameObject("/O"): NameObject("/PrintField"), NameObject("/Role"): NameObject(role)})
    if role == "/cb":
        state = "/off" if entry(widget, "/AS") in (None, "/Off") else "/on"
        found[NameObject("/checked")] = NameObject(state)
    return found


def _inherited(node: Dictionary, key: str) -> object:
    for _ in range(50):
        parent = dictionary_at(node, "/Parent")
        if parent is None:
            return None
        if (found := entry(parent, key)) is not None:
            return found
        node = parent
    return None


def _shown(widget: Dictionary) -> StreamObject | None:
    """The stream that a viewer shows."""
    flags = entry(widget, "/F")
    if isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW):
        return None
    appearance = dictionary_at(widget, "/AP")
    normal = dictionary_at(appearance, "/N") if appearance is not None else None
    if normal is not None and not isinstance(normal, StreamObject):
        normal = dictionary_at(normal, str(entry(widget, "/AS") or "/Off"))
    return normal if isinstance(normal, StreamObject) else None


def _placement(widget: Dictionary, appearance: StreamObject) -> Sequence[float] | None:
    """The matrix that puts the appearance's box, transformed by its own matrix, onto the widget's rectangle."""
    box, rectangle = numbers_at(appearance, "/BBox"), numbers_at(widget, "/Rect")
    if len(box) != 4 or len(rectangle) != 4:
        return None
    a, b, c, d, e, f = numbers_at(appearance, "/Matrix") if "/Matrix" in appearance else (1, 0, 0, 1, 0, 0)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - bottom
    if not width or not height:
        return None
    across = abs(rectangle[2] - rectangle[0]) / width
    up = abs(rectangle[3] - rectangle[1]) / height
    x, y = min(rectangle[0], rectangle[2]), min(rectangle[1], rectangle[3])
    return across, 0, 0, up, x - left * across, y - bottom * up


def sweep(writer: PdfWriter) -> None:
    """Leave out of the file what nothing refers to any more: former appearances and values, a flattened form."""
    reached: set[int] = set()
    waiting: list[object] = [writer.root_object.indirect_reference, writer._info_obj, writer._ID]
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum not in reached:
                reached.add(value.idnum)
                waiting.append(value.get_object())
        elif isinstance(value, DictionaryObject):
            waiting += dict.values(value)
        elif isinstance(value, ArrayObject):
            waiting += list.__iter__(value)
    if isinstance(info := writer._info_obj, IndirectObject):
        reached.add(info.idnum)
    for at in range(len(writer._objects)):
        if at + 1 not in reached:
            writer._objects[at] = None
