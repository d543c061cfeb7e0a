"""Fills forms for tests and reads the result as others would: with pikepdf, and with PDF readers."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import pikepdf
import pymupdf
import pypdfium2

from docgen.errors import InputRefused
from docgen.locale import Locale
from docgen.pdf.acroform import Filled, Value, fill
from docgen.pdf.coding.runs import FontChoice
from tests.acceptance.reading import by_pdftotext


class Fill(Protocol):
    def __call__(self, form: bytes, values: Mapping[str, Value], **given: Any) -> Filled: ...


def filler(choice: FontChoice, locale: Locale) -> Fill:
    return lambda form, values, **given: fill(form, values, choice=choice, locale=locale, **given)


def refused(fill: Fill, form: bytes, values: Mapping[str, Value], **given: Any) -> list[tuple[str, str, str]]:
    """(pointer, code, message) of each finding."""
    try:
        fill(form, values, **given)
    except InputRefused as error:
        return [(each.pointer, each.code, str(each.message)) for each in error.findings]
    raise AssertionError("the form was filled")


class Reopened:
    """A filled form as pikepdf sees it."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.fields = {str(field.T): field for field in self.pdf.Root.AcroForm.Fields}

    def __enter__(self) -> Reopened:
        return self

    def __exit__(self, *_: object) -> None:
        self.pdf.close()

    def value(self, name: str) -> str:
        return str(self.fields[name].V)

    def content(self, name: str) -> bytes:
        return self.fields[name].AP.N.read_bytes()

    def numbers(self, name: str, operator: str) -> list[list[float]]:
        """The operands of an operator in a field's appearance."""
        stream = pikepdf.parse_content_stream(self.fields[name].AP.N)
        return [[float(each) for each in operands] for operands, op in stream if str(op) == operator]

    def size(self, name: str) -> float:
        stream = pikepdf.parse_content_stream(self.fields[name].AP.N)
        return min(float(operands[1]) for operands, op in stream if str(op) == "Tf")


def shown_text(pdf: bytes, name: str) -> str:
    """What MuPDF extracts from a widget's appearance."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            for widget in page.widgets():
                if widget.field_name == name:
                    return str(page.get_text(clip=widget.rect))
    raise AssertionError(f"no widget of {name}")


def page_texts(pdf: bytes) -> Mapping[str, Sequence[str]]:
    """The pages' text by the readers that see appearances of widgets too; PDFium flattens them first."""
    return {"pdftotext": by_pdftotext(pdf), "pdfium": list(_by_pdfium_flattened(pdf))}


def _by_pdfium_flattened(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            pypdfium2.raw.FPDFPage_Flatten(page.raw, pypdfium2.raw.FLAT_NORMALDISPLAY)
            page.close()
            yield document[number].get_textpage().get_text_range()
    finally:
        document.close()


def inked(pdf: bytes, page: int, box: tuple[float, float, float, float], scale: int = 2) -> set[tuple[int, int]]:
    """Pixels that are not white in a box (points) of a page as poppler draws it, from the box's upper left corner."""
    command = [
        shutil.which("pdftoppm") or "pdftoppm",
        "-r",
        str(72 * scale),
        "-f",
        str(page),
        "-l",
        str(page),
        "-gray",
        "-",
    ]
    image = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    width, height, start = _header(image)
    left, bottom, right, top = (round(each * scale) for each in box)
    return {
        (x - left, y - (height - top))
        for y in range(max(0, height - top), min(height, height - bottom))
        for x in range(max(0, left), min(width, right))
        if image[start + y * width + x] < 128
    }


def _header(image: bytes) -> tuple[int, int, int]:
    found = re.match(rb"P5\s+(\d+)\s+(\d+)\s+(\d+)\s", image)
    assert found
    return int(found[1]), int(found[2]), found.end()
