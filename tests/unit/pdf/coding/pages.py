"""A page of coded text, made with either PDF library, and what readers find on it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pypdf
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from docgen.pdf.coding.clusters import shape
from docgen.pdf.coding.content import line
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.objects import font_dictionary, for_pikepdf, for_pypdf
from docgen.pdf.coding.runs import FontChoice, runs
from docgen.pdf.fonts import Face

LEADING = 30
Drawn = tuple[str, list[tuple[str, CodedFont]]]


def drawn(texts: Sequence[str], choice: FontChoice, size: float = 14) -> Drawn:
    """The content of a page with one text a line, and the fonts it uses by resource name."""
    used: dict[Face, tuple[str, CodedFont]] = {}

    def font_of(face: Face) -> tuple[str, CodedFont]:
        return used.setdefault(face, (f"F{len(used)}", CodedFont(face)))

    lines = [
        line(map(shape, runs(text, choice)), size, 40, 800 - LEADING * at, font_of) for at, text in enumerate(texts)
    ]
    return "\n".join(lines), list(used.values())


def by_pikepdf_made(content: Drawn) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(595, 842))
    fonts = {f"/{name}": for_pikepdf(pdf, font_dictionary(font.tables())) for name, font in content[1]}
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
    page.Contents = pikepdf.Stream(pdf, content[0].encode("ascii"))
    pdf.save(out, deterministic_id=True)
    pdf.close()
    return out.getvalue()


def by_pypdf_made(content: Drawn) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(595, 842)
    fonts = {NameObject(f"/{name}"): for_pypdf(writer, font_dictionary(font.tables())) for name, font in content[1]}
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject(fonts)})
    stream = StreamObject()
    stream.set_data(content[0].encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(out)
    return out.getvalue()


def lines(text: str) -> list[str]:
    """The lines of a page that hold anything."""
    return [each for each in text.replace("\r", "").split("\n") if each.strip()]
