"""The fonts of a filled form, each face embedded once for all fields; and appearance streams."""

from __future__ import annotations

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject, StreamObject

from docgen.pdf.acroform.access import dictionary_at
from docgen.pdf.acroform.box import Box
from docgen.pdf.coding.faces import Faces
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.objects import Name, font_dictionary, for_pypdf
from docgen.pdf.fonts import Face

# What DeviceGray and DeviceRGB mean in a file that does not say it (ISO 32000-1 §8.6.5.6): the primaries and white of
# sRGB (IEC 61966-2-1), its curve taken as a power of 2.2.
_WHITE = [0.9505, 1.0, 1.089]
_CALIBRATED = {
    "DefaultGray": [Name("CalGray"), {"WhitePoint": _WHITE, "Gamma": 2.2}],
    "DefaultRGB": [
        Name("CalRGB"),
        {
            "WhitePoint": _WHITE,
            "Gamma": [2.2, 2.2, 2.2],
            "Matrix": [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505],
        },
    ],
}


def _wants_calibrated_colour(writer: PdfWriter) -> bool:
    """Whether the file is PDF/A without an output intent: there device colours mean nothing (ISO 19005-2, 6.2.4.3)."""
    metadata = dictionary_at(writer.root_object, "/Metadata")
    archival = isinstance(metadata, StreamObject) and b"pdfaid" in metadata.get_data()
    return archival and "/OutputIntents" not in writer.root_object


class Fonts:
    """The faces in use; one resource dictionary, which every appearance shares, names them."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._faces = Faces("Dg")
        self._entries = DictionaryObject()
        self._resources: IndirectObject | None = None

    def of(self, face: Face) -> tuple[str, CodedFont]:
        """The resource name and the codes of a face."""
        return self._faces.of(face)

    @property
    def resources(self) -> IndirectObject:
        if self._resources is None:
            made = DictionaryObject({NameObject("/Font"): self._entries})
            if _wants_calibrated_colour(self._writer):
                made[NameObject("/ColorSpace")] = for_pypdf(self._writer, _CALIBRATED)
            self._resources = self._writer._add_object(made)
        return self._resources

    def embed(self) -> None:
        """Put the fonts into the file, once all is drawn."""
        for name, font in self._faces:
            made = self._writer._add_object(for_pypdf(self._writer, font_dictionary(font.tables())))
            self._entries[NameObject(f"/{name}")] = made

    def appearance(self, box: Box, content: str) -> IndirectObject:
        """A form XObject that draws the upright box (ISO 32000-1 §8.10)."""
        stream = StreamObject()
        stream.set_data(content.encode("ascii"))
        stream = stream.flate_encode()
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/BBox")] = _floats(0, 0, box.width, box.height)
        if box.rotation:
            stream[NameObject("/Matrix")] = _floats(*box.matrix)
        stream[NameObject("/Resources")] = self.resources
        return self._writer._add_object(stream)


def _floats(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 4)) for value in values)
