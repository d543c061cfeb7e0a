"""The fonts of a filled form, each face embedded once for all fields; and appearance streams."""

from __future__ import annotations

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject, StreamObject

from docgen.pdf.acroform.box import Box
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.objects import font_dictionary, for_pypdf
from docgen.pdf.fonts import Face


class Fonts:
    """The faces in use; one resource dictionary, which every appearance shares, names them."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._used: dict[Face, tuple[str, CodedFont]] = {}
        self._entries = DictionaryObject()
        self._resources: IndirectObject | None = None

    def of(self, face: Face) -> tuple[str, CodedFont]:
        """The resource name and the codes of a face."""
        found = self._used.get(face)
        if found is None:
            found = self._used[face] = (f"Dg{len(self._used)}", CodedFont(face))
        return found

    @property
    def resources(self) -> IndirectObject:
        if self._resources is None:
            self._resources = self._writer._add_object(DictionaryObject({NameObject("/Font"): self._entries}))
        return self._resources

    def embed(self) -> None:
        """Put the fonts into the file, once all is drawn."""
        for name, font in self._used.values():
            made = self._writer._add_object(for_pypdf(self._writer, font_dictionary(font.tables())))
            self._entries[NameObject(f"/{name}")] = made

    def appearance(self, box: Box, content: str) -> IndirectObject:
        """A form XObject that draws the upright box (ISO 32000-1 §8.10)."""
        stream = StreamObject()
        stream.set_data(content.encode("ascii"))
        stream = stream.flate_encode()
        stream[NameObject("/Type")] = NameObject("/XObject")
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/BBox")] = _floats(0, 0, box.width, box.height)
        if box.rotation:
            stream[NameObject("/Matrix")] = _floats(*box.matrix)
        stream[NameObject("/Resources")] = self.resources
        return self._writer._add_object(stream)


def _floats(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 4)) for value in values)
