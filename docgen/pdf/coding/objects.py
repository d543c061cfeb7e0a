"""A coded font as the objects of a PDF library: ISO 32000-1 §9.7.4 (CIDFonts), §9.7.6 (Type 0), §9.8 (descriptors)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
import pypdf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from docgen.pdf.coding.font import FontTables

_FIXED_PITCH, _SYMBOLIC, _ITALIC = 1, 4, 64  # ISO 32000-1 Table 123
_STEM_V: Final = 80  # TrueType fonts do not say how thick a stem is; readers use it only to substitute the font


@dataclass(frozen=True, slots=True)
class Name:
    """A PDF name, without its slash."""

    name: str


@dataclass(frozen=True, slots=True)
class Stream:
    """A PDF stream with its dictionary; the library deflates it."""

    data: bytes
    entries: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indirect:
    """A value to be made an indirect object."""

    value: Any


def font_dictionary(tables: FontTables) -> dict[str, Any]:
    """The Type 0 font with all it refers to, in no library's types."""
    name = Name(tables.name)
    flags = _SYMBOLIC | (_FIXED_PITCH if tables.fixed_pitch else 0) | (_ITALIC if tables.italic_angle else 0)
    descriptor = {
        "Type": Name("FontDescriptor"), "FontName": name, "Flags": flags, "FontBBox": list(tables.box),
        "ItalicAngle": tables.italic_angle, "Ascent": tables.ascent, "Descent": tables.descent,
        "CapHeight": tables.cap_height, "StemV": _STEM_V,
        "FontFile2": Stream(tables.program, {"Length1": len(tables.program)}),
    }  # fmt: skip
    descendant = {
        "Type": Name("Font"), "Subtype": Name("CIDFontType2"), "BaseFont": name,
        "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
        "FontDescriptor": Indirect(descriptor), "CIDToGIDMap": Stream(tables.cid_to_gid),
        "DW": 0, "W": [1, list(tables.widths)],
    }  # fmt: skip
    return {
        "Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": name, "Encoding": Name("Identity-H"),
        "DescendantFonts": [Indirect(descendant)], "ToUnicode": Stream(tables.to_unicode),
    }  # fmt: skip


def for_pikepdf(pdf: pikepdf.Pdf, value: Any) -> Any:
    """A value of `font_dictionary`'s kind as pikepdf's; streams and Indirects become indirect objects of `pdf`."""
    if isinstance(value, Name):
        return pikepdf.Name("/" + value.name)
    if isinstance(value, Stream):
        return pikepdf.Stream(
            pdf, value.data, {"/" + key: for_pikepdf(pdf, each) for key, each in value.entries.items()}
        )
    if isinstance(value, Indirect):
        return pdf.make_indirect(for_pikepdf(pdf, value.value))
    if isinstance(value, Mapping):
        return pikepdf.Dictionary({"/" + key: for_pikepdf(pdf, each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return pikepdf.Array([for_pikepdf(pdf, each) for each in value])
    return pikepdf.String(value) if isinstance(value, bytes) else value


def for_pypdf(writer: pypdf.PdfWriter, value: Any) -> Any:
    """A value of `font_dictionary`'s kind as pypdf's; streams and Indirects become indirect objects of `writer`."""
    if isinstance(value, Stream):
        stream = StreamObject()
        stream.set_data(value.data)
        stream.update({NameObject("/" + key): for_pypdf(writer, each) for key, each in value.entries.items()})
        return writer._add_object(stream.flate_encode())
    if isinstance(value, Indirect):
        return writer._add_object(for_pypdf(writer, value.value))
    if isinstance(value, Mapping):
        return DictionaryObject({NameObject("/" + key): for_pypdf(writer, each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return ArrayObject([for_pypdf(writer, each) for each in value])
    return _pypdf_atom(value)


def _pypdf_atom(value: Name | bytes | bool | float) -> Any:
    if isinstance(value, Name):
        return NameObject("/" + value.name)
    if isinstance(value, bytes):
        return ByteStringObject(value)
    if isinstance(value, bool):
        return BooleanObject(value)
    return NumberObject(value) if isinstance(value, int) else FloatObject(value)
