"""The texts of a type beside each other as a Word file: for whoever wants to write on them at the table."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from docgen.docx.ooxml import W, w
from docgen.library import Library
from docgen.locale import Locale
from docgen.review.bundle_pages import sop_text
from docgen.review.examining import Panel
from docgen.review.sheet import Sheet
from docgen.review.words import STATES, title_of
from docgen.sop import instrument

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_WIDE, _HIGH, _MARGIN = 16_838, 11_906, 850
"""A4, landscape, in twentieths of a point."""
_HALF_POINTS: Final = "18"
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def texts_document(library: Library, panel: Panel, read: Sheet, reader: Locale) -> bytes:
    """A table with the SOP's text and a column a language; each cell in the language's font."""
    tags = list(panel.versions)
    sop = library.locales.get(instrument().authentic_language, reader)
    root = etree.Element(w("document"), nsmap={"w": W})
    body = etree.SubElement(root, w("body"))
    _paragraph(body, reader.term(title_of(panel.type)), reader, bold=True)
    table = _table(body, len(tags) + 1)
    heads = [
        f"{library.locale(tag).settings.name} {reader.number(each.number)}: {reader.term(STATES[each.state])}"
        for tag, each in panel.versions.items()
    ]
    _add_row(table, [("SOP", sop), *((head, reader) for head in heads)], head=True)
    for row in read.rows:
        spots = [row.spots.get(tag) for tag in tags]
        cells = [
            ("" if spot is None else spot.passage.text, library.locale(tag))
            for tag, spot in zip(tags, spots, strict=True)
        ]
        _add_row(table, [(sop_text(row), sop), *cells])
    section = etree.SubElement(body, w("sectPr"))
    etree.SubElement(section, w("pgSz"), {w("w"): str(_WIDE), w("h"): str(_HIGH), w("orient"): "landscape"})
    sides = {w(side): str(_MARGIN) for side in ("top", "right", "bottom", "left", "header", "footer")}
    etree.SubElement(section, w("pgMar"), {**sides, w("gutter"): "0"})
    return _packed(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _table(body: etree._Element, columns: int) -> etree._Element:
    width = (_WIDE - 2 * _MARGIN) // columns
    table = etree.SubElement(body, w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    etree.SubElement(properties, w("tblW"), {w("w"): str(width * columns), w("type"): "dxa"})
    borders = etree.SubElement(properties, w("tblBorders"))
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(borders, w(side), {w("val"): "single", w("sz"): "4", w("space"): "0", w("color"): "767676"})
    etree.SubElement(properties, w("tblLayout"), {w("type"): "fixed"})
    grid = etree.SubElement(table, w("tblGrid"))
    for _ in range(columns):
        etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})
    return table


def _add_row(table: etree._Element, cells: Sequence[tuple[str, Locale]], *, head: bool = False) -> None:
    row = etree.SubElement(table, w("tr"))
    if head:
        etree.SubElement(etree.SubElement(row, w("trPr")), w("tblHeader"))
    for text, locale in cells:
        cell = etree.SubElement(row, w("tc"))
        etree.SubElement(cell, w("tcPr"))
        for line in text.split("\n"):
            _paragraph(cell, line, locale, bold=head)


def _paragraph(parent: etree._Element, text: str, locale: Locale, *, bold: bool = False) -> None:
    run = etree.SubElement(etree.SubElement(parent, w("p")), w("r"))
    properties = etree.SubElement(run, w("rPr"))
    font = next(iter(locale.settings.fonts.values()))
    names = {w(each): font.name for each in ("ascii", "hAnsi", "eastAsia", "cs")}
    etree.SubElement(properties, w("rFonts"), names)
    for name in ("b", "bCs") if bold else ():
        etree.SubElement(properties, w(name))
    for name in ("sz", "szCs"):
        etree.SubElement(properties, w(name), {w("val"): _HALF_POINTS})
    etree.SubElement(properties, w("lang"), {w("val"): font.language, w("bidi"): font.language})
    for at, piece in enumerate(_pieces(text)):
        if at:
            etree.SubElement(run, w("tab"))
        said = etree.SubElement(run, w("t"))
        said.set(_XML_SPACE, "preserve")
        said.text = piece


def _pieces(text: str) -> Iterator[str]:
    yield from _UNFIT.sub("", text).split("\t")


def _packed(document: bytes) -> bytes:
    out = io.BytesIO()
    parts = {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _RELATIONSHIPS.encode()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, "word/document.xml": document}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
